//! `report`: the same figures as `show` and `export`, in every kind and form, into a file or onto standard output.

use serde_json::Value;
use testbed::{Simulator, Tandemctl, tree};

fn synced() -> Tandemctl {
    let program = Tandemctl::new();
    let _ = program.run("", &["--sample", "--users", "80", "--events", "500", "sync"]).exits(0);
    program
}

fn report(program: &Tandemctl, format: &str, more: &[&str]) -> String {
    let out = program.data_dir().join(format!("report.{format}"));
    let mut arguments =
        vec!["--sample", "report", "licences", "--format", format, "--out", out.to_str().unwrap()];
    arguments.extend(more);
    let _ = program.run("", &arguments).exits(0);
    std::fs::read_to_string(out).unwrap()
}

#[test]
fn figures_are_those_of_the_view() {
    let program = synced();
    let shown = program.run("", &["--sample", "--json", "show", "licences"]).exits(0);
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    let rows = shown["rows"].as_array().unwrap();
    let ready = rows.iter().filter(|row| row["lane"] == "ready").count();
    let document: Value = serde_json::from_str(&report(&program, "json", &[])).unwrap();
    assert_eq!(document["review"]["billable"]["value"].as_f64(), shown["total"].as_f64());
    assert_eq!(document["review"]["reclaimable"]["value"], serde_json::json!(ready as f64));
    let csv = report(&program, "csv", &[]);
    let mut csv = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let reclaimed = csv.records().filter(|row| &row.as_ref().unwrap()[2] == "true").count() as u64;
    assert_eq!(usize::try_from(reclaimed).unwrap(), ready);
    let page = report(&program, "html", &[]);
    assert!(page.contains(&format!("To reclaim <span class=\"count\">{ready}</span>")));
    #[cfg(unix)]
    assert_eq!(tree::open_to_others(&program.data_dir()), []);
}

#[test]
fn names_can_be_left_out() {
    let program = synced();
    let shown =
        program.run("", &["--sample", "--json", "show", "licences", "--filter", "lane=ready"]).exits(0);
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    let name = shown["rows"][0]["username"].as_str().unwrap().to_owned();
    for format in ["html", "csv", "json"] {
        assert!(report(&program, format, &[]).contains(&name), "{format}");
        for people in ["pseudonyms", "counts"] {
            assert!(!report(&program, format, &["--people", people]).contains(&name), "{format} {people}");
        }
    }
}

#[test]
fn only_kinds_that_exist_are_made() {
    let program = synced();
    let out = program.home().join("x.html");
    let arguments = ["--sample", "report", "weather", "--format", "html", "--out", out.to_str().unwrap()];
    let _ = program.run("", &arguments).exits(2);
    assert!(!out.exists());
}

#[test]
fn every_kind_has_every_form() {
    let program = synced();
    let show = |view: &str| -> Value {
        serde_json::from_str(&program.run("", &["--sample", "--json", "show", view]).exits(0).stdout).unwrap()
    };
    let coverage = show("coverage");
    for kind in ["licences", "coverage", "evidence", "check"] {
        for format in ["html", "csv", "json", "xlsx"] {
            let out = program.home().join(format!("{kind}.{format}"));
            let arguments = ["--sample", "report", kind, "--format", format, "--out", out.to_str().unwrap()];
            let _ = program.run("", &arguments).exits(0);
            let bytes = std::fs::read(&out).unwrap();
            let begins: &[u8] = match format {
                "html" => b"<!DOCTYPE html>",
                "csv" => b"\xef\xbb\xbf",
                "json" => b"{",
                _ => b"PK",
            };
            assert!(bytes.starts_with(begins) && bytes.len() > 500, "{kind} {format}");
        }
    }
    let report: Value =
        serde_json::from_slice(&std::fs::read(program.home().join("coverage.json")).unwrap()).unwrap();
    let lines = report["figures"]["coverage"].as_array().unwrap();
    for row in coverage["rows"].as_array().unwrap() {
        let line = lines.iter().find(|line| line["id"] == row["measure"]).unwrap();
        assert_eq!(line["figure"]["value"].as_f64(), row["users"].as_f64(), "{row}");
    }
    let out = program.home().join("pack.zip");
    let pack = |kind| ["--sample", "report", kind, "--format", "zip", "--out", out.to_str().unwrap()];
    let _ = program.run("", &pack("coverage")).exits(2);
    assert!(!out.exists());
    let _ = program.run("", &pack("evidence")).exits(0);
    assert!(std::fs::read(&out).unwrap().starts_with(b"PK"));
}

