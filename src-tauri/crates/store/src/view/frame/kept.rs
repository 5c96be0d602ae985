//! Frames, as long as nothing that they rest on was written.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::super::column::View;
use super::super::query::{ViewName, ViewQuery};
use super::super::statement::Edge;
use super::Frame;
use crate::StoreError;

/// Bytes that frames may take together, about: those of a hundred thousand users fit.
const WEIGHT: usize = 128 << 20;

/// The frames of a database, the one used last at the end.
#[derive(Default)]
pub(in super::super) struct Frames {
    kept: Mutex<Vec<Kept>>,
    /// Held while one is made, so that two threads do not make the same.
    making: Mutex<()>,
}

struct Kept {
    age: Age,
    held: Held,
}

/// A view in memory, or the word that it cannot be.
#[derive(Clone)]
enum Held {
    Frame(Arc<Frame>),
    TooLong,
}

impl Held {
    fn frame(self) -> Option<Arc<Frame>> {
        match self {
            Self::Frame(frame) => Some(frame),
            Self::TooLong => None,
        }
    }
}

/// What a frame depends on.
#[derive(Clone, PartialEq)]
pub(in super::super) struct Age {
    pub(in super::super) view: ViewName,
    pub(in super::super) generation: i64,
    pub(in super::super) edge: Edge,
    /// The rows of a view to which they are told.
    pub(in super::super) told: Option<Arc<str>>,
}

impl Frames {
    /// The frame of this age, where there is one.
    pub(in super::super) fn get(&self, age: &Age) -> Option<Arc<Frame>> {
        self.find(age)?.frame()
    }

    /// The frame of this age, made where there is none; none = it cannot be held.
    pub(in super::super) fn make(
        &self,
        connection: &Connection,
        view: &View,
        query: &ViewQuery,
        age: &Age,
        edge: Edge,
    ) -> Result<Option<Arc<Frame>>, StoreError> {
        if let Some(found) = self.find(age) {
            return Ok(found.frame());
        }
        let _one_at_a_time = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = self.find(age) {
            return Ok(found.frame());
        }
        let sibling = self.sibling(age);
        let sibling = sibling.map(|frame| frame.at(connection, view, query, edge)).transpose()?.flatten();
        let frame = match sibling {
            Some(frame) => Some(frame),
            None => Frame::build(connection, view, query, edge)?,
        };
        let held = frame.map_or(Held::TooLong, |frame| Held::Frame(Arc::new(frame)));
        self.put(Kept { age: age.clone(), held: held.clone() });
        Ok(held.frame())
    }

    fn find(&self, age: &Age) -> Option<Held> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|one| one.age == *age)?;
        let found = kept.remove(at);
        let held = found.held.clone();
        kept.push(found);
        Some(held)
    }

    /// One of the same rows at another edge.
    fn sibling(&self, age: &Age) -> Option<Arc<Frame>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let alike = |one: &&Kept| Age { edge: age.edge, ..one.age.clone() } == *age;
        kept.iter().rev().find(alike)?.held.clone().frame()
    }

    fn put(&self, new: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // What was told before is not told again.
        kept.retain(|one| {
            one.age.view != new.age.view
                || one.age.generation >= new.age.generation && one.age.told == new.age.told
        });
        kept.push(new);
        let weight = |one: &Kept| match &one.held {
            Held::Frame(frame) => frame.weight(),
            Held::TooLong => 0,
        };
        while kept.len() > 1 && kept.iter().map(weight).sum::<usize>() > WEIGHT {
            kept.remove(0);
        }
    }
}
