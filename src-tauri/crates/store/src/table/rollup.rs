//! `app_user`, `app_seen`, `app_span` and `app_days`: sums over sign-ins, kept in the same transaction as the rows.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt};
use rusqlite::{Connection, Transaction, params};

use super::app_user::{AppUser, NO_PAIR, Pair, pair_key};
use super::data_set::count;
use super::dict::{self, Names, Said, Users};
use super::event_key;
use super::sign_in::{self, Event, Who};
use super::tally::Tally;
use crate::{StoreError, time};

const SUCCESS: i64 = 0;

/// Denied, fraud and error.
fn refused(result: i64) -> i64 {
    i64::from((1..=3).contains(&result))
}

/// What a page of events changes in the sums.
pub(crate) struct Deltas<'n> {
    bypass_user: i64,
    remembered_device: i64,
    pairs: HashMap<i64, Pair>,
    days: HashMap<(i64, i64, i64), [i64; 3]>,
    users: HashMap<i64, Said<'n>>,
    app_names: HashMap<i64, (i64, &'n str)>,
    /// Users and the time of the last success of theirs that was taken back.
    recount_users: BTreeMap<i64, i64>,
    tally: Tally,
}

impl<'n> Deltas<'n> {
    /// Room is made for as many events.
    pub(crate) fn new(tx: &Transaction, names: &mut Names, events: usize) -> Result<Self, StoreError> {
        Ok(Self {
            bypass_user: names.text(tx, "bypass_user")?,
            remembered_device: names.text(tx, "remembered_device")?,
            pairs: HashMap::with_capacity(events),
            days: HashMap::new(),
            users: HashMap::with_capacity(events),
            app_names: HashMap::new(),
            recount_users: BTreeMap::new(),
            tally: Tally::with_room(events),
        })
    }

    pub(crate) fn add(&mut self, event: &Event) -> Result<(), StoreError> {
        let pair = self.count(event, 1)?;
        pair.first = pair.first.min(event.ts_ms);
        pair.last = pair.last.max(event.ts_ms);
        if event.result == SUCCESS && event.user != 0 {
            let user = said(&mut self.users, event.user);
            user.last_success = user.last_success.max(event.ts_ms);
        }
        Ok(())
    }

    /// Takes back an event whose content is replaced; call before [`Deltas::add`] of the new content.
    pub(crate) fn remove(&mut self, event: &Event) -> Result<(), StoreError> {
        let pair = self.count(event, -1)?;
        let (first, last) = pair.gone.unwrap_or((i64::MAX, i64::MIN));
        pair.gone = Some((first.min(event.ts_ms), last.max(event.ts_ms)));
        if event.result == SUCCESS && event.user != 0 {
            let last = self.recount_users.entry(event.user).or_insert(event.ts_ms);
            *last = (*last).max(event.ts_ms);
        }
        Ok(())
    }

    /// Notes the names by which an event calls its application and user.
    pub(crate) fn name(&mut self, event: &Event, app: Option<&'n str>, user: Option<&'n str>) {
        let present = |name: &&str| !name.is_empty();
        if let Some(name) = app.filter(|_| event.app != 0).filter(present) {
            let newest = self.app_names.entry(event.app).or_insert((event.ts_ms, name));
            if newest.0 <= event.ts_ms {
                *newest = (event.ts_ms, name);
            }
        }
        if let Some(name) = user.filter(|_| event.user != 0).filter(present) {
            let newest = said(&mut self.users, event.user);
            if newest.name_ms <= event.ts_ms {
                (newest.name_ms, newest.name) = (event.ts_ms, name);
            }
        }
    }

    fn count(&mut self, event: &Event, sign: i64) -> Result<&mut Pair, StoreError> {
        self.tally.count(event, sign, refused(event.result) == 1)?;
        let bypass = event.reason() == self.bypass_user;
        let remembered = !bypass && event.factor() == self.remembered_device;
        let day = self.days.entry((time::day(event.ts_ms), event.app, event.result)).or_default();
        day[0] += sign;
        day[1] += sign * i64::from(bypass);
        day[2] += sign * i64::from(remembered);
        let pair = self.pairs.entry(pair_key(event.app, event.user)?).or_insert(NO_PAIR);
        pair.count += sign;
        pair.denied += sign * refused(event.result);
        Ok(pair)
    }

