//! The round of all clients: what is due is read, a few clients at a time, and what is new about them is told once.

use std::sync::Arc;
use std::time::Duration;

use duo_api::Pacing;
use tokio_util::sync::CancellationToken;

use crate::api::{
    ClientSummary, CommandError, ConnectionState, Event, KeepFresh, Nothing, RoundOutcome, SyncStatus,
};
use crate::{Code, Engine, SyncOptions, lanes};

/// How often the window looks for what is due.
const LOOK: Duration = Duration::from_mins(5);

/// How a round is run.
#[derive(Clone)]
pub struct RoundOptions {
    /// Only data sets that are due, as often as this says; none = all of them.
    pub due: Option<KeepFresh>,
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
            loop {
                tokio::time::sleep(LOOK).await;
                let Some(engine) = engine.upgrade() else { return };
                let keep = engine.ports.preferences.get().keep_fresh;
                if keep == KeepFresh::Never {
                    continue;
                }
                let options = RoundOptions {
                    due: Some(keep),
                    pacing: Pacing::Polite,
                    max_wait: None,
                    cancel: CancellationToken::new(),
                };
                // Beside the round before: one that waits for a client in trouble keeps nobody else from being read.
                // A registry that cannot be read is told by whatever else reads it.
                tokio::spawn(async move { engine.round(options).await });
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
        let RoundOptions { due, pacing, max_wait, cancel } = options;
        let only = match due {
            Some(keep) => Some(self.due(client, keep).await?),
            None => None,
        };
        if only.as_ref().is_some_and(Vec::is_empty) {
            return Ok(None);
        }
        let cancel = cancel.child_token();
        let options = SyncOptions { only, pacing, max_wait, cancel, ..SyncOptions::default() };
        self.sync_as_is(client, options).await.map(Some)
    }
}
