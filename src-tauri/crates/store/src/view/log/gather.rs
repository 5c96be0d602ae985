//! The log by a column, every sign-in that matches looked at: the first of them in order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::super::cache::Weigh;
use super::by_text::{Sorting, Start};
use crate::StoreError;
use crate::view::statement::run;

/// Sign-ins that are kept in order, so that the next pages cost nothing.
const KEPT: usize = 16_384;
/// Pages that begin further back are left to SQL.
const DEEPEST: u64 = 1_000_000;

/// Sign-ins in order, without those before them.
#[derive(Clone)]
pub(in super::super) struct Gathered {
    /// How many those are, where it is known.
    passed: Option<u64>,
    ids: Arc<[i64]>,
    /// There are no more.
    ended: bool,
}

impl Weigh for Gathered {
    fn weight(&self) -> usize {
        self.ids.len()
    }
}

impl Gathered {
    /// A page of them; none = it is not among them, or not all of it.
    pub(super) fn page(&self, start: Start, wanted: usize) -> Option<Vec<i64>> {
        let at = match start {
            Start::At(offset) => usize::try_from(offset.checked_sub(self.passed?)?).ok()?,
            Start::After { id, .. } => self.ids.iter().position(|one| *one == id)? + 1,
        };
        let rows = self.ids.get(at..).unwrap_or_default();
        (self.ended || rows.len() >= wanted).then(|| rows.iter().take(wanted).copied().collect())
    }
}

impl Gathered {
    /// The page for which they were gathered.
    pub(super) fn page_from(&self, start: Start, wanted: usize) -> Vec<i64> {
        let at = match start {
            Start::At(offset) => usize::try_from(offset).unwrap_or(usize::MAX),
            Start::After { .. } => 0,
        };
        self.ids.iter().skip(at).take(wanted).copied().collect()
    }
}

/// The place of a text and of a sign-in beside it.
type Place = (usize, Reverse<i64>);

impl Sorting<'_> {
    /// The sign-ins from where a page begins, at least as many as it wants.
    pub(super) fn gather(&self, start: Start, wanted: usize) -> Result<Gathered, StoreError> {
        let groups = self.ordered.groups(self.sort.descending);
        let after: Option<Place> = match start {
            Start::At(_) => None,
            Start::After { text: None, id } => Some((groups.len(), Reverse(id))),
            Start::After { text: Some(text), id } => {
                let (group, found) = self.place(&groups, text)?;
                Some((group, Reverse(if found { id } else { i64::MAX })))
            }
        };
        let (passed, offset) = match start {
            Start::At(offset) => (Some(0), usize::try_from(offset).unwrap_or(usize::MAX)),
            Start::After { .. } => (None, 0),
        };
        let most = offset.saturating_add(wanted).max(KEPT);
        let mut ranks: HashMap<i64, usize> = HashMap::with_capacity(self.ordered.0.len());
        for (rank, group) in groups.iter().enumerate() {
            ranks.extend(group.iter().map(|one| (one.number, rank)));
        }
        let first = self.first(&ranks, groups.len(), after, most)?;
        let ended = first.len() < most;
        let ids: Arc<[i64]> = first.into_sorted_vec().into_iter().map(|(_, id)| id.0).collect();
        Ok(Gathered { passed, ids, ended })
    }

    fn first(
        &self,
        ranks: &HashMap<i64, usize>,
        none: usize,
        after: Option<Place>,
        most: usize,
    ) -> Result<BinaryHeap<Place>, StoreError> {
        let mut first = BinaryHeap::new();
        let Some(span) = self.log.span()? else { return Ok(first) };
        // Of equals the newest are first: those that come later seldom push one out.
        let order = if self.log.filter.by_user { "" } else { " ORDER BY e.id DESC" };
        let sql = format!("SELECT e.id, {} FROM {}{order}", self.column.sql, self.log.source());
        let mut statement = self.log.connection.prepare(&sql)?;
        let mut rows = run(&mut statement, self.log.edge, &self.log.values(span))?;
        let mut last: Option<(Option<i64>, usize)> = None;
        while let Some(row) = rows.next()? {
            let number: Option<i64> = row.get(1)?;
            let rank = match (last, number) {
                (Some((known, rank)), _) if known == number => rank,
                (_, None) => none,
                (_, Some(number)) => *ranks.get(&number).ok_or(StoreError::Corrupt)?,
            };
            last = Some((number, rank));
            let place = (rank, Reverse(row.get(0)?));
            if after.is_some_and(|after| place <= after) {
                continue;
            }
            if first.len() < most {
                first.push(place);
            } else if let Some(mut worst) = first.peek_mut().filter(|worst| place < **worst) {
                *worst = place;
            }
        }
        Ok(first)
    }
}

/// Whether a page begins too far back.
pub(super) fn too_deep(start: Start, wanted: usize) -> bool {
    matches!(start, Start::At(offset) if offset.saturating_add(wanted as u64) > DEEPEST)
}
