//! `log_user_texts`: beside which users a text ever stood in a column of the sign-in log, so that a rare one is found by
//! the index of users. Kept in the same transaction as the rows; it never shrinks, so it may name more users than the
//! log still does, and never fewer.

use foldhash::{HashSet, HashSetExt};
use rusqlite::{Connection, Transaction, params};

use super::data_set::count;
use super::dict::CACHED;
use super::sign_in::Event;
use crate::StoreError;

/// Bits of a number of a text or a user within a key.
const BITS: u32 = 30;
const MOST: i64 = (1 << BITS) - 1;

/// A column of the log whose texts are known by user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    EventType,
    Country,
    City,
    Os,
    Browser,
    Hostname,
    AuthDevice,
    Trusted,
}

impl Place {
    pub(crate) const ALL: [Self; 8] = [
        Self::EventType,
        Self::Country,
        Self::City,
        Self::Os,
        Self::Browser,
        Self::Hostname,
        Self::AuthDevice,
        Self::Trusted,
    ];

    /// The place of a column of the view of sign-ins.
    pub(crate) fn of_column(id: &str) -> Option<Self> {
        Some(match id {
            "event_type" => Self::EventType,
            "country" => Self::Country,
            "city" => Self::City,
            "os" => Self::Os,
            "browser" => Self::Browser,
            "hostname" => Self::Hostname,
            "auth_device" => Self::AuthDevice,
            "trusted" => Self::Trusted,
            _ => return None,
        })
    }

    /// The first and the last key of a text; of number 0 where there is none.
    pub(crate) const fn keys(self, text: i64) -> (i64, i64) {
        let first = (self as i64) << (2 * BITS) | text << BITS;
        (first, first | MOST)
    }

    /// The first and the last key of the column.
    pub(crate) const fn all(self) -> (i64, i64) {
        (self.keys(0).0, self.keys(MOST).1)
    }
}

/// A user and the texts beside it, in the order of [`Place::ALL`].
type Combination = [u32; 1 + Place::ALL.len()];

/// Combinations that are stored.
#[derive(Default)]
pub(crate) struct Combinations(HashSet<Combination>);

/// Combinations that are not known to be stored.
#[derive(Default)]
pub(crate) struct Unstored(Vec<Combination>);

impl Unstored {
    /// Notes the texts of an event. Empty `known` when the transaction fails.
    pub(crate) fn note(&mut self, known: &mut Combinations, event: &Event) -> Result<(), StoreError> {
        let number = |number: i64| u32::try_from(number).ok().filter(|one| i64::from(*one) <= MOST);
        let mut combination: Combination = [0; 1 + Place::ALL.len()];
        combination[0] = number(event.user).ok_or(StoreError::Corrupt)?;
        for (slot, place) in combination[1..].iter_mut().zip(Place::ALL) {
            *slot = number(event.text_at(place)).ok_or(StoreError::Corrupt)?;
        }
        if known.0.contains(&combination) {
            return Ok(());
        }
        if known.0.len() >= CACHED {
            known.0.clear();
        }
        known.0.insert(combination);
        self.0.push(combination);
        Ok(())
    }

    pub(crate) fn apply(self, tx: &Transaction) -> Result<(), StoreError> {
        let mut keys: HashSet<i64> = HashSet::with_capacity(self.0.len());
        for [user, texts @ ..] in self.0 {
            let user = i64::from(user);
            keys.extend(
                Place::ALL.into_iter().zip(texts).map(|(place, text)| place.keys(text.into()).0 | user),
            );
        }
        let mut keys: Vec<i64> = keys.into_iter().collect();
        keys.sort_unstable();
        let mut insert = tx.prepare_cached("INSERT OR IGNORE INTO log_user_texts (id) VALUES (?1)")?;
        for key in keys {
            insert.execute([key])?;
        }
        Ok(())
    }
}

/// Users beside any of some texts (a JSON list of numbers), once for each text; counted up to a limit.
pub(crate) fn users(
    connection: &Connection,
    place: Place,
    texts: &str,
    limit: u64,
) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM json_each(?2) j CROSS JOIN log_user_texts t
       ON t.id BETWEEN ?1 | (j.value << 30) AND ?1 | (j.value << 30) | 1073741823 LIMIT ?3)";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = connection
        .prepare_cached(sql)?
        .query_row(params![place.all().0, texts, limit], |row| row.get::<_, i64>(0))?;
    Ok(count(found))
}

/// Users beside any other text than one, once for each text; counted up to a limit.
pub(crate) fn users_but(
    connection: &Connection,
    place: Place,
    text: i64,
    limit: u64,
) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM log_user_texts WHERE id >= ?1 AND id < ?2 UNION ALL
       SELECT 1 FROM log_user_texts WHERE id > ?3 AND id <= ?4 LIMIT ?5)";
    let ((first, last), (from, to)) = (place.all(), place.keys(text));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = connection
        .prepare_cached(sql)?
        .query_row([first, from, to, last, limit], |row| row.get::<_, i64>(0))?;
    Ok(count(found))
}

/// Texts that stand or stood in a column, by their numbers, with how many users each has; those are counted to one more
/// than `few`.
pub(crate) fn standing(
    connection: &Connection,
    place: Place,
    few: u64,
) -> Result<Vec<(i64, u64)>, StoreError> {
    let mut select =
        connection.prepare_cached("SELECT id FROM log_user_texts WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let last = place.all().1;
    // Text 0 = none.
    let mut from = place.keys(1).0;
    let mut texts: Vec<(i64, u64)> = Vec::new();
    // A text of many is left for the next one by a search instead of step by step.
    loop {
        let mut rows = select.query([from, last])?;
        let skipped = loop {
            let Some(row) = rows.next()? else { return Ok(texts) };
            let text = row.get::<_, i64>(0)? >> BITS & MOST;
            match texts.last_mut().filter(|known| known.0 == text) {
                Some(known) if known.1 >= few => {
                    known.1 += 1;
                    break text;
                }
                Some(known) => known.1 += 1,
                None => texts.push((text, 1)),
            }
        };
        from = place.keys(skipped).1.saturating_add(1);
        if from > last {
            return Ok(texts);
        }
    }
}
