//! Where a test can stop or fail a sync, or the restoring of a backup: before and after each step that reads from Duo
//! or writes to the database.
//!
//! Without the feature `failpoints`, which only the tests' worker turns on, `failpoint!` is nothing at all.

/// The steps, each with a point before and one after it, named `step.before` and `step.after`.
pub const STEPS: &[&str] = &[
    "account.request",
    "account.write",
    "list.request",
    "list.begin",
    "list.write",
    "list.finish",
    "log.request",
    "log.open",
    "log.write",
    "log.finish",
    "assess",
    "checkpoint",
];

/// The steps of restoring a backup, in the same way.
pub const RESTORE_STEPS: &[&str] = &["restore.unpack", "restore.move", "restore.commit", "restore.settle"];

/// Every point of a sync.
pub fn points() -> impl Iterator<Item = String> {
    around(STEPS)
}

/// Every point of restoring a backup.
pub fn restore_points() -> impl Iterator<Item = String> {
    around(RESTORE_STEPS)
}

fn around(steps: &'static [&'static str]) -> impl Iterator<Item = String> {
    steps.iter().flat_map(|step| ["before", "after"].map(|side| format!("{step}.{side}")))
}

/// Stops here if a test wants it: kills the process, or returns from the function with a full disk.
#[cfg(feature = "failpoints")]
macro_rules! failpoint {
    ($point:literal) => {
        if $crate::failpoint::armed::fails($point) {
            return Err($crate::failpoint::armed::Full.into());
        }
    };
}

#[cfg(not(feature = "failpoints"))]
macro_rules! failpoint {
    ($point:literal) => {};
}

pub(crate) use failpoint;

#[cfg(feature = "failpoints")]
pub(crate) mod armed {
    //! What `TANDEM_FAILPOINT=point:n:kill` and `…:error` ask for: the n-th passing of a point, counted from 1. With
    //! `TANDEM_FAILPOINT_COUNT` every passing is written to that file.

    use std::io::Write as _;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    struct Asked {
        point: String,
        nth: u32,
        kill: bool,
        passed: AtomicU32,
    }

    static ASKED: LazyLock<Option<Asked>> = LazyLock::new(|| {
        let text = std::env::var("TANDEM_FAILPOINT").ok()?;
        let mut parts = text.split(':');
        let point = parts.next()?.to_owned();
        let nth = parts.next()?.parse().ok()?;
        let kill = parts.next()? == "kill";
        Some(Asked { point, nth, kill, passed: AtomicU32::new(0) })
    });

    /// The error of a full disk, as the function has it that fails.
    pub(crate) struct Full;

    impl From<Full> for crate::sync::Stop {
        fn from(_: Full) -> Self {
            Self::All(crate::Code::DiskFull)
        }
    }

    impl From<Full> for crate::api::CommandError {
        fn from(_: Full) -> Self {
            Self::new(crate::Code::DiskFull)
        }
    }

    /// Whether the step must fail here; does not come back when the process must end.
    pub(crate) fn fails(point: &str) -> bool {
        count(point);
        let Some(asked) = ASKED.as_ref().filter(|asked| asked.point == point) else { return false };
        if asked.passed.fetch_add(1, Ordering::SeqCst) + 1 != asked.nth {
            return false;
        }
        if asked.kill {
            std::process::abort();
        }
        true
    }

    fn count(point: &str) {
        let Some(path) = std::env::var_os("TANDEM_FAILPOINT_COUNT") else { return };
        let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
        // A count that is not written is missed by the test that reads it.
        let _ = file.and_then(|mut file| writeln!(file, "{point}"));
    }
}
