//! Where a test can stop or fail a sync: before and after each step that reads from Duo or writes to the database.
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

/// Every point.
pub fn points() -> impl Iterator<Item = String> {
    STEPS.iter().flat_map(|step| ["before", "after"].map(|side| format!("{step}.{side}")))
}

/// Stops here if a test wants it: kills the process, or returns from the function with a full disk.
#[cfg(feature = "failpoints")]
macro_rules! failpoint {
    ($point:literal) => {
        if $crate::failpoint::armed::fails($point) {
            return Err($crate::sync::Stop::All($crate::Code::DiskFull));
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
    //! `TANDEM_FAILPOINT_COUNT` in place of it, every passing is written to that file.

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
