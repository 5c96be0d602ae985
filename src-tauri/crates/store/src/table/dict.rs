//! `dict`, `log_apps`, `log_users`: texts of the sign-in log, each stored once.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::StoreError;

/// Entries kept in memory before it is emptied: some 20 MB.
const CACHED: usize = 100_000;

/// One of the tables that number texts.
#[derive(Default)]
struct Numbers(HashMap<String, i64>);

/// The numbers of texts seen lately. Empty it when a transaction fails, since its numbers were rolled back.
#[derive(Default)]
pub(crate) struct Names {
    dict: Numbers,
    apps: Numbers,
    users: Numbers,
}

impl Names {
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn text(&mut self, tx: &Transaction, text: &str) -> Result<i64, StoreError> {
        self.dict.number(
            tx,
            text,
            "SELECT id FROM dict WHERE text = ?1",
            "INSERT INTO dict (text) VALUES (?1) RETURNING id",
        )
    }

    /// 0 when the event names no application.
    pub(crate) fn app(
        &mut self,
        tx: &Transaction,
        key: Option<&str>,
        name: Option<&str>,
    ) -> Result<i64, StoreError> {
        let Some(key) = identity(key, name) else { return Ok(0) };
        self.apps.number(
            tx,
            &key,
            "SELECT id FROM log_apps WHERE key = ?1",
            "INSERT INTO log_apps (key) VALUES (?1) RETURNING id",
        )
    }

    /// 0 when the event names no user.
    pub(crate) fn user(
        &mut self,
        tx: &Transaction,
        key: Option<&str>,
        name: Option<&str>,
    ) -> Result<i64, StoreError> {
        let Some(key) = identity(key, name) else { return Ok(0) };
        self.users.number(
            tx,
            &key,
            "SELECT id FROM log_users WHERE key = ?1",
            "INSERT INTO log_users (key) VALUES (?1) RETURNING id",
        )
    }
}

fn identity(key: Option<&str>, name: Option<&str>) -> Option<String> {
    let present = |text: &&str| !text.is_empty();
    key.filter(present).map(str::to_owned).or_else(|| name.filter(present).map(|name| format!("name:{name}")))
}

impl Numbers {
    fn number(&mut self, tx: &Transaction, text: &str, find: &str, add: &str) -> Result<i64, StoreError> {
        if let Some(id) = self.0.get(text) {
            return Ok(*id);
        }
        let found = tx.prepare_cached(find)?.query_row([text], |row| row.get(0)).optional()?;
        let id = match found {
            Some(id) => id,
            None => tx.prepare_cached(add)?.query_row([text], |row| row.get(0))?,
        };
        if self.0.len() >= CACHED {
            self.0.clear();
        }
        self.0.insert(text.to_owned(), id);
        Ok(id)
    }
}

/// Keeps the newest name by which the log calls an application.
pub(crate) fn name_app(tx: &Transaction, id: i64, name: &str, ts_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE log_apps SET name = ?2, name_ms = ?3 WHERE id = ?1 AND (name_ms IS NULL OR name_ms <= ?3)",
    )?
    .execute(params![id, name, ts_ms])?;
    Ok(())
}

/// Keeps the newest name by which the log calls a user.
pub(crate) fn name_user(tx: &Transaction, id: i64, name: &str, ts_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE log_users SET name = ?2, name_ms = ?3 WHERE id = ?1 AND (name_ms IS NULL OR name_ms <= ?3)",
    )?
    .execute(params![id, name, ts_ms])?;
    Ok(())
}
