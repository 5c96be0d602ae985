//! `sign_ins`: authentication events in order of time, texts as numbers of `dict`.

use domain::{SignIn, SignInResult};
use rusqlite::types::ToSqlOutput;
use rusqlite::{CachedStatement, Row, Transaction};

use super::beside::Place;
use super::dict::{Names, Unnumbered};
use super::event_key;
use super::tally::Role;
use super::txid::Txid;
use crate::StoreError;

const TEXTS: usize = 13;
const REASON: usize = 2;
const FACTOR: usize = 3;

/// An event as stored; `app` and `user` are rows of `log_apps` and `log_users`, 0 = none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) ts_ms: i64,
    txid: Txid,
    pub(crate) result: i64,
    pub(crate) app: i64,
    pub(crate) user: i64,
    /// Numbers of texts, 0 = none.
    texts: [i64; TEXTS],
    extra: Option<String>,
}

/// What became of an event.
pub(crate) enum Outcome {
    Inserted,
    Repeated,
    /// There was other content, which is given back.
    Changed(Box<Event>),
}

pub(crate) fn result_number(result: SignInResult) -> i64 {
    SignInResult::ALL
        .into_iter()
        .zip(0..)
        .find_map(|(one, number)| (one == result).then_some(number))
        .unwrap_or(4)
}

impl Event {
    /// The rows as events, in the same order.
    pub(crate) fn all(
        tx: &Transaction,
        names: &mut Names,
        rows: &[&SignIn],
    ) -> Result<Vec<Self>, StoreError> {
        let mut new = Unnumbered::default();
        let mut events: Vec<Self> = rows.iter().map(|row| Self::of(names, &mut new, row)).collect();
        let numbered = new.number(tx, names)?;
        for event in &mut events {
            event.app = numbered.app(event.app);
            event.user = numbered.user(event.user);
            for text in &mut event.texts {
                *text = numbered.text(*text);
            }
        }
        Ok(events)
    }

    fn of<'r>(names: &mut Names, new: &mut Unnumbered<'r>, sign_in: &'r SignIn) -> Self {
        let texts = [
            &sign_in.app_name,
            &sign_in.user_name,
            &sign_in.reason,
            &sign_in.factor,
            &sign_in.event_type,
            &sign_in.ip,
            &sign_in.country,
            &sign_in.city,
            &sign_in.os,
            &sign_in.browser,
            &sign_in.hostname,
            &sign_in.auth_device,
            &sign_in.trusted_endpoint,
        ];
        Self {
            ts_ms: sign_in.ts_ms,
            txid: Txid::pack(&sign_in.txid),
            result: result_number(sign_in.result),
            app: new.app(names, sign_in.app_key.as_deref(), sign_in.app_name.as_deref()),
            user: new.user(names, sign_in.user_key.as_deref(), sign_in.user_name.as_deref()),
            texts: texts.map(|text| text.as_deref().map_or(0, |text| new.text(names, text))),
            extra: sign_in.extra.clone(),
        }
    }

    pub(crate) fn reason(&self) -> i64 {
        self.texts[REASON]
    }

    pub(crate) fn factor(&self) -> i64 {
        self.texts[FACTOR]
    }

    /// The number of the text that stands in a column; 0 = none.
    pub(crate) fn text(&self, role: Role) -> i64 {
        self.texts[match role {
            Role::AppName => 0,
            Role::UserName => 1,
            Role::Reason => REASON,
            Role::Factor => FACTOR,
            Role::Ip => 5,
            Role::Country => 6,
        }]
    }

    /// The number of the text that stands at a place; 0 = none.
    pub(crate) fn text_at(&self, place: Place) -> i64 {
        self.texts[match place {
            Place::EventType => 4,
            Place::Country => 6,
            Place::City => 7,
            Place::Os => 8,
            Place::Browser => 9,
            Place::Hostname => 10,
            Place::AuthDevice => 11,
            Place::Trusted => 12,
        }]
    }

    fn bind(&self, statement: &mut CachedStatement<'_>, id: i64) -> Result<(), StoreError> {
        statement.raw_bind_parameter(1, id)?;
        statement.raw_bind_parameter(2, ToSqlOutput::Borrowed(self.txid.value()))?;
        statement.raw_bind_parameter(3, self.result)?;
        statement.raw_bind_parameter(4, self.app)?;
        statement.raw_bind_parameter(5, self.user)?;
        for (at, number) in (6..).zip(self.texts) {
            statement.raw_bind_parameter(at, Some(number).filter(|number| *number != 0))?;
        }
        statement.raw_bind_parameter(6 + TEXTS, self.extra.as_deref())?;
        Ok(())
    }
}

