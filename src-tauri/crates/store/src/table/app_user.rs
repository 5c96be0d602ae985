//! `app_user`: who used what, when first and last, and how often.

use foldhash::HashMap;
use rusqlite::{CachedStatement, OptionalExtension, Transaction};

use super::dict::{CACHED, Names};
use super::sign_in::{self, Who};
use crate::StoreError;

/// The key of an application and a user in `app_user`.
pub(super) fn pair_key(app: i64, user: i64) -> Result<i64, StoreError> {
    if app > i64::from(i32::MAX) || user > i64::from(u32::MAX) {
        return Err(StoreError::Corrupt);
    }
    Ok(app << 32 | user)
}

pub(super) struct Pair {
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) count: i64,
    pub(super) denied: i64,
    /// The first and last time of events taken back.
    pub(super) gone: Option<(i64, i64)>,
}

pub(super) const NO_PAIR: Pair = Pair { first: i64::MAX, last: i64::MIN, count: 0, denied: 0, gone: None };

/// What a row of `app_user` holds.
#[derive(Clone, Copy)]
struct KnownPair {
    first: i64,
    last: i64,
    count: u32,
    denied: u32,
}

/// Rows of `app_user` written lately, by their key.
#[derive(Default)]
pub(crate) struct KnownPairs(HashMap<i64, KnownPair>);

impl KnownPairs {
    fn get(&self, key: i64) -> Option<KnownPair> {
        self.0.get(&key).copied()
    }

    fn keep(&mut self, key: i64, pair: Option<KnownPair>) {
        let Some(pair) = pair else { return self.forget(key) };
        if self.0.len() >= CACHED && !self.0.contains_key(&key) {
            self.0.clear();
        }
        self.0.insert(key, pair);
    }

    fn forget(&mut self, key: i64) {
        self.0.remove(&key);
    }
}

/// Writes `app_user`.
pub(super) struct AppUser<'t> {
    select: CachedStatement<'t>,
    insert: CachedStatement<'t>,
    replace: CachedStatement<'t>,
    delete: CachedStatement<'t>,
}

impl<'t> AppUser<'t> {
    pub(super) fn new(tx: &'t Transaction) -> Result<Self, StoreError> {
        Ok(Self {
            select: tx
                .prepare_cached("SELECT first_ms, last_ms, count, denied FROM app_user WHERE id = ?1")?,
            insert: tx.prepare_cached(
                "INSERT OR IGNORE INTO app_user (id, first_ms, last_ms, count, denied) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?,
            replace: tx.prepare_cached(
                "INSERT OR REPLACE INTO app_user (id, first_ms, last_ms, count, denied) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?,
            delete: tx.prepare_cached("DELETE FROM app_user WHERE id = ?1")?,
        })
    }

    /// Adds to a pair; gives its last time before and after.
    pub(super) fn add(
        &mut self,
        tx: &Transaction,
        names: &mut Names,
        key: i64,
        pair: &Pair,
    ) -> Result<(Option<i64>, Option<i64>), StoreError> {
        let known = names.pairs.get(key);
        // While a log is read for the first time, most pairs that are not known are not there.
        if known.is_none() && pair.gone.is_none() && self.insert.execute(pair.values(key))? == 1 {
            names.pairs.keep(key, pair.known());
            return Ok((None, Some(pair.last)));
        }
        let old = match known {
            Some(known) => Some(Pair::of(known)),
            None => self.stored(key)?,
        };
        let before = old.as_ref().map(|old| old.last);
        let (app, user) = (key >> 32, key & i64::from(u32::MAX));
        let new = pair.onto(tx, app, user, &old.unwrap_or(NO_PAIR))?;
        if new.count > 0 {
            self.replace.execute(new.values(key))?;
            names.pairs.keep(key, new.known());
            return Ok((before, Some(new.last)));
        }
        self.delete.execute([key])?;
        names.pairs.forget(key);
        Ok((before, None))
    }

    fn stored(&mut self, key: i64) -> Result<Option<Pair>, StoreError> {
        let pair = self.select.query_row([key], |row| {
            Ok(Pair {
                first: row.get(0)?,
                last: row.get(1)?,
                count: row.get(2)?,
                denied: row.get(3)?,
                gone: None,
            })
        });
        Ok(pair.optional()?)
    }
}

impl Pair {
    fn of(known: KnownPair) -> Self {
        let KnownPair { first, last, count, denied } = known;
        Self { first, last, count: count.into(), denied: denied.into(), gone: None }
    }

    /// None where it is counted further than is kept.
    fn known(&self) -> Option<KnownPair> {
        let (count, denied) = (u32::try_from(self.count).ok()?, u32::try_from(self.denied).ok()?);
        Some(KnownPair { first: self.first, last: self.last, count, denied })
    }

    const fn values(&self, key: i64) -> [i64; 5] {
        [key, self.first, self.last, self.count, self.denied]
    }

    /// Together with what was stored. Where the first or last event was taken back, the next one is looked for.
    fn onto(&self, tx: &Transaction, app: i64, user: i64, old: &Self) -> Result<Self, StoreError> {
        let mut new = Self {
            first: old.first.min(self.first),
            last: old.last.max(self.last),
            count: old.count + self.count,
            denied: old.denied + self.denied,
            gone: None,
        };
        let Some((first_gone, last_gone)) = self.gone.filter(|_| new.count > 0) else { return Ok(new) };
        let between = (new.first, new.last);
        let edge = |newest| sign_in::edge(tx, Who::Pair { app, user }, between, newest);
        if first_gone <= new.first {
            new.first = edge(false)?.unwrap_or(new.first);
        }
        if last_gone >= new.last {
            new.last = edge(true)?.unwrap_or(new.last);
        }
        Ok(new)
    }
}
