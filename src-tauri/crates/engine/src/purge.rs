//! Deleting events that are older than their clients keep them, at once, and giving the disk space back. A sync does the
//! first by itself; one that is under way is not disturbed.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::DataSet;
use store::{ClientDb, Connection, StoreError};

use crate::api::{CommandError, Event, Nothing, PurgeClient, PurgedClient, Tag};
use crate::lock::SyncLock;
use crate::sizes::beginning_with;
use crate::{Code, Engine};

/// Less than this is not worth writing a file anew for.
const WORTH: u64 = 1024 * 1024;

impl Engine {
    /// What [`Engine::purge`] would do, client by client; those to which it would do nothing are left out.
    ///
    /// # Errors
    /// Database codes of the registry. A client that cannot be looked at says so by itself.
    pub async fn purge_look(self: &Arc<Self>, _: Nothing) -> Result<Vec<PurgeClient>, CommandError> {
        let mut found = Vec::new();
        for (row, log_days) in self.kept_clients().await? {
            let one = self.purge_look_one(&row, log_days).await;
            let failed = |error: CommandError| PurgeClient {
                client: row.id.clone(),
                name: row.name.clone(),
                log_days,
                events: 0,
                oldest: None,
                unused: 0,
                code: Some(error.code),
            };
            found.push(one.unwrap_or_else(failed));
        }
        found.retain(|one| one.events > 0 || one.unused >= WORTH || one.code.is_some());
        Ok(found)
    }

    /// Deletes events that are older than their clients keep them, and gives back what is unused of their files.
    ///
    /// # Errors
    /// Database codes of the registry. What went wrong with a client is told by its code: `SYNC_RUNNING` where a sync is
    /// under way, which deletes by itself.
    pub async fn purge(self: &Arc<Self>, _: Nothing) -> Result<Vec<PurgedClient>, CommandError> {
        let mut done = Vec::new();
        for one in self.purge_look(Nothing {}).await? {
            let folder = self.data_dir.join("clients");
            let before = beginning_with(&folder, &one.client);
            let mut events = 0;
            let outcome = match one.code {
                Some(code) => Err(CommandError::new(code)),
                None => self.purge_one(&one, &mut events).await,
            };
            let freed = before.saturating_sub(beginning_with(&folder, &one.client));
            let code = outcome.err().map(|error| error.code);
            done.push(PurgedClient { client: one.client, name: one.name, events, freed, code });
        }
        Ok(done)
    }

    /// Clients whose data stays, with the days that they keep their events.
    async fn kept_clients(&self) -> Result<Vec<(Connection, u16)>, CommandError> {
        self.registry(|registry| {
            let leaving = registry.leaving()?;
            let going = |id: &str| leaving.iter().any(|one| one.delete_data && one.connection == id);
            let staying = registry.connections()?.into_iter().filter(|row| !going(&row.id));
            staying
                .map(|row| Ok((registry.details(&row.id)?.log_days, row)))
                .map(|kept| kept.map(|(days, row)| (row, days)))
                .collect()
        })
        .await
    }

    async fn purge_look_one(
        self: &Arc<Self>,
        row: &Connection,
        log_days: u16,
    ) -> Result<PurgeClient, CommandError> {
        let before_ms = oldest_kept(log_days, self.ports.clock.utc());
        let (old, unused) = self
            .read(&row.id, move |db| {
                let old = before_ms.map(|before_ms| db.older_than(before_ms)).transpose()?;
                Ok((old.unwrap_or_default(), db.unused_bytes()?))
            })
            .await?;
        let reading = self.syncs.running(&row.id) || self.is_read_elsewhere(&row.id);
        let worth = old.events > 0 || unused >= WORTH;
        Ok(PurgeClient {
            client: row.id.clone(),
            name: row.name.clone(),
            log_days,
            events: old.events,
            oldest: old.oldest_ms.and_then(DateTime::from_timestamp_millis),
            unused,
            code: (reading && worth).then_some(Code::SyncRunning),
        })
    }

    async fn purge_one(self: &Arc<Self>, one: &PurgeClient, events: &mut u64) -> Result<(), CommandError> {
        let _lock = SyncLock::take(&self.data_dir, &one.client)?;
        let now = self.ports.clock.utc();
        if let Some(before_ms) = oldest_kept(one.log_days, now).filter(|_| one.events > 0) {
            self.forget_sums(&one.client).await?;
            for set in DataSet::LOGS {
                while let deleted @ 1.. =
                    self.read(&one.client, move |db| db.prune_log(set, before_ms)).await?
                {
                    *events += deleted;
                }
            }
            let left = self.read(&one.client, move |db| prune_trust(db, before_ms)).await?;
            *events += left;
            let rules = self.licence_rules().await?;
            self.read(&one.client, move |db| db.assess(&rules, now)).await?;
            self.refresh_sums(&one.client).await?;
            let client = Some(one.client.clone());
            self.ports.events.send(Event::Changed { tags: vec![Tag::Clients, Tag::ClientData], client });
        }
        self.read(&one.client, ClientDb::compact).await
    }
}

/// How many events of Trust Monitor went.
fn prune_trust(db: &ClientDb, before_ms: i64) -> Result<u64, StoreError> {
    let old = db.older_than(before_ms)?.events;
    if old > 0 {
        db.prune_trust_events(before_ms)?;
    }
    Ok(old)
}

/// Events before this time (Unix milliseconds) are too old; none = they are kept without end.
fn oldest_kept(log_days: u16, now: DateTime<Utc>) -> Option<i64> {
    (log_days > 0).then(|| (now - TimeDelta::days(log_days.into())).timestamp_millis())
}
