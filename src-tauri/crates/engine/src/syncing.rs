//! Starting, stopping and describing syncs.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use chrono::{DateTime, Utc};
use domain::{DataSet, Permission};
use duo_api::{
    ApiHost, Client, Credentials, Governor, IntegrationKey, OnWait, Pacing, RetryPolicy, SecretKey,
};
use futures::FutureExt as _;
use store::{Connection, DataSetRow};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::api::{ClientRef, CommandError, DataSetState, DataSetStatus, Event, Nothing, SyncStatus, Tag};
use crate::lock::SyncLock;
use crate::sync::{self, Board, Source, SyncOptions, asked_to_wait_until, run};
use crate::{Code, Engine, logs};

/// Syncs under way, by connection.
#[derive(Default)]
pub(crate) struct Syncs {
    running: Mutex<HashMap<String, Running>>,
    /// When a sync of this program during which Duo answered ended, by connection.
    heard: Mutex<HashMap<String, DateTime<Utc>>>,
}

#[derive(Clone)]
struct Running {
    board: Arc<Board>,
    cancel: CancellationToken,
    /// Turns true when the run has ended.
    ended: watch::Receiver<bool>,
}

impl Syncs {
    pub(crate) fn running(&self, client: &str) -> bool {
        self.lock().contains_key(client)
    }

    /// Notes that the run under way reads at full speed; false where none is.
    pub(crate) fn speed_up(&self, client: &str) -> bool {
        let board = self.lock().get(client).map(|running| running.board.clone());
        board.inspect(|board| board.speed_up()).is_some()
    }

    /// Stops a sync and waits until its last page is stored or rolled back.
    pub(crate) async fn stop(&self, client: &str) {
        let running = self.lock().get(client).cloned();
        if let Some(mut running) = running {
            running.cancel.cancel();
            // The sender is dropped at the end at the latest.
            let _ = running.ended.wait_for(|ended| *ended).await;
        }
    }

