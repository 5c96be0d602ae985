//! Sorted lists of row numbers, kept so that page 500 costs no more than page 1.

use std::sync::{Arc, Mutex, PoisonError};

use super::query::{Condition, Sort, ViewName, ViewQuery};
use super::statement::Edge;

/// Lists kept.
const LISTS: usize = 6;
/// Numbers kept over all lists: 16 MB.
const NUMBERS: usize = 2_000_000;

/// What a list depends on.
#[derive(PartialEq)]
pub(super) struct Key {
    generation: i64,
    edge: Edge,
    view: ViewName,
    filter: Vec<Condition>,
    search: Option<String>,
    sort: Option<Sort>,
}

impl Key {
    pub(super) fn new(generation: i64, edge: Edge, view: ViewName, query: &ViewQuery) -> Self {
        Self {
            generation,
            edge,
            view,
            filter: query.filter.clone(),
            search: query.search.clone(),
            sort: query.sort.clone(),
        }
    }
}

/// Lists, the one used last at the end.
#[derive(Default)]
pub(crate) struct Cache(Mutex<Vec<(Key, Arc<Vec<i64>>)>>);

impl Cache {
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Vec<i64>>> {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = lists.iter().position(|(other, _)| other == key)?;
        let found = lists.remove(at);
        let list = Arc::clone(&found.1);
        lists.push(found);
        Some(list)
    }

    pub(super) fn put(&self, key: Key, list: &Arc<Vec<i64>>) {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|(other, _)| other.generation == key.generation && *other != key);
        lists.push((key, Arc::clone(list)));
        while lists.len() > LISTS || lists.iter().map(|(_, list)| list.len()).sum::<usize>() > NUMBERS {
            lists.remove(0);
        }
    }
}