    /// Writes the sums; the rows must be written already.
    pub(crate) fn apply(&self, tx: &Transaction, names: &mut Names) -> Result<(), StoreError> {
        self.apply_pairs(tx, names)?;
        self.apply_days(tx)?;
        self.apply_users(tx, names)?;
        self.tally.apply(tx)?;
        for (app, (ts_ms, name)) in &self.app_names {
            dict::name_app(tx, *app, name, *ts_ms)?;
        }
        Ok(())
    }

    fn apply_pairs(&self, tx: &Transaction, names: &mut Names) -> Result<(), StoreError> {
        let mut table = AppUser::new(tx)?;
        let mut seen = Seen::default();
        let mut keys: Vec<_> = self.pairs.iter().collect();
        keys.sort_unstable_by_key(|(key, _)| **key);
        for (key, pair) in keys {
            let (app, user) = (key >> 32, key & i64::from(u32::MAX));
            let (before, after) = table.add(tx, names, *key, pair)?;
            seen.moved(app, user, before, after);
            seen.spans(app, pair);
        }
        seen.apply(tx)
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
            upsert.execute([day, app, result, count, bypass, remembered])?;
            if *count <= 0 {
                clear.execute([day, app, result])?;
            }
        }
        Ok(())
    }

    fn apply_users(&self, tx: &Transaction, names: &mut Names) -> Result<(), StoreError> {
        let mut users = Users::new(tx)?;
        let mut keys: Vec<_> = self.users.iter().collect();
        keys.sort_unstable_by_key(|(user, _)| **user);
        for (user, said) in keys {
            users.say(names, *user, said)?;
        }
        let mut old = tx.prepare_cached("SELECT last_success FROM log_users WHERE id = ?1")?;
        let mut set = tx.prepare_cached("UPDATE log_users SET last_success = ?2 WHERE id = ?1")?;
        let Some((first, _)) = sign_in::span(tx)?.filter(|_| !self.recount_users.is_empty()) else {
            return self.without_success(tx);
        };
        for (user, gone) in &self.recount_users {
            let last: Option<i64> = old.query_row([user], |row| row.get(0))?;
            if last.is_some_and(|last| last <= *gone) {
                let between = (event_key::ts_ms(first), last.unwrap_or(*gone));
                set.execute(params![user, sign_in::edge(tx, Who::Success { user: *user }, between, true)?])?;
                names.unknown(*user);
            }
        }
        Ok(())
    }

    /// The log is empty.
    fn without_success(&self, tx: &Transaction) -> Result<(), StoreError> {
        let mut set = tx.prepare_cached("UPDATE log_users SET last_success = NULL WHERE id = ?1")?;
        for user in self.recount_users.keys() {
            set.execute([user])?;
        }
        Ok(())
    }
}

fn said<'u, 'n>(users: &'u mut HashMap<i64, Said<'n>>, user: i64) -> &'u mut Said<'n> {
    users.entry(user).or_insert(Said { last_success: i64::MIN, name_ms: i64::MIN, name: "" })
}

/// What changes in `app_seen` and `app_span`.
#[derive(Default)]
struct Seen {
    users: BTreeMap<(i64, i64), i64>,
    spans: BTreeMap<i64, (i64, i64)>,
    /// Applications of which events were taken back.
    recount: BTreeSet<i64>,
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
        if pair.gone.is_some() {
            self.recount.insert(app);
        }
    }

    fn apply(&self, tx: &Transaction) -> Result<(), StoreError> {
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
        for app in &self.recount {
            tx.prepare_cached("DELETE FROM app_span WHERE app = ?1")?.execute([app])?;
            tx.prepare_cached(
                "INSERT INTO app_span SELECT ?1, min(first_ms), max(last_ms) FROM app_user
                 WHERE id BETWEEN ?1 << 32 AND ?1 << 32 | 4294967295 HAVING count(*) > 0",
            )?
            .execute([app])?;
        }
        Ok(())
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

/// The first day (UTC, counted from 1970-01-01) with a sign-in; none = there is none.
pub(crate) fn first_day(connection: &Connection) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT min(day) FROM app_days WHERE count > 0";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
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

/// Sign-ins stored, by result.
pub(crate) fn results(connection: &Connection) -> Result<Vec<(i64, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT result, sum(count) AS rows FROM app_days GROUP BY result HAVING rows > 0 ORDER BY rows DESC, result",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, count(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Sign-ins stored, of one result or of all.
pub(crate) fn total(connection: &Connection, result: Option<i64>) -> Result<u64, StoreError> {
    let total = connection
        .prepare_cached("SELECT coalesce(sum(count), 0) FROM app_days WHERE ?1 IS NULL OR result = ?1")?
        .query_row([result], |row| row.get(0))?;
    Ok(count(total))
}