    /// When a sync of this program during which Duo answered last ended, by this computer's clock.
    pub(crate) fn heard(&self, client: &str) -> Option<DateTime<Utc>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).get(client).copied()
    }

    fn hear(&self, client: &str, at: DateTime<Utc>) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).insert(client.to_owned(), at);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// Starts a sync in the background and ends a pause; one that runs already goes on.
    pub async fn sync_start(self: &Arc<Self>, client: ClientRef) -> Result<SyncStatus, CommandError> {
        let pacing = self.pacing_of(&client.client).await?;
        self.begin(client, SyncOptions { pacing, ..SyncOptions::default() }).await
    }

    pub(crate) async fn begin(
        self: &Arc<Self>,
        client: ClientRef,
        options: SyncOptions,
    ) -> Result<SyncStatus, CommandError> {
        if !self.syncs.running(&client.client) {
            self.set_paused(&client.client, false).await?;
            let prepared = self.prepare(&client.client, options).await?;
            let (engine, began) = (self.clone(), self.ports.clock.monotonic());
            tokio::spawn(async move {
                let status = engine.carry_out(prepared).await;
                let seconds = engine.ports.clock.monotonic().saturating_sub(began).as_secs();
                let (client, code) = (status.client.clone(), status.ending());
                engine.ports.events.send(Event::SyncEnded { client, seconds, code });
            });
        }
        self.sync_status(client).await
    }

    /// Stops a sync; the page under way is stored or not, never half.
    pub async fn sync_cancel(self: &Arc<Self>, client: ClientRef) -> Result<Nothing, CommandError> {
        self.syncs.stop(&client.client).await;
        Ok(Nothing {})
    }

    /// How fast a client may be read: half of what its account is believed to allow.
    pub(crate) async fn pacing_of(&self, client: &str) -> Result<Pacing, CommandError> {
        let sample = self.connection(client).await?.sample;
        Ok(if sample { Pacing::Unlimited } else { Pacing::Polite })
    }

    /// State of the run under way, or of the data sets as stored.
    pub async fn sync_status(self: &Arc<Self>, client: ClientRef) -> Result<SyncStatus, CommandError> {
        let board = self.syncs.lock().get(&client.client).map(|running| running.board.clone());
        match board {
            Some(board) => Ok(board.status()),
            None => self.stored_status(&client.client).await,
        }
    }

    /// Syncs to the end; ends a pause.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, `SYNC_RUNNING`, keychain and database codes. How the reading went is in the status.
    pub async fn sync(
        self: &Arc<Self>,
        client: &str,
        options: SyncOptions,
    ) -> Result<SyncStatus, CommandError> {
        self.set_paused(client, false).await?;
        self.sync_as_is(client, options).await
    }

    pub(crate) async fn sync_as_is(
        self: &Arc<Self>,
        client: &str,
        options: SyncOptions,
    ) -> Result<SyncStatus, CommandError> {
        let prepared = self.prepare(client, options).await.inspect_err(|refused| {
            tracing::info!(client, code = refused.code.as_str(), "sync not begun");
        })?;
        Ok(self.carry_out(prepared).await)
    }

    async fn stored_status(self: &Arc<Self>, client: &str) -> Result<SyncStatus, CommandError> {
        let host = self.connection(client).await?.host;
        let (sets, back_to) = self.read(client, |db| Ok((db.data_sets()?, read_back_to(db)?))).await?;
        let data_sets = sets.iter().map(|row| stored(row, &back_to)).collect();
        let paused = self.paused(client).await?;
        let elsewhere = self.is_read_elsewhere(client);
        let now = self.ports.clock.utc();
        let waits_until = self.governor_of(&host).and_then(|account| asked_to_wait_until(&account, now));
        Ok(SyncStatus { elsewhere, paused, waits_until, data_sets, ..SyncStatus::of(client) })
    }

    /// Whether another program on this data folder reads the client now.
    pub fn is_read_elsewhere(&self, client: &str) -> bool {
        !self.syncs.running(client) && SyncLock::is_held(&self.data_dir, client)
    }

    /// The way to a connection's tenant.
    ///
    /// # Errors
    /// Codes of the fields, `CA_FILE` and the like.
    pub(crate) async fn duo(
        self: &Arc<Self>,
        connection: &Connection,
        secret: SecretKey,
        governor: Arc<Governor>,
        cancel: CancellationToken,
    ) -> Result<Client, CommandError> {
        let credentials = credentials(connection, secret)?;
        let transport =
            if connection.sample { self.ports.transports.sample().transport } else { self.https().await? };
        Ok(Client::new(Arc::new(credentials), transport, self.ports.clock.clone(), governor)
            .with_account(Self::account_of(connection)?)
            .with_cancel(cancel))
    }

    async fn prepare(self: &Arc<Self>, id: &str, options: SyncOptions) -> Result<Prepared, CommandError> {
        let connection = self.connection(id).await?;
        refuse_draft(&connection)?;
        if self.syncs.running(id) {
            return Err(CommandError::new(Code::SyncRunning));
        }
        let secret = match options.secret {
            Some(secret) => secret,
            None => self.secret_of(&connection).await?,
        };
        let governor = self.paced(&connection.host, options.pacing).await?;
        let waiting: Arc<OnceLock<Weak<Board>>> = Arc::default();
        let limits = self.ports.transports.network().settings.for_sync();
        let client = self
            .duo(&connection, secret, governor, options.cancel.clone())
            .await?
            .with_waits(tell_waits(waiting.clone()))
            .with_retry(RetryPolicy { max_rate_limit_wait: options.max_wait, ..limits });
        let sets: Vec<_> = DataSet::ALL
            .into_iter()
            .filter(|set| options.only.as_ref().is_none_or(|only| only.contains(set)))
            .collect();
        let mut status = self.stored_status(id).await?;
        (status.running, status.paused, status.elsewhere) = (true, false, false);
        status.full_speed = options.pacing == Pacing::Full;
        for row in &mut status.data_sets {
            if sets.contains(&row.data_set) {
                (row.state, row.code, row.requests) = (DataSetState::Waiting, None, 0);
                row.requests_left = sync::expected(row);
            }
        }
        let rules = self.licence_rules().await?;
        let asked = id.to_owned();
        let log_days = self.registry(move |registry| Ok(registry.details(&asked)?.log_days.into())).await?;
        let board =
            Arc::new(Board::new(self.ports.events.clone(), self.ports.clock.clone(), client.clone(), status));
        waiting.get_or_init(|| Arc::downgrade(&board));
        let db = self.database(id).await?;
        let lock = SyncLock::take(&self.data_dir, id)?;
        let (ending, ended) = watch::channel(false);
        let running = Running { board: board.clone(), cancel: options.cancel.clone(), ended };
        {
            let mut syncs = self.syncs.lock();
            if syncs.contains_key(id) {
                return Err(CommandError::new(Code::SyncRunning));
            }
            syncs.insert(id.to_owned(), running);
        }
        if let Err(error) = self.forget_sums(id).await {
            self.syncs.lock().remove(id);
            return Err(error);
        }
        let source = Source {
            client,
            db,
            board,
            cancel: options.cancel,
            since_days: options.since_days,
            reread: options.reread,
            log_days,
            rules,
        };
        Ok(Prepared { connection, source, sets, ending, lock })
    }

    async fn carry_out(self: &Arc<Self>, prepared: Prepared) -> SyncStatus {
        let Prepared { connection, source, sets, ending, lock } = prepared;
        let id = connection.id.clone();
        let listed = Listed(&self.syncs, &id);
        let began = self.ports.clock.monotonic();
        // Every data set at once is a large future; on the heap it is nobody else's.
        let running = AssertUnwindSafe(Box::pin(run(&source, &sets))).catch_unwind().await;
        let status = running.unwrap_or_else(|_| source.board.break_off());
        logs::sync_ended(&status, &sets, self.ports.clock.monotonic().saturating_sub(began));
        if status.code == Some(Code::DbCorrupt) {
            self.found_damaged(&id).await;
        }
        // What cannot be kept is learnt again.
        let _ = self.keep_pace(&connection.host).await;
        // A clock that cannot be noted is measured again.
        let _ = self.keep_clock(&id, &source.client).await;
        // A state that cannot be written must not hide how the sync went.
        let _ = self.remember(connection, &status).await;
        // A trend without this point is told by its gap.
        let _ = self.note_licences(&id, &status).await;
        // Figures that are not kept are made when they are asked for.
        let _ = self.refresh_sums(&id).await;
        drop(lock);
        drop(listed);
        ending.send_replace(true);
        self.ports
            .events
            .send(Event::Changed { tags: vec![Tag::Clients, Tag::ClientData], client: Some(id) });
        status
    }

    /// Notes how far this computer's clock is from Duo's, as the answers told.
    async fn keep_clock(&self, id: &str, client: &Client) -> Result<(), CommandError> {
        let Some(skew) = client.skew() else { return Ok(()) };
        let (id, at, seconds) = (id.to_owned(), self.ports.clock.utc(), skew.num_seconds());
        self.syncs.hear(&id, at);
        self.registry(move |registry| registry.set_clock_skew(&id, at, seconds)).await
    }

    /// What a sync says about the connection: keys refused, rights gone or back.
    async fn remember(&self, connection: Connection, status: &SyncStatus) -> Result<(), CommandError> {
        // Its name, keys or state may have been changed while it was synced.
        let mut connection = self.connection(&connection.id).await?;
        if connection.status == "disconnected" {
            return Ok(());
        }
        let mut wanted = connection.wanted.iter().filter_map(|id| Permission::from_id(id));
        let (state, code) = match status.code {
            Some(Code::Cancelled) => return Ok(()),
            Some(code) => ("needs_attention", Some(code)),
            None if wanted.any(|right| status.is_missing(right)) => ("limited", Some(Code::PermMissing)),
            None if connection.status == "limited" => ("limited", None),
            None => ("verified", None),
        };
        // A right that the sync was refused was asked for twice: what an earlier check said of it is over.
        for (id, found) in &mut connection.permissions {
            if Permission::from_id(id).is_some_and(|right| status.is_missing(right)) {
                "missing".clone_into(found);
            }
        }
        state.clone_into(&mut connection.status);
        connection.status_code = code.map(|code| code.as_str().to_owned());
        self.registry(move |registry| registry.update_connection(&connection)).await
    }
}

