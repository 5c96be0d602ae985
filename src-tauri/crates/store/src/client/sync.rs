//! Object lists: a run marks what it sees, its end sweeps the rest.

use chrono::{DateTime, Utc};
use domain::{Application, BypassCode, DataSet, Group, Phone, Policy, Token, User, WebAuthnCredential};
use rusqlite::Transaction;

use super::ClientDb;
use crate::StoreError;
use crate::table::data_set::{self, DataSetMark, Run};
use crate::table::quarantine::{self, Quarantined};
use crate::table::{application, bypass_code, group, phone, policy, rollup, token, user, webauthn};

/// Objects of one data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objects {
    /// Users.
    Users(Vec<User>),
    /// Groups.
    Groups(Vec<Group>),
    /// Phones.
    Phones(Vec<Phone>),
    /// Hardware tokens.
    Tokens(Vec<Token>),
    /// Passkeys and security keys.
    Webauthn(Vec<WebAuthnCredential>),
    /// Bypass codes.
    BypassCodes(Vec<BypassCode>),
    /// Applications.
    Applications(Vec<Application>),
    /// Policies.
    Policies(Vec<Policy>),
}

impl Objects {
    /// The data set to which they belong.
    pub fn set(&self) -> DataSet {
        match self {
            Self::Users(_) => DataSet::Users,
            Self::Groups(_) => DataSet::Groups,
            Self::Phones(_) => DataSet::Phones,
            Self::Tokens(_) => DataSet::Tokens,
            Self::Webauthn(_) => DataSet::Webauthn,
            Self::BypassCodes(_) => DataSet::BypassCodes,
            Self::Applications(_) => DataSet::Applications,
            Self::Policies(_) => DataSet::Policies,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Users(rows) => rows.len(),
            Self::Groups(rows) => rows.len(),
            Self::Phones(rows) => rows.len(),
            Self::Tokens(rows) => rows.len(),
            Self::Webauthn(rows) => rows.len(),
            Self::BypassCodes(rows) => rows.len(),
            Self::Applications(rows) => rows.len(),
            Self::Policies(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn write(&self, tx: &Transaction, run: i64) -> Result<(), StoreError> {
        match self {
            Self::Users(rows) => user::write(tx, run, rows),
            Self::Groups(rows) => group::write(tx, run, rows),
            Self::Phones(rows) => phone::write(tx, run, rows),
            Self::Tokens(rows) => token::write(tx, run, rows),
            Self::Webauthn(rows) => webauthn::write(tx, run, rows),
            Self::BypassCodes(rows) => bypass_code::write(tx, run, rows),
            Self::Applications(rows) => application::write(tx, run, rows),
            Self::Policies(rows) => policy::write(tx, run, rows),
        }
    }
}

/// A page of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageWrite {
    /// Data set; must be that of `objects`.
    pub set: DataSet,
    /// Run, from [`ClientDb::begin_run`].
    pub run: i64,
    /// Rows.
    pub objects: Objects,
    /// Rows that could not be read.
    pub quarantined: Vec<Quarantined>,
    /// Where the next page starts; none after the last.
    pub cursor: Option<String>,
    /// Rows that Duo says there are.
    pub total: Option<u64>,
}

impl ClientDb {
    /// Starts a run, or takes up an unfinished one that is younger than 24 hours at its cursor.
    pub fn begin_run(&self, set: DataSet, now: DateTime<Utc>) -> Result<Run, StoreError> {
        self.write(|tx, _| data_set::begin_run(tx, set, now))
    }

    /// Gives up an unfinished run, so that the next starts from the first page: for a cursor that Duo refuses.
    pub fn abandon_run(&self, set: DataSet) -> Result<(), StoreError> {
        self.write(|tx, _| data_set::abandon(tx, set))
    }

    /// Stores a page: rows, links, quarantine and cursor, all or nothing. [`StoreError::RunClosed`] if the run is
    /// not the open one.
    pub fn write_page(&self, page: &PageWrite) -> Result<(), StoreError> {
        self.write(|tx, _| {
            if page.objects.set() != page.set {
                return Err(StoreError::RunClosed);
            }
            data_set::check_run(tx, page.set, page.run)?;
            page.objects.write(tx, page.run)?;
            let quarantined = quarantine::write(tx, page.set, page.run, &page.quarantined)?;
            let cursor = page.cursor.as_deref();
            data_set::page_written(tx, page.set, page.objects.len(), quarantined, cursor, page.total)
        })
    }

    /// Ends a run that came to the last page: rows that it did not see are deleted, and the set is of `now`.
    pub fn finish_run(&self, set: DataSet, run: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.write(|tx, _| {
            data_set::check_run(tx, set, run)?;
            if let Some(table) = table(set) {
                tx.prepare_cached(&format!("DELETE FROM {table} WHERE seen <> ?1"))?.execute([run])?;
            }
            quarantine::sweep(tx, set, run)?;
            data_set::finished(tx, set, stored(tx, set)?, now)
        })
    }

    /// Notes that a data set was not read to its end. Data and an unfinished run stay.
    pub fn mark(&self, set: DataSet, mark: &DataSetMark) -> Result<(), StoreError> {
        self.write(|tx, _| data_set::mark(tx, set, mark, stored(tx, set)?))
    }
}

/// The table of an object list.
const fn table(set: DataSet) -> Option<&'static str> {
    match set {
        DataSet::Users => Some("users"),
        DataSet::Groups => Some("groups"),
        DataSet::Phones => Some("phones"),
        DataSet::Tokens => Some("tokens"),
        DataSet::Webauthn => Some("webauthn"),
        DataSet::BypassCodes => Some("bypass_codes"),
        DataSet::Applications => Some("applications"),
        DataSet::Policies => Some("policies"),
        DataSet::Account | DataSet::SignIns => None,
    }
}

fn stored(tx: &Transaction, set: DataSet) -> Result<i64, StoreError> {
    let count = |table: &str| -> Result<i64, StoreError> {
        Ok(tx.prepare_cached(&format!("SELECT count(*) FROM {table}"))?.query_row([], |row| row.get(0))?)
    };
    match table(set) {
        Some(table) => count(table),
        None if set == DataSet::Account => count("account"),
        None => Ok(data_set::int(rollup::total(tx, None)?)),
    }
}
