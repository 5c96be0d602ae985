//! Every log: windows, pages, passes and gaps.

use chrono::{DateTime, Utc};
use domain::{ActivityEvent, AdminLogEvent, DataSet, GapReason, LogGap, SignIn, TelephonyEvent};
use rusqlite::{Connection, Transaction};

use super::signins::store;
use super::{ClientDb, SignInsWritten};
use crate::StoreError;
use crate::table::dict::Names;
use crate::table::event::{self, Put};
use crate::table::log_gap::{self, LogPasses, NewGap};
use crate::table::log_window::{self, LogWindow};
use crate::table::quarantine::{self, Quarantined};
use crate::table::{data_set, rollup, sign_in};
use crate::time::DAY_MS;

/// Events deleted in one transaction.
const PRUNED: usize = 10_000;

/// Events of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogRows {
    /// Sign-ins.
    SignIns(Vec<SignIn>),
    /// Activities.
    Activity(Vec<ActivityEvent>),
    /// Calls and messages.
    Telephony(Vec<TelephonyEvent>),
    /// What administrators did.
    AdminLog(Vec<AdminLogEvent>),
    /// Enrolments for offline access.
    OfflineLog(Vec<AdminLogEvent>),
}

impl LogRows {
    /// The log to which they belong.
    pub const fn set(&self) -> DataSet {
        match self {
            Self::SignIns(_) => DataSet::SignIns,
            Self::Activity(_) => DataSet::Activity,
            Self::Telephony(_) => DataSet::Telephony,
            Self::AdminLog(_) => DataSet::AdminLog,
            Self::OfflineLog(_) => DataSet::OfflineLog,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::SignIns(rows) => rows.len(),
            Self::Activity(rows) => rows.len(),
            Self::Telephony(rows) => rows.len(),
            Self::AdminLog(rows) | Self::OfflineLog(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn write(
        &self,
        tx: &Transaction,
        names: &mut Names,
        written: &mut SignInsWritten,
    ) -> Result<(), StoreError> {
        let set = self.set();
        let put = match self {
            // Stored for all pages together: they share the cost of their sums.
            Self::SignIns(_) => Vec::new(),
            Self::Activity(rows) => event::write(tx, names, set, rows)?,
            Self::Telephony(rows) => event::write(tx, names, set, rows)?,
            Self::AdminLog(rows) | Self::OfflineLog(rows) => event::write(tx, names, set, rows)?,
        };
        for one in put {
            match one {
                Put::New => written.inserted += 1,
                Put::Repeated => written.repeated += 1,
                Put::Changed => written.changed += 1,
            }
        }
        Ok(())
    }
}

/// A page of a window of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPage {
    /// Rows.
    pub rows: LogRows,
    /// Rows that could not be read.
    pub quarantined: Vec<Quarantined>,
    /// Where the next page starts; none after the last.
    pub cursor: Option<String>,
    /// Rows that Duo says the window holds.
    pub total: Option<u64>,
    /// Whether it was the last.
    pub done: bool,
    /// What the page shows to be missing.
    pub gap: Option<NewGap>,
}

impl ClientDb {
    /// Every window of a log, newest first; finished ones that touch are one.
    pub fn windows_of(&self, set: DataSet) -> Result<Vec<LogWindow>, StoreError> {
        self.pool.read(|sqlite| log_window::all(sqlite, set))
    }

    /// Opens a window of a log, or gives the unfinished one with the same bounds. Both ends belong to it; adjacent
    /// windows share a bound.
    pub fn open_window_of(&self, set: DataSet, lo_ms: i64, hi_ms: i64) -> Result<LogWindow, StoreError> {
        self.write_logs(|tx, _| {
            data_set::window_written(tx, set, 0, 0)?;
            log_window::open(tx, set, lo_ms, hi_ms)
        })
    }

    /// Stores pages of a window that came one after another: rows, sums, quarantine, gaps and the window's cursor, all or
    /// nothing. The later content of a key wins. [`StoreError::RunClosed`] if the window is finished, unknown or another
    /// log's.
    pub fn write_log(
        &self,
        set: DataSet,
        window: i64,
        pages: &[LogPage],
    ) -> Result<SignInsWritten, StoreError> {
        self.write_sign_ins(|tx, names| {
            if pages.iter().any(|page| page.rows.set() != set) {
                return Err(StoreError::RunClosed);
            }
            let sign_ins = pages.iter().flat_map(|page| match &page.rows {
                LogRows::SignIns(rows) => rows.as_slice(),
                _ => &[],
            });
            let mut written = match set {
                DataSet::SignIns => store(tx, names, sign_ins)?,
                _ => SignInsWritten::default(),
            };
            let mut quarantined = 0;
            for page in pages {
                page.rows.write(tx, names, &mut written)?;
                quarantined += quarantine::write(tx, set, 0, &page.quarantined)?;
                if let Some(gap) = &page.gap {
                    log_gap::add(tx, set, gap)?;
                }
                let cursor = page.cursor.as_deref();
                log_window::advance(tx, set, window, page.rows.len(), cursor, page.total, page.done)?;
            }
            data_set::window_written(tx, set, written.inserted, quarantined)?;
            Ok((written, set == DataSet::SignIns && written.any()))
        })
    }

    /// The stretch of a log that was read without a break and ends with the newest window, in Unix milliseconds.
    pub fn coverage_of(&self, set: DataSet) -> Result<Option<(i64, i64)>, StoreError> {
        self.pool.read(|sqlite| log_window::coverage_of(sqlite, set))
    }

    /// Ends a pass over a log: the set is of `now`.
    pub fn finish_log(&self, set: DataSet, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.write_logs(|tx, _| data_set::windows_finished(tx, set, now))
    }

    /// Deletes the oldest events of a log before a time (Unix milliseconds) with their part in every sum, its windows and
    /// gaps too, and tells how many; a piece at a time: call it until it says 0.
    pub fn prune_log(&self, set: DataSet, before_ms: i64) -> Result<u64, StoreError> {
        let Some(table) = event::table(set) else {
            self.write_logs(|tx, _| log_gap::forget_before(tx, set, before_ms))?;
            return self.prune_signins(before_ms);
        };
        self.write_logs(|tx, _| {
            let deleted = event::delete_before(tx, table, before_ms, PRUNED)?;
            log_window::forget_before(tx, set, before_ms)?;
            log_gap::forget_before(tx, set, before_ms)?;
            data_set::windows_pruned(tx, set, event::count(tx, table, i64::MIN, i64::MAX)?)?;
            Ok(deleted)
        })
    }

    /// Events stored of a log between two times, both included.
    pub fn log_count(&self, set: DataSet, lo_ms: i64, hi_ms: i64) -> Result<u64, StoreError> {
        self.pool.read(|sqlite| match event::table(set) {
            Some(table) => event::count(sqlite, table, lo_ms, hi_ms),
            None => sign_ins_between(sqlite, lo_ms, hi_ms),
        })
    }

    /// The gaps of a log, closed ones too, oldest first.
    pub fn gaps_of(&self, set: DataSet) -> Result<Vec<LogGap>, StoreError> {
        self.pool.read(|sqlite| log_gap::all(sqlite, set))
    }

    /// Notes a gap, unless it lies in one that is open for the same reason.
    pub fn add_gap(&self, set: DataSet, gap: &NewGap) -> Result<(), StoreError> {
        self.write_logs(|tx, _| log_gap::add(tx, set, gap))
    }

    /// Closes the open gaps of a reason that lie in a stretch which was read after all.
    pub fn close_gaps(
        &self,
        set: DataSet,
        why: GapReason,
        stretch: (i64, i64),
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.write_logs(|tx, _| log_gap::close(tx, set, why, stretch, now.timestamp_millis()))
    }

    /// When a log was last read again and last counted.
    pub fn passes_of(&self, set: DataSet) -> Result<LogPasses, StoreError> {
        self.pool.read(|sqlite| log_gap::passes(sqlite, set))
    }

    /// Notes passes; what is none stays as it was.
    pub fn passed(&self, set: DataSet, passes: LogPasses) -> Result<(), StoreError> {
        self.write_logs(|tx, _| log_gap::passed(tx, set, passes))
    }
}

/// Whole UTC days are told by their sums, what is left of a day at either end is counted.
fn sign_ins_between(sqlite: &Connection, lo_ms: i64, hi_ms: i64) -> Result<u64, StoreError> {
    let (first, end) = ((lo_ms + DAY_MS - 1).div_euclid(DAY_MS), (hi_ms + 1).div_euclid(DAY_MS));
    if first >= end {
        return sign_in::count(sqlite, lo_ms, hi_ms);
    }
    let days = rollup::days(sqlite, first, end - 1)?;
    let whole: u64 = days.iter().map(|day| day.count).sum();
    let before = sign_in::count(sqlite, lo_ms, first * DAY_MS - 1)?;
    Ok(before + whole + sign_in::count(sqlite, end * DAY_MS, hi_ms)?)
}
