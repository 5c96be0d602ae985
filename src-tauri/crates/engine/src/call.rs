//! A command by name: what the window sends. It is answered, whatever happens in it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use serde_json::Value;

use crate::api::CommandError;
use crate::registry::COMMANDS;
use crate::{Code, Engine, logs};

impl Engine {
    /// Runs a command by name: JSON in, JSON out. One that panics is answered with `INTERNAL`, and the engine goes on.
    ///
    /// # Errors
    /// `UNKNOWN_COMMAND`, `BAD_ARGUMENTS`, `INTERNAL`, or what the command says.
    pub async fn call(self: &Arc<Self>, name: &str, arguments: Value) -> Result<Value, CommandError> {
        let began = self.ports.clock.monotonic();
        let work = async {
            crate::rehearse_panic(name == "panic");
            self.dispatch(name, arguments).await
        };
        let answer = AssertUnwindSafe(work).catch_unwind().await;
        let answer = answer.unwrap_or_else(|_| Err(CommandError::new(Code::Internal)));
        note(name, answer.as_ref().err(), self.ports.clock.monotonic().saturating_sub(began));
        answer
    }
}

/// Of drafts and their checks nothing is said here: of a check once no trace may stay. Names that are no command's are
/// the caller's own words.
fn note(name: &str, refused: Option<&CommandError>, took: Duration) {
    let known = COMMANDS.iter().find(|command| command.name == name);
    let Some(command) = known.map(|known| known.name) else { return };
    if command.starts_with("draft_") || command.starts_with("check_") {
        return;
    }
    let ms = logs::ms(took);
    match refused.map(|error| error.code.as_str()) {
        None => tracing::debug!(command, ms, "command answered"),
        Some(code) => tracing::info!(command, ms, code, "command refused"),
    }
}
