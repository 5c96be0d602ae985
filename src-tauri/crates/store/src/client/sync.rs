//! Object lists: a run marks what it sees, its end sweeps the rest.

use chrono::{DateTime, Utc};
use domain::{
    Admin, AdminUnit, Application, BypassCode, DataSet, DesktopAuthenticator, Endpoint, Group, Phone, Policy,
    RegisteredDevice, Token, TrustEvent, User, WebAuthnCredential,
};
use rusqlite::Transaction;

use super::ClientDb;
use crate::StoreError;
use crate::table::data_set::{self, DataSetMark, Run};
use crate::table::quarantine::{self, Quarantined};
use crate::table::{
    account_setting, admin, application, bypass_code, computer, endpoint, event, group, phone, policy,
    rollup, token, trust_event, user, webauthn,
};

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
    /// Endpoints.
    Endpoints(Vec<Endpoint>),
    /// Desktop authenticators.
    DesktopAuthenticators(Vec<DesktopAuthenticator>),
    /// Registered devices.
    RegisteredDevices(Vec<RegisteredDevice>),
    /// Registered devices that are blocked.
    BlockedDevices(Vec<RegisteredDevice>),
    /// Administrators.
    Admins(Vec<Admin>),
    /// Administrative units.
    AdminUnits(Vec<AdminUnit>),
    /// Trust Monitor's events.
    TrustEvents(Vec<TrustEvent>),
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
            Self::Endpoints(_) => DataSet::Endpoints,
            Self::DesktopAuthenticators(_) => DataSet::DesktopAuthenticators,
            Self::RegisteredDevices(_) => DataSet::RegisteredDevices,
            Self::BlockedDevices(_) => DataSet::BlockedDevices,
            Self::Admins(_) => DataSet::Admins,
            Self::AdminUnits(_) => DataSet::AdminUnits,
            Self::TrustEvents(_) => DataSet::TrustMonitor,
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
            Self::Endpoints(rows) => rows.len(),
            Self::DesktopAuthenticators(rows) => rows.len(),
            Self::RegisteredDevices(rows) | Self::BlockedDevices(rows) => rows.len(),
            Self::Admins(rows) => rows.len(),
            Self::AdminUnits(rows) => rows.len(),
            Self::TrustEvents(rows) => rows.len(),
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
            Self::Endpoints(rows) => endpoint::write(tx, run, rows),
            Self::DesktopAuthenticators(rows) => computer::write_authenticators(tx, run, rows),
            Self::RegisteredDevices(rows) => computer::write_registered(tx, run, rows),
            Self::BlockedDevices(rows) => computer::write_blocked(tx, run, rows),
            Self::Admins(rows) => admin::write(tx, run, rows),
            Self::AdminUnits(rows) => admin::write_units(tx, run, rows),
            Self::TrustEvents(rows) => trust_event::write(tx, run, rows),
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
            // Events that Duo no longer tells are kept.
            if let Some(table) = table(set).filter(|_| set != DataSet::TrustMonitor) {
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
        DataSet::Admins => Some("admins"),
        DataSet::AdminUnits => Some("admin_units"),
        DataSet::Applications => Some("applications"),
        DataSet::Policies => Some("policies"),
        DataSet::Endpoints => Some("endpoints"),
        DataSet::DesktopAuthenticators => Some("desktop_authenticators"),
        DataSet::RegisteredDevices => Some("registered_devices"),
        DataSet::BlockedDevices => Some("blocked_devices"),
        DataSet::TrustMonitor => Some("trust_events"),
        DataSet::Account
        | DataSet::Settings
        | DataSet::AdminAuthMethods
        | DataSet::AuthAttempts
        | DataSet::TelephonyCredits
        | DataSet::SignIns => None,
        DataSet::Activity | DataSet::Telephony | DataSet::AdminLog | DataSet::OfflineLog => event::table(set),
    }
}

fn stored(tx: &Transaction, set: DataSet) -> Result<i64, StoreError> {
    let count = |table: &str| -> Result<i64, StoreError> {
        Ok(tx.prepare_cached(&format!("SELECT count(*) FROM {table}"))?.query_row([], |row| row.get(0))?)
    };
    match set {
        DataSet::Account => count("account"),
        DataSet::AuthAttempts => count("auth_attempts"),
        DataSet::TelephonyCredits => count("telephony_use"),
        DataSet::Settings | DataSet::AdminAuthMethods => account_setting::count(tx, set),
        _ => match table(set) {
            Some(table) => count(table),
            None => Ok(data_set::int(rollup::total(tx, None)?)),
        },
    }
}
