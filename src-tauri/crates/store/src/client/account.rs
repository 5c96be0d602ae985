//! Data sets of one answer: totals, settings, sums. Each is replaced whole.

use chrono::{DateTime, Utc};
use domain::{Account, AuthAttempts, DataSet, Setting, TelephonyUse};
use rusqlite::Transaction;

use super::ClientDb;
use crate::StoreError;
use crate::table::{account, account_setting, data_set, trust_event, usage};

impl ClientDb {
    /// Stores the account's totals.
    pub fn set_account(&self, totals: &Account, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.set_one(DataSet::Account, 1, now, |tx| account::write(tx, totals))
    }

    /// Stores the settings of [`DataSet::Settings`] or [`DataSet::AdminAuthMethods`].
    pub fn set_settings(
        &self,
        set: DataSet,
        settings: &[Setting],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let rows = data_set::int(settings.len());
        self.set_one(set, rows, now, |tx| account_setting::write(tx, set, settings))
    }

    /// Stores Duo's own count of sign-ins.
    pub fn set_auth_attempts(&self, attempts: &AuthAttempts, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.set_one(DataSet::AuthAttempts, 1, now, |tx| usage::write_attempts(tx, attempts))
    }

    /// Stores the telephony credits that were used up.
    pub fn set_telephony_use(&self, used: &TelephonyUse, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.set_one(DataSet::TelephonyCredits, 1, now, |tx| usage::write_telephony(tx, used))
    }

    /// Deletes what Trust Monitor surfaced before a time (Unix milliseconds); how many events are left. There are few.
    pub fn prune_trust_events(&self, before_ms: i64) -> Result<u64, StoreError> {
        self.write(|tx, _| {
            let left = trust_event::forget_before(tx, before_ms)?;
            data_set::windows_pruned(tx, DataSet::TrustMonitor, left)?;
            Ok(left)
        })
    }

    /// The account's totals; none = never read.
    pub fn account(&self) -> Result<Option<Account>, StoreError> {
        self.pool.read(account::read)
    }

    /// Duo's own count of sign-ins; none = never read.
    pub fn auth_attempts(&self) -> Result<Option<AuthAttempts>, StoreError> {
        self.pool.read(usage::attempts)
    }

    /// The telephony credits that were used up; none = never read.
    pub fn telephony_use(&self) -> Result<Option<TelephonyUse>, StoreError> {
        self.pool.read(usage::telephony)
    }

    /// Days without a login after which Duo itself moves a user to the Trash; none = never, or the settings were never
    /// read.
    pub fn user_expiry_days(&self) -> Result<Option<u32>, StoreError> {
        self.pool.read(account_setting::user_expiry_days)
    }

    fn set_one(
        &self,
        set: DataSet,
        rows: i64,
        now: DateTime<Utc>,
        work: impl FnOnce(&Transaction) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.write(|tx, _| {
            work(tx)?;
            data_set::begin_run(tx, set, now)?;
            data_set::finished(tx, set, rows, now)
        })
    }
}
