//! One run over the data sets.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::DataSet;
use domain::analysis::Rules;
use duo_api::{ApiError, Client, RetryPolicy};
use store::{ClientDb, StoreError};
use tokio_util::sync::CancellationToken;

use super::Board;
use super::objects;
use super::outcome::{Stop, unanswered};
use crate::Code;
use crate::api::{PermissionState, SyncStatus};
use crate::check::ask_again;
use crate::failpoint::failpoint;

/// What a run reads from and writes to.
pub(crate) struct Source {
    pub(crate) client: Client,
    pub(crate) db: Arc<ClientDb>,
    pub(crate) board: Arc<Board>,
    pub(crate) cancel: CancellationToken,
    pub(crate) since_days: Option<u32>,
    /// A day that the logs read again.
    pub(crate) reread: Option<chrono::NaiveDate>,
    /// Days of the logs that are kept of this client; 0 = without end.
    pub(crate) log_days: u32,
    pub(crate) rules: Rules,
}

impl Source {
    /// Duo's time, as far as it is known.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.client.server_now()
    }

    /// Database work off the async threads.
    pub(super) async fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&ClientDb) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Stop> {
        let db = self.db.clone();
        Ok(tokio::task::spawn_blocking(move || work(&db)).await??)
    }

    /// Reads one set; how it ended is stored and told.
    async fn one(&self, set: DataSet) -> Result<(), Code> {
        if self.cancel.is_cancelled() {
            return Err(Code::Cancelled);
        }
        self.board.begin(set);
        let Err(stop) = objects::read(self, set).await else { return Ok(()) };
        let stop = self.told_apart(set, stop).await;
        let mark = stop.mark();
        // Another program that keeps the database would be waited for again; what is not noted is partial all the same.
        let marked = match stop {
            Stop::All(Code::DbBusy) => Ok(()),
            _ => self.store(move |db| db.mark(set, &mark)).await,
        };
        self.board.update(set, |status| {
            status.state = stop.state();
            status.code = Some(stop.code());
            status.requests_left = None;
        });
        match (stop, marked) {
            (Stop::All(code), _) | (_, Err(Stop::All(code))) => Err(code),
            _ => Ok(()),
        }
    }

    /// A 403 means that the right is missing, or that the edition lacks the set: the right's own question tells. An
    /// answer that does not come may be this set's alone, or the network's, where every other set would wait as long.
    async fn told_apart(&self, set: DataSet, stop: Stop) -> Stop {
        match stop {
            Stop::Denied if set.is_gated() => match ask_again(&self.client, set.needs(), true).await.state {
                PermissionState::Granted => Stop::NotInEdition,
                _ => stop,
            },
            Stop::Failed(code) if unanswered(code) && !self.reaches_duo().await => Stop::All(code),
            _ => stop,
        }
    }

    /// Whether Duo itself answers, be it with an error.
    async fn reaches_duo(&self) -> bool {
        let asked = self.client.clone().with_retry(RetryPolicy::check());
        match asked.ping().await {
            Ok(_) | Err(ApiError::Duo { .. } | ApiError::RateLimited | ApiError::BadJson { .. }) => true,
            Err(_) => false,
        }
    }

    async fn assess(&self) -> Result<(), Stop> {
        let now = self.now();
        let rules = self.rules.clone();
        failpoint!("assess.before");
        self.store(move |db| db.assess(&rules, now)).await?;
        failpoint!("assess.after");
        Ok(())
    }

    async fn checkpoint(&self) -> Result<(), Stop> {
        failpoint!("checkpoint.before");
        self.store(ClientDb::checkpoint).await?;
        failpoint!("checkpoint.after");
        Ok(())
    }
}

/// Reads the sets, the logs beside the others. The status at the end; its code says why the run ended early.
pub(crate) async fn run(source: &Source, sets: &[DataSet]) -> SyncStatus {
    // Windows of the log are planned in Duo's time; the PC's may be years off. What goes wrong here goes wrong again
    // with the first set, which tells it.
    let _ = source.client.ping().await;
    let (logs, inventory): (Vec<DataSet>, Vec<DataSet>) = sets.iter().partition(|set| set.is_log());
    let (offline, logs): (Vec<_>, Vec<_>) = logs.into_iter().partition(|set| *set == DataSet::OfflineLog);
    let (admin, logs): (Vec<_>, Vec<_>) = logs.into_iter().partition(|set| *set == DataSet::AdminLog);
    let inventory = async {
        for set in inventory {
            source.one(set).await?;
            if set == DataSet::Users {
                source.assess().await.map_err(|stop| stop.code())?;
            }
        }
        Ok::<(), Code>(())
    };
    // The sign-in log is by far the longest and comes last. Duo paces each log of the first generation by itself.
    let logs = one_by_one(source, logs.into_iter().rev().collect());
    let (admin, offline) = (one_by_one(source, admin), one_by_one(source, offline));
    // One side that must stop stops the other at its next page.
    let stop_other = |result: Result<(), Code>| {
        if result.is_err() {
            source.cancel.cancel();
        }
        result
    };
    let all = async {
        tokio::join!(
            async { stop_other(inventory.await) },
            async { stop_other(logs.await) },
            async { stop_other(admin.await) },
            async { stop_other(offline.await) },
        )
    };
    let (inventory, logs, admin, offline) = tokio::select! {
        ends = all => ends,
        never = source.board.tell_what_is_owed() => match never {},
    };
    let ends = [inventory.err(), logs.err(), admin.err(), offline.err()];
    if ends.contains(&Some(Code::DbBusy)) {
        return source.board.end(Some(Code::DbBusy));
    }
    let assessed = source.assess().await;
    // A log that could not be cut short now is cut short by the next run.
    let _ = source.checkpoint().await;
    let first = ends
        .into_iter()
        .chain([assessed.err().map(|stop| stop.code())])
        .flatten()
        .reduce(|one, other| if one == Code::Cancelled { other } else { one });
    source.board.end(first)
}

async fn one_by_one(source: &Source, sets: Vec<DataSet>) -> Result<(), Code> {
    for set in sets {
        source.one(set).await?;
    }
    Ok(())
}
