//! `activity`, `telephony`, `admin_log`, `offline_log`: events clustered by time, texts as numbers of `dict`.

use domain::{ActivityEvent, AdminLogEvent, DataSet, TelephonyEvent};
use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, Transaction, params_from_iter};

use super::data_set::int;
use super::dict::Names;
use super::txid::Txid;
use crate::StoreError;

/// The table of a log other than the sign-in log.
pub(crate) const fn table(set: DataSet) -> Option<&'static str> {
    match set {
        DataSet::Activity => Some("activity"),
        DataSet::Telephony => Some("telephony"),
        DataSet::AdminLog => Some("admin_log"),
        DataSet::OfflineLog => Some("offline_log"),
        _ => None,
    }
}

/// Columns of the tables after `ts_ms` and `id`, in the order of the values.
const ACTIVITY: [&str; 18] = [
    "action",
    "result",
    "actor",
    "actor_key",
    "actor_kind",
    "target",
    "target_key",
    "target_kind",
    "old_target",
    "app",
    "app_key",
    "ip",
    "country",
    "city",
    "os",
    "browser",
    "details",
    "extra",
];
const TELEPHONY: [&str; 6] = ["context", "kind", "phone", "credits", "txid", "extra"];
const ADMIN_LOG: [&str; 5] = ["action", "username", "object", "description", "extra"];

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    New,
    Repeated,
    Changed,
}

/// An event that a table takes.
pub(crate) trait Event {
    const COLUMNS: &'static [&'static str];
    fn key(&self) -> (i64, &str);
    /// The values of the columns.
    fn values(&self, numbers: &mut Numbers<'_, '_>) -> Result<Vec<Value>, StoreError>;
}

/// Numbers texts.
pub(crate) struct Numbers<'t, 'n> {
    tx: &'t Transaction<'t>,
    names: &'n mut Names,
}

impl Numbers<'_, '_> {
    fn of(&mut self, text: Option<&String>) -> Result<Value, StoreError> {
        Ok(match text {
            Some(text) => Value::Integer(self.names.text(self.tx, text)?),
            None => Value::Null,
        })
    }

    fn all<const N: usize>(&mut self, texts: [&Option<String>; N]) -> Result<Vec<Value>, StoreError> {
        texts.into_iter().map(|text| self.of(text.as_ref())).collect()
    }
}

fn plain(text: Option<&String>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.clone()))
}

fn packed(id: &str) -> Value {
    Txid::pack(id).into()
}

impl Event for ActivityEvent {
    const COLUMNS: &'static [&'static str] = &ACTIVITY;

    fn key(&self) -> (i64, &str) {
        (self.ts_ms, &self.id)
    }

    fn values(&self, numbers: &mut Numbers<'_, '_>) -> Result<Vec<Value>, StoreError> {
        let mut values = numbers.all([
            &self.action,
            &self.result,
            &self.actor.name,
            &self.actor.key,
            &self.actor.kind,
            &self.target.name,
            &self.target.key,
            &self.target.kind,
            &self.old_target,
            &self.app_name,
            &self.app_key,
            &self.ip,
            &self.country,
            &self.city,
            &self.os,
            &self.browser,
        ])?;
        values.extend([plain(self.details.as_ref()), plain(self.extra.as_ref())]);
        Ok(values)
    }
}

impl Event for TelephonyEvent {
    const COLUMNS: &'static [&'static str] = &TELEPHONY;

    fn key(&self) -> (i64, &str) {
        (self.ts_ms, &self.id)
    }

    fn values(&self, numbers: &mut Numbers<'_, '_>) -> Result<Vec<Value>, StoreError> {
        let mut values = numbers.all([&self.context, &self.kind, &self.phone])?;
        values.push(self.credits.map_or(Value::Null, Value::Integer));
        values.push(self.txid.as_deref().map_or(Value::Null, packed));
        values.push(plain(self.extra.as_ref()));
        Ok(values)
    }
}

