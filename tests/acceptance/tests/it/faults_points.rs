//! A sync that is killed, or told that the disk is full, at every point where it reads from Duo or writes.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use testbed::soak::{self, Line};

use crate::sync_worker::{Ended, SyncWorker};

/// Windows of several pages, two pages of users.
fn worker(seed: u64) -> SyncWorker {
    SyncWorker::new(310, 4_000, seed, &["same_ms:7"])
}

/// How often each point is passed in a whole sync.
fn passings(worker: &SyncWorker) -> BTreeMap<String, u32> {
    let (ended, passings) = counted(worker, &[]);
    assert_eq!(ended, Ended::Done);
    worker.is_whole("undisturbed");
    worker.set_back();
    passings
}

/// A sync, and how often each point was passed.
fn counted(worker: &SyncWorker, variables: &[(&str, &str)]) -> (Ended, BTreeMap<String, u32>) {
    let list = worker.data_dir().join("points");
    let _ = std::fs::remove_file(&list);
    let count = [("TANDEM_FAILPOINT_COUNT", list.to_str().unwrap())];
    let ended = worker.sync(&[variables, &count].concat());
    let mut passings = BTreeMap::new();
    for point in std::fs::read_to_string(list).unwrap_or_default().lines() {
        *passings.entry(point.to_owned()).or_insert(0) += 1;
    }
    (ended, passings)
}

/// Whether the passing was reached: how many pages share a write is a matter of which came first.
fn disturb(worker: &SyncWorker, point: &str, nth: u32, how: &str) -> bool {
    let when = format!("{point}:{nth}:{how}");
    let (ended, passed) = counted(worker, &[("TANDEM_FAILPOINT", &when)]);
    let reached = passed.get(point).is_some_and(|passed| *passed >= nth);
    match (how, &ended) {
        (_, Ended::Done) if !reached && nth > 1 => {}
        ("kill", Ended::Killed(_)) => {}
        ("error", Ended::Code(code)) if code == "DISK_FULL" => {}
        // A log that could not be cut short now is cut short by the next run.
        ("error", Ended::Done) if point.starts_with("checkpoint") => {}
        _ => panic!("{when} ended with {ended:?}"),
    }
    worker.is_sound(&when);
    assert_eq!(worker.sync(&[]), Ended::Done, "after {when}");
    worker.is_whole(&format!("after {when}"));
    worker.set_back();
    reached
}

/// The passings that are tried: first, middle and last; in a slice the middle one.
fn tried(passed: u32) -> Vec<u32> {
    let mut tried = soak::rounds(vec![passed.div_ceil(2)], vec![1, passed.div_ceil(2), passed]);
    tried.dedup();
    tried
}

#[test]
fn a_kill_or_an_error_at_every_point_loses_and_doubles_nothing() {
    let line = Line::start("kill and error at each failpoint");
    let passings = passings(&worker(1));
    let points: Vec<String> = engine::failpoint::points().collect();
    let known: Vec<&String> = points.iter().collect();
    let mut passed: Vec<&String> = passings.keys().collect();
    passed.sort_by_key(|point| known.iter().position(|known| known == point));
    assert_eq!(passed, known, "every point lies on the way of a sync");

    let mut runs = Vec::new();
    for (point, passed) in &passings {
        for nth in tried(*passed) {
            runs.extend(["kill", "error"].map(|how| (point.as_str(), nth, how)));
        }
    }
    let missed = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for lane in 0..2 {
            let (runs, missed) = (&runs, &missed);
            scope.spawn(move || {
                let worker = worker(1);
                for (point, nth, how) in runs.iter().skip(lane).step_by(2) {
                    let reached = disturb(&worker, point, *nth, how);
                    missed.fetch_add(usize::from(!reached), Ordering::Relaxed);
                }
            });
        }
    });
    let missed = missed.into_inner();
    assert!(missed * 20 <= runs.len(), "{missed} of {} passings were not reached", runs.len());
    line.end(&format!(
        "{} points, {} runs, {missed} not reached: 0 lost, 0 double, integrity ok",
        points.len(),
        runs.len()
    ));
}

#[test]
fn the_program_has_no_such_points() {
    let program = std::fs::read(testbed::tandemctl()).unwrap();
    let worker = std::fs::read(testbed::worker()).unwrap();
    let holds = |bytes: &[u8]| bytes.windows(16).any(|window| window == b"TANDEM_FAILPOINT");
    assert!(holds(&worker), "the worker is built without its points");
    assert!(!holds(&program), "tandemctl can be stopped by a variable");
}
