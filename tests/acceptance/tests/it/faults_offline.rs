//! A network that goes and comes back while a sync runs, and a computer that sleeps meanwhile.
#![cfg(target_os = "linux")]

use std::process::{Command, Stdio};
use std::time::Duration;

use testbed::soak::{self, Line};

use crate::faults_kill::{Dice, Program};

const WHAT: &str = "network gone and back during a sync (network namespace)";

fn program() -> Program {
    Program::new(&["--users", "320", "--events", "4000", "--fault", "same_ms:7"])
}

fn link(state: &str) -> bool {
    Command::new("ip").args(["link", "set", "lo", state]).status().is_ok_and(|status| status.success())
}

#[test]
fn a_network_that_comes_back_lets_a_sync_end() {
    let mut trial = Command::new("unshare");
    trial.args(["-n", "ip", "link", "set", "lo", "up"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !trial.status().is_ok_and(|status| status.success()) {
        return soak::skipped(WHAT, "a network of one's own was refused");
    }
    // The same test program once more, where nothing but it is in the network.
    let mut inside = Command::new("unshare");
    inside.arg("-n").arg(std::env::current_exe().unwrap());
    inside.args(["--exact", "faults_offline::inside_a_network_of_its_own", "--ignored", "--nocapture"]);
    inside.env("TANDEMCTL", testbed::tandemctl()).env("TANDEM_WORKER", testbed::worker());
    inside.env("TANDEM_NETWORK_OF_ITS_OWN", "1");
    assert!(inside.status().unwrap().success());
}

#[test]
#[ignore = "run by the test above in a network namespace"]
fn inside_a_network_of_its_own() {
    assert!(std::env::var_os("TANDEM_NETWORK_OF_ITS_OWN").is_some(), "it would take down the real network");
    assert!(link("up"));
    let line = Line::start(WHAT);
    let tested = program();
    let mut dice = Dice(9);
    let outages = soak::rounds(2, 24);
    let (mut by_itself, mut told) = (0, 0);
    for n in 0..outages {
        let running = tested.start();
        std::thread::sleep(Duration::from_millis(dice.below(tested.whole)));
        assert!(link("down"));
        // One in twelve lasts longer than an answer may take.
        let seconds = if n % 12 == 11 { 40 } else { 1 + dice.below(4) };
        std::thread::sleep(Duration::from_secs(seconds));
        assert!(link("up"));
        let output = running.finish();
        assert!(matches!(output.code, Some(0 | 3)), "{output:#?}");
        if output.code == Some(0) {
            by_itself += 1;
        } else {
            told += 1;
            tested.is_sound();
            let _ = tested.start().finish().exits(0);
        }
        tested.is_whole();
        tested.set_back();
    }
    line.end(&format!(
        "{outages} outages: {by_itself} syncs went on by themselves, {told} said so and went on when asked: 0 lost, 0 double"
    ));
}

#[test]
fn a_computer_that_sleeps_during_a_sync_loses_nothing() {
    let line = Line::start("sleep during a sync (SIGSTOP)");
    let tested = program();
    let mut dice = Dice(10);
    let sleeps = soak::rounds(1, 6);
    for n in 0..sleeps {
        let running = tested.start();
        std::thread::sleep(Duration::from_millis(dice.below(tested.whole)));
        let signal = |name: &str| {
            let sent = Command::new("kill").args(["-s", name, &running.pid().to_string()]).status();
            assert!(sent.unwrap().success());
        };
        signal("STOP");
        std::thread::sleep(Duration::from_secs(soak::rounds(2, if n % 2 == 0 { 5 } else { 40 })));
        signal("CONT");
        let _ = running.finish().exits(0);
        tested.is_whole();
        tested.set_back();
    }
    line.end(&format!("{sleeps} sleeps: 0 lost, 0 double"));
}
