//! A column of lists in memory.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};
use rusqlite::types::ValueRef;

use super::values::{Texts, number_of, sorted};

/// Texts of every row.
pub(super) struct Lists {
    /// The elements of all rows, one row after another.
    elements: Texts,
    /// Where each row ends among the elements.
    ends: Vec<u32>,
}

impl Lists {
    /// From elements in any order of rows, each with the row that it belongs to and its code; none = there are too many.
    pub(super) fn of_elements(
        mut elements: Vec<(u32, u32)>,
        known: HashMap<Box<str>, u32>,
        rows: u32,
    ) -> Option<Self> {
        elements.sort_by_key(|(row, _)| *row);
        let mut at = 0;
        let ends = (0..rows).map(|row| {
            at += elements[at..].iter().take_while(|(owner, _)| *owner == row).count();
            number_of(at)
        });
        let ends = ends.collect();
        let codes: Vec<u32> = elements.into_iter().map(|(_, code)| code).collect();
        (codes.len() < u32::MAX as usize).then(|| Self { elements: sorted(&codes, known), ends })
    }

    /// The rows of which an element meets a condition.
    pub(super) fn rows(&self, holds: impl Fn(&str) -> bool) -> Vec<bool> {
        self.any(&self.elements.rows(false, holds))
    }

    /// The rows of which an element contains a folded needle.
    pub(super) fn containing(&self, needle: &str) -> Vec<bool> {
        self.any(&self.elements.containing(needle))
    }

    /// The rows without elements.
    pub(super) fn empty(&self) -> Vec<bool> {
        self.spans().map(|(from, to)| from == to).collect()
    }

    /// The elements of all rows.
    pub(super) const fn elements(&self) -> &Texts {
        &self.elements
    }

    /// Where a row's elements are.
    pub(super) fn span(&self, row: usize) -> Range<usize> {
        let from = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        from as usize..self.ends[row] as usize
    }

    /// The elements of a row, none first, the others in the order ANYCASE.
    pub(super) fn list(&self, row: usize) -> Vec<Option<&str>> {
        let mut codes: Vec<i64> = self.span(row).map(|at| self.elements.code(at)).collect();
        codes.sort_by_key(|code| self.elements.rank(*code));
        codes.into_iter().map(|code| self.elements.of_code(code)).collect()
    }

    fn any(&self, elements: &[bool]) -> Vec<bool> {
        self.spans().map(|(from, to)| elements[from..to].contains(&true)).collect()
    }

    fn spans(&self) -> impl Iterator<Item = (usize, usize)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, to)| (from as usize, *to as usize))
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The rows rearranged: row `order[n]` becomes row n.
    pub(super) fn in_order(self, order: &[u32]) -> Self {
        let spans: Vec<(usize, usize)> = self.spans().collect();
        let (mut places, mut ends) =
            (Vec::with_capacity(self.elements.len()), Vec::with_capacity(order.len()));
        for row in order {
            let (from, to) = spans[*row as usize];
            places.extend((from..to).filter_map(|at| u32::try_from(at).ok()));
            ends.push(number_of(places.len()));
        }
        Self { elements: self.elements.in_order(&places), ends }
    }

    pub(super) fn weight(&self) -> usize {
        self.elements.weight() + self.ends.len() * 4
    }
}

/// Lists while they are read.
#[derive(Default)]
pub(super) struct FillingLists {
    codes: Vec<u32>,
    ends: Vec<u32>,
    known: HashMap<Box<str>, u32>,
    /// A list of something else than texts.
    foreign: bool,
}

impl FillingLists {
    pub(super) fn new() -> Self {
        Self { known: HashMap::new(), ..Self::default() }
    }

    /// Adds a row's list, as JSON.
    pub(super) fn add(&mut self, value: ValueRef<'_>) {
        let list = match value {
            ValueRef::Null => Some(Vec::new()),
            ValueRef::Text(json) => serde_json::from_slice::<Vec<Option<String>>>(json).ok(),
            _ => None,
        };
        match list {
            Some(list) => {
                for element in list {
                    self.codes.push(element.map_or(0, |text| code(&mut self.known, &text)));
                }
            }
            None => self.foreign = true,
        }
        self.ends.push(number_of(self.codes.len()));
    }

    /// None = not all were lists of texts, or there are too many.
    pub(super) fn done(self) -> Option<Lists> {
        let whole = !self.foreign && self.codes.len() < u32::MAX as usize;
        whole.then(|| Lists { elements: sorted(&self.codes, self.known), ends: self.ends })
    }
}

/// The number of a text, which is given one if it has none.
pub(super) fn code(known: &mut HashMap<Box<str>, u32>, text: &str) -> u32 {
    if let Some(code) = known.get(text) {
        return *code;
    }
    let next = number_of(known.len() + 1);
    known.insert(text.into(), next);
    next
}
