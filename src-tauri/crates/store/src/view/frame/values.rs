//! A column in memory.

use std::cmp::Ordering;
use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt};
use rusqlite::types::ValueRef;

use super::super::column::Form;
use super::super::folded;
use super::lists::{FillingLists, Lists, code};
use super::packed::Packed;
use crate::text::any_case;

/// No value. Neither this nor the largest number is held as a number.
pub(super) const NONE: i64 = i64::MIN;

/// The values of a column, by row.
pub(super) enum Values {
    Numbers(Packed),
    /// Not a number = none.
    Reals(Vec<f64>),
    Texts(Texts),
    Lists(Lists),
}

/// Texts, each once.
pub(super) struct Texts {
    /// By row; 0 = none, else one more than the text's place in `ends`.
    codes: Packed,
    /// One after another, in the order ANYCASE.
    all: String,
    /// Where each ends in `all`.
    ends: Packed,
    /// Texts that differ in case alone share a rank.
    ranks: Vec<u32>,
    folded: OnceLock<folded::Texts>,
}

impl Values {
    /// What puts rows in order; none last.
    pub(super) fn keys(&self, descending: bool) -> Vec<u64> {
        let key = |value: i64| match value {
            NONE => u64::MAX,
            value if descending => !(value.cast_unsigned() ^ (1 << 63)),
            value => value.cast_unsigned() ^ (1 << 63),
        };
        match self {
            Self::Numbers(numbers) => numbers.map(key),
            Self::Reals(reals) => reals.iter().map(|real| real_key(*real, descending)).collect(),
            Self::Texts(texts) => texts.codes.map(|code| key(texts.rank(code))),
            // Lists have no order.
            Self::Lists(lists) => vec![0; lists.len()],
        }
    }

    /// The rows rearranged: row `order[n]` becomes row n.
    pub(super) fn in_order(self, order: &[u32]) -> Self {
        match self {
            Self::Numbers(numbers) => Self::Numbers(numbers.in_order(order)),
            Self::Reals(reals) => Self::Reals(order.iter().map(|row| reals[*row as usize]).collect()),
            Self::Texts(texts) => Self::Texts(texts.in_order(order)),
            Self::Lists(lists) => Self::Lists(lists.in_order(order)),
        }
    }

    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.weight(),
            Self::Reals(reals) => reals.len() * 8,
            Self::Texts(texts) => texts.weight(),
            Self::Lists(lists) => lists.weight(),
        }
    }
}

/// The order of numbers that are not whole; none last.
fn real_key(real: f64, descending: bool) -> u64 {
    if real.is_nan() {
        return u64::MAX;
    }
    // −0 is 0.
    let bits = (real + 0.0).to_bits();
    let key = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
    if descending { !key } else { key }
}

/// A count that fits wherever rows are numbered.
pub(super) fn number_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.codes.len()
    }

    /// The rows rearranged: row `order[n]` becomes row n.
    pub(super) fn in_order(self, order: &[u32]) -> Self {
        Self { codes: self.codes.in_order(order), ..self }
    }

    pub(super) fn weight(&self) -> usize {
        // The folded copy is as long as the texts, with a number and an end of each.
        let folded = self.folded.get().map_or(0, |_| self.all.len() + self.ends.len() * 16);
        self.codes.weight() + self.all.len() + self.ends.weight() + self.ranks.len() * 4 + folded
    }

    /// The number of a row's text; 0 = none.
    pub(super) fn code(&self, row: usize) -> i64 {
        self.codes.at(row)
    }

    pub(super) fn of_code(&self, code: i64) -> Option<&str> {
        let at = index(code).checked_sub(1)?;
        let end = |at: usize| index(self.ends.at(at));
        self.all.get(at.checked_sub(1).map_or(0, end)..end(at))
    }

    /// How many of the rows bear each text, and how many bear none.
    pub(super) fn counted(&self, rows: impl Iterator<Item = usize>) -> (Vec<(&str, u64)>, u64) {
        let mut counts = vec![0_u64; self.ends.len() + 1];
        for row in rows {
            counts[index(self.code(row))] += 1;
        }
        let none = counts[0];
        let texts = self.texts().zip(counts.into_iter().skip(1));
        (texts.filter(|(_, rows)| *rows > 0).collect(), none)
    }

    pub(super) fn rank(&self, code: i64) -> i64 {
        match self.ranks.get(index(code).wrapping_sub(1)) {
            Some(rank) => i64::from(*rank),
            None => NONE,
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let mut from = 0;
        (0..self.ends.len()).map(move |at| {
            let to = index(self.ends.at(at));
            let text = &self.all[from..to];
            from = to;
            text
        })
    }

    /// The rows whose text meets a condition; `none` = whether those without one do.
    pub(super) fn rows(&self, none: bool, holds: impl Fn(&str) -> bool) -> Vec<bool> {
        let holds: Vec<bool> = std::iter::once(none).chain(self.texts().map(holds)).collect();
        self.by_code(&holds)
    }

    /// The rows whose text contains a folded needle.
    pub(super) fn containing(&self, needle: &str) -> Vec<bool> {
        let folded = self.folded.get_or_init(|| {
            let mut folded = folded::Texts::default();
            for (text, code) in self.texts().zip(1..) {
                folded.add(code, text);
            }
            folded
        });
        let mut found = vec![false; self.ends.len() + 1];
        for code in folded.holding(needle) {
            if let Some(found) = usize::try_from(code).ok().and_then(|code| found.get_mut(code)) {
                *found = true;
            }
        }
        self.by_code(&found)
    }

    fn by_code(&self, holds: &[bool]) -> Vec<bool> {
        self.codes.map(|code| holds[index(code)])
    }
}