/// Stores events.
pub(crate) struct Writer<'t> {
    insert: CachedStatement<'t>,
    select: CachedStatement<'t>,
    update: CachedStatement<'t>,
}

impl<'t> Writer<'t> {
    pub(crate) fn new(tx: &'t Transaction) -> Result<Self, StoreError> {
        Ok(Self {
            insert: tx.prepare_cached(
                "INSERT INTO sign_ins (id, txid, result, app, user, app_name, user_name, reason, factor, event_type,
                   ip, country, city, os, browser, hostname, auth_device, trusted_endpoint, extra)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
                 ON CONFLICT (id) DO NOTHING",
            )?,
            select: tx.prepare_cached(
                "SELECT result, app, user, app_name, user_name, reason, factor, event_type, ip, country, city, os,
                   browser, hostname, auth_device, trusted_endpoint, extra, id, txid FROM sign_ins WHERE id = ?1",
            )?,
            update: tx.prepare_cached(
                "UPDATE sign_ins SET txid = ?2, result = ?3, app = ?4, user = ?5, app_name = ?6, user_name = ?7,
                   reason = ?8, factor = ?9, event_type = ?10, ip = ?11, country = ?12, city = ?13, os = ?14,
                   browser = ?15, hostname = ?16, auth_device = ?17, trusted_endpoint = ?18, extra = ?19 WHERE id = ?1",
            )?,
        })
    }

    /// Stores an event; the later content of a key wins.
    pub(crate) fn put(&mut self, event: &Event) -> Result<Outcome, StoreError> {
        let mut id = event_key::place(event.ts_ms, &event.txid)?;
        loop {
            event.bind(&mut self.insert, id)?;
            if self.insert.raw_execute()? == 1 {
                return Ok(Outcome::Inserted);
            }
            let old = self.select.query_row([id], |row| Ok(stored(row)))??;
            if old == *event {
                return Ok(Outcome::Repeated);
            }
            if old.txid == event.txid {
                event.bind(&mut self.update, id)?;
                self.update.raw_execute()?;
                return Ok(Outcome::Changed(Box::new(old)));
            }
            id = event_key::after(id);
        }
    }
}

fn stored(row: &Row<'_>) -> Result<Event, StoreError> {
    let mut texts = [0; TEXTS];
    for (column, text) in (3..).zip(&mut texts) {
        *text = row.get::<_, Option<i64>>(column)?.unwrap_or(0);
    }
    Ok(Event {
        ts_ms: event_key::ts_ms(row.get(17)?),
        txid: Txid::read(row.get_ref(18)?)?,
        result: row.get(0)?,
        app: row.get(1)?,
        user: row.get(2)?,
        texts,
        extra: row.get(16)?,
    })
}

