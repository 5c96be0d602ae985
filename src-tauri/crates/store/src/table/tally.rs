//! `log_texts`: how often each text stands in a column of the sign-in log, by the application or user beside it. Kept
//! in the same transaction as the rows, it answers totals, choices and the panel of an application without a scan.

use foldhash::{HashMap, HashMapExt};
use rusqlite::{Connection, Transaction, params};

use super::data_set::count;
use super::sign_in::Event;
use crate::StoreError;

/// Bits of a number of a text, an application or a user within a key.
const BITS: u32 = 30;
const MOST: i64 = (1 << BITS) - 1;

/// A column of the log whose texts are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    UserName,
    AppName,
    Reason,
    Factor,
    Country,
    Ip,
}

impl Role {
    const ALL: [Self; 6] =
        [Self::UserName, Self::AppName, Self::Reason, Self::Factor, Self::Country, Self::Ip];

    /// The role of a column of the view of sign-ins.
    pub(crate) fn of_column(id: &str) -> Option<Self> {
        Some(match id {
            "username" => Self::UserName,
            "app" => Self::AppName,
            "reason" => Self::Reason,
            "factor" => Self::Factor,
            "country" => Self::Country,
            "ip" => Self::Ip,
            _ => return None,
        })
    }

    const fn owner(self, event: &Event) -> i64 {
        match self {
            Self::UserName | Self::Ip => event.user,
            Self::AppName | Self::Reason | Self::Factor | Self::Country => event.app,
        }
    }

    /// Whether the texts are counted by user.
    pub(crate) const fn owner_is_user(self) -> bool {
        matches!(self, Self::UserName | Self::Ip)
    }

    /// The first and the last key of the role's texts.
    pub(crate) const fn keys(self) -> (i64, i64) {
        let first = (self as i64) << (2 * BITS);
        (first, first | ((1 << (2 * BITS)) - 1))
    }

    fn key(self, text: i64, owner: i64) -> Result<i64, StoreError> {
        if text > MOST || owner > MOST {
            return Err(StoreError::Corrupt);
        }
        Ok(self.keys().0 | text << BITS | owner)
    }
}

/// What a page of events changes, by key: sign-ins, and refused ones.
pub(crate) struct Tally(HashMap<i64, [i64; 2]>);

impl Tally {
    /// Room is made for as many events, each with a name and an address of its own.
    pub(crate) fn with_room(events: usize) -> Self {
        Self(HashMap::with_capacity(events.saturating_mul(2)))
    }

    /// `sign` −1 takes an event back.
    pub(crate) fn count(&mut self, event: &Event, sign: i64, refused: bool) -> Result<(), StoreError> {
        for role in Role::ALL {
            let text = event.text(role);
            if text == 0 {
                continue;
            }
            let sums = self.0.entry(role.key(text, role.owner(event))?).or_default();
            sums[0] += sign;
            sums[1] += sign * i64::from(refused);
        }
        Ok(())
    }

    pub(crate) fn apply(&self, tx: &Transaction) -> Result<(), StoreError> {
        // Two plain statements: SQLite keeps a journal of every page that an upsert touches.
        let mut update = tx.prepare_cached(
            "UPDATE log_texts SET count = count + ?2, refused = refused + ?3 WHERE id = ?1",
        )?;
        let mut insert =
            tx.prepare_cached("INSERT INTO log_texts (id, count, refused) VALUES (?1, ?2, ?3)")?;
        let mut clear = tx.prepare_cached("DELETE FROM log_texts WHERE id = ?1 AND count = 0")?;
        let mut sums: Vec<_> = self.0.iter().collect();
        sums.sort_unstable();
        for (key, [sum, refused]) in sums {
            if update.execute([key, sum, refused])? == 0 {
                insert.execute([key, sum, refused])?;
            }
            if *sum <= 0 {
                clear.execute([key])?;
            }
        }
        Ok(())
    }
}

/// Texts that stand in a column.
pub(crate) struct Among {
    /// Their numbers, a JSON list.
    pub(crate) texts: String,
    /// Sign-ins.
    pub(crate) count: u64,
    /// Owners, once for each text.
    pub(crate) owners: u64,
}

/// Those of the texts (a JSON list of numbers) that stand in a column.
pub(crate) fn among(connection: &Connection, role: Role, texts: &str) -> Result<Among, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT t.text, sum(t.count), count(*) FROM json_each(?2) j CROSS JOIN log_texts t
           ON t.id BETWEEN ?1 | (j.value << 30) AND ?1 | (j.value << 30) | 1073741823 GROUP BY j.key",
    )?;
    let mut rows = statement.query(params![role.keys().0, texts])?;
    let (mut texts, mut sum, mut owners) = (Vec::new(), 0, 0);
    while let Some(row) = rows.next()? {
        texts.push(row.get::<_, i64>(0)?);
        sum += row.get::<_, i64>(1)?;
        owners += row.get::<_, i64>(2)?;
    }
    Ok(Among { texts: serde_json::Value::from(texts).to_string(), count: count(sum), owners: count(owners) })
}

