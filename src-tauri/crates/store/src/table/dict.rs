//! `dict`, `log_apps`, `log_users`: texts of the sign-in log, each stored once.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt};
use rusqlite::{CachedStatement, Transaction, params};

use crate::StoreError;

/// Entries kept in memory of each table, twice over: some 20 MB together.
const CACHED: usize = 200_000;

/// One of the tables that number texts: those seen lately, and those seen before that.
struct Numbers {
    lately: HashMap<Box<str>, i64>,
    before: HashMap<Box<str>, i64>,
}

/// What is known of a user at least: the last success, and when the name was given.
#[derive(Clone, Copy)]
struct Known {
    last_success: i64,
    name_ms: i64,
}

/// The numbers of texts seen lately. Empty it when a transaction fails, since its numbers were rolled back.
#[derive(Default)]
pub(crate) struct Names {
    dict: Numbers,
    apps: Numbers,
    users: Numbers,
    known: HashMap<i64, Known>,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { lately: HashMap::new(), before: HashMap::new() }
    }
}

impl Names {
    pub(crate) fn text(&mut self, tx: &Transaction, text: &str) -> Result<i64, StoreError> {
        self.dict.number(
            tx,
            text,
            "SELECT id FROM dict WHERE text = ?1",
            "INSERT INTO dict (text) VALUES (?1) ON CONFLICT DO NOTHING",
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
            "INSERT INTO log_apps (key) VALUES (?1) ON CONFLICT DO NOTHING",
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
            "INSERT INTO log_users (key) VALUES (?1) ON CONFLICT DO NOTHING",
        )
    }
}

fn identity<'k>(key: Option<&'k str>, name: Option<&str>) -> Option<Cow<'k, str>> {
    let present = |text: &&str| !text.is_empty();
    key.filter(present)
        .map(Cow::Borrowed)
        .or_else(|| name.filter(present).map(|name| Cow::Owned(format!("name:{name}"))))
}

impl Numbers {
    fn number(&mut self, tx: &Transaction, text: &str, find: &str, add: &str) -> Result<i64, StoreError> {
        if let Some(id) = self.lately.get(text) {
            return Ok(*id);
        }
        let (text, id) = match self.before.remove_entry(text) {
            Some(kept) => kept,
            None => (text.into(), stored(tx, text, find, add)?),
        };
        if self.lately.len() >= CACHED {
            self.before = std::mem::take(&mut self.lately);
        }
        self.lately.insert(text, id);
        Ok(id)
    }
}

/// The number of a text, which is given one if it has none. While a log is read for the first time, most have none.
fn stored(tx: &Transaction, text: &str, find: &str, add: &str) -> Result<i64, StoreError> {
    if tx.prepare_cached(add)?.execute([text])? == 1 {
        return Ok(tx.last_insert_rowid());
    }
    Ok(tx.prepare_cached(find)?.query_row([text], |row| row.get(0))?)
}

/// Keeps the newest name by which the log calls an application.
pub(crate) fn name_app(tx: &Transaction, id: i64, name: &str, ts_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE log_apps SET name = ?2, name_ms = ?3 WHERE id = ?1 AND (name_ms IS NULL OR name_ms <= ?3)",
    )?
    .execute(params![id, name, ts_ms])?;
    Ok(())
}

/// What a page says of a user; [`i64::MIN`] where it says nothing.
pub(crate) struct Said<'n> {
    pub(crate) last_success: i64,
    pub(crate) name_ms: i64,
    pub(crate) name: &'n str,
}

/// Keeps the last success of users and the newest name by which the log calls them.
pub(crate) struct Users<'t> {
    update: CachedStatement<'t>,
}

impl<'t> Users<'t> {
    pub(crate) fn new(tx: &'t Transaction) -> Result<Self, StoreError> {
        let update = tx.prepare_cached(
            "UPDATE log_users SET last_success = nullif(max(coalesce(last_success, ?2), ?2), -9223372036854775808),
               name = iif(coalesce(name_ms, ?3) <= ?3 AND ?4 <> '', ?4, name),
               name_ms = nullif(max(coalesce(name_ms, ?3), ?3), -9223372036854775808) WHERE id = ?1",
        )?;
        Ok(Self { update })
    }

    pub(crate) fn say(&mut self, names: &mut Names, user: i64, said: &Said<'_>) -> Result<(), StoreError> {
        let nothing = Known { last_success: i64::MIN, name_ms: i64::MIN };
        let known = names.known.get(&user).copied().unwrap_or(nothing);
        let old_name = said.name_ms == i64::MIN || said.name_ms < known.name_ms;
        if said.last_success <= known.last_success && old_name {
            return Ok(());
        }
        self.update.execute(params![user, said.last_success, said.name_ms, said.name])?;
        if names.known.len() >= CACHED {
            names.known.clear();
        }
        let known = Known {
            last_success: known.last_success.max(said.last_success),
            name_ms: known.name_ms.max(said.name_ms),
        };
        names.known.insert(user, known);
        Ok(())
    }
}

impl Names {
    /// The last success of a user was taken back.
    pub(crate) fn unknown(&mut self, user: i64) {
        self.known.remove(&user);
    }
}
