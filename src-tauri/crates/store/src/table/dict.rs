//! `dict`, `log_apps`, `log_users`: texts of the sign-in log, each stored once.

use std::borrow::Cow;
use std::cmp::Reverse;

use foldhash::{HashMap, HashMapExt};
use rusqlite::{CachedStatement, Transaction, params};

use super::app_user::KnownPairs;
use super::beside::Combinations;
use super::text_key::Key;
use crate::StoreError;

/// Entries kept in memory of each table, twice over: what fills a map of half a million places, some 17 MB each time.
pub(super) const CACHED: usize = (1 << 19) / 8 * 7;

/// One of the tables that number texts: those seen lately, and those seen before that.
struct Numbers {
    lately: HashMap<Key, i64>,
    before: HashMap<Key, i64>,
    sql: Sql,
}

/// How a table is asked for a text, and given one.
struct Sql {
    find: &'static str,
    add: &'static str,
}

const DICT: Sql = Sql {
    find: "SELECT id FROM dict WHERE text = ?1",
    add: "INSERT INTO dict (text) VALUES (?1) ON CONFLICT DO NOTHING",
};
const APPS: Sql = Sql {
    find: "SELECT id FROM log_apps WHERE key = ?1",
    add: "INSERT INTO log_apps (key) VALUES (?1) ON CONFLICT DO NOTHING",
};
const USERS: Sql = Sql {
    find: "SELECT id FROM log_users WHERE key = ?1",
    add: "INSERT INTO log_users (key) VALUES (?1) ON CONFLICT DO NOTHING",
};

/// What is known of a user at least: the last success, and when the name was given.
#[derive(Clone, Copy)]
struct Known {
    last_success: i64,
    name_ms: i64,
}

/// The numbers of texts seen lately, and sums written lately. Empty it when a transaction fails, since they were
/// rolled back.
pub(crate) struct Names {
    dict: Numbers,
    apps: Numbers,
    users: Numbers,
    known: HashMap<i64, Known>,
    pub(crate) pairs: KnownPairs,
    pub(crate) combinations: Combinations,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            dict: Numbers::of(DICT),
            apps: Numbers::of(APPS),
            users: Numbers::of(USERS),
            known: HashMap::new(),
            pairs: KnownPairs::default(),
            combinations: Combinations::default(),
        }
    }
}

impl Names {
    /// The number of a text, which is given one if it has none.
    pub(crate) fn text(&mut self, tx: &Transaction, text: &str) -> Result<i64, StoreError> {
        if let Some(number) = self.dict.known(text) {
            return Ok(number);
        }
        let number = Entry::new(tx, &self.dict.sql)?.number(tx, text)?;
        self.dict.keep(text, number);
        Ok(number)
    }
}

/// Texts of many events without a number yet. They are given theirs in the order of the texts, the common ones first, so
/// that each finds its place in the index beside the one before.
#[derive(Default)]
pub(crate) struct Unnumbered<'r> {
    dict: Waiting<'r>,
    apps: Waiting<'r>,
    users: Waiting<'r>,
}

/// A number, or where one will be found: below 0.
impl<'r> Unnumbered<'r> {
    pub(crate) fn text(&mut self, names: &mut Names, text: &'r str) -> i64 {
        names.dict.known(text).unwrap_or_else(|| self.dict.place(Cow::Borrowed(text)))
    }

    /// 0 when the event names no application.
    pub(crate) fn app(&mut self, names: &mut Names, key: Option<&'r str>, name: Option<&str>) -> i64 {
        let Some(key) = identity(key, name) else { return 0 };
        names.apps.known(&key).unwrap_or_else(|| self.apps.place(key))
    }

    /// 0 when the event names no user.
    pub(crate) fn user(&mut self, names: &mut Names, key: Option<&'r str>, name: Option<&str>) -> i64 {
        let Some(key) = identity(key, name) else { return 0 };
        names.users.known(&key).unwrap_or_else(|| self.users.place(key))
    }

    /// Numbers every text.
    pub(crate) fn number(self, tx: &Transaction, names: &mut Names) -> Result<Numbered, StoreError> {
        Ok(Numbered {
            dict: self.dict.number(tx, &mut names.dict)?,
            apps: self.apps.number(tx, &mut names.apps)?,
            users: self.users.number(tx, &mut names.users)?,
        })
    }
}

/// The numbers of what had none.
pub(crate) struct Numbered {
    dict: Vec<i64>,
    apps: Vec<i64>,
    users: Vec<i64>,
}

impl Numbered {
    pub(crate) fn text(&self, number: i64) -> i64 {
        found(&self.dict, number)
    }

    pub(crate) fn app(&self, number: i64) -> i64 {
        found(&self.apps, number)
    }

    pub(crate) fn user(&self, number: i64) -> i64 {
        found(&self.users, number)
    }
}