impl Event for AdminLogEvent {
    const COLUMNS: &'static [&'static str] = &ADMIN_LOG;

    fn key(&self) -> (i64, &str) {
        (self.ts_ms, &self.id)
    }

    fn values(&self, numbers: &mut Numbers<'_, '_>) -> Result<Vec<Value>, StoreError> {
        let mut values = numbers.all([&self.action, &self.username, &self.object])?;
        values.extend([plain(self.description.as_ref()), plain(self.extra.as_ref())]);
        Ok(values)
    }
}

/// Stores events; the later content of a key wins.
pub(crate) struct Writer<'t> {
    insert: CachedStatement<'t>,
    update: CachedStatement<'t>,
}

impl<'t> Writer<'t> {
    /// For the table of a log; `None` for a set that has none.
    pub(crate) fn new<E: Event>(tx: &'t Transaction, set: DataSet) -> Result<Self, StoreError> {
        let table = table(set).ok_or(StoreError::RunClosed)?;
        let columns = E::COLUMNS.join(", ");
        let values: Vec<String> = (3..E::COLUMNS.len() + 3).map(|at| format!("?{at}")).collect();
        let values = values.join(", ");
        let insert = format!(
            "INSERT INTO {table} (ts_ms, id, {columns}) VALUES (?1, ?2, {values}) ON CONFLICT DO NOTHING"
        );
        let update = format!(
            "UPDATE {table} SET ({columns}) = ({values})
             WHERE ts_ms = ?1 AND id = ?2 AND ({columns}) IS NOT ({values})"
        );
        Ok(Self { insert: tx.prepare_cached(&insert)?, update: tx.prepare_cached(&update)? })
    }

    fn put<E: Event>(&mut self, event: &E, numbers: &mut Numbers<'_, '_>) -> Result<Put, StoreError> {
        let (ts_ms, id) = event.key();
        let mut values = vec![Value::Integer(ts_ms), packed(id)];
        values.extend(event.values(numbers)?);
        if self.insert.execute(params_from_iter(&values))? == 1 {
            return Ok(Put::New);
        }
        let changed = self.update.execute(params_from_iter(&values))? == 1;
        Ok(if changed { Put::Changed } else { Put::Repeated })
    }
}

/// Stores the events of a page and tells what became of each, upward in time.
pub(crate) fn write<E: Event>(
    tx: &Transaction,
    names: &mut Names,
    set: DataSet,
    events: &[E],
) -> Result<Vec<Put>, StoreError> {
    let mut writer = Writer::new::<E>(tx, set)?;
    let mut numbers = Numbers { tx, names };
    let mut ordered: Vec<&E> = events.iter().collect();
    ordered.sort_by_key(|event| event.key().0);
    ordered.into_iter().map(|event| writer.put(event, &mut numbers)).collect()
}

/// How many events a stretch holds, both ends included.
pub(crate) fn count(connection: &Connection, table: &str, lo_ms: i64, hi_ms: i64) -> Result<u64, StoreError> {
    let sql = format!("SELECT count(*) FROM {table} WHERE ts_ms BETWEEN ?1 AND ?2");
    let count: i64 = connection.prepare_cached(&sql)?.query_row([lo_ms, hi_ms], |row| row.get(0))?;
    Ok(super::data_set::count(count))
}

/// When the oldest event happened; none = there is none.
pub(crate) fn oldest(connection: &Connection, table: &str) -> Result<Option<i64>, StoreError> {
    let sql = format!("SELECT min(ts_ms) FROM {table}");
    Ok(connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

/// Deletes the oldest events before a time, at most `most`; how many there were.
pub(crate) fn delete_before(
    tx: &Transaction,
    table: &str,
    before_ms: i64,
    most: usize,
) -> Result<u64, StoreError> {
    let sql = format!(
        "DELETE FROM {table} WHERE (ts_ms, id) IN
           (SELECT ts_ms, id FROM {table} WHERE ts_ms < ?1 ORDER BY ts_ms, id LIMIT ?2)"
    );
    Ok(tx.prepare_cached(&sql)?.execute([before_ms, int(most)])? as u64)
}
