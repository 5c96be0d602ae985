//! One turn of one class: who holds it may send one request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::class::EndpointClass;
use super::rate::Rate;
use crate::clock::Clock;

/// The right to send one request; ends when dropped.
pub struct Permit {
    turns: Vec<Turn>,
    clock: Arc<dyn Clock>,
    began: Duration,
    landed: bool,
    _account: OwnedSemaphorePermit,
}

pub(super) struct Turn {
    class: Arc<Class>,
    _place: OwnedSemaphorePermit,
}

impl Turn {
    /// Waits until no other request of the class is under way.
    pub(super) async fn of(class: &Arc<Class>) -> Option<Self> {
        let place = class.turn.clone().acquire_owned().await.ok()?;
        Some(Self { class: class.clone(), _place: place })
    }
}

impl Permit {
    pub(super) fn new(turns: Vec<Turn>, clock: Arc<dyn Clock>, account: OwnedSemaphorePermit) -> Self {
        let began = clock.monotonic();
        Self { turns, clock, began, landed: false, _account: account }
    }

    /// The answer has come, or none will.
    pub(crate) fn land(&mut self) {
        if !std::mem::replace(&mut self.landed, true) {
            let now = self.clock.monotonic();
            self.turns.iter().for_each(|turn| turn.class.rate().landed(self.began, now));
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.land();
    }
}

impl std::fmt::Debug for Permit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let classes: Vec<_> = self.turns.iter().map(|turn| turn.class.name).collect();
        f.debug_struct("Permit").field("classes", &classes).finish_non_exhaustive()
    }
}

pub(super) struct Class {
    pub(super) name: EndpointClass,
    turn: Arc<Semaphore>,
    rate: Mutex<Rate>,
}

impl Class {
    pub(super) fn new(name: EndpointClass) -> Self {
        let rate = Mutex::new(Rate::new(name.first_guess(), name.floor()));
        Self { name, turn: Arc::new(Semaphore::new(1)), rate }
    }

    pub(super) fn in_flight(&self) -> bool {
        self.turn.available_permits() == 0
    }

    pub(super) fn rate(&self) -> MutexGuard<'_, Rate> {
        self.rate.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
