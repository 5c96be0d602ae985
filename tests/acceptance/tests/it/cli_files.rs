//! What lies on the disk: who may read it, what an export may do to a spreadsheet, where the secret is not.

use testbed::{Simulator, Tandemctl, canary, tree};

fn connect_and_sync(simulator: &Simulator, program: &Tandemctl) {
    let connect = Tandemctl::connecting(simulator);
    let _ = program.run(&simulator.skey, &connect).exits(0);
    let sync = ["sync", "Acme", "--skey-stdin", "--full-speed"];
    let _ = program.run(&simulator.skey, &sync).exits(0);
}

fn export(program: &Tandemctl, view: &str, format: &str) -> std::path::PathBuf {
    let out = program.data_dir().join(format!("{view}.{format}"));
    let arguments = ["export", "Acme", view, "--format", format, "--out", out.to_str().unwrap()];
    let _ = program.run("", &arguments).exits(0);
    out
}

#[cfg(unix)]
#[test]
fn no_file_is_open_to_others_whatever_the_umask_and_none_holds_the_secret() {
    let simulator = Simulator::start(&["--users", "20", "--events", "100"]);
    let program = Tandemctl::with(&simulator).umask("000");
    connect_and_sync(&simulator, &program);
    for format in ["csv", "json", "ndjson"] {
        export(&program, "users", format);
    }
    let files = tree::files(&program.data_dir());
    assert!(files.len() >= 5, "{files:?}");
    assert_eq!(tree::open_to_others(&program.data_dir()), []);
    assert_eq!(canary::files_that_hold(program.home(), &simulator.skey), [] as [std::path::PathBuf; 0]);
}

#[test]
fn no_cell_of_an_export_is_a_formula() {
    let simulator = Simulator::start(&["--users", "30", "--events", "200", "--fault", "markup"]);
    let program = Tandemctl::with(&simulator);
    connect_and_sync(&simulator, &program);
    let mut guarded = 0;
    for view in ["users", "licences", "apps", "signins", "bypass", "groups"] {
        let bytes = std::fs::read(export(&program, view, "csv")).unwrap();
        let mut csv = csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap());
        for record in csv.records() {
            for cell in &record.unwrap() {
                let first = cell.trim_start_matches(' ').chars().next();
                let starts_one = matches!(
                    first,
                    Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠')
                );
                assert!(!starts_one || is_number(cell), "{view}: {cell:?}");
                guarded += u32::from(cell.starts_with("'="));
            }
        }
    }
    assert!(guarded > 0, "the tenant holds formulas, and they are still there to be read");
}

/// What a spreadsheet takes as a number: a sign at most, digits, a point at most. No text of a tenant's that could
/// compute anything has that form.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|run| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit()))
}

#[test]
fn only_a_plain_number_may_begin_with_a_sign() {
    for number in ["-40", "-0.5", "12"] {
        assert!(is_number(number), "{number}");
    }
    for text in ["-", "--1", "-1+1", "-1e3", "- 40", "+49", "-1.2.3", "-40%", "=1", "-cmd|'/c calc'!A0", "-٣"]
    {
        assert!(!is_number(text), "{text}");
    }
}

#[test]
fn an_export_that_fails_leaves_nothing_behind() {
    let program = Tandemctl::new();
    let _ = program.run("", &["--sample", "--users", "20", "--events", "50", "sync"]).exits(0);
    let out = program.home().join("missing/users.csv");
    let arguments = ["--sample", "export", "users", "--format", "csv", "--out", out.to_str().unwrap()];
    let _ = program.run("", &arguments).exits(10);
    let folder = program.home().to_str().unwrap();
    let _ = program.run("", &["--sample", "export", "users", "--format", "csv", "--out", folder]).exits(2);
    let strays = tree::files(program.home()).into_iter().filter(|path| !path.starts_with(program.data_dir()));
    assert_eq!(strays.count(), 0);
}

/// Standard output that leads into a file on a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_no_success() {
    let program = Tandemctl::new();
    let _ = program.run("", &["--sample", "--users", "20", "--events", "50", "sync"]).exits(0);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut show = std::process::Command::new(testbed::tandemctl());
    show.arg("--data-dir").arg(program.data_dir()).args(["--sample", "show", "users", "--json"]);
    let output = show.stdout(full).stderr(std::process::Stdio::piped()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(10), "{said}");
    assert!(said.contains("DISK_FULL"), "{said}");
}

#[test]
fn a_damaged_registry_is_set_aside_and_not_overwritten() {
    let program = Tandemctl::new();
    let _ = program.run("", &["--sample", "--users", "20", "--events", "50", "sync"]).exits(0);
    let registry = program.data_dir().join("clients.db");
    let damaged = vec![0xA5; 8192];
    for name in ["clients.db-wal", "clients.db-shm"] {
        // They may be gone already, after a clean end.
        let _ = std::fs::remove_file(program.data_dir().join(name));
    }
    std::fs::write(&registry, &damaged).unwrap();
    let output = program.run("", &["clients"]).exits(0);
    assert!(output.stderr.contains("DB_SET_ASIDE"), "it is told: {output:#?}");
    let kept =
        tree::files(&program.data_dir()).into_iter().filter(|path| std::fs::read(path).unwrap() == damaged);
    assert_eq!(kept.count(), 1, "the damaged file is kept under another name");
}

#[test]
fn a_damaged_client_is_refused_and_rebuilt_when_asked() {
    let simulator = Simulator::start(&["--users", "40", "--events", "300"]);
    let program = Tandemctl::with(&simulator);
    let _ = program.run(&simulator.skey, &Tandemctl::connecting(&simulator)).exits(0);
    // The logs of the first version are asked for twice a minute.
    let sync = ["sync", "Acme", "--skey-stdin", "--only", "users"];
    let rebuild = [&sync[..], &["--rebuild"]].concat();
    let _ = program.run(&simulator.skey, &sync).exits(0);
    let sound = program.run(&simulator.skey, &rebuild).exits(0);
    assert!(!sound.stderr.contains("damaged"), "a sound file is left alone: {sound:?}");

    let clients = tree::files(&program.data_dir().join("clients"));
    let database = clients.iter().find(|path| path.extension().is_some_and(|end| end == "db")).unwrap();
    let mut damaged = std::fs::read(database).unwrap();
    damaged[8_192..].fill(0xff);
    for ending in ["db-wal", "db-shm"] {
        // They may be gone already, after a clean end.
        let _ = std::fs::remove_file(database.with_extension(ending));
    }
    std::fs::write(database, &damaged).unwrap();
    let (refused, told) = program.json(&simulator.skey, &sync);
    assert_eq!((refused.code, told["error"]["code"].as_str()), (Some(10), Some("DB_CORRUPT")), "{told:#}");
    assert_eq!(std::fs::read(database).unwrap(), damaged, "left as it is");

    let rebuilt = program.run(&simulator.skey, &rebuild).exits(0);
    assert!(rebuilt.stderr.contains("The damaged data was kept as"), "{rebuilt:?}");
    let kept = tree::files(&program.data_dir()).into_iter();
    assert_eq!(kept.filter(|path| std::fs::read(path).unwrap() == damaged).count(), 1);
    let (_, users) = program.json("", &["show", "Acme", "users"]);
    assert_eq!(users["total"], simulator.facts["users"]["count"]);
    let (unread, _) = program.json("", &["show", "Acme", "signins"]);
    assert_eq!(unread.code, Some(5), "the new database holds what was read anew");
}
