//! A page of the log in another order than that of time.

use super::super::cache::{Cache, Key};
use super::super::query::{Sort, ViewQuery};
use super::super::statement::{limit, order};
use super::by_text::{Sorting, Start};
use super::effort::Effort;
use super::gather::too_deep;
use super::{Log, Ordered, Total, ViewRows, cursor};
use crate::StoreError;

/// When sign-ins are looked for in which way.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// So many are simply put in order.
    pub(super) gathered: u64,
    /// So many may be looked at text after text; more, and all that match are put in order.
    pub(super) walked: u64,
}

pub(super) const LIMITS: Limits = Limits { gathered: 100_000, walked: 1_000_000 };

impl Log<'_> {
    pub(super) fn by_column(
        &self,
        cache: &Cache,
        generation: i64,
        query: &ViewQuery,
        sort: &Sort,
        total: Total,
        limits: Limits,
    ) -> Result<ViewRows, StoreError> {
        let order = order(self.view, query)?;
        let column = self.view.column(&sort.column).ok_or(StoreError::UnknownColumn)?;
        let wanted = limit(query);
        let after = query.after.as_deref().map(|after| cursor::parse_by(after, sort)).transpose()?;
        let start = match after {
            Some((text, id)) => Start::After { text, id },
            None => Start::At(query.offset),
        };
        if !Ordered::knows(column) || too_deep(start, wanted) {
            if query.after.is_some() {
                return Err(StoreError::BadCursor);
            }
            // Who pages by number must know where the end is; the whole log is read for the order anyway.
            let total = if total.at_least { self.count_from(i64::MIN)? } else { total.rows };
            let ids = self.ordered(&order, query.offset, wanted)?;
            return Ok(ViewRows { rows: self.page(&ids)?, total, ..ViewRows::default() });
        }
        let edge = self.edge.keyed(self.view.name);
        let ascending = Sort { descending: false, ..sort.clone() };
        let all = ViewQuery { sort: Some(ascending), ..ViewQuery::default() };
        let key = Key::new(generation, edge, self.view.name, &all);
        let ordered = cache.ordered.get_or(key, || Ordered::read(self.connection, &cache.folded, column))?;
        let sorting = Sorting { log: self, cache, query, column, sort, ordered };
        let key = || Key::new(generation, edge, self.view.name, query);
        let mut ids = sorting.ids(start, wanted + 1, limits, key)?;
        let more = ids.len() > wanted;
        ids.truncate(wanted);
        let next = match ids.last().filter(|_| more) {
            Some(id) => Some(cursor::write_by(sort, sorting.text_of(*id)?, *id)),
            None => None,
        };
        let skip = if after.is_some() { 0 } else { usize::try_from(query.offset).unwrap_or(usize::MAX) };
        let total = total.seen(skip, ids.len(), more, after.is_none());
        Ok(ViewRows { rows: self.page(&ids)?, total: total.rows, at_least: total.at_least, next })
    }
}

impl Sorting<'_> {
    fn ids(
        &self,
        start: Start,
        wanted: usize,
        limits: Limits,
        key: impl Fn() -> Key,
    ) -> Result<Vec<i64>, StoreError> {
        let Some(span) = self.log.span()? else { return Ok(Vec::new()) };
        if let Some(page) = self.cache.gathered.get(&key()).and_then(|kept| kept.page(start, wanted)) {
            return Ok(page);
        }
        let mut effort = Effort::new(self.log.connection, limits.walked)?;
        if effort.cost(self.log.filter, span) > limits.gathered
            && let Some(ids) = self.walk(start, wanted, &mut effort)?
        {
            return Ok(ids);
        }
        let gathered = self.gather(start, wanted)?;
        let page = gathered.page_from(start, wanted);
        self.cache.gathered.put(key(), gathered);
        Ok(page)
    }
}
