//! Log files: JSON lines in `logs` below the data folder, seven of 5 MB, for the user's eyes only. The window and the
//! command line append to the same ones. What a line may hold is decided in `admit`; nothing is ever sent.
//!
//! `logs` lies in the data folder also where the system has a place of its own for logs: what Tandem keeps is then in one
//! place, to be shown, backed up and deleted together.

mod admit;
mod crash;
mod lines;
mod roll;
mod said;
mod settings;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use duo_api::Clock;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::{Registry, reload};

pub use crash::{guard_panics, rehearse_panic};
pub(crate) use said::{check_ended, ms, sync_ended};

use crate::EventSink;
use crate::api::LogLevel;
use lines::Lines;
use roll::{Limits, Roll};

const LIMITS: Limits = Limits { bytes: 5 * 1024 * 1024, files: 7 };
/// Crates whose events are written; what libraries say may hold anything.
const OURS: [&str; 3] = ["engine", "store", "duo_api"];

/// The level of this process's lines.
static LEVEL: OnceLock<reload::Handle<Targets, Registry>> = OnceLock::new();

/// Keeps what this process tells from now on, and what is left of a panic, in `logs` below the data folder. `program` is
/// its name, `tandem` or `tandemctl`. Makes no file before there is something to say. Only the first call counts.
pub fn keep_logs(data_dir: &Path, program: &'static str, clock: Arc<dyn Clock>, told: Arc<dyn EventSink>) {
    let folder = folder(data_dir);
    crash::watch(folder.clone(), clock.clone(), told);
    let (level, handle) = reload::Layer::new(targets(LogLevel::default()));
    let lines = Lines::new(Roll::new(folder, LIMITS), program, clock).with_filter(level);
    if tracing::subscriber::set_global_default(tracing_subscriber::registry().with(lines)).is_ok() {
        let _ = LEVEL.set(handle);
    }
}

/// Where the files of a data folder lie.
fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("logs")
}

/// The same, made if it is not there yet; if it cannot be made, showing it will fail.
pub(crate) fn made_folder(data_dir: &Path) -> PathBuf {
    let folder = folder(data_dir);
    let _ = roll::own_folder(&folder);
    folder
}

/// Takes effect at once, in this process.
fn follow(level: LogLevel) {
    if let Some(handle) = LEVEL.get() {
        // It fails only when nobody writes any more.
        let _ = handle.reload(targets(level));
    }
}

fn targets(level: LogLevel) -> Targets {
    let level = match level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Normal => LevelFilter::INFO,
        LogLevel::Detailed => LevelFilter::DEBUG,
    };
    OURS.into_iter().map(|target| (target, level)).collect()
}

#[cfg(test)]
mod tests {
    use duo_api::SystemClock;

    use super::*;

    fn written(level: LogLevel, say: impl FnOnce()) -> Vec<serde_json::Value> {
        let dir = tempfile::tempdir().unwrap();
        let roll = Roll::new(folder(dir.path()), LIMITS);
        let lines = Lines::new(roll, "tandem", Arc::new(SystemClock::new())).with_filter(targets(level));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), say);
        let text = std::fs::read_to_string(folder(dir.path()).join("tandem.jsonl")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn say() {
        tracing::info!(
            rows = 3,
            code = "AUTH_SIGNATURE",
            host = "api-1a2b3c4d.duosecurity.com",
            "sync ended"
        );
        tracing::debug!(path = "/admin/v1/users", "answered");
        tracing::error!(target: "hyper", "a library's");
    }

    #[test]
    fn a_level_lets_through_what_it_says() {
        for (level, expected) in [
            (LogLevel::Off, &[][..]),
            (LogLevel::Normal, &["begun", "sync ended"]),
            (LogLevel::Detailed, &["begun", "sync ended", "answered"]),
        ] {
            let lines = written(level, say);
            let whats: Vec<_> = lines.iter().map(|line| line["what"].as_str().unwrap()).collect();
            assert_eq!(whats, expected, "{level:?}");
        }
    }

    #[test]
    fn a_line_says_who_when_and_what() {
        let lines = written(LogLevel::Normal, say);
        assert_eq!(lines[0]["version"], env!("CARGO_PKG_VERSION"));
        let line = &lines[1];
        assert_eq!((&line["level"], &line["rows"]), (&"info".into(), &3.into()));
        assert_eq!((&line["code"], &line["program"]), (&"AUTH_SIGNATURE".into(), &"tandem".into()));
        assert!(line["at"].as_str().unwrap().ends_with('Z') && line["process"].is_u64());
        assert!(line.get("host").is_none(), "{line}");
    }
}
