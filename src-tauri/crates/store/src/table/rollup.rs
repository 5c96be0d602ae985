//! `app_user`, `app_seen`, `app_span` and `app_days`: sums over sign-ins, kept in the same transaction as the rows.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::data_set::count;
use super::dict::{self, Names};
use super::sign_in::Event;
use super::tally::Tally;
use crate::{StoreError, time};

const SUCCESS: i64 = 0;

/// Denied, fraud and error.
fn refused(result: i64) -> i64 {
    i64::from((1..=3).contains(&result))
}

struct Pair {
    first: i64,
    last: i64,
    count: i64,
    denied: i64,
}

/// What a page of events changes in the sums.
pub(crate) struct Deltas {
    bypass_user: i64,
    remembered_device: i64,
    pairs: BTreeMap<(i64, i64), Pair>,
    days: BTreeMap<(i64, i64, i64), [i64; 3]>,
    successes: BTreeMap<i64, i64>,
    app_names: BTreeMap<i64, (i64, String)>,
    user_names: BTreeMap<i64, (i64, String)>,
    recount_pairs: BTreeSet<(i64, i64)>,
    recount_users: BTreeSet<i64>,
    tally: Tally,
}

impl Deltas {
    pub(crate) fn new(tx: &Transaction, names: &mut Names) -> Result<Self, StoreError> {
        Ok(Self {
            bypass_user: names.text(tx, "bypass_user")?,
            remembered_device: names.text(tx, "remembered_device")?,
            pairs: BTreeMap::new(),
            days: BTreeMap::new(),
            successes: BTreeMap::new(),
            app_names: BTreeMap::new(),
            user_names: BTreeMap::new(),
            recount_pairs: BTreeSet::new(),
            recount_users: BTreeSet::new(),
            tally: Tally::default(),
        })
    }

    pub(crate) fn add(&mut self, event: &Event) {
        let pair = self.count(event, 1);
        pair.first = pair.first.min(event.ts_ms);
        pair.last = pair.last.max(event.ts_ms);
        if event.result == SUCCESS && event.user != 0 {
            let last = self.successes.entry(event.user).or_insert(event.ts_ms);
            *last = (*last).max(event.ts_ms);
        }
    }

    /// Takes back an event whose content is replaced; call before [`Deltas::add`] of the new content.
    pub(crate) fn remove(&mut self, event: &Event) {
        self.count(event, -1);
        self.recount_pairs.insert((event.app, event.user));
        if event.result == SUCCESS && event.user != 0 {
            self.recount_users.insert(event.user);
        }
    }

    /// Notes the names by which an event calls its application and user.
    pub(crate) fn name(&mut self, event: &Event, app: Option<&str>, user: Option<&str>) {
        note(&mut self.app_names, event.app, event.ts_ms, app);
        note(&mut self.user_names, event.user, event.ts_ms, user);
    }

    fn count(&mut self, event: &Event, sign: i64) -> &mut Pair {
        self.tally.count(event, sign, refused(event.result) == 1);
        let bypass = event.reason() == Some(self.bypass_user);
        let remembered = !bypass && event.factor() == Some(self.remembered_device);
        let day = self.days.entry((time::day(event.ts_ms), event.app, event.result)).or_default();
        day[0] += sign;
        day[1] += sign * i64::from(bypass);
        day[2] += sign * i64::from(remembered);
        let none = Pair { first: i64::MAX, last: i64::MIN, count: 0, denied: 0 };
        let pair = self.pairs.entry((event.app, event.user)).or_insert(none);
        pair.count += sign;
        pair.denied += sign * refused(event.result);
        pair
    }

    /// Writes the sums; the rows must be written already.
    pub(crate) fn apply(&self, tx: &Transaction) -> Result<(), StoreError> {
        self.apply_pairs(tx)?;
        self.apply_days(tx)?;
        self.apply_users(tx)?;
        self.tally.apply(tx)?;
        for (app, (ts_ms, name)) in &self.app_names {
            dict::name_app(tx, *app, name, *ts_ms)?;
        }
        for (user, (ts_ms, name)) in &self.user_names {
            dict::name_user(tx, *user, name, *ts_ms)?;
        }
        Ok(())
    }

