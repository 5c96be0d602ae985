//! `clients/<id>.db`: everything read from one tenant.

mod account;
mod events;
mod log;
mod review;
mod signins;
mod sync;
mod upkeep;

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use domain::DataSet;
use domain::analysis::{Rules, assess_all};

pub use self::events::{LogPage, LogRows};
pub use self::log::SignInsWritten;
pub use self::sync::{Objects, PageWrite};
pub use self::upkeep::OldEvents;
use crate::app::{self, AppRecord};
use crate::open::{OpenNotice, Schema, open};
use crate::pool::Pool;
use crate::record::{self, UserRecord};
use crate::table::app_mark::AppMark;
use crate::table::data_set::{self, DataSetRow};
use crate::table::dict::Names;
use crate::table::meta::{Basis, Part};
use crate::table::policy::PolicyInForce;
use crate::table::quarantine::{self, Quarantined};
use crate::table::rollup::{self, SignInDay};
use crate::table::{account_setting, app_mark, assessment, coverage, log_window, meta, policy};
use crate::totals::{self, UserTotals};
use crate::view::{self, Cache, Row, ViewName, ViewQuery, ViewRows};
use crate::writer::Writer;
use crate::{StoreError, folder, people, time};

/// A released step never changes; a test holds a database of each.
pub(crate) const SCHEMA: Schema =
    Schema { steps: &[&[include_str!("../schema/client/1.sql")], &[include_str!("../schema/client/2.sql")]] };

/// A client's database: one writer and a few readers. Calls block; it can be shared between threads.
pub struct ClientDb {
    // Readers close before the writer: the last to close empties the log, which a reader cannot.
    pub(crate) pool: Pool,
    writer: Writer<Names>,
    cache: Cache,
    people: people::Kept,
}

impl ClientDb {
    /// Opens a client's database in `dir`, making it as needed, after a quick check of its soundness. A damaged
    /// file stays as it is and gives [`StoreError::Corrupt`] until [`Self::set_aside`] makes room; one of a newer
    /// version is told and refuses writes with [`StoreError::Newer`].
    pub fn open(dir: &Path, client_id: &str) -> Result<(Self, Vec<OpenNotice>), StoreError> {
        let path = folder::client_file(dir, client_id)?;
        folder::make_dir(dir)?;
        folder::make_dir(&folder::clients_dir(dir))?;
        let (connection, notices) = open(&path, &SCHEMA)?;
        let writer = Writer::new(&path, &SCHEMA, connection)?;
        Ok((
            Self { writer, pool: Pool::new(&path), cache: Cache::default(), people: people::Kept::default() },
            notices,
        ))
    }

    /// Renames a client's database, so that the next opening makes an empty one; gives where the old one lies, or none
    /// where there was none. Close it first.
    pub fn set_aside(dir: &Path, client_id: &str, now: DateTime<Utc>) -> Result<Option<PathBuf>, StoreError> {
        match folder::set_aside(&folder::client_file(dir, client_id)?, "damaged", now) {
            Err(StoreError::NotFound(_)) => Ok(None),
            other => other.map(Some),
        }
    }

    /// Deletes a client's database with its side files and every copy that was set aside. Close it first.
    pub fn forget(dir: &Path, client_id: &str) -> Result<(), StoreError> {
        folder::delete(&folder::client_file(dir, client_id)?)
    }

    /// Whether a newer version made the file, so that it is only read.
    pub const fn is_newer(&self) -> bool {
        self.writer.is_newer()
    }

    /// State of every data set, in the order of [`DataSet::ALL`].
    pub fn data_sets(&self) -> Result<Vec<DataSetRow>, StoreError> {
        self.pool.read(data_set::all)
    }

    /// Rows of a data set that could not be read, oldest first; at most 1,000 are kept.
    pub fn quarantined(&self, set: DataSet) -> Result<Vec<Quarantined>, StoreError> {
        self.pool.read(|sqlite| quarantine::read(sqlite, set))
    }

    /// Runs the licence review and the MFA coverage over the stored users and stores their results. Idleness counts to the age of the
    /// users, or to `now` if they were never read to their end.
    pub fn assess(&self, rules: &Rules, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.write(|tx, _| {
            let as_of = data_set::one(tx, DataSet::Users)?.as_of.unwrap_or(now);
            let read_back_to = log_window::coverage(tx)?.and_then(|(lo, _)| time::at(Some(lo)));
            let facts = assessment::facts(tx, rules)?;
            let rules = Rules { user_expiry_days: account_setting::user_expiry_days(tx)?, ..rules.clone() };
            assessment::write(tx, &assess_all(&facts, &rules, read_back_to, as_of))?;
            coverage::write(tx)?;
            meta::set_assessed(tx, as_of.timestamp_millis())
        })
    }

