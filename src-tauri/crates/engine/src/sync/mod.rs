//! Reading a tenant into its database (design.md §3, reliability.md §3).
//!
//! Objects are read one set after the other, the logs beside them: Duo paces them by different classes. A page and its
//! cursor are one transaction, so whatever stops a run, the next one goes on at the last page that was stored. A right
//! that is missing stops its own data sets only; keys that are refused stop the run.

mod account;
mod board;
mod count;
mod estimate;
mod log;
mod logs;
mod objects;
mod outcome;
mod plan;
mod run;
mod window;

use std::time::Duration;

use domain::DataSet;
use duo_api::{Pacing, SecretKey};
use tokio_util::sync::CancellationToken;

pub(crate) use board::{Board, asked_to_wait_until};
pub(crate) use estimate::expected;
pub(crate) use log::first_window;
pub(crate) use logs::reach;
#[cfg(feature = "failpoints")]
pub(crate) use outcome::Stop;
pub(crate) use plan::{Plan, Window};
pub(crate) use run::{Source, run};

/// Days of log that Duo keeps and that are read unless somebody wants fewer.
pub const HISTORY_DAYS: u32 = duo_api::reach::LOG_DAYS;

/// How a sync is run.
pub struct SyncOptions {
    /// These sets only.
    pub only: Option<Vec<DataSet>>,
    /// Days of the logs to read back.
    pub since_days: Option<u32>,
    /// A day (UTC) that the logs read again, whatever was read of it.
    pub reread: Option<chrono::NaiveDate>,
    /// Half of the believed quota, all of it, or no pacing.
    pub pacing: Pacing,
    /// Longest wait for a rate limit; none = as long as it takes.
    pub max_wait: Option<Duration>,
    /// The secret for this run, in place of the keychain's.
    pub secret: Option<SecretKey>,
    /// Stops at the next page.
    pub cancel: CancellationToken,
}

impl Default for SyncOptions {
    fn default() -> Self {
        Self {
            only: None,
            since_days: None,
            reread: None,
            pacing: Pacing::Polite,
            max_wait: None,
            secret: None,
            cancel: CancellationToken::new(),
        }
    }
}
