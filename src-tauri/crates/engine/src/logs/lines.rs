//! An event becomes one line of JSON.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::SecondsFormat;
use duo_api::Clock;
use serde_json::{Map, Value, json};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use super::admit::Admitted;
use super::roll::Roll;

/// Writes the lines of one process.
pub(super) struct Lines {
    roll: Roll,
    program: &'static str,
    clock: Arc<dyn Clock>,
    begun: AtomicBool,
}

impl Lines {
    pub(super) const fn new(roll: Roll, program: &'static str, clock: Arc<dyn Clock>) -> Self {
        Self { roll, program, clock, begun: AtomicBool::new(false) }
    }

    /// Before its first line a process says what it is; one that has nothing to say writes nothing at all.
    fn introduction(&self) -> Vec<u8> {
        if self.begun.swap(true, Ordering::Relaxed) {
            return Vec::new();
        }
        let mut line = Map::new();
        line.insert("what".to_owned(), "begun".into());
        line.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
        line.insert("os".to_owned(), std::env::consts::OS.into());
        self.written("info", "engine::logs", line)
    }

    fn written(&self, level: &str, place: &str, mut line: Map<String, Value>) -> Vec<u8> {
        line.insert("at".to_owned(), self.clock.utc().to_rfc3339_opts(SecondsFormat::Millis, true).into());
        line.insert("level".to_owned(), level.into());
        line.insert("in".to_owned(), place.into());
        line.insert("program".to_owned(), self.program.into());
        line.insert("process".to_owned(), json!(std::process::id()));
        let mut bytes = serde_json::to_vec(&line).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut line = Map::new();
        event.record(&mut Admitted(&mut line));
        let level = event.metadata().level().as_str().to_ascii_lowercase();
        let mut bytes = self.introduction();
        bytes.extend(self.written(&level, event.metadata().target(), line));
        self.roll.write(&bytes);
    }
}