/// Sign-ins that have any text in a column.
pub(crate) fn total_of(connection: &Connection, role: Role) -> Result<u64, StoreError> {
    let total = connection
        .prepare_cached("SELECT coalesce(sum(count), 0) FROM log_texts WHERE id BETWEEN ?1 AND ?2")?
        .query_row(role.keys(), |row| row.get(0))?;
    Ok(count(total))
}

/// Texts that stand in a column, by their numbers: sign-ins and owners of each.
pub(crate) fn standing(connection: &Connection, role: Role) -> Result<Vec<(i64, u64, u64)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT text, count FROM log_texts WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let mut rows = statement.query(role.keys())?;
    let mut texts: Vec<(i64, u64, u64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (text, sum) = (row.get(0)?, count(row.get(1)?));
        match texts.last_mut().filter(|last| last.0 == text) {
            Some(last) => (last.1, last.2) = (last.1 + sum, last.2 + 1),
            None => texts.push((text, sum, 1)),
        }
    }
    texts.retain(|(_, sum, _)| *sum > 0);
    Ok(texts)
}

/// The numbers of texts, as a JSON list; those that the log does not know are left out.
pub(crate) fn exactly(connection: &Connection, texts: &[String]) -> Result<String, StoreError> {
    let texts = serde_json::Value::from(texts).to_string();
    Ok(connection
        .prepare_cached(
            "SELECT json_group_array(id) FROM dict WHERE text IN (SELECT value FROM json_each(?1))",
        )?
        .query_row([texts], |row| row.get(0))?)
}

/// Texts of a column with how often they stand there, commonest first; without those that have none.
pub(crate) fn commonest(
    connection: &Connection,
    role: Role,
    limit: usize,
) -> Result<Vec<(String, u64)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT text, count FROM log_texts WHERE id BETWEEN ?1 AND ?2")?;
    let mut rows = statement.query(role.keys())?;
    let mut sums: Vec<(i64, i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (text, count) = (row.get(0)?, row.get::<_, i64>(1)?);
        match sums.last_mut().filter(|last| last.0 == text) {
            Some(last) => last.1 += count,
            None => sums.push((text, count)),
        }
    }
    // Equals are in the order of their texts, so those at the cut are all looked at.
    sums.sort_unstable_by_key(|(_, count)| std::cmp::Reverse(*count));
    let least = sums.get(limit.saturating_sub(1)).map_or(i64::MIN, |(_, count)| *count);
    sums.truncate(sums.partition_point(|(_, count)| *count >= least));
    let mut text = connection.prepare_cached("SELECT text FROM dict WHERE id = ?1")?;
    let mut found: Vec<(String, u64)> = sums
        .into_iter()
        .map(|(id, sum)| Ok((text.query_row([id], |row| row.get(0))?, count(sum))))
        .collect::<Result<_, StoreError>>()?;
    found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.truncate(limit);
    Ok(found)
}

/// Texts of a column, whatever the application, commonest first; `refused`: in refused sign-ins only.
pub(crate) fn of_all(
    connection: &Connection,
    role: Role,
    refused: bool,
) -> Result<Vec<(String, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT d.text, sum(iif(?3, s.refused, s.count)) AS n FROM log_texts s JOIN dict d ON d.id = s.text
         WHERE s.id BETWEEN ?1 AND ?2 GROUP BY d.text HAVING n > 0 ORDER BY n DESC, d.text",
    )?;
    let (first, last) = role.keys();
    let rows = statement
        .query_map(params![first, last, refused], |row| Ok((row.get(0)?, count(row.get(1)?))))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Texts beside an application, commonest first; `refused`: in refused sign-ins only.
pub(crate) fn of_app(
    connection: &Connection,
    app: i64,
    role: Role,
    refused: bool,
) -> Result<Vec<(String, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT d.text, iif(?4, s.refused, s.count) AS n FROM log_texts s JOIN dict d ON d.id = s.text
         WHERE s.id BETWEEN ?1 AND ?2 AND s.owner = ?3 AND n > 0 ORDER BY n DESC, d.text",
    )?;
    let (first, last) = role.keys();
    let rows = statement
        .query_map(params![first, last, app, refused], |row| Ok((row.get(0)?, count(row.get(1)?))))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
