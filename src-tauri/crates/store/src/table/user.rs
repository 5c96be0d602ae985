//! `users`, and `user_groups` for filters by group.

use domain::{FactorClass, Factors, Methods, User, UserStatus};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::{StoreError, time};

/// Classes in the order of the bits of `factors` and of the numbers of `strongest`.
pub(crate) const CLASSES: [FactorClass; 4] =
    [FactorClass::SmsOrCall, FactorClass::Passcode, FactorClass::Push, FactorClass::PhishingResistant];

fn mask(factors: Factors) -> i64 {
    i64::from(factors.sms_or_call > 0)
        | i64::from(factors.passcode > 0) << 1
        | i64::from(factors.push > 0) << 2
        | i64::from(factors.phishing_resistant > 0) << 3
}

fn rank(factors: Factors) -> Option<i64> {
    let class = factors.strongest()?;
    CLASSES.into_iter().zip(0..).find_map(|(candidate, rank)| (candidate == class).then_some(rank))
}

pub(crate) fn write(tx: &Transaction, run: i64, users: &[User]) -> Result<(), StoreError> {
    let mut find = tx.prepare_cached("SELECT id, group_ids FROM users WHERE user_id = ?1")?;
    let mut put = tx.prepare_cached(
        "INSERT INTO users (id, user_id, username, realname, email, aliases, status, is_enrolled, created, last_login,
           last_directory_sync, directory_key, lockout_reason, notes, group_ids, phone_ids, token_ids,
           phishing_resistant, push, passcode, sms_or_call, factors, strongest, methods, seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
           ?22, ?23, ?24, ?25)
         ON CONFLICT (id) DO UPDATE SET username = ?3, realname = ?4, email = ?5, aliases = ?6, status = ?7,
           is_enrolled = ?8, created = ?9, last_login = ?10, last_directory_sync = ?11, directory_key = ?12,
           lockout_reason = ?13, notes = ?14, group_ids = ?15, phone_ids = ?16, token_ids = ?17,
           phishing_resistant = ?18, push = ?19, passcode = ?20, sms_or_call = ?21, factors = ?22, strongest = ?23,
           methods = ?24, seen = ?25
         RETURNING id",
    )?;
    for user in users {
        let old: Option<(i64, String)> =
            find.query_row([&user.user_id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let groups = json(&user.group_ids);
        let factors = user.factors;
        let id: i64 = put.query_row(
            params![
                old.as_ref().map(|(id, _)| *id),
                user.user_id,
                user.username,
                user.realname,
                user.email,
                json(&user.aliases),
                user.status.as_duo(),
                user.is_enrolled,
                time::ms(user.created),
                time::ms(user.last_login),
                time::ms(user.last_directory_sync),
                user.directory_key,
                user.lockout_reason,
                user.notes,
                groups,
                json(&user.phone_ids),
                json(&user.token_ids),
                factors.phishing_resistant,
                factors.push,
                factors.passcode,
                factors.sms_or_call,
                mask(factors),
                rank(factors),
                user.methods.0,
                run,
            ],
            |row| row.get(0),
        )?;
        match old {
            Some((_, before)) if before == groups => {}
            other => link(tx, id, &user.group_ids, other.is_some())?,
        }
    }
    Ok(())
}

fn json(texts: &[String]) -> String {
    if texts.is_empty() { "[]".to_owned() } else { serde_json::to_string(texts).unwrap_or_default() }
}

fn link(tx: &Transaction, user: i64, groups: &[String], clear: bool) -> Result<(), StoreError> {
    if clear {
        tx.prepare_cached("DELETE FROM user_groups WHERE user = ?1")?.execute([user])?;
    }
    let mut add = tx.prepare_cached("INSERT OR IGNORE INTO user_groups VALUES (?1, ?2)")?;
    for group in groups {
        add.execute(params![user, group])?;
    }
    Ok(())
}

/// A user with the row's number.
pub(crate) fn read(connection: &Connection, user_id: &str) -> Result<Option<(i64, User)>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id, username, realname, email, aliases, status, is_enrolled, created, last_login,
               last_directory_sync, directory_key, lockout_reason, notes, phishing_resistant, push, passcode,
               sms_or_call, group_ids, phone_ids, token_ids, methods FROM users WHERE user_id = ?1",
        )?
        .query_row([user_id], |row| {
            let texts = |column| -> rusqlite::Result<Vec<String>> {
                Ok(serde_json::from_str(&row.get::<_, String>(column)?).unwrap_or_default())
            };
            let user = User {
                user_id: user_id.to_owned(),
                username: row.get(1)?,
                realname: row.get(2)?,
                email: row.get(3)?,
                aliases: texts(4)?,
                status: UserStatus::from_duo(&row.get::<_, String>(5)?),
                is_enrolled: row.get(6)?,
                created: time::at(row.get(7)?),
                last_login: time::at(row.get(8)?),
                last_directory_sync: time::at(row.get(9)?),
                directory_key: row.get(10)?,
                lockout_reason: row.get(11)?,
                notes: row.get(12)?,
                group_ids: texts(17)?,
                phone_ids: texts(18)?,
                token_ids: texts(19)?,
                factors: Factors {
                    phishing_resistant: row.get(13)?,
                    push: row.get(14)?,
                    passcode: row.get(15)?,
                    sms_or_call: row.get(16)?,
                },
                methods: Methods(row.get(20)?),
            };
            Ok((row.get(0)?, user))
        })
        .optional()?;
    Ok(found)
}
