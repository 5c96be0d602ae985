//! Power that fails at any write: what was not yet on the disk is lost, a page and its cursor together.

use std::path::Path;
use std::sync::Mutex;

use tempfile::TempDir;
use testbed::soak::{self, Line};
use testbed::tree;

use crate::faults_kill::Dice;
use crate::power::{Cut, Wal, failed};
use crate::sync_worker::{Ended, SyncWorker, database, is_sound_in};

/// Where a sync is when the power fails.
const MOMENTS: &[&str] = &[
    "list.write.after:2",
    "log.write.after:2",
    "log.write.after:4",
    "log.finish.after:3",
    "checkpoint.before:1",
];

/// The data folder of a sync that ended at a moment, with everything it wrote.
fn left_at(worker: &SyncWorker, moment: &str) -> TempDir {
    let ended = worker.sync(&[("TANDEM_FAILPOINT", &format!("{moment}:kill"))]);
    assert!(matches!(ended, Ended::Killed(_)), "{moment}: {ended:?}");
    let left = TempDir::new().unwrap();
    tree::copy(&worker.data_dir(), left.path());
    worker.set_back();
    left
}

/// A cut of a log of so many frames.
fn cut(dice: &mut Dice, frames: u64) -> Cut {
    let frame = usize::try_from(dice.below(frames)).unwrap();
    let below = |dice: &mut Dice, most| usize::try_from(dice.below(most)).unwrap();
    match dice.below(10) {
        0 => Cut::Gone,
        1 => Cut::Short { frame, bytes: 0 },
        2..=4 => Cut::Short { frame, bytes: below(dice, 4_120) },
        5 => Cut::Hole { frame },
        6 | 7 => Cut::Torn { frame, sectors: below(dice, 8) },
        _ => Cut::Halfway { every: 1 + below(dice, 6) },
    }
}

/// How many frames of the log are sure to be read; none if nothing of it is lost.
fn sound(cut: Cut) -> Option<usize> {
    match cut {
        Cut::Short { frame, .. } | Cut::Hole { frame } | Cut::Torn { frame, .. } => Some(frame),
        Cut::Gone => Some(0),
        Cut::Halfway { .. } => None,
    }
}

/// What was found after cuts at the same moment: sound frames and sign-ins.
type Found = Mutex<Vec<(usize, u64)>>;

fn cuts_at(worker: &SyncWorker, moment: &str, left: &Path, seed: u64, count: u64) {
    let frames = Wal::of(&database(left)).map_or(0, |wal| wal.frames());
    assert!(frames > 0, "{moment}: nothing is in the log");
    let found = Found::default();
    std::thread::scope(|scope| {
        for lane in 0..2 {
            let found = &found;
            scope.spawn(move || {
                let mut dice = Dice(seed * 2 + lane);
                for _ in (lane..count).step_by(2) {
                    let cut = cut(&mut dice, frames as u64);
                    disturb(worker, moment, left, cut, found);
                }
            });
        }
    });
    // The more of the log is there, the more of the sign-ins are: a prefix of what was committed.
    let mut found = found.into_inner().unwrap();
    found.sort_unstable();
    assert!(found.is_sorted_by_key(|(_, sign_ins)| *sign_ins), "{moment}: {found:?}");
}

fn disturb(worker: &SyncWorker, moment: &str, left: &Path, cut: Cut, found: &Found) {
    let when = format!("power fails at {moment}: {cut:?}");
    let folder = TempDir::new().unwrap();
    failed(left, folder.path(), cut);
    let left_over = is_sound_in(folder.path(), &when);
    found.lock().unwrap().push((sound(cut).unwrap_or(usize::MAX), left_over.sign_ins));
    // Looked at by another copy, so that the sync meets the files as they were left.
    let folder = TempDir::new().unwrap();
    failed(left, folder.path(), cut);
    assert_eq!(worker.sync_in(folder.path(), &[]), Ended::Done, "{when}");
    worker.is_whole_in(folder.path(), &when);
}

#[test]
fn power_that_fails_at_any_write_loses_and_doubles_nothing() {
    let line = Line::start("power failures: unsynced writes lost, torn, out of order");
    let worker = SyncWorker::new(310, 4_000, 1, &["same_ms:7"]);
    let each = soak::rounds(2, 100);
    for (seed, moment) in MOMENTS.iter().enumerate() {
        let left = left_at(&worker, moment);
        cuts_at(&worker, moment, left.path(), seed as u64 + 1, each);
    }
    let cuts = each * MOMENTS.len() as u64;
    line.end(&format!("{cuts} cuts at {} moments: 0 lost, 0 double, integrity ok", MOMENTS.len()));
}