fn found(numbers: &[i64], number: i64) -> i64 {
    let place = usize::try_from(-1 - number).ok();
    place.and_then(|place| numbers.get(place)).copied().unwrap_or(number)
}

#[derive(Default)]
struct Waiting<'r> {
    /// With how often each was met.
    places: HashMap<Cow<'r, str>, (i64, u32)>,
}

impl<'r> Waiting<'r> {
    fn place(&mut self, text: Cow<'r, str>) -> i64 {
        let next = -1 - i64::try_from(self.places.len()).unwrap_or(i64::MAX);
        let (place, met) = self.places.entry(text).or_insert((next, 0));
        *met = met.saturating_add(1);
        *place
    }

    /// Common texts come first: small numbers take less room.
    fn number(self, tx: &Transaction, numbers: &mut Numbers) -> Result<Vec<i64>, StoreError> {
        let mut given = vec![0; self.places.len()];
        if given.is_empty() {
            return Ok(given);
        }
        let common = |met: u32| Reverse(met.checked_ilog2());
        let mut texts: Vec<_> =
            self.places.into_iter().map(|(text, (place, met))| (common(met), text, place)).collect();
        texts.sort_unstable();
        let mut entry = Entry::new(tx, &numbers.sql)?;
        for (_, text, place) in texts {
            let number = entry.number(tx, &text)?;
            numbers.keep(&text, number);
            if let Some(given) = usize::try_from(-1 - place).ok().and_then(|place| given.get_mut(place)) {
                *given = number;
            }
        }
        Ok(given)
    }
}

fn identity<'k>(key: Option<&'k str>, name: Option<&str>) -> Option<Cow<'k, str>> {
    let present = |text: &&str| !text.is_empty();
    key.filter(present)
        .map(Cow::Borrowed)
        .or_else(|| name.filter(present).map(|name| Cow::Owned(format!("name:{name}"))))
}

impl Numbers {
    fn of(sql: Sql) -> Self {
        Self { lately: HashMap::new(), before: HashMap::new(), sql }
    }

    fn known(&mut self, text: &str) -> Option<i64> {
        if let Some(number) = self.lately.get(text.as_bytes()) {
            return Some(*number);
        }
        let number = self.before.remove(text.as_bytes())?;
        self.keep(text, number);
        Some(number)
    }

    fn keep(&mut self, text: &str, number: i64) {
        if self.lately.len() >= CACHED {
            self.before = std::mem::take(&mut self.lately);
        }
        self.lately.insert(Key::new(text), number);
    }
}

/// Looks for a text and adds it. While a log is read for the first time, most are not there.
struct Entry<'t> {
    find: CachedStatement<'t>,
    add: CachedStatement<'t>,
}

impl<'t> Entry<'t> {
    fn new(tx: &'t Transaction, sql: &Sql) -> Result<Self, StoreError> {
        Ok(Self { find: tx.prepare_cached(sql.find)?, add: tx.prepare_cached(sql.add)? })
    }

    fn number(&mut self, tx: &Transaction, text: &str) -> Result<i64, StoreError> {
        if self.add.execute([text])? == 1 {
            return Ok(tx.last_insert_rowid());
        }
        Ok(self.find.query_row([text], |row| row.get(0))?)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_length_are_found_again() {
        let mut numbers = Numbers::of(DICT);
        let texts: Vec<String> = (0..60).map(|n| "é".repeat(n / 2) + &"x".repeat(n % 2)).collect();
        for (text, number) in texts.iter().zip(0..) {
            assert_eq!(numbers.known(text), None);
            numbers.keep(text, number);
        }
        for (text, number) in texts.iter().zip(0..) {
            assert_eq!(numbers.known(text), Some(number), "{text:?}");
        }
    }

    #[test]
    fn what_had_no_number_is_given_one_and_keeps_it() {
        let mut sqlite = rusqlite::Connection::open_in_memory().unwrap();
        sqlite.execute_batch(include_str!("../schema/client/1.sql")).unwrap();
        let tx = sqlite.transaction().unwrap();
        let mut names = Names::default();
        let old = names.text(&tx, "m").unwrap();
        let read = |names: &mut Names| {
            let mut new = Unnumbered::default();
            let texts = ["z", "m", "a", "b", "z"].map(|text| new.text(names, text));
            let users = [new.user(names, None, Some("ada")), new.user(names, None, None)];
            let numbered = new.number(&tx, names).unwrap();
            (texts.map(|number| numbered.text(number)), users.map(|number| numbered.user(number)))
        };
        let (texts, users) = read(&mut names);
        assert_eq!((texts[0], texts[1], users), (texts[4], old, [1, 0]));
        assert!(old < texts[0] && texts[0] < texts[2] && texts[2] < texts[3], "common ones first: {texts:?}");
        assert_eq!(read(&mut names), (texts, users), "known");
        assert_eq!(read(&mut Names::default()), (texts, users), "stored");
    }
}