    fn apply_pairs(&self, tx: &Transaction) -> Result<(), StoreError> {
        let mut upsert = tx.prepare_cached(
            "INSERT INTO app_user VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET first_ms = min(first_ms, ?3), last_ms = max(last_ms, ?4),
               count = count + ?5, denied = denied + ?6",
        )?;
        let mut seen = Seen::default();
        for ((app, user), pair) in &self.pairs {
            let before = last_of(tx, *app, *user)?;
            upsert.execute(params![app, user, pair.first, pair.last, pair.count, pair.denied])?;
            let after = if self.recount_pairs.contains(&(*app, *user)) {
                recount(tx, *app, *user)?;
                last_of(tx, *app, *user)?
            } else {
                before.max(Some(pair.last))
            };
            seen.moved(*app, *user, before, after);
            seen.spans(*app, pair);
        }
        seen.apply(tx, self.recount_pairs.iter().map(|(app, _)| *app).collect())
    }

    fn apply_days(&self, tx: &Transaction) -> Result<(), StoreError> {
        let mut upsert = tx.prepare_cached(
            "INSERT INTO app_days VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET count = count + ?4, bypass = bypass + ?5, remembered = remembered + ?6",
        )?;
        let mut clear = tx.prepare_cached(
            "DELETE FROM app_days WHERE day = ?1 AND app = ?2 AND result = ?3 AND count = 0",
        )?;
        for ((day, app, result), [count, bypass, remembered]) in &self.days {
            upsert.execute(params![day, app, result, count, bypass, remembered])?;
            if *count <= 0 {
                clear.execute(params![day, app, result])?;
            }
        }
        Ok(())
    }

    fn apply_users(&self, tx: &Transaction) -> Result<(), StoreError> {
        let mut later = tx.prepare_cached(
            "UPDATE log_users SET last_success = max(coalesce(last_success, ?2), ?2) WHERE id = ?1",
        )?;
        for (user, ts_ms) in &self.successes {
            later.execute(params![user, ts_ms])?;
        }
        let mut recount = tx.prepare_cached(
            "UPDATE log_users SET last_success =
               (SELECT ts_ms FROM sign_ins WHERE user = ?1 AND result = 0 ORDER BY ts_ms DESC LIMIT 1)
             WHERE id = ?1",
        )?;
        for user in &self.recount_users {
            recount.execute([user])?;
        }
        Ok(())
    }
}

/// When an application and a user were last seen together.
fn last_of(tx: &Transaction, app: i64, user: i64) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .prepare_cached("SELECT last_ms FROM app_user WHERE app = ?1 AND user = ?2")?
        .query_row([app, user], |row| row.get(0))
        .optional()?)
}

/// An event was taken back: the ends come from those left.
fn recount(tx: &Transaction, app: i64, user: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM app_user WHERE app = ?1 AND user = ?2 AND count = 0")?
        .execute(params![app, user])?;
    tx.prepare_cached(
        "UPDATE app_user SET (first_ms, last_ms) =
           (SELECT min(ts_ms), max(ts_ms) FROM sign_ins WHERE user = ?2 AND app = ?1)
         WHERE app = ?1 AND user = ?2",
    )?
    .execute(params![app, user])?;
    Ok(())
}

/// What changes in `app_seen` and `app_span`.
#[derive(Default)]
struct Seen {
    users: BTreeMap<(i64, i64), i64>,
    spans: BTreeMap<i64, (i64, i64)>,
}

impl Seen {
    fn moved(&mut self, app: i64, user: i64, before: Option<i64>, after: Option<i64>) {
        let (before, after) = (before.map(time::day), after.map(time::day));
        if user == 0 || before == after {
            return;
        }
        for (day, change) in [(before, -1), (after, 1)] {
            if let Some(day) = day {
                *self.users.entry((app, day)).or_default() += change;
            }
        }
    }