/// A place or a length as it is packed.
fn position(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// A number that counts from 0.
fn index(number: i64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A column while it is read.
pub(super) enum Filling {
    Numbers(Vec<i64>),
    Reals(Vec<f64>),
    Lists(FillingLists),
    Texts { codes: Vec<u32>, known: HashMap<Box<str>, u32> },
}

impl Filling {
    /// None = columns of this form are not held.
    pub(super) fn of(form: Form) -> Option<Self> {
        match form {
            Form::Text => Some(Self::Texts { codes: Vec::new(), known: HashMap::new() }),
            Form::Int | Form::Time | Form::TimeMs | Form::Bool | Form::Code(_) | Form::Mask(_) => {
                Some(Self::Numbers(Vec::new()))
            }
            Form::Percent => Some(Self::Reals(Vec::new())),
            Form::Names(_) => Some(Self::Lists(FillingLists::new())),
            Form::EventTime | Form::Json | Form::Dict | Form::Txid => None,
        }
    }

    /// False where the value is none that such a column holds.
    pub(super) fn add(&mut self, value: ValueRef<'_>) -> bool {
        match (self, value) {
            (Self::Numbers(numbers), ValueRef::Null) => numbers.push(NONE),
            (Self::Numbers(numbers), ValueRef::Integer(number)) if number != NONE && number != i64::MAX => {
                numbers.push(number);
            }
            (Self::Reals(reals), ValueRef::Null) => reals.push(f64::NAN),
            (Self::Reals(reals), ValueRef::Real(real)) => reals.push(real),
            (Self::Lists(lists), list) => lists.add(list),
            (Self::Texts { codes, .. }, ValueRef::Null) => codes.push(0),
            (Self::Texts { codes, known }, ValueRef::Text(text)) => {
                let Ok(text) = std::str::from_utf8(text) else { return false };
                codes.push(code(known, text));
            }
            _ => return false,
        }
        true
    }

    /// None = the column is not held.
    pub(super) fn done(self) -> Option<Values> {
        Some(match self {
            Self::Numbers(numbers) => Values::Numbers(Packed::of(numbers.into_iter())),
            Self::Reals(reals) => Values::Reals(reals),
            Self::Lists(lists) => Values::Lists(lists.done()?),
            Self::Texts { codes, known } => Values::Texts(sorted(&codes, known)),
        })
    }
}

pub(super) fn sorted(codes: &[u32], known: HashMap<Box<str>, u32>) -> Texts {
    let count = known.len();
    let mut texts: Vec<(u64, Box<str>, u32)> =
        known.into_iter().map(|(text, code)| (prefix(&text), text, code)).collect();
    let order =
        |a: &(u64, Box<str>, u32), b: &(u64, Box<str>, u32)| a.0.cmp(&b.0).then_with(|| any_case(&a.1, &b.1));
    texts.sort_unstable_by(order);
    let mut ranks: Vec<u32> = Vec::with_capacity(count);
    let mut renumbered = vec![0_i64; count + 1];
    let (mut all, mut ends) = (String::new(), Vec::with_capacity(count));
    for (at, one) in texts.iter().enumerate() {
        let rank = match (at.checked_sub(1).and_then(|before| texts.get(before)), ranks.last()) {
            (Some(before), Some(rank)) => rank + u32::from(order(before, one) != Ordering::Equal),
            _ => 0,
        };
        ranks.push(rank);
        all.push_str(&one.1);
        ends.push(position(all.len()));
        if let Some(new) = renumbered.get_mut(one.2 as usize) {
            *new = position(at + 1);
        }
    }
    all.shrink_to_fit();
    Texts {
        codes: Packed::of(codes.iter().map(|code| renumbered[*code as usize])),
        all,
        ends: Packed::of(ends.into_iter()),
        ranks,
        folded: OnceLock::new(),
    }
}

/// The first eight bytes in the order of ANYCASE, most significant first.
fn prefix(text: &str) -> u64 {
    let mut bytes = [0; 8];
    let mut at = 0;
    let mut buffer = [0; 4];
    for letter in text.chars().flat_map(char::to_lowercase) {
        for byte in letter.encode_utf8(&mut buffer).bytes() {
            let Some(place) = bytes.get_mut(at) else { return u64::from_be_bytes(bytes) };
            (*place, at) = (byte, at + 1);
        }
    }
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(texts: &[Option<&str>]) -> Texts {
        let mut filling = Filling::of(Form::Text).unwrap();
        for text in texts {
            assert!(filling.add(text.map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes()))));
        }
        match filling.done() {
            Some(Values::Texts(texts)) => texts,
            _ => unreachable!(),
        }
    }

    #[test]
    fn what_no_such_column_holds_is_refused() {
        let mut numbers = Filling::of(Form::Int).unwrap();
        assert!(!numbers.add(ValueRef::Integer(NONE)));
        assert!(!numbers.add(ValueRef::Real(1.0)));
        assert!(!Filling::of(Form::Text).unwrap().add(ValueRef::Text(b"\xff")));
        assert!(!Filling::of(Form::Percent).unwrap().add(ValueRef::Text(b"1")));
        assert!(Filling::of(Form::Txid).is_none());
        let mut lists = FillingLists::new();
        lists.add(ValueRef::Text(b"[1]"));
        assert!(lists.done().is_none());
    }

    #[test]
    fn lists_stay_together_when_rows_are_rearranged() {
        let mut lists = FillingLists::new();
        for list in ["[\"Ab\",\"c\"]", "[]", "[null]", "[\"c\"]"] {
            lists.add(ValueRef::Text(list.as_bytes()));
        }
        let lists = lists.done().unwrap();
        assert_eq!(lists.rows(|text| text == "c"), [true, false, false, true]);
        let lists = lists.in_order(&[3, 2, 1, 0]);
        assert_eq!(lists.rows(|text| text == "c"), [true, false, false, true]);
        assert_eq!(lists.containing("b"), [false, false, false, true]);
        assert_eq!(lists.empty(), [false, false, true, false]);
    }

    #[test]
    fn reals_order_with_none_last() {
        let values = Values::Reals(vec![1.5, f64::NAN, -0.0, 0.0, -2.5]);
        let order = |descending| {
            let mut rows: Vec<(u64, usize)> = values.keys(descending).into_iter().zip(0..).collect();
            rows.sort_unstable();
            rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>()
        };
        assert_eq!(order(false), [4, 2, 3, 0, 1]);
        assert_eq!(order(true), [0, 2, 3, 4, 1]);
    }

    proptest! {
        #[test]
        fn texts_rank_as_the_collation_orders_them(all in proptest::collection::vec("[a-cA-C\\x00ÄäΣσςİ🦀]{0,11}", 1..40)) {
            let held = texts(&all.iter().map(|text| Some(text.as_str())).collect::<Vec<_>>());
            for (a, one) in all.iter().enumerate() {
                for (b, other) in all.iter().enumerate() {
                    let rank = |row: usize| held.rank(held.codes.at(row));
                    prop_assert_eq!(rank(a).cmp(&rank(b)), any_case(one, other));
                }
                prop_assert!(held.rows(false, |text| text == one)[a]);
            }
        }

        #[test]
        fn numbers_order_with_none_last(all in proptest::collection::vec(proptest::option::of(-5_i64..5), 0..20)) {
            let values = Values::Numbers(Packed::of(all.iter().map(|one| one.unwrap_or(NONE))));
            for descending in [false, true] {
                let keys = values.keys(descending);
                let mut rows: Vec<usize> = (0..all.len()).collect();
                rows.sort_by_key(|row| keys[*row]);
                let sorted: Vec<_> = rows.into_iter().map(|row| all[row]).collect();
                let mut expected = all.clone();
                expected.sort_by_key(|one| (one.is_none(), one.map(|one| if descending { -one } else { one })));
                prop_assert_eq!(sorted, expected);
            }
        }
    }
}