/// A pause that Duo asks for is told when it begins; nothing else may happen before it is over.
fn tell_waits(board: Arc<OnceLock<Weak<Board>>>) -> OnWait {
    Arc::new(move |_| {
        if let Some(board) = board.get().and_then(Weak::upgrade) {
            board.tell();
        }
    })
}

/// Takes a run off the list at the end, also of one that panics: its client can be read again.
struct Listed<'a>(&'a Syncs, &'a str);

impl Drop for Listed<'_> {
    fn drop(&mut self) {
        self.0.lock().remove(self.1);
    }
}

struct Prepared {
    connection: Connection,
    source: Source,
    sets: Vec<DataSet>,
    ending: watch::Sender<bool>,
    lock: SyncLock,
}

/// Nobody has seen yet whose account a draft opens.
pub(crate) fn refuse_draft(connection: &Connection) -> Result<(), CommandError> {
    if connection.status == "draft" { Err(CommandError::new(Code::NotChecked)) } else { Ok(()) }
}

/// The row may have been edited on disk: host and key are checked again.
fn credentials(connection: &Connection, skey: SecretKey) -> Result<Credentials, CommandError> {
    Ok(Credentials {
        host: ApiHost::try_from(connection.host.as_str()).map_err(|_| CommandError::new(Code::HostNotDuo))?,
        ikey: IntegrationKey::try_from(connection.ikey.as_str())
            .map_err(|_| CommandError::new(Code::IkeyChars))?,
        skey,
    })
}

/// How far back each log was read without a break.
fn read_back_to(
    db: &store::ClientDb,
) -> Result<HashMap<DataSet, chrono::DateTime<chrono::Utc>>, store::StoreError> {
    let mut back_to = HashMap::new();
    for set in DataSet::LOGS {
        let lo = db.coverage_of(set)?.and_then(|(lo, _)| chrono::DateTime::from_timestamp_millis(lo));
        back_to.extend(lo.map(|lo| (set, lo)));
    }
    Ok(back_to)
}

/// A data set as the database has it.
fn stored(row: &DataSetRow, back_to: &HashMap<DataSet, chrono::DateTime<chrono::Utc>>) -> DataSetStatus {
    let state = match row.state.as_str() {
        "done" => DataSetState::Done,
        // Nothing runs: what says so was cut off.
        "running" | "partial" => DataSetState::Partial,
        "denied" => DataSetState::Denied,
        "not_in_edition" => DataSetState::NotInEdition,
        "not_offered" => DataSetState::NotOffered,
        "truncated" => DataSetState::Truncated,
        "failed" => DataSetState::Failed,
        _ => DataSetState::Never,
    };
    DataSetStatus {
        code: row.code.as_deref().and_then(Code::from_text),
        rows: row.rows,
        total: row.total,
        quarantined: row.quarantined,
        as_of: row.as_of,
        read_back_to: back_to.get(&row.set).copied(),
        ..DataSetStatus::of(row.set, state)
    }
}
