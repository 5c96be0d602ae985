//! What is left of a panic: where in the source, when, in which version. Its text only when it stands in the source as it
//! is: a made one may hold anything.

use std::backtrace::Backtrace;
use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, SecondsFormat, Utc};
use duo_api::Clock;
use serde::{Deserialize, Serialize};

use super::roll::own_folder;
use crate::api::{Event, LastCrash, Tag};
use crate::diagnostics::system;
use crate::{EventSink, WholeFile};

/// The innermost calls are the ones that tell something.
const FRAMES: usize = 30;
/// How the names begin that every panic has, or none can be found by.
const NOISE: [&str; 11] = [
    "std::",
    "core::",
    "tokio::",
    "<tokio::",
    "<core::",
    "<alloc::",
    "<futures",
    "{",
    "__",
    "rust_",
    "engine::logs::",
];
/// Names of what is generic are endless.
const FRAME: usize = 100;

/// Where panics of this process are kept, and who is told.
struct Watch {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    told: Arc<dyn EventSink>,
}

static WATCH: OnceLock<Watch> = OnceLock::new();

/// A panic as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Crash {
    at: DateTime<Utc>,
    program: String,
    version: String,
    system: String,
    place: String,
    thread: Option<String>,
    message: Option<String>,
    calls: Vec<String>,
    seen: bool,
}

/// From now on a panic says on standard error where it happened and nothing else; once logs are kept it is kept too.
/// `program` is the name of this one.
pub fn guard_panics(program: &'static str) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = place(panic);
        // A standard error that nobody reads any more must not make a second panic of it.
        let _ = writeln!(std::io::stderr(), "{program}: INTERNAL at {place}");
        if let Some(watch) = WATCH.get() {
            watch.keep(program, place, panic);
        }
    }));
}

/// Panics where a test asks for it; in a release build it does nothing.
pub fn rehearse_panic(asked: bool) {
    debug_assert!(!asked, "a test asked for it");
}

pub(super) fn watch(folder: PathBuf, clock: Arc<dyn Clock>, told: Arc<dyn EventSink>) {
    let _ = WATCH.set(Watch { folder, clock, told });
}

impl Watch {
    fn keep(&self, program: &str, place: String, panic: &PanicHookInfo<'_>) {
        let crash = Crash {
            at: self.clock.utc(),
            program: program.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            system: format!("{} {}", system(), std::env::consts::ARCH),
            place,
            thread: std::thread::current().name().map(str::to_owned),
            message: panic.payload().downcast_ref::<&'static str>().map(|&text| text.to_owned()),
            calls: calls(&Backtrace::force_capture().to_string()),
            seen: false,
        };
        crash.write(&self.folder);
        // Whoever is told may hold a lock that this thread has taken: the one that panics must not wait for it.
        let told = self.told.clone();
        let tell = move || told.send(Event::Changed { tags: vec![Tag::Preferences], client: None });
        let _ = std::thread::Builder::new().spawn(tell);
    }
}

impl Crash {
    /// The last one; none when the file is not one of ours.
    pub(super) fn last(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(file(folder)).ok()?).ok()
    }

    /// Notes that somebody was told.
    pub(super) fn mark_seen(folder: &Path) {
        if let Some(crash) = Self::last(folder) {
            Self { seen: true, ..crash }.write(folder);
        }
    }

    /// What cannot be written was on standard error.
    fn write(&self, folder: &Path) {
        let Ok(text) = serde_json::to_vec_pretty(self) else { return };
        let _ = own_folder(folder);
        if let Ok(mut whole) = WholeFile::at(&file(folder))
            && whole.write_all(&text).is_ok()
        {
            let _ = whole.publish();
        }
    }

    /// As a user interface shows it.
    pub(super) fn told(self) -> LastCrash {
        let report = self.report();
        LastCrash { at: self.at, program: self.program, place: self.place, report, seen: self.seen }
    }

    fn report(&self) -> String {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut lines = vec![format!("Tandem {} · {} · {at}", self.version, self.system)];
        let thread = self.thread.as_deref().map(|name| format!(" · thread {name}")).unwrap_or_default();
        lines.push(format!("{} crashed at {}{thread}", self.program, self.place));
        lines.extend(self.message.clone());
        lines.extend(self.calls.iter().map(|call| format!("  in {call}")));
        lines.join("\n")
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("crash.json")
}

