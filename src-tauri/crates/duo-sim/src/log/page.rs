//! Pages of a log between two moments: a total order, positions that outlive the page, nothing twice and
//! nothing left out.

use std::collections::VecDeque;

use crate::log::timeline::Timeline;

/// An event's place in the order of a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// Milliseconds.
    pub(crate) ms: i64,
    /// Identifier of the event: the order inside one millisecond.
    pub(crate) id: String,
}

/// `sort`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Ascending,
    Descending,
}

/// What one page is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Query {
    /// Milliseconds, included.
    pub(crate) from_ms: i64,
    /// Milliseconds, included.
    pub(crate) to_ms: i64,
    pub(crate) limit: usize,
    pub(crate) order: Order,
    /// The page starts just after this place, in the order asked for.
    pub(crate) after: Option<Position>,
    /// Rows of this page with which the next begins.
    pub(crate) overlap: usize,
}

/// Event numbers of one page, and the place of the last when more follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slice {
    pub(crate) events: Vec<u64>,
    pub(crate) next: Option<Position>,
    pub(crate) total: u64,
}

/// A log that can be paged: instants, identifiers, and which events cannot be seen yet.
pub(crate) struct Source<'a> {
    pub(crate) timeline: &'a Timeline,
    pub(crate) id: &'a dyn Fn(u64) -> String,
    /// Events from this number on may be hidden …
    pub(crate) late_from: u64,
    /// … and this says which.
    pub(crate) hidden: &'a dyn Fn(u64) -> bool,
}

/// The page that a query asks for.
pub(crate) fn slice(source: &Source<'_>, query: &Query) -> Slice {
    let low = source.timeline.before(query.from_ms);
    let high = source.timeline.before(query.to_ms.saturating_add(1)).max(low);
    let hidden = (low.max(source.late_from)..high).filter(|k| (source.hidden)(*k)).count() as u64;
    let mut slice = Slice { events: Vec::new(), next: None, total: high - low - hidden };
    let mut cursor = Cursor { source, query, low, high, ahead: None };
    cursor.skip();
    // The places of the last rows: the next page begins after the first of them.
    let mut last = VecDeque::with_capacity(query.overlap + 1);
    while let Some(run) = cursor.run() {
        for (position, k) in run {
            if (source.hidden)(k) || !is_after(query, &position) {
                continue;
            }
            if slice.events.len() == query.limit {
                slice.next = last.pop_front();
                return slice;
            }
            slice.events.push(k);
            last.push_back(position);
            if last.len() > query.overlap + 1 {
                last.pop_front();
            }
        }
    }
    slice
}

/// Walks runs of events that share a millisecond, from one end of `low..high` to the other.
struct Cursor<'a> {
    source: &'a Source<'a>,
    query: &'a Query,
    low: u64,
    high: u64,
    /// The instant of the next event, where it has been looked at.
    ahead: Option<i64>,
}

impl Cursor<'_> {
    /// Leaves out what lies whole milliseconds before the position asked for.
    fn skip(&mut self) {
        let Some(after) = &self.query.after else { return };
        match self.query.order {
            Order::Ascending => self.low = self.source.timeline.before(after.ms).clamp(self.low, self.high),
            Order::Descending => {
                let end = self.source.timeline.before(after.ms.saturating_add(1));
                self.high = end.clamp(self.low, self.high);
            }
        }
    }

    /// The next run, in the order asked for.
    fn run(&mut self) -> Option<Vec<(Position, u64)>> {
        if self.low >= self.high {
            return None;
        }
        let timeline = self.source.timeline;
        let ascending = self.query.order == Order::Ascending;
        let mut run: Vec<(Position, u64)> = Vec::with_capacity(1);
        while self.low < self.high {
            let k = if ascending { self.low } else { self.high - 1 };
            let ms = self.ahead.take().unwrap_or_else(|| timeline.ms(k));
            if run.first().is_some_and(|(first, _)| first.ms != ms) {
                self.ahead = Some(ms);
                break;
            }
            run.push((Position { ms, id: (self.source.id)(k) }, k));
            if ascending { self.low += 1 } else { self.high -= 1 }
        }
        run.sort();
        if !ascending {
            run.reverse();
        }
        Some(run)
    }
}

