//! `sign_ins`: authentication events, clustered by time, texts as numbers of `dict`.

use domain::{SignIn, SignInResult};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Row, ToSql, Transaction, params_from_iter};
use uuid::Uuid;

use super::dict::Names;
use super::tally::Role;
use crate::StoreError;

const TEXTS: usize = 13;
const REASON: usize = 2;
const FACTOR: usize = 3;

/// Duo's id in as few bytes as it can be: a UUID as 16, a SHA-256 as 32, anything else as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Txid {
    Short(Vec<u8>),
    Text(String),
}

impl Txid {
    pub(crate) fn pack(text: &str) -> Self {
        if let Some(uuid) = Uuid::try_parse(text).ok().filter(|uuid| uuid.to_string() == text) {
            return Self::Short(uuid.as_bytes().to_vec());
        }
        let digest = hex::decode(text).ok().filter(|bytes| bytes.len() == 32 && hex::encode(bytes) == text);
        digest.map_or_else(|| Self::Text(text.to_owned()), Self::Short)
    }

    pub(crate) fn unpack(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Short(bytes) => match <[u8; 16]>::try_from(bytes.as_slice()) {
                Ok(uuid) => Uuid::from_bytes(uuid).to_string(),
                Err(_) => hex::encode(bytes),
            },
        }
    }

    pub(crate) fn read(value: ValueRef<'_>) -> Result<Self, StoreError> {
        match value {
            ValueRef::Blob(bytes) => Ok(Self::Short(bytes.to_vec())),
            ValueRef::Text(text) => {
                Ok(Self::Text(std::str::from_utf8(text).map_err(|_| StoreError::Corrupt)?.to_owned()))
            }
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => Err(StoreError::Corrupt),
        }
    }
}

impl ToSql for Txid {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Short(bytes) => bytes.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}

/// An event as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) ts_ms: i64,
    txid: Txid,
    pub(crate) result: i64,
    pub(crate) app: i64,
    pub(crate) user: i64,
    texts: [Option<i64>; TEXTS],
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
    pub(crate) fn of(tx: &Transaction, names: &mut Names, sign_in: &SignIn) -> Result<Self, StoreError> {
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
        let mut numbers = [None; TEXTS];
        for (number, text) in numbers.iter_mut().zip(texts) {
            *number = text.as_deref().map(|text| names.text(tx, text)).transpose()?;
        }
        Ok(Self {
            ts_ms: sign_in.ts_ms,
            txid: Txid::pack(&sign_in.txid),
            result: result_number(sign_in.result),
            app: names.app(tx, sign_in.app_key.as_deref(), sign_in.app_name.as_deref())?,
            user: names.user(tx, sign_in.user_key.as_deref(), sign_in.user_name.as_deref())?,
            texts: numbers,
            extra: sign_in.extra.clone(),
        })
    }

    pub(crate) fn reason(&self) -> Option<i64> {
        self.texts[REASON]
    }

    pub(crate) fn factor(&self) -> Option<i64> {
        self.texts[FACTOR]
    }

    /// The number of the text that stands in a column.
    pub(crate) fn text(&self, role: Role) -> Option<i64> {
        self.texts[match role {
            Role::AppName => 0,
            Role::UserName => 1,
            Role::Reason => REASON,
            Role::Factor => FACTOR,
            Role::Ip => 5,
            Role::Country => 6,
        }]
    }

    fn values(&self) -> impl Iterator<Item = ToSqlOutput<'_>> {
        let txid = match &self.txid {
            Txid::Short(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Txid::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        };
        let int = |int: i64| ToSqlOutput::Owned(Value::Integer(int));
        let maybe = move |number: Option<i64>| number.map_or(ToSqlOutput::Owned(Value::Null), int);
        let extra = match &self.extra {
            Some(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            None => ToSqlOutput::Owned(Value::Null),
        };
        [int(self.ts_ms), txid, int(self.result), int(self.app), int(self.user)]
            .into_iter()
            .chain(self.texts.map(maybe))
            .chain([extra])
    }
}

/// Stores an event; the later content of a key wins.
pub(crate) fn put(tx: &Transaction, event: &Event) -> Result<Outcome, StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO sign_ins VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
           ?18, ?19) ON CONFLICT DO NOTHING",
    )?;
    if insert.execute(params_from_iter(event.values()))? == 1 {
        return Ok(Outcome::Inserted);
    }
    let old = get(tx, event)?;
    if old == *event {
        return Ok(Outcome::Repeated);
    }
    tx.prepare_cached(
        "UPDATE sign_ins SET result = ?3, app = ?4, user = ?5, app_name = ?6, user_name = ?7, reason = ?8,
           factor = ?9, event_type = ?10, ip = ?11, country = ?12, city = ?13, os = ?14, browser = ?15,
           hostname = ?16, auth_device = ?17, trusted_endpoint = ?18, extra = ?19 WHERE ts_ms = ?1 AND txid = ?2",
    )?
    .execute(params_from_iter(event.values()))?;
    Ok(Outcome::Changed(Box::new(old)))
}

fn get(tx: &Transaction, event: &Event) -> Result<Event, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT result, app, user, app_name, user_name, reason, factor, event_type, ip, country, city, os, browser,
           hostname, auth_device, trusted_endpoint, extra FROM sign_ins WHERE ts_ms = ?1 AND txid = ?2",
    )?;
    Ok(select.query_row((event.ts_ms, &event.txid), |row| stored(row, event.ts_ms, event.txid.clone()))?)
}

fn stored(row: &Row<'_>, ts_ms: i64, txid: Txid) -> rusqlite::Result<Event> {
    let mut texts = [None; TEXTS];
    for (column, text) in (3..).zip(&mut texts) {
        *text = row.get(column)?;
    }
    Ok(Event {
        ts_ms,
        txid,
        result: row.get(0)?,
        app: row.get(1)?,
        user: row.get(2)?,
        texts,
        extra: row.get(16)?,
    })
}

/// Deletes the oldest events before a time, at most `most`, and gives them back.
pub(crate) fn take_before(tx: &Transaction, before_ms: i64, most: usize) -> Result<Vec<Event>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT result, app, user, app_name, user_name, reason, factor, event_type, ip, country, city, os, browser,
           hostname, auth_device, trusted_endpoint, extra, ts_ms, txid FROM sign_ins WHERE ts_ms < ?1
         ORDER BY ts_ms, txid LIMIT ?2",
    )?;
    let mut rows = select.query((before_ms, i64::try_from(most).unwrap_or(i64::MAX)))?;
    let mut taken = Vec::new();
    while let Some(row) = rows.next()? {
        taken.push(stored(row, row.get(17)?, Txid::read(row.get_ref(18)?)?)?);
    }
    drop(rows);
    let mut delete = tx.prepare_cached("DELETE FROM sign_ins WHERE ts_ms = ?1 AND txid = ?2")?;
    for event in &taken {
        delete.execute((event.ts_ms, &event.txid))?;
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_packed_without_loss() {
        let texts = [
            "5b4a3c2d-0000-4aaa-8bbb-0123456789ab",
            "5B4A3C2D-0000-4AAA-8BBB-0123456789AB",
            "5b4a3c2d00004aaa8bbb0123456789ab",
            "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
            "0F1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
            "",
            "tx\0 \u{202e}\"'",
        ];
        for text in texts {
            assert_eq!(Txid::pack(text).unpack(), text);
        }
        assert!(matches!(Txid::pack(texts[0]), Txid::Short(bytes) if bytes.len() == 16));
        assert!(matches!(Txid::pack(texts[3]), Txid::Short(bytes) if bytes.len() == 32));
    }
}
