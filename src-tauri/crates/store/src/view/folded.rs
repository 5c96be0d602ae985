//! The texts of the log, folded and one after another in memory, so that a needle is found without asking SQLite about
//! each of them.

use std::sync::{PoisonError, RwLock};

use rusqlite::Connection;

use crate::{StoreError, text};

/// Texts are only ever added to `dict`: what was read once stays true.
#[derive(Default)]
pub(crate) struct Folded(RwLock<Texts>);

/// Texts by ascending number.
#[derive(Default)]
pub(super) struct Texts {
    ids: Vec<i64>,
    /// Where the text of each number ends in `all`.
    ends: Vec<usize>,
    all: String,
}

impl Folded {
    /// The numbers of texts that contain a folded needle.
    pub(super) fn holding(&self, connection: &Connection, needle: &str) -> Result<Vec<i64>, StoreError> {
        self.read_on(connection)?;
        let texts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Ok(texts.holding(needle))
    }

    /// Reads texts that came since.
    pub(super) fn read_on(&self, connection: &Connection) -> Result<(), StoreError> {
        let newest: Option<i64> =
            connection.prepare_cached("SELECT max(id) FROM dict")?.query_row([], |row| row.get(0))?;
        let known = |texts: &Texts| newest.is_none_or(|newest| texts.last() >= newest);
        if known(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(());
        }
        let mut texts = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut statement =
            connection.prepare_cached("SELECT id, text FROM dict WHERE id > ?1 ORDER BY id")?;
        let mut rows = statement.query([texts.last()])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(1)?.as_str().map_err(|_| StoreError::Corrupt)?;
            texts.add(row.get(0)?, text);
        }
        Ok(())
    }
}

impl Texts {
    fn last(&self) -> i64 {
        self.ids.last().copied().unwrap_or(0)
    }

    pub(super) fn add(&mut self, id: i64, text: &str) {
        if text.is_ascii() {
            let from = self.all.len();
            self.all.push_str(text);
            self.all[from..].make_ascii_lowercase();
        } else {
            self.all.push_str(&text::fold(text));
        }
        self.ids.push(id);
        self.ends.push(self.all.len());
    }

    /// The numbers of texts that contain a folded needle.
    pub(super) fn holding(&self, needle: &str) -> Vec<i64> {
        if needle.is_empty() {
            return self.ids.clone();
        }
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.all.get(from..).and_then(|rest| rest.find(needle)) {
            let at = from + at;
            let text = self.ends.partition_point(|end| *end <= at);
            let (Some(id), Some(end)) = (self.ids.get(text), self.ends.get(text)) else { break };
            // One that runs into the next text is none, but the next one may begin anywhere after it.
            from = if at + needle.len() <= *end {
                found.push(*id);
                *end
            } else {
                at + self.all[at..].chars().next().map_or(1, char::len_utf8)
            };
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_needle_is_found_within_a_text_and_once() {
        let mut texts = Texts::default();
        for (id, text) in [(1, "Anna"), (4, "MÜLLER"), (5, ""), (9, "nan na"), (12, "ü")] {
            texts.add(id, text);
        }
        assert_eq!(texts.holding("an"), [1, 9]);
        assert_eq!(texts.holding("na"), [1, 9]);
        assert_eq!(texts.holding("ü"), [4, 12]);
        assert_eq!(texts.holding("am"), [0; 0]);
        assert_eq!(texts.holding("rn"), [0; 0]);
        assert_eq!(texts.holding(""), [1, 4, 5, 9, 12]);
    }
}
