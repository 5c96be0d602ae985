//! The texts of the log, folded and one after another in memory, so that a needle is found and texts are put in order
//! without asking SQLite about each of them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
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
    /// Texts that the collation folds in another way, by their place: capital sigmas at the end of a word.
    otherwise: BTreeMap<usize, Box<str>>,
    /// The places of those that were put in order, in the order ANYCASE, and the rank of each; equal ones share it.
    order: Vec<usize>,
    ranks: Vec<u32>,
}

impl Folded {
    /// The numbers of texts that contain a folded needle.
    pub(super) fn holding(&self, connection: &Connection, needle: &str) -> Result<Vec<i64>, StoreError> {
        self.read_on(connection)?;
        let texts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Ok(texts.holding(needle))
    }

    /// The places of texts in the order ANYCASE; equal ones share it.
    pub(super) fn ranks(&self, connection: &Connection, numbers: &[i64]) -> Result<Vec<u32>, StoreError> {
        self.put_in_order(connection)?;
        let texts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        numbers.iter().map(|number| texts.rank(*number).ok_or(StoreError::Corrupt)).collect()
    }

    /// Puts texts that came since in their places.
    pub(super) fn put_in_order(&self, connection: &Connection) -> Result<(), StoreError> {
        self.read_on(connection)?;
        if self.0.read().unwrap_or_else(PoisonError::into_inner).is_in_order() {
            return Ok(());
        }
        self.0.write().unwrap_or_else(PoisonError::into_inner).put_in_order();
        Ok(())
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
            let folded = text::fold(text);
            let collated: String = text.chars().flat_map(char::to_lowercase).collect();
            if collated != folded {
                self.otherwise.insert(self.ids.len(), collated.into());
            }
            self.all.push_str(&folded);
        }
        self.ids.push(id);
        self.ends.push(self.all.len());
    }

    fn is_in_order(&self) -> bool {
        self.order.len() == self.ids.len()
    }

    /// The text at a place as the collation folds it.
    fn collated(&self, place: usize) -> &str {
        if let Some(text) = self.otherwise.get(&place) {
            return text;
        }
        let from = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[from..self.ends[place]]
    }

    fn put_in_order(&mut self) {
        let compare = |a: &usize, b: &usize| self.collated(*a).cmp(self.collated(*b));
        let mut new: Vec<usize> = (self.order.len()..self.ids.len()).collect();
        new.sort_unstable_by(compare);
        let (mut old, mut new) = (self.order.iter().copied().peekable(), new.into_iter().peekable());
        let mut order = Vec::with_capacity(self.ids.len());
        while let Some(place) = match (old.peek(), new.peek()) {
            (Some(a), Some(b)) if compare(a, b) == Ordering::Greater => new.next(),
            (Some(_), _) => old.next(),
            (None, _) => new.next(),
        } {
            order.push(place);
        }
        let mut ranks = vec![0; order.len()];
        let mut rank = 0;
        for (at, place) in order.iter().enumerate() {
            if at > 0 && compare(&order[at - 1], place) != Ordering::Equal {
                rank += 1;
            }
            ranks[*place] = rank;
        }
        (self.order, self.ranks) = (order, ranks);
    }

    fn rank(&self, number: i64) -> Option<u32> {
        // Numbers seldom have gaps.
        let near = usize::try_from(number.checked_sub(*self.ids.first()?)?).ok()?;
        let place = match self.ids.get(near) {
            Some(found) if *found == number => near,
            _ => self.ids.binary_search(&number).ok()?,
        };
        self.ranks.get(place).copied()
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
    use crate::text::any_case;

    #[test]
    fn texts_are_ranked_as_the_collation_orders_them_whenever_they_come() {
        let all =
            ["b", "Ärger", "", "ΟΔΟΣ", "οδοσ", "οδος", "ärger", "B", "a", "Zoë", "ΟΔΟΣ b", "İ", "i̇", "b"];
        for first in 0..all.len() {
            let mut texts = Texts::default();
            for (place, text) in all.iter().enumerate() {
                if place == first {
                    texts.put_in_order();
                }
                texts.add(3 + 2 * i64::try_from(place).unwrap(), text);
            }
            texts.put_in_order();
            let rank = |place: usize| texts.rank(3 + 2 * i64::try_from(place).unwrap()).unwrap();
            for (a, left) in all.iter().enumerate() {
                for (b, right) in all.iter().enumerate() {
                    assert_eq!(rank(a).cmp(&rank(b)), any_case(left, right), "{left} {right}");
                }
            }
            assert_eq!((texts.rank(4), texts.rank(1), texts.rank(99)), (None, None, None));
        }
    }

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
