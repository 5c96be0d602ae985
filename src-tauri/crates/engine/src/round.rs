//! The round of all clients: what is due is read, a few clients at a time, and what is new about them is told once.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::DataSet;
use duo_api::Pacing;
use tokio_util::sync::CancellationToken;

use crate::api::{
    ClientRef, ClientSummary, CommandError, ConnectionState, DataSetState, DataSetStatus, Event, KeepFresh,
    Nothing, RoundOutcome, SyncStatus,
};
use crate::{Code, Engine, SyncOptions, lanes};

/// Users, applications and the rest of the inventory are read anew after this long.
const INVENTORY: TimeDelta = TimeDelta::hours(24);
/// Logs are read on after this long.
const LOGS: TimeDelta = TimeDelta::hours(1);
/// How often the window looks for what is due.
const LOOK: Duration = Duration::from_mins(5);
/// How a round is run.
#[derive(Clone)]
pub struct RoundOptions {
    /// Only data sets that are due.
    pub due_only: bool,
    /// Half of the believed quota of each account, or all of it.
    pub pacing: Pacing,
    /// Longest wait for a rate limit of a client; none = as long as it takes.
    pub max_wait: Option<Duration>,
    /// Stops at the next page of each client.
    pub cancel: CancellationToken,
}

impl Engine {
    /// Reads every client whose secret is at hand; the sample, drafts and disconnected ones are left out.
    ///
    /// # Errors
    /// Database codes of the registry. How each client went is in its outcome.
    pub async fn round(self: &Arc<Self>, options: RoundOptions) -> Result<Vec<RoundOutcome>, CommandError> {
        let mut clients = self.clients(Nothing {}).await?;
        clients.retain(|client| {
            let idle = matches!(client.state, ConnectionState::Draft | ConnectionState::Disconnected);
            !client.sample && !idle && !self.syncs.running(&client.id) && !client.paused
        });
        let each = clients
            .into_iter()
            .map(|client| (client.host.clone(), self.clone().one_of_round(client, options.clone())));
        Ok(lanes::carry_out(self.places(), each).await)
    }

    /// Reads what is due, as often as the preferences have it, as long as the engine is in use.
    pub fn keep_fresh(self: &Arc<Self>) {
        let engine = Arc::downgrade(self);
        tokio::spawn(async move {
            let last: Arc<Mutex<Option<DateTime<Utc>>>> = Arc::default();
            loop {
                tokio::time::sleep(LOOK).await;
                let Some(engine) = engine.upgrade() else { return };
                let now = engine.ports.clock.utc();
                let before = *last.lock().unwrap_or_else(PoisonError::into_inner);
                if !is_time(engine.ports.preferences.get().keep_fresh, before, now) {
                    continue;
                }
                let mark =
                    |last: &Mutex<_>, at| *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
                mark(&last, now);
                let last = last.clone();
                let options = RoundOptions {
                    due_only: true,
                    pacing: Pacing::Polite,
                    max_wait: None,
                    cancel: CancellationToken::new(),
                };
                // Beside the round before: one that waits for a client in trouble keeps nobody else from being read.
                // A registry that cannot be read is told by whatever else reads it.
                tokio::spawn(async move {
                    let _ = engine.round(options).await;
                    // Counted from its end: what is read for a day was read before it, and is due after a day.
                    mark(&last, engine.ports.clock.utc());
                });
            }
        });
    }

    async fn one_of_round(self: Arc<Self>, client: ClientSummary, options: RoundOptions) -> RoundOutcome {
        let outcome = |synced: bool, code: Option<Code>, news: bool| RoundOutcome {
            client: client.id.clone(),
            name: client.name.clone(),
            synced,
            code,
            news,
        };
        if options.cancel.is_cancelled() {
            return outcome(false, Some(Code::Cancelled), false);
        }
        // It may have been paused while it waited for its turn.
        if self.paused(&client.id).await.unwrap_or(false) {
            return outcome(false, None, false);
        }
        let (synced, code) = match self.read_due(&client.id, options).await {
            Ok(None) => return outcome(false, None, false),
            Ok(Some(status)) => (true, status.ending()),
            Err(error) => (false, Some(error.code)),
        };
        let known = |code: Code| client.state_code == Some(code) || client.state == ConnectionState::Locked;
        let news = self.is_news(&client.id, code).await && !code.is_some_and(known);
        if let Some(code) = code.filter(|_| news) {
            let (client, name) = (client.id.clone(), client.name.clone());
            self.ports.events.send(Event::Attention { client, name, code });
        }
        outcome(synced, code, news)
    }

