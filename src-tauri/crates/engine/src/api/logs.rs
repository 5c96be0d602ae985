use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How much goes into the log files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// How checks, syncs and refused commands ended.
    #[default]
    Normal,
    /// Every command and every request too.
    Detailed,
}

/// Changes how much goes into the log files.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct LogLevelSet {
    /// From now on.
    pub level: LogLevel,
}

/// The log files and the last crash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LogState {
    /// How much goes into them.
    pub level: LogLevel,
    /// Where they lie.
    pub folder: String,
    /// What they take on the disk.
    pub bytes: u64,
    /// None: none is known.
    pub last_crash: Option<LastCrash>,
}

/// A crash, for whoever helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LastCrash {
    /// When.
    pub at: DateTime<Utc>,
    /// `tandem` or `tandemctl`.
    pub program: String,
    /// File, line and column in the source.
    pub place: String,
    /// Lines to copy: version, system, place; nothing of a tenant.
    pub report: String,
    /// Whether somebody was told.
    pub seen: bool,
}
