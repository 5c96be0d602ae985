//! Two programs on one data folder: one writes, the other reads and says so.

use testbed::{Simulator, Tandemctl};

#[test]
fn a_second_sync_of_a_client_says_that_it_is_being_read() {
    // Four dozen pages of the log at half of the quota take two minutes.
    let simulator = Simulator::start(&["--users", "600", "--events", "40000", "--quota", "logs=50"]);
    let program = Tandemctl::with(&simulator);
    let _ = program.run(&simulator.skey, &Tandemctl::connecting(&simulator)).exits(0);
    let sync = ["sync", "Acme", "--skey-stdin"];
    let mut first = program.start(&simulator.skey, &sync);
    first.wait_for("Applications: Complete");
    let (second, refused) = program.json(&simulator.skey, &sync);
    assert_eq!(
        (second.code, refused["error"]["code"].as_str()),
        (Some(10), Some("SYNC_RUNNING")),
        "{refused:#}"
    );
    let (reader, users) = program.json("", &["show", "Acme", "users"]);
    assert_eq!((reader.code, &users["total"]), (Some(0), &simulator.facts["users"]["count"]));
    assert_eq!(users["syncing"], true);
    assert!(reader.stderr.contains("Another program on this computer is reading this client"), "{reader:?}");
    assert!(program.run("", &["clients"]).exits(0).stdout.contains("(Syncing)"));
    assert!(first.is_running(), "the first goes on");
    first.kill();
    let (third, status) =
        program.json(&simulator.skey, &["sync", "Acme", "--skey-stdin", "--only", "groups"]);
    assert_eq!(third.code, Some(0), "whoever ends lets go: {status:#}");
    assert!(status["requests_done"].as_u64().is_some_and(|requests| requests > 0), "{status:#}");
}

#[test]
fn of_programs_that_save_one_account_at_once_the_first_has_it() {
    let simulator = Simulator::start(&["--users", "20", "--events", "20"]);
    let program = Tandemctl::with(&simulator);
    let names = ["Acme", "acme", "Bolt", "Core"];
    let ended: Vec<_> = std::thread::scope(|threads| {
        let connect = |name| {
            let (program, simulator) = (&program, &simulator);
            threads.spawn(move || {
                let mut arguments = Tandemctl::connecting(simulator).to_vec();
                let at = arguments.iter().position(|argument| *argument == "Acme").expect("a name");
                arguments[at] = name;
                let (output, document) = program.json(&simulator.skey, &arguments);
                (output.code, document["error"]["code"].as_str().unwrap_or_default().to_owned())
            })
        };
        let running: Vec<_> = names.into_iter().map(connect).collect();
        running.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert_eq!(ended.iter().filter(|(code, _)| *code == Some(0)).count(), 1, "{ended:?}");
    for (code, why) in ended.iter().filter(|(code, _)| *code != Some(0)) {
        assert_eq!(*code, Some(2), "{ended:?}");
        assert!(["CONNECTION_EXISTS", "NAME_DUPLICATE"].contains(&why.as_str()), "{ended:?}");
    }
    let (_, clients) = program.json("", &["clients"]);
    assert_eq!(clients["clients"].as_array().map(Vec::len), Some(1), "{clients:#}");
}
