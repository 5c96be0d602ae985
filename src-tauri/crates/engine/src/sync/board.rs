//! What a sync tells while it runs: at most ten times a second.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::DataSet;
use duo_api::{Client, Clock, Governor};
use tokio::sync::Notify;

use crate::Code;
use crate::api::{DataSetState, DataSetStatus, Event, SyncStatus, Tag};
use crate::ports::EventSink;
use crate::sync::estimate::estimate;

const TELL_EVERY: Duration = Duration::from_millis(100);
/// Views are asked again while rows arrive, but not for every page.
const REFRESH_EVERY: Duration = Duration::from_secs(2);

/// A pause that Duo asks for is told from here on.
const WORTH_TELLING: Duration = Duration::from_mins(1);

/// A running sync's state.
pub(crate) struct Board {
    events: Arc<dyn EventSink>,
    clock: Arc<dyn Clock>,
    client: Client,
    inner: Mutex<Inner>,
    /// Something changed that it was too early to tell.
    owed: Notify,
}

struct Inner {
    status: SyncStatus,
    told: Option<Duration>,
    refreshed: Option<Duration>,
}

impl Board {
    pub(crate) fn new(
        events: Arc<dyn EventSink>,
        clock: Arc<dyn Clock>,
        client: Client,
        status: SyncStatus,
    ) -> Self {
        let inner = Mutex::new(Inner { status, told: None, refreshed: None });
        Self { events, clock, client, inner, owed: Notify::new() }
    }

    pub(crate) fn status(&self) -> SyncStatus {
        let mut inner = self.lock();
        self.count(&mut inner.status);
        inner.status.clone()
    }

    /// Changes a data set and tells, if it is time.
    pub(crate) fn update(&self, set: DataSet, change: impl FnOnce(&mut DataSetStatus)) {
        let mut inner = self.lock();
        if let Some(status) = inner.status.data_sets.iter_mut().find(|status| status.data_set == set) {
            change(status);
        }
        let (told, refreshed) = self.tell_what_is_due(&mut inner);
        if !(told && refreshed) {
            self.owed.notify_one();
        }
    }

    /// Whether the state was told, and whether that views may ask again was.
    fn tell_what_is_due(&self, inner: &mut Inner) -> (bool, bool) {
        let now = self.clock.monotonic();
        let due = |last: Option<Duration>, every| last.is_none_or(|last| now.saturating_sub(last) >= every);
        let (told, refreshed) = (due(inner.told, TELL_EVERY), due(inner.refreshed, REFRESH_EVERY));
        if told {
            inner.told = Some(now);
            self.count(&mut inner.status);
            let status = inner.status.clone();
            self.events.send(Event::SyncProgress { status });
        }
        if refreshed {
            inner.refreshed = Some(now);
            let client = Some(inner.status.client.clone());
            self.events.send(Event::Changed { tags: vec![Tag::ClientData], client });
        }
        (told, refreshed)
    }

    /// Tells what came too early to be told when it came: the next change may be a minute away. Does not end.
    pub(crate) async fn tell_what_is_owed(&self) -> Infallible {
        loop {
            self.owed.notified().await;
            for pause in [TELL_EVERY, REFRESH_EVERY] {
                tokio::time::sleep(pause).await;
                self.tell_what_is_due(&mut self.lock());
            }
        }
    }

    /// A data set begins.
    pub(crate) fn begin(&self, set: DataSet) {
        self.update(set, |status| {
            status.state = DataSetState::Running;
            status.code = None;
        });
    }

    /// Tells how it stands: a pause begins.
    pub(crate) fn tell(&self) {
        let status = self.status();
        self.events.send(Event::SyncProgress { status });
    }

    /// This run takes all of the believed quota from now on.
    pub(crate) fn speed_up(&self) {
        let mut inner = self.lock();
        inner.status.full_speed = true;
        let status = inner.status.clone();
        self.events.send(Event::SyncProgress { status });
    }

    /// Ends the run; always told.
    pub(crate) fn end(&self, code: Option<Code>) -> SyncStatus {
        let mut inner = self.lock();
        (inner.status.running, inner.status.full_speed) = (false, false);
        inner.status.code = code;
        self.count(&mut inner.status);
        let status = inner.status.clone();
        drop(inner);
        self.events.send(Event::SyncProgress { status: status.clone() });
        let client = Some(status.client.clone());
        self.events.send(Event::Changed { tags: vec![Tag::Clients, Tag::ClientData], client });
        status
    }

    /// Ends a run that panicked; what it was at is in part.
    pub(crate) fn break_off(&self) -> SyncStatus {
        for set in &mut self.lock().status.data_sets {
            if set.state == DataSetState::Running {
                (set.state, set.code) = (DataSetState::Partial, Some(Code::Internal));
            }
        }
        self.end(Some(Code::Internal))
    }

    /// What was asked and what is left to ask.
    fn count(&self, status: &mut SyncStatus) {
        status.requests_done = self.client.requests();
        status.waits_until = asked_to_wait_until(self.client.governor(), self.clock.utc());
        estimate(status, |class, requests| self.client.governor().eta(class, requests));
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Before this Duo asks not to be asked, where that is worth telling.
pub(crate) fn asked_to_wait_until(governor: &Governor, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let asked = governor.state().iter().filter_map(|class| class.asked_for).max()?;
    let wait = TimeDelta::from_std(asked).ok().filter(|_| asked >= WORTH_TELLING)?;
    now.checked_add_signed(wait)
}