    /// Rows of a view. `as_of` is the time to which ages count.
    pub fn view(
        &self,
        view: ViewName,
        query: &ViewQuery,
        as_of: DateTime<Utc>,
    ) -> Result<ViewRows, StoreError> {
        self.pool.snapshot(|sqlite| view::rows(sqlite, &self.cache, view, query, as_of))
    }

    /// Some columns of every row that a query without its window finds, in no order; of views over objects, not of sign-ins.
    ///
    /// # Errors
    /// [`StoreError::UnknownColumn`], [`StoreError::BadCondition`], those of reading.
    pub fn view_columns(
        &self,
        view: ViewName,
        columns: &[&str],
        query: &ViewQuery,
        as_of: DateTime<Utc>,
    ) -> Result<Vec<Row>, StoreError> {
        self.pool.snapshot(|sqlite| view::some_columns(sqlite, view, columns, query, as_of))
    }

    /// A number that grows with each write.
    pub fn generation(&self) -> Result<i64, StoreError> {
        self.pool.read(|sqlite| meta::generation(sqlite, Basis::Everything))
    }

    /// Puts every row of a query in order and keeps the list, so that later pages cost as little as the first. For a
    /// thread that nobody waits for.
    pub fn prepare_view(
        &self,
        view: ViewName,
        query: &ViewQuery,
        as_of: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.pool.snapshot(|sqlite| view::prepare(sqlite, &self.cache, view, query, as_of))
    }

    /// How many rows hold each value of a column, commonest first, none last; at most 1,000 values. Rows of a
    /// list column count once for each of their elements.
    pub fn view_counts(
        &self,
        view: ViewName,
        column: &str,
        query: &ViewQuery,
        as_of: DateTime<Utc>,
    ) -> Result<Vec<(Option<String>, u64)>, StoreError> {
        self.pool.snapshot(|sqlite| view::counts(sqlite, &self.cache, view, column, query, as_of))
    }

    /// The policies in force at an application, the first decides: those of groups, its own, the global one, which
    /// says so of itself.
    pub fn policies_for_application(&self, app_key: &str) -> Result<Vec<PolicyInForce>, StoreError> {
        self.pool.read(|sqlite| policy::of_application(sqlite, app_key))
    }

    /// Keys and names of policies; those that were not read are left out.
    pub fn policy_names(&self, keys: &[String]) -> Result<Vec<(String, String)>, StoreError> {
        self.pool.read(|sqlite| policy::names(sqlite, keys))
    }

    /// One application with everything that belongs to it; empty where nothing was read.
    pub fn application(&self, app_key: &str) -> Result<AppRecord, StoreError> {
        self.pool.snapshot(|sqlite| app::read(sqlite, app_key))
    }

    /// Writes decisions about applications and gives those that they replace, in the same order.
    pub fn mark_applications(
        &self,
        marks: &[AppMark],
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<AppMark>, StoreError> {
        self.write(|tx, _| app_mark::set(tx, marks, by, now.timestamp_millis()))
    }

    /// One user with everything that belongs to it, with other idle days than the rules' if told; `as_of` ends
    /// exclusions. None = there is no such user.
    pub fn user(
        &self,
        user_id: &str,
        idle_days: Option<u32>,
        as_of: DateTime<Utc>,
    ) -> Result<Option<UserRecord>, StoreError> {
        self.pool.snapshot(|sqlite| record::user(sqlite, user_id, idle_days, as_of))
    }

    /// Sums over users.
    pub fn user_totals(&self) -> Result<UserTotals, StoreError> {
        self.pool.snapshot(|sqlite| {
            let people = self.people.read(sqlite)?;
            totals::users(sqlite, &people)
        })
    }

    /// Sign-ins by day (UTC) and result, both days included, oldest first; days without any are left out.
    pub fn sign_in_days(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<SignInDay>, StoreError> {
        let number = |day: NaiveDate| (day - NaiveDate::default()).num_days();
        self.pool.read(|sqlite| rollup::days(sqlite, number(from), number(to)))
    }

    /// Writes the log back into the file, empties it, and gives back the memory that the writer took; a reader that is
    /// busy makes it do less.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.writer.with(|sqlite| {
            let _busy: i64 = sqlite.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            sqlite.execute_batch("PRAGMA shrink_memory")?;
            Ok(())
        })
    }

    fn write<T>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction, &mut Names) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_to(Part::Objects, work)
    }

    /// What rests on objects alone stays valid.
    fn write_logs<T>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction, &mut Names) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_to(Part::Logs, work)
    }

    fn write_to<T>(
        &self,
        part: Part,
        work: impl FnOnce(&rusqlite::Transaction, &mut Names) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.writer
            .write(|tx, names| work(tx, names).and_then(|answer| meta::bump(tx, part).map(|()| answer)))
    }
}