fn is_after(query: &Query, position: &Position) -> bool {
    match (&query.after, query.order) {
        (None, _) => true,
        (Some(after), Order::Ascending) => position > after,
        (Some(after), Order::Descending) => position < after,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dice::Subject;
    use crate::log::uuid::uuid;

    const NOW: i64 = 1_795_000_000_000;

    fn pages(timeline: &Timeline, mut query: Query) -> Vec<Slice> {
        let id = |k| uuid(1, Subject::TransactionId, k);
        let source = Source { timeline, id: &id, late_from: timeline.len(), hidden: &|_| false };
        let mut pages = Vec::new();
        loop {
            let page = slice(&source, &query);
            query.after.clone_from(&page.next);
            pages.push(page);
            if query.after.is_none() {
                return pages;
            }
        }
    }

    proptest! {
        #[test]
        fn no_event_is_lost_or_repeated(
            seed in 0_u64..50, length in 0_u64..400, limit in 1_usize..60,
            ascending: bool, from in 0_i64..181, span in 0_i64..181,
        ) {
            let timeline = Timeline::new(seed, length, NOW);
            let from_ms = NOW - from * 86_400_000;
            let to_ms = from_ms + span * 86_400_000;
            let order = if ascending { Order::Ascending } else { Order::Descending };
            let pages = pages(&timeline, Query { from_ms, to_ms, limit, order, after: None, overlap: 0 });
            let walked: Vec<_> = pages.iter().flat_map(|p| p.events.clone()).collect();
            let mut expected: Vec<_> = (0..length)
                .filter(|k| (from_ms..=to_ms).contains(&timeline.ms(*k)))
                .map(|k| (timeline.ms(k), uuid(1, Subject::TransactionId, k), k))
                .collect();
            expected.sort();
            if !ascending {
                expected.reverse();
            }
            let expected: Vec<_> = expected.into_iter().map(|(_, _, k)| k).collect();
            prop_assert_eq!(&walked, &expected);
            for (place, page) in pages.iter().enumerate() {
                prop_assert_eq!(page.total, expected.len() as u64);
                prop_assert_eq!(page.events.len() == limit || place + 1 == pages.len(), true);
                prop_assert_eq!(page.events.is_empty(), expected.is_empty());
            }
        }
    }

    #[test]
    fn a_position_serves_as_a_checkpoint_in_another_window() {
        let timeline = Timeline::new(4, 500, NOW);
        let all =
            Query { from_ms: 0, to_ms: NOW, limit: 500, order: Order::Ascending, after: None, overlap: 0 };
        let whole = pages(&timeline, all.clone()).remove(0).events;
        let id = |k| uuid(1, Subject::TransactionId, k);
        let after = Position { ms: timeline.ms(whole[200]), id: id(whole[200]) };
        let rest = pages(&timeline, Query { after: Some(after), limit: 1000, ..all }).remove(0);
        assert_eq!(rest.events, whole[201..]);
    }

    #[test]
    fn a_hidden_event_is_neither_shown_nor_counted() {
        let timeline = Timeline::new(4, 100, NOW);
        let id = |k| uuid(1, Subject::TransactionId, k);
        let hidden = |k: u64| k >= 90 && k.is_multiple_of(3);
        let source = Source { timeline: &timeline, id: &id, late_from: 90, hidden: &hidden };
        let query =
            Query { from_ms: 0, to_ms: NOW, limit: 1000, order: Order::Descending, after: None, overlap: 0 };
        let page = slice(&source, &query);
        assert_eq!(page.total, 96);
        assert_eq!(page.events.len() as u64, page.total);
    }
}
