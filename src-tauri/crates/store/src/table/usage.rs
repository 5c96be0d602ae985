//! `auth_attempts` and `telephony_use`: sums that Duo counts, one row each.

use domain::{AuthAttempts, Outcomes, TelephonyUse};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::table::data_set::{count, int};
use crate::{StoreError, time};

pub(crate) fn write_attempts(tx: &Transaction, one: &AuthAttempts) -> Result<(), StoreError> {
    let sum = |sum: Option<u64>| sum.map(int);
    tx.prepare_cached(
        "INSERT OR REPLACE INTO auth_attempts (id, lo, hi, success, failure, fraud, error, users_success,
           users_failure, users_fraud, users_error) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        one.from.timestamp_millis(),
        one.to.timestamp_millis(),
        sum(one.attempts.success),
        sum(one.attempts.failure),
        sum(one.attempts.fraud),
        sum(one.attempts.error),
        sum(one.users.success),
        sum(one.users.failure),
        sum(one.users.fraud),
        sum(one.users.error),
    ])?;
    Ok(())
}

pub(crate) fn attempts(connection: &Connection) -> Result<Option<AuthAttempts>, StoreError> {
    let outcomes = |row: &Row, at: usize| -> rusqlite::Result<Outcomes> {
        let sum = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(at)?.map(count));
        Ok(Outcomes { success: sum(at)?, failure: sum(at + 1)?, fraud: sum(at + 2)?, error: sum(at + 3)? })
    };
    let found = connection
        .prepare_cached(
            "SELECT lo, hi, success, failure, fraud, error, users_success, users_failure, users_fraud, users_error
             FROM auth_attempts",
        )?
        .query_row([], |row| {
            let (attempts, users) = (outcomes(row, 2)?, outcomes(row, 6)?);
            Ok((time::at(row.get(0)?), time::at(row.get(1)?), attempts, users))
        })
        .optional()?;
    Ok(found
        .and_then(|(from, to, attempts, users)| Some(AuthAttempts { from: from?, to: to?, attempts, users })))
}

pub(crate) fn write_telephony(tx: &Transaction, one: &TelephonyUse) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO telephony_use (id, lo, hi, credits) VALUES (1, ?1, ?2, ?3)")?
        .execute(params![one.from.timestamp_millis(), one.to.timestamp_millis(), one.credits.map(int),])?;
    Ok(())
}

pub(crate) fn telephony(connection: &Connection) -> Result<Option<TelephonyUse>, StoreError> {
    let found = connection
        .prepare_cached("SELECT lo, hi, credits FROM telephony_use")?
        .query_row([], |row| {
            let credits = row.get::<_, Option<i64>>(2)?.map(count);
            Ok((time::at(row.get(0)?), time::at(row.get(1)?), credits))
        })
        .optional()?;
    Ok(found.and_then(|(from, to, credits)| Some(TelephonyUse { from: from?, to: to?, credits })))
}
