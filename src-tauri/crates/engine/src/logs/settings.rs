//! Commands about the log files.

use std::path::Path;
use std::sync::Arc;

use super::crash::Crash;
use super::{folder, follow};
use crate::api::{CommandError, LogLevel, LogLevelSet, LogState, Nothing};
use crate::{Code, Engine};

/// Where the level lies among the settings of `clients.db`: the command line goes by it too.
const SETTING: &str = "log_level";

impl Engine {
    /// How much is logged, where it lies, what it takes, and the last crash.
    pub async fn log_state(self: &Arc<Self>, _: Nothing) -> Result<LogState, CommandError> {
        let level = level(self.registry(|registry| registry.setting(SETTING)).await?);
        let folder = folder(&self.data_dir);
        Ok(tokio::task::spawn_blocking(move || LogState {
            level,
            bytes: bytes(&folder),
            last_crash: Crash::last(&folder).map(Crash::told),
            folder: folder.display().to_string(),
        })
        .await?)
    }

    /// Changes how much is logged: here at once, in other programs at their next start.
    pub async fn log_level_set(self: &Arc<Self>, set: LogLevelSet) -> Result<LogState, CommandError> {
        let text = serde_json::to_string(&set.level).map_err(|_| CommandError::new(Code::Internal))?;
        self.registry(move |registry| registry.set_setting(SETTING, &text)).await?;
        follow(set.level);
        self.log_state(Nothing {}).await
    }

    /// Notes that somebody was told of the last crash.
    pub async fn crash_seen(self: &Arc<Self>, _: Nothing) -> Result<Nothing, CommandError> {
        let folder = folder(&self.data_dir);
        tokio::task::spawn_blocking(move || Crash::mark_seen(&folder)).await?;
        Ok(Nothing {})
    }

    /// Goes by the level that was chosen.
    pub(crate) fn follow_log_level(&self) -> Result<(), CommandError> {
        follow(level(self.registry.setting(SETTING)?));
        Ok(())
    }
}

/// A version that wrote it otherwise is no reason to fail.
fn level(text: Option<String>) -> LogLevel {
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
}