#[test]
fn a_hyphen_is_standard_output_and_no_file() {
    let program = synced();
    let report = ["--sample", "report", "coverage", "--format", "json", "--out", "-"];
    let shown = program.run("", &report).exits(0);
    let document: Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!(document["report"], "coverage");
    let export = ["--sample", "export", "users", "--format", "ndjson", "--out", "-"];
    let rows = program.run("", &export).exits(0).stdout;
    assert_eq!(rows.lines().count(), 80, "{rows}");
    for arguments in [&report[..], &export] {
        let both = [&["--json"][..], arguments].concat();
        let _ = program.run("", &both).exits(2);
    }
    assert!(!program.home().join("-").exists() && !std::path::Path::new("-").exists());
}

#[test]
fn all_clients_stand_side_by_side_and_one_without_a_right_is_told_apart() {
    let simulator =
        Simulator::start(&["--users", "40", "--events", "200", "--permissions", "read_log,read_information"]);
    let program = Tandemctl::with(&simulator);
    let (host, ikey) = (simulator.host.as_str(), simulator.ikey.as_str());
    let connect =
        ["connect", "--name", "Acme", "--host", host, "--ikey", ikey, "--skey-stdin", "--session-secret"];
    let _ = program.run(&simulator.skey, &connect);
    let _ = program.run(&simulator.skey, &["sync", "Acme", "--skey-stdin", "--full-speed"]);
    for what in [&["all-clients"][..], &["all", "all-clients"], &["acme", "all-clients"]] {
        let arguments = [&["report"], what, &["--format", "json", "--out", "-"]].concat();
        let report: Value = serde_json::from_str(&program.run("", &arguments).exits(0).stdout).unwrap();
        assert_eq!(report["clients"][0]["client"], "Acme");
        assert!(report["clients"][0]["billable"]["not_evaluated"].is_string(), "{report}");
        assert_eq!(report["not_counted"][0]["client"], "Acme");
        assert!(report["total"]["billable"].is_null(), "no nought: {report}");
    }
    let _ = program.run("", &["report", "nobody", "all-clients", "--format", "json", "--out", "-"]).exits(2);
    let coverage =
        program.run("", &["report", "acme", "coverage", "--format", "csv", "--out", "-"]).exits(0).stdout;
    let population = coverage.lines().find(|line| line.contains("\"population\"")).unwrap();
    assert!(population.contains("\"not_readable\",\"\",\"\",\"\",\"needs "), "{population}");
    let check =
        program.run("", &["report", "acme", "check", "--format", "json", "--out", "-"]).exits(0).stdout;
    let check: Value = serde_json::from_str(&check).unwrap();
    assert_eq!(check["verdict"], "limited");
}

#[test]
fn where_there_is_no_client_the_report_says_so_and_the_sample_stands_alone() {
    let program = Tandemctl::new();
    let made = |more: &[&str], format: &str| {
        let arguments = [more, &["report", "all-clients", "--format", format, "--out", "-"]].concat();
        program.run("", &arguments).exits(0).stdout
    };
    let of = |more: &[&str]| -> Value { serde_json::from_str(&made(more, "json")).unwrap() };
    assert_eq!(of(&[])["clients"], Value::Array(Vec::new()));
    assert_eq!(made(&[], "csv").lines().count(), 1, "its head alone");
    let page = made(&[], "html");
    assert!(page.contains("<p>There is no client yet.</p>") && !page.contains("<table>"), "{page}");
    let sample = of(&["--sample", "--users", "40", "--events", "200"]);
    assert_eq!(sample["clients"].as_array().map(Vec::len), Some(1));
    assert_eq!(sample["clients"][0]["billable"]["value"], sample["total"]["billable"]);
    assert!(sample["total"]["billable"].as_f64().is_some_and(|users| users > 0.0), "{sample}");
}