    /// Whether this trouble was not told by the rounds before, those of other programs included; it is from now on.
    async fn is_news(&self, client: &str, code: Option<Code>) -> bool {
        // A stop by hand is no trouble, and neither is that another program reads the client.
        if matches!(code, Some(Code::Cancelled | Code::SyncRunning)) {
            return false;
        }
        let id = client.to_owned();
        let told = self.registry(move |registry| {
            let (before, now) = (registry.told(&id)?, code.map(Code::as_str));
            let changed = before.as_deref() != now;
            if changed {
                registry.set_told(&id, now)?;
            }
            Ok(changed)
        });
        // What cannot be looked up is told rather twice than never.
        told.await.unwrap_or(true) && code.is_some()
    }

    /// None: nothing is due.
    pub(crate) async fn read_due(
        self: &Arc<Self>,
        client: &str,
        options: RoundOptions,
    ) -> Result<Option<SyncStatus>, CommandError> {
        let RoundOptions { due_only, pacing, max_wait, cancel } = options;
        let only = if due_only {
            let status = self.sync_status(ClientRef { client: client.to_owned() }).await?;
            let sets = due(&status.data_sets, self.ports.clock.utc());
            if sets.is_empty() {
                return Ok(None);
            }
            Some(sets)
        } else {
            None
        };
        let cancel = cancel.child_token();
        let options = SyncOptions { only, pacing, max_wait, cancel, ..SyncOptions::default() };
        self.sync_as_is(client, options).await.map(Some)
    }
}

/// Whether to look for what is due, having done so `last`. A clock that was put back does not keep it from being done.
fn is_time(keep: KeepFresh, last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    let every = match keep {
        KeepFresh::AsDue => TimeDelta::zero(),
        KeepFresh::SixHours => TimeDelta::hours(6),
        KeepFresh::Never => return false,
    };
    last.is_none_or(|last| now - last >= every || now < last)
}

/// The data sets to read now. Those that Duo refused or does not offer are asked for again with the inventory, so that
/// a right that was granted meanwhile is found.
fn due(sets: &[DataSetStatus], now: DateTime<Utc>) -> Vec<DataSet> {
    let old = |set: &DataSetStatus, after: TimeDelta| set.as_of.is_none_or(|read| now - read >= after);
    let refused = |set: &DataSetStatus| {
        matches!(set.state, DataSetState::Denied | DataSetState::NotInEdition | DataSetState::NotOffered)
    };
    let is_log = |set: &DataSetStatus| set.data_set.is_log();
    let stale = |set: &DataSetStatus| {
        !is_log(set) && !refused(set) && (set.state != DataSetState::Done || old(set, INVENTORY))
    };
    let inventory = sets.iter().any(stale);
    let log = |set: &DataSetStatus| set.state != DataSetState::Done || old(set, LOGS);
    sets.iter().filter(|set| if is_log(set) { log(set) } else { inventory }).map(|set| set.data_set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap() - TimeDelta::hours(hours)
    }

    fn set(data_set: DataSet, state: DataSetState, hours_ago: Option<i64>) -> DataSetStatus {
        DataSetStatus { as_of: hours_ago.map(at), ..DataSetStatus::of(data_set, state) }
    }

    #[test]
    fn when_the_window_looks() {
        use KeepFresh::{AsDue, Never, SixHours};
        for (keep, hours_ago, expected) in [
            (AsDue, None, true),
            (AsDue, Some(0), true),
            (SixHours, None, true),
            (SixHours, Some(5), false),
            (SixHours, Some(6), true),
            (SixHours, Some(-1), true),
            (Never, None, false),
            (Never, Some(48), false),
        ] {
            assert_eq!(is_time(keep, hours_ago.map(at), at(0)), expected, "{keep:?} {hours_ago:?}");
        }
    }

    #[test]
    fn what_is_due() {
        use DataSet::{SignIns, Tokens, Users};
        use DataSetState::{Denied, Done, Never, Partial};
        for (users, tokens, log, expected) in [
            ((Done, Some(23)), (Done, Some(23)), (Done, Some(0)), vec![]),
            ((Done, Some(23)), (Done, Some(23)), (Done, Some(1)), vec![SignIns]),
            ((Done, Some(24)), (Done, Some(3)), (Done, Some(0)), vec![Users, Tokens]),
            ((Done, Some(2)), (Denied, None), (Done, Some(0)), vec![]),
            ((Done, Some(25)), (Denied, None), (Done, Some(0)), vec![Users, Tokens]),
            ((Never, None), (Never, None), (Never, None), vec![Users, Tokens, SignIns]),
            ((Partial, Some(1)), (Done, Some(1)), (Done, Some(0)), vec![Users, Tokens]),
            ((Done, Some(2)), (Done, Some(2)), (Denied, Some(0)), vec![SignIns]),
        ] {
            let sets =
                [set(Users, users.0, users.1), set(Tokens, tokens.0, tokens.1), set(SignIns, log.0, log.1)];
            assert_eq!(due(&sets, at(0)), expected, "{sets:?}");
        }
    }
}