fn place(panic: &PanicHookInfo<'_>) -> String {
    panic
        .location()
        .map_or_else(String::new, |at| format!("{}:{}:{}", without_home(at.file()), at.line(), at.column()))
}

/// Of a library's source only what comes after the folder it was built in.
fn without_home(file: &str) -> &str {
    let after = |mark: &str| file.rsplit_once(mark).map(|(_, rest)| rest);
    let library = after("registry/src/").and_then(|rest| rest.split_once('/').map(|(_, rest)| rest));
    library.or_else(|| after("/library/")).unwrap_or(file)
}

/// Names of functions, innermost first, without the panic's own; none where the program holds no names.
fn calls(backtrace: &str) -> Vec<String> {
    let name = |line: &str| {
        let (number, name) = line.trim_start().split_once(": ")?;
        (number.parse::<u32>().is_ok() && name != "<unknown>")
            .then(|| name.trim().chars().take(FRAME).collect())
    };
    let noise = |call: &String| NOISE.iter().any(|start| call.starts_with(start));
    backtrace.lines().filter_map(name).filter(|call| !noise(call)).take(FRAMES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crash() -> Crash {
        Crash {
            at: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
            program: "tandem".to_owned(),
            version: "1.2.3".to_owned(),
            system: "Debian x86_64".to_owned(),
            place: "src-tauri/crates/engine/src/round.rs:7:9".to_owned(),
            thread: Some("main".to_owned()),
            message: None,
            calls: vec!["engine::round::due".to_owned()],
            seen: false,
        }
    }

    #[test]
    fn the_last_one_stays_until_it_is_seen_and_after() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("logs");
        assert_eq!(Crash::last(&folder), None);
        Crash::mark_seen(&folder);
        assert!(!folder.exists());
        crash().write(&folder);
        assert_eq!(Crash::last(&folder), Some(crash()));
        Crash::mark_seen(&folder);
        assert_eq!(Crash::last(&folder), Some(Crash { seen: true, ..crash() }));
        std::fs::write(file(&folder), "{\"at\":").unwrap();
        assert_eq!(Crash::last(&folder), None, "half a file is none");
    }

    #[test]
    fn its_report_says_where_and_in_which_version() {
        assert_eq!(
            crash().report(),
            "Tandem 1.2.3 · Debian x86_64 · 2026-09-21T14:13:20Z\n\
             tandem crashed at src-tauri/crates/engine/src/round.rs:7:9 · thread main\n  in engine::round::due"
        );
    }

    #[test]
    fn the_builders_folders_are_left_out() {
        for (file, shown) in [
            ("src-tauri/crates/engine/src/round.rs", "src-tauri/crates/engine/src/round.rs"),
            (
                "/home/b/.cargo/registry/src/index.crates.io-1949cf8c/chrono-0.4.42/src/lib.rs",
                "chrono-0.4.42/src/lib.rs",
            ),
            ("/rustc/4a4ef493e3a1/library/core/src/option.rs", "core/src/option.rs"),
        ] {
            assert_eq!(without_home(file), shown);
        }
    }

    #[test]
    fn calls_are_names_without_the_panics_own() {
        let backtrace = "   0: std::backtrace::Backtrace::force_capture\n             at /rustc/x/library/std:1:2\n   \
                         1: engine::logs::crash::Watch::keep\n   2: <unknown>\n   3: engine::round::due\n             at \
                         ./src/round.rs:7:9\n   4: tokio::runtime::task::raw::poll\n";
        assert_eq!(calls(backtrace), ["engine::round::due"]);
        assert!(calls("disabled backtrace").is_empty());
    }
}
