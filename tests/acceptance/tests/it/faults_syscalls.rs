//! A system call that fails at its n-th time: a disk that is full or broken, too many open files. Nothing is lost, and
//! nothing panics.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;
use tempfile::TempDir;
use testbed::soak::{self, Line};
use testbed::tree;

use crate::strace;
use crate::sync_worker::{Ended, SyncWorker};

/// System calls by which SQLite reads and writes, and how each fails.
const FAILURES: &[(&str, &str)] = &[
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("pwrite64", "EINTR"),
    ("fdatasync", "EIO"),
    ("fsync", "EIO"),
    ("pread64", "EIO"),
    ("openat", "EMFILE"),
    ("openat", "EACCES"),
    ("ftruncate", "EIO"),
    ("unlink", "EACCES"),
];

/// A worker that is watched at its databases.
struct Watched {
    worker: SyncWorker,
    /// The databases and what SQLite puts beside them, there or not.
    files: Vec<PathBuf>,
}

impl Watched {
    fn new(sign_ins: u64) -> Self {
        let worker = SyncWorker::new(40, sign_ins, 1, &["same_ms:7"]);
        assert_eq!(worker.sync(&[]), Ended::Done);
        let all = tree::files(&worker.data_dir()).into_iter();
        let databases = all.filter(|file| file.extension().is_some_and(|ending| ending == "db"));
        let beside = |file: PathBuf| ["db", "db-wal", "db-shm"].map(|ending| file.with_extension(ending));
        let files = databases.flat_map(beside).collect();
        worker.set_back();
        Self { worker, files }
    }

    fn run(&self, call: &str, log: &Path, inject: Option<&str>) -> Output {
        let command = self.worker.command(&self.worker.data_dir(), &[]);
        strace::watched(&command, call, &self.files, log, inject).output().unwrap()
    }

    /// How often a call is made in an undisturbed sync.
    fn calls(&self, call: &str) -> u64 {
        let logs = TempDir::new().unwrap();
        let log = logs.path().join("log");
        assert!(self.run(call, &log, None).status.success());
        self.worker.is_whole("undisturbed");
        self.worker.set_back();
        strace::calls(&log, call)
    }

    /// One call fails; whether it was made at all.
    fn disturb(&self, call: &str, error: &str, nth: u64) -> bool {
        let when = format!("call {nth} of {call} fails with {error}");
        let logs = TempDir::new().unwrap();
        let log = logs.path().join("log");
        let output = self.run(call, &log, Some(&format!("error={error}:when={nth}")));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked"), "{when}: {said}");
        let answer: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{when}: {said}"));
        // It ends with the disk's fault, not with a mistake of the program's or a file said to be damaged.
        if let Some(code) = answer["code"].as_str() {
            let of_the_disk = ["DB_", "DISK_", "FILE_"].iter().any(|kind| code.starts_with(kind));
            assert!(of_the_disk && code != "DB_CORRUPT", "{when}: {code}");
        }
        let files = tree::files(&self.worker.data_dir());
        let aside = files.iter().find(|file| file.to_string_lossy().contains(".damaged-"));
        assert_eq!(aside, None, "{when}: a sound file was set aside");
        self.worker.is_sound(&when);
        assert_eq!(self.worker.sync(&[]), Ended::Done, "after {when}");
        self.worker.is_whole(&format!("after {when}"));
        self.worker.set_back();
        strace::injected(&log)
    }
}

/// So many of the calls, from the first to the last.
fn tried(calls: u64) -> Vec<u64> {
    let most = soak::rounds(2, 60).min(calls);
    (0..most).map(|n| 1 + n * calls.saturating_sub(1) / most.saturating_sub(1).max(1)).collect()
}

/// The registry and a client's database are opened by the first of a thread's calls, and a page that was not read there is
/// where SQLite says that a file is damaged.
#[test]
fn a_page_that_is_not_read_at_the_start_is_no_damage() {
    let what = "pages that are not read while databases are opened (strace)";
    if !strace::is_allowed() {
        return soak::skipped(what, "strace is missing or may not watch programs here");
    }
    let line = Line::start(what);
    let watched = Watched::new(300);
    let tried = soak::rounds(8, 40);
    let failed = (1..=tried).filter(|nth| watched.disturb("pread64", "EIO", *nth)).count();
    assert!(failed > 5, "{failed} of {tried} calls failed");
    line.end(&format!("{failed} calls that failed: no file set aside, none called damaged"));
}

#[test]
fn a_system_call_that_fails_loses_and_doubles_nothing() {
    let what = "system calls that fail (strace)";
    if !strace::is_allowed() {
        return soak::skipped(what, "strace is missing or may not watch programs here");
    }
    let line = Line::start(what);
    let (runs, failed) = (AtomicU64::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for lane in 0..2 {
            let (runs, failed) = (&runs, &failed);
            scope.spawn(move || {
                let watched = Watched::new(2_500);
                for (call, error) in FAILURES.iter().skip(lane).step_by(2) {
                    for nth in tried(watched.calls(call)) {
                        runs.fetch_add(1, Ordering::Relaxed);
                        failed.fetch_add(watched.disturb(call, error, nth).into(), Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let (runs, failed) = (runs.into_inner(), failed.into_inner());
    // Threads share the work as they come to it, so now and then one makes fewer calls than in the first run.
    assert!(failed * 2 >= runs, "{failed} of {runs} calls failed");
    line.end(&format!(
        "{runs} runs, {failed} with a call that failed: 0 lost, 0 double, no panic, integrity ok"
    ));
}