/// Deletes the oldest events before a time and gives them back: some `most`, the last millisecond whole.
pub(crate) fn take_before(tx: &Transaction, before_ms: i64, most: usize) -> Result<Vec<Event>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT result, app, user, app_name, user_name, reason, factor, event_type, ip, country, city, os, browser,
           hostname, auth_device, trusted_endpoint, extra, id, txid FROM sign_ins WHERE id < ?1 ORDER BY id",
    )?;
    let mut rows = select.query([event_key::first(before_ms)])?;
    let mut taken: Vec<Event> = Vec::new();
    while let Some(row) = rows.next()? {
        let event = stored(row)?;
        if taken.len() >= most && taken.last().is_some_and(|last| last.ts_ms < event.ts_ms) {
            break;
        }
        taken.push(event);
    }
    drop(rows);
    if let Some(last) = taken.last() {
        tx.prepare_cached("DELETE FROM sign_ins WHERE id <= ?1")?.execute([event_key::last(last.ts_ms)])?;
    }
    Ok(taken)
}

/// The time of the first or last event that `what` describes between two times, looked for in the index of users, a
/// stretch at a time.
pub(crate) fn edge(
    tx: &Transaction,
    what: Who,
    between: (i64, i64),
    newest: bool,
) -> Result<Option<i64>, StoreError> {
    let stretch = |ts_ms| event_key::first(ts_ms) >> event_key::BUCKET;
    let (from, to) = (stretch(between.0), stretch(between.1));
    let mut search = tx.prepare_cached(what.sql(newest))?;
    for step in 0..=(to - from) {
        let at = if newest { to - step } else { from + step };
        let mut rows = search.query([at, what.user(), what.third()])?;
        if let Some(row) = rows.next()? {
            return Ok(Some(event_key::ts_ms(row.get(0)?)));
        }
    }
    Ok(None)
}

/// Whose events are looked for.
#[derive(Clone, Copy)]
pub(crate) enum Who {
    /// Those of a user at an application.
    Pair { app: i64, user: i64 },
    /// Successes of a user.
    Success { user: i64 },
}

impl Who {
    const fn user(self) -> i64 {
        match self {
            Self::Pair { user, .. } | Self::Success { user } => user,
        }
    }

    /// The application, or the number of a success.
    const fn third(self) -> i64 {
        match self {
            Self::Pair { app, .. } => app,
            Self::Success { .. } => 0,
        }
    }

    const fn sql(self, newest: bool) -> &'static str {
        match (self, newest) {
            (Self::Pair { .. }, false) => {
                "SELECT id FROM sign_ins INDEXED BY sign_ins_user WHERE id >> 46 = ?1 AND user = ?2 AND app = ?3
                 ORDER BY id LIMIT 1"
            }
            (Self::Pair { .. }, true) => {
                "SELECT id FROM sign_ins INDEXED BY sign_ins_user WHERE id >> 46 = ?1 AND user = ?2 AND app = ?3
                 ORDER BY id DESC LIMIT 1"
            }
            (Self::Success { .. }, false) => {
                "SELECT id FROM sign_ins INDEXED BY sign_ins_user WHERE id >> 46 = ?1 AND user = ?2 AND result = ?3
                 ORDER BY id LIMIT 1"
            }
            (Self::Success { .. }, true) => {
                "SELECT id FROM sign_ins INDEXED BY sign_ins_user WHERE id >> 46 = ?1 AND user = ?2 AND result = ?3
                 ORDER BY id DESC LIMIT 1"
            }
        }
    }
}

/// The stretches of the log that hold anything.
pub(crate) fn span(connection: &rusqlite::Connection) -> Result<Option<(i64, i64)>, StoreError> {
    let mut ends =
        connection.prepare_cached("SELECT (SELECT min(id) FROM sign_ins), (SELECT max(id) FROM sign_ins)")?;
    let (first, last): (Option<i64>, Option<i64>) =
        ends.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.zip(last))
}

/// How many events lie between two times, both included.
pub(crate) fn count(connection: &rusqlite::Connection, lo_ms: i64, hi_ms: i64) -> Result<u64, StoreError> {
    let bounds = [event_key::first(lo_ms), event_key::last(hi_ms)];
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM sign_ins WHERE id BETWEEN ?1 AND ?2")?
        .query_row(bounds, |row| row.get(0))?;
    Ok(super::data_set::count(count))
}
