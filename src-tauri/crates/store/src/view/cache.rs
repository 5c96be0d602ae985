//! Answers kept until the next write, so that page 500 costs no more than page 1.

use std::sync::{Arc, Mutex, PoisonError};

use super::folded::Folded;
use super::frame::Frames;
use super::log::{Gathered, Ordered, Total};
use super::query::{Condition, Row, Sort, ViewName, ViewQuery};
use super::statement::Edge;
use crate::StoreError;

/// Answers of a kind that are kept.
const ANSWERS: usize = 6;
/// What they may weigh together, in row numbers: 16 MB.
const WEIGHT: usize = 2_000_000;
/// What a whole row weighs.
const ROW: usize = 200;

/// What is kept for the views.
#[derive(Default)]
pub(crate) struct Cache {
    pub(super) lists: Kept<List>,
    pub(super) totals: Kept<u64>,
    pub(super) counted: Kept<Total>,
    pub(super) ordered: Kept<Ordered>,
    pub(super) gathered: Kept<Gathered>,
    pub(super) folded: Folded,
    pub(super) frames: Frames,
}

/// Every row of a query without its window, in order.
#[derive(Clone)]
pub(super) enum List {
    /// Row numbers.
    Ids(Arc<Vec<i64>>),
    /// Whole rows, of views that have few.
    Rows(Arc<Vec<Row>>),
}

/// Something that takes room.
pub(super) trait Weigh {
    fn weight(&self) -> usize;
}

impl Weigh for List {
    fn weight(&self) -> usize {
        match self {
            Self::Ids(ids) => ids.len(),
            Self::Rows(rows) => rows.len() * ROW,
        }
    }
}

impl Weigh for u64 {
    fn weight(&self) -> usize {
        1
    }
}

/// What an answer depends on.
#[derive(PartialEq)]
pub(super) struct Key {
    generation: i64,
    edge: Edge,
    view: ViewName,
    filter: Vec<Condition>,
    search: Option<String>,
    sort: Option<Sort>,
    told: Option<Arc<str>>,
}

impl Key {
    pub(super) fn new(generation: i64, edge: Edge, view: ViewName, query: &ViewQuery) -> Self {
        Self {
            generation,
            edge: edge.keyed(view),
            view,
            filter: query.filter.clone(),
            search: query.search.clone(),
            sort: query.sort.clone(),
            told: query.told.clone(),
        }
    }

    /// For what does not depend on the order.
    pub(super) fn unordered(mut self) -> Self {
        self.sort = None;
        self
    }
}

/// Answers, the one used last at the end.
pub(super) struct Kept<T>(Mutex<Vec<(Key, T)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone + Weigh> Kept<T> {
    /// The answer kept, or a new one.
    pub(super) fn get_or(
        &self,
        key: Key,
        make: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(kept) = self.get(&key) {
            return Ok(kept);
        }
        let answer = make()?;
        self.put(key, answer.clone());
        Ok(answer)
    }

    /// The answer kept.
    pub(super) fn get(&self, key: &Key) -> Option<T> {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = answers.iter().position(|(other, _)| other == key)?;
        let found = answers.remove(at);
        let answer = found.1.clone();
        answers.push(found);
        Some(answer)
    }

    /// Keeps an answer in place of one to the same.
    pub(super) fn put(&self, key: Key, answer: T) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.retain(|(other, _)| {
            (other.view != key.view || other.generation == key.generation) && *other != key
        });
        answers.push((key, answer));
        while answers.len() > ANSWERS || answers.iter().map(|(_, one)| one.weight()).sum::<usize>() > WEIGHT {
            answers.remove(0);
        }
    }
}
