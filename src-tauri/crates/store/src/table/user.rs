//! `users`, with their links to groups, phones and tokens.

use domain::{FactorClass, Factors, User, UserStatus};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::{StoreError, time};

pub(crate) const SCHEMA: &str = "
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE,
  username TEXT NOT NULL,
  realname TEXT NOT NULL,
  email TEXT NOT NULL,
  aliases TEXT NOT NULL,
  status TEXT NOT NULL,
  is_enrolled INTEGER NOT NULL,
  created INTEGER,
  last_login INTEGER,
  last_directory_sync INTEGER,
  directory_key TEXT,
  lockout_reason TEXT,
  notes TEXT NOT NULL,
  phishing_resistant INTEGER NOT NULL,
  push INTEGER NOT NULL,
  passcode INTEGER NOT NULL,
  sms_or_call INTEGER NOT NULL,
  factors INTEGER NOT NULL,
  strongest INTEGER,
  seen INTEGER NOT NULL
) STRICT;
CREATE TABLE user_groups (
  user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  group_id TEXT NOT NULL,
  PRIMARY KEY (user, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_groups_group ON user_groups (group_id);
CREATE TABLE user_phones (
  user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  phone_id TEXT NOT NULL,
  PRIMARY KEY (user, phone_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_tokens (
  user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  token_id TEXT NOT NULL,
  PRIMARY KEY (user, token_id)
) STRICT, WITHOUT ROWID;
";

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
    let mut upsert = tx.prepare_cached(
        "INSERT INTO users (user_id, username, realname, email, aliases, status, is_enrolled, created, last_login,
           last_directory_sync, directory_key, lockout_reason, notes, phishing_resistant, push, passcode,
           sms_or_call, factors, strongest, seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
         ON CONFLICT (user_id) DO UPDATE SET username = ?2, realname = ?3, email = ?4, aliases = ?5, status = ?6,
           is_enrolled = ?7, created = ?8, last_login = ?9, last_directory_sync = ?10, directory_key = ?11,
           lockout_reason = ?12, notes = ?13, phishing_resistant = ?14, push = ?15, passcode = ?16,
           sms_or_call = ?17, factors = ?18, strongest = ?19, seen = ?20
         RETURNING id",
    )?;
    for user in users {
        let factors = user.factors;
        let id: i64 = upsert.query_row(
            params![
                user.user_id,
                user.username,
                user.realname,
                user.email,
                serde_json::Value::from(user.aliases.clone()).to_string(),
                user.status.as_duo(),
                user.is_enrolled,
                time::ms(user.created),
                time::ms(user.last_login),
                time::ms(user.last_directory_sync),
                user.directory_key,
                user.lockout_reason,
                user.notes,
                factors.phishing_resistant,
                factors.push,
                factors.passcode,
                factors.sms_or_call,
                mask(factors),
                rank(factors),
                run,
            ],
            |row| row.get(0),
        )?;
        GROUPS.replace(tx, id, &user.group_ids)?;
        PHONES.replace(tx, id, &user.phone_ids)?;
        TOKENS.replace(tx, id, &user.token_ids)?;
    }
    Ok(())
}

/// A table of links from a user to ids.
struct Links {
    clear: &'static str,
    add: &'static str,
}

const GROUPS: Links = Links {
    clear: "DELETE FROM user_groups WHERE user = ?1",
    add: "INSERT OR IGNORE INTO user_groups VALUES (?1, ?2)",
};
const PHONES: Links = Links {
    clear: "DELETE FROM user_phones WHERE user = ?1",
    add: "INSERT OR IGNORE INTO user_phones VALUES (?1, ?2)",
};
const TOKENS: Links = Links {
    clear: "DELETE FROM user_tokens WHERE user = ?1",
    add: "INSERT OR IGNORE INTO user_tokens VALUES (?1, ?2)",
};

impl Links {
    fn replace(&self, tx: &Transaction, user: i64, ids: &[String]) -> Result<(), StoreError> {
        tx.prepare_cached(self.clear)?.execute([user])?;
        let mut add = tx.prepare_cached(self.add)?;
        for id in ids {
            add.execute(params![user, id])?;
        }
        Ok(())
    }
}

/// A user with the row's number.
pub(crate) fn read(connection: &Connection, user_id: &str) -> Result<Option<(i64, User)>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id, username, realname, email, aliases, status, is_enrolled, created, last_login,
               last_directory_sync, directory_key, lockout_reason, notes, phishing_resistant, push, passcode,
               sms_or_call FROM users WHERE user_id = ?1",
        )?
        .query_row([user_id], |row| {
            let aliases: String = row.get(4)?;
            let user = User {
                user_id: user_id.to_owned(),
                username: row.get(1)?,
                realname: row.get(2)?,
                email: row.get(3)?,
                aliases: serde_json::from_str(&aliases).unwrap_or_default(),
                status: UserStatus::from_duo(&row.get::<_, String>(5)?),
                is_enrolled: row.get(6)?,
                created: time::at(row.get(7)?),
                last_login: time::at(row.get(8)?),
                last_directory_sync: time::at(row.get(9)?),
                directory_key: row.get(10)?,
                lockout_reason: row.get(11)?,
                notes: row.get(12)?,
                group_ids: Vec::new(),
                phone_ids: Vec::new(),
                token_ids: Vec::new(),
                factors: Factors {
                    phishing_resistant: row.get(13)?,
                    push: row.get(14)?,
                    passcode: row.get(15)?,
                    sms_or_call: row.get(16)?,
                },
            };
            Ok((row.get(0)?, user))
        })
        .optional()?;
    Ok(found)
}
