//! How much of the long tests runs: a slice as a rule, all of it when `TANDEM_SOAK` names the file for their figures.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use crate::binary::building;

fn table() -> Option<OsString> {
    std::env::var_os("TANDEM_SOAK").filter(|name| !name.is_empty())
}

/// Whether the long tests run in full.
pub fn in_full() -> bool {
    table().is_some()
}

/// The number for a slice, or for the whole.
pub fn rounds<T>(slice: T, full: T) -> T {
    if in_full() { full } else { slice }
}

/// A test's line of the table: what was done, what came of it, and how long it took.
#[derive(Debug)]
pub struct Line {
    what: &'static str,
    start: Instant,
    /// What building programs had taken by then.
    built: Duration,
}

impl Line {
    /// Begins to measure.
    #[allow(clippy::disallowed_methods, reason = "how long a test took is no logic")]
    pub fn start(what: &'static str) -> Self {
        Self { what, start: Instant::now(), built: building() }
    }

    /// Writes the line to the table, if there is one, and to standard error.
    pub fn end(self, figures: &str) {
        self.write(figures).expect("the table can be written");
    }

    fn write(&self, figures: &str) -> io::Result<()> {
        // The first test of a run that needs a program builds it.
        let took = self.start.elapsed().saturating_sub(building().saturating_sub(self.built));
        let line = format!("{}|{figures}|{:.0} s", self.what, took.as_secs_f64());
        eprintln!("{line}");
        let Some(path) = table() else { return Ok(()) };
        writeln!(OpenOptions::new().append(true).create(true).open(path)?, "{line}")
    }
}

impl Drop for Line {
    /// A test that fails has its line too.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.write("FAILED");
        }
    }
}

/// Says loudly that a test was left out, and why.
pub fn skipped(what: &'static str, why: &str) {
    eprintln!("SKIPPED {what}: {why}");
    Line::start(what).end(&format!("skipped: {why}"));
}
