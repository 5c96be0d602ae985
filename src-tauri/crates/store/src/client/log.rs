//! The sign-in log: windows of time, each with its own cursor.

use chrono::{DateTime, Utc};
use domain::{DataSet, SignIn};

use super::ClientDb;
use super::signins::store;
use crate::StoreError;
use crate::app::{self, LogTexts};
use crate::table::log_window::{self, LogWindow};
use crate::table::quarantine::{self, Quarantined};
use crate::table::rollup::Deltas;
use crate::table::{data_set, rollup, sign_in, within};

/// Sign-ins deleted in one transaction.
const PRUNED: usize = 10_000;

/// What became of the rows of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignInsWritten {
    /// New.
    pub inserted: u64,
    /// Already there with the same content.
    pub repeated: u64,
    /// Already there with other content, which was replaced.
    pub changed: u64,
}

impl ClientDb {
    /// Every window of the sign-in log, newest first; finished ones that touch are one.
    pub fn log_windows(&self) -> Result<Vec<LogWindow>, StoreError> {
        self.pool.read(|sqlite| log_window::all(sqlite, DataSet::SignIns))
    }

    /// Opens a window, or gives the unfinished one with the same bounds. Both ends belong to it; adjacent windows
    /// share a bound.
    pub fn open_window(&self, lo_ms: i64, hi_ms: i64) -> Result<LogWindow, StoreError> {
        self.write_logs(|tx, _| {
            data_set::window_written(tx, DataSet::SignIns, 0, 0)?;
            log_window::open(tx, DataSet::SignIns, lo_ms, hi_ms)
        })
    }

    /// Drops an unfinished window, for one that is planned anew; its rows stay.
    pub fn drop_window(&self, id: i64) -> Result<(), StoreError> {
        self.write_logs(|tx, _| log_window::drop(tx, id))
    }

    /// Stores a page of a window: rows, sums, quarantine and the window's cursor, all or nothing. The later
    /// content of a key wins. [`StoreError::RunClosed`] if the window is finished or unknown.
    pub fn write_signins(
        &self,
        window_id: i64,
        rows: &[SignIn],
        quarantined: &[Quarantined],
        cursor: Option<&str>,
        total: Option<u64>,
        done: bool,
    ) -> Result<SignInsWritten, StoreError> {
        self.write_sign_ins(|tx, names| {
            let written = store(tx, names, rows.iter())?;
            let quarantined = quarantine::write(tx, DataSet::SignIns, 0, quarantined)?;
            data_set::window_written(tx, DataSet::SignIns, written.inserted, quarantined)?;
            log_window::advance(tx, DataSet::SignIns, window_id, rows.len(), cursor, total, done)?;
            Ok((written, written.any()))
        })
    }

    /// Deletes the oldest sign-ins before a time (Unix milliseconds) with their part in every sum, and tells how many;
    /// a piece at a time, so that others can write in between: call it until it says 0.
    pub fn prune_signins(&self, before_ms: i64) -> Result<u64, StoreError> {
        self.write_sign_ins(|tx, names| {
            let taken = sign_in::take_before(tx, before_ms, PRUNED)?;
            let mut deltas = Deltas::new(tx, names, taken.len())?;
            for event in &taken {
                deltas.remove(event)?;
            }
            deltas.apply(tx, names)?;
            log_window::forget_before(tx, DataSet::SignIns, before_ms)?;
            data_set::windows_pruned(tx, DataSet::SignIns, rollup::total(tx, None)?)?;
            Ok((taken.len() as u64, !taken.is_empty()))
        })
    }

    /// The stretch that was read without a gap and ends with the newest window, in Unix milliseconds.
    pub fn coverage(&self) -> Result<Option<(i64, i64)>, StoreError> {
        self.pool.read(log_window::coverage)
    }

    /// How many sign-ins lie in each stretch of time, of one application (by its key) or of all. Stretches are in Unix
    /// milliseconds, and their end no longer belongs to them.
    pub fn sign_ins_within(
        &self,
        app_key: Option<&str>,
        stretches: &[(i64, i64)],
    ) -> Result<Vec<u64>, StoreError> {
        self.pool.snapshot(|sqlite| match app_key {
            Some(app_key) => within::of_app(sqlite, app_key, stretches),
            None => within::of_all(sqlite, stretches),
        })
    }

    /// What the texts of the log say of all applications together.
    pub fn log_texts(&self) -> Result<LogTexts, StoreError> {
        self.pool.snapshot(app::log_texts)
    }

    /// Ends a pass over the log: the set is of `now`.
    pub fn finish_signins(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.write_logs(|tx, _| data_set::windows_finished(tx, DataSet::SignIns, now))
    }

    /// Sign-ins stored.
    pub fn sign_ins_stored(&self) -> Result<u64, StoreError> {
        self.pool.read(|sqlite| rollup::total(sqlite, None))
    }
}