    fn spans(&mut self, app: i64, pair: &Pair) {
        let span = self.spans.entry(app).or_insert((pair.first, pair.last));
        *span = (span.0.min(pair.first), span.1.max(pair.last));
    }

    /// `recount`: applications of which events were taken back.
    fn apply(&self, tx: &Transaction, recount: BTreeSet<i64>) -> Result<(), StoreError> {
        for ((app, day), change) in &self.users {
            tx.prepare_cached(
                "INSERT INTO app_seen VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET users = users + ?3",
            )?
            .execute(params![app, day, change])?;
        }
        for (app, (first, last)) in &self.spans {
            tx.prepare_cached(
                "INSERT INTO app_span VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET first_ms = min(first_ms, ?2), last_ms = max(last_ms, ?3)",
            )?
            .execute(params![app, first, last])?;
        }
        for app in recount {
            tx.prepare_cached("DELETE FROM app_span WHERE app = ?1")?.execute([app])?;
            tx.prepare_cached(
                "INSERT INTO app_span SELECT app, min(first_ms), max(last_ms) FROM app_user WHERE app = ?1 GROUP BY app",
            )?
            .execute([app])?;
        }
        Ok(())
    }
}

fn note(names: &mut BTreeMap<i64, (i64, String)>, id: i64, ts_ms: i64, name: Option<&str>) {
    let Some(name) = name.filter(|name| id != 0 && !name.is_empty()) else { return };
    match names.get_mut(&id) {
        Some(newest) if newest.0 > ts_ms => {}
        Some(newest) if newest.1 == name => newest.0 = ts_ms,
        _ => {
            names.insert(id, (ts_ms, name.to_owned()));
        }
    }
}

/// Sign-ins of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInDay {
    /// The day, UTC.
    pub day: chrono::NaiveDate,
    /// Outcome.
    pub result: domain::SignInResult,
    /// Sign-ins.
    pub count: u64,
}

/// Sums by day and result, oldest first; `from` and `to` are days since 1970, both included.
pub(crate) fn days(connection: &Connection, from: i64, to: i64) -> Result<Vec<SignInDay>, StoreError> {
    let statement = connection.prepare_cached(
        "SELECT day, result, sum(count) FROM app_days WHERE day BETWEEN ?1 AND ?2 GROUP BY day, result
         ORDER BY day, result",
    )?;
    read_days(statement, [from, to])
}

/// The same for one application, over the whole log.
pub(crate) fn days_of(connection: &Connection, app: i64) -> Result<Vec<SignInDay>, StoreError> {
    let statement = connection
        .prepare_cached("SELECT day, result, count FROM app_days WHERE app = ?1 ORDER BY day, result")?;
    read_days(statement, [app])
}

fn read_days(
    mut statement: rusqlite::CachedStatement<'_>,
    params: impl rusqlite::Params,
) -> Result<Vec<SignInDay>, StoreError> {
    let mut rows = statement.query(params)?;
    let mut days = Vec::new();
    while let Some(row) = rows.next()? {
        let day = time::at(Some(row.get::<_, i64>(0)?.saturating_mul(time::DAY_MS)));
        let result = usize::try_from(row.get::<_, i64>(1)?)
            .ok()
            .and_then(|n| domain::SignInResult::ALL.get(n).copied());
        let (Some(day), Some(result)) = (day, result) else { return Err(StoreError::Corrupt) };
        days.push(SignInDay { day: day.date_naive(), result, count: count(row.get(2)?) });
    }
    Ok(days)
}

/// Sign-ins stored, of one result or of all.
pub(crate) fn total(connection: &Connection, result: Option<i64>) -> Result<u64, StoreError> {
    let total = connection
        .prepare_cached("SELECT coalesce(sum(count), 0) FROM app_days WHERE ?1 IS NULL OR result = ?1")?
        .query_row([result], |row| row.get(0))?;
    Ok(count(total))
}
