//! One pace an account, shared by all that ask it at once and kept for the next start.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use duo_api::{Clock, EndpointClass, Governor, Learnt, Pacing};
use store::{PaceRow, Registry, StoreError};

use crate::Engine;
use crate::api::CommandError;

/// The accounts that were asked since the start, by host.
#[derive(Default)]
pub(crate) struct Paces {
    accounts: Mutex<HashMap<String, Account>>,
}

#[derive(Clone)]
struct Account {
    governor: Arc<Governor>,
    /// When what the registry holds was last written or read here, in Unix milliseconds.
    known: Arc<AtomicI64>,
}

/// What a governor learnt goes where the next start finds it.
#[derive(Clone)]
struct Notebook {
    registry: Arc<Registry>,
    clock: Arc<dyn Clock>,
    host: String,
    known: Arc<AtomicI64>,
}

impl Notebook {
    fn write(&self, learnt: &[Learnt]) -> Result<(), StoreError> {
        let now = self.clock.utc();
        let rows: Vec<_> = learnt.iter().map(|learnt| row(learnt, now)).collect();
        self.registry.set_paces(&self.host, &rows)?;
        self.known.fetch_max(now.timestamp_millis(), Ordering::Relaxed);
        Ok(())
    }
}

impl Engine {
    /// The pace of an account that is being asked already.
    pub(crate) fn governor_of(&self, host: &str) -> Option<Arc<Governor>> {
        let accounts = self.paces.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.get(host).map(|account| account.governor.clone())
    }

    /// The pace of an account, begun here if need be.
    pub(crate) fn governor_at(&self, host: &str) -> Arc<Governor> {
        self.account(host).governor
    }

    /// The pace of an account with what was learnt about it by other programs and earlier starts.
    ///
    /// # Errors
    /// Database codes.
    pub(crate) async fn governor(&self, host: &str) -> Result<Arc<Governor>, CommandError> {
        let Account { governor, known } = self.account(host);
        let asked = host.to_owned();
        let rows = self.registry(move |registry| registry.paces(&asked)).await?;
        let now = self.ports.clock.utc();
        let before = known.fetch_max(now.timestamp_millis(), Ordering::Relaxed);
        for row in rows.iter().filter(|row| row.as_of.timestamp_millis() > before) {
            if let Some(learnt) = learnt(row) {
                // A clock that was set back makes it fresh, not older than it is.
                let age = (now - row.as_of).to_std().unwrap_or_default();
                governor.remember(learnt, age);
            }
        }
        Ok(governor)
    }

    /// As [`Self::governor`], from now on at this pacing.
    ///
    /// # Errors
    /// Database codes.
    pub(crate) async fn paced(&self, host: &str, pacing: Pacing) -> Result<Arc<Governor>, CommandError> {
        let governor = self.governor(host).await?;
        governor.set_pacing(pacing);
        Ok(governor)
    }

    /// Keeps what was learnt about an account that is connected to.
    ///
    /// # Errors
    /// Database codes.
    pub(crate) async fn keep_pace(&self, host: &str) -> Result<(), CommandError> {
        let account = self.account(host);
        let (notebook, learnt) = (self.notebook(host, &account.known), account.governor.learnt());
        Ok(tokio::task::spawn_blocking(move || notebook.write(&learnt)).await??)
    }

    fn account(&self, host: &str) -> Account {
        let mut accounts = self.paces.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.entry(host.to_owned()).or_insert_with(|| self.new_account(host)).clone()
    }

    fn new_account(&self, host: &str) -> Account {
        let known = Arc::new(AtomicI64::new(0));
        let notebook = self.notebook(host, &known);
        // A refusal is kept at once: whatever ends this program must not cost another.
        let keep = move |governor: &Governor| {
            let (notebook, learnt) = (notebook.clone(), governor.learnt());
            tokio::task::spawn_blocking(move || notebook.write(&learnt));
        };
        let governor = Governor::new(Pacing::Polite, self.ports.clock.clone()).with_learnt(Arc::new(keep));
        Account { governor: Arc::new(governor), known }
    }

    fn notebook(&self, host: &str, known: &Arc<AtomicI64>) -> Notebook {
        Notebook {
            registry: self.registry.clone(),
            clock: self.ports.clock.clone(),
            host: host.to_owned(),
            known: known.clone(),
        }
    }
}

fn row(learnt: &Learnt, now: DateTime<Utc>) -> PaceRow {
    PaceRow {
        class: learnt.class.id().to_owned(),
        believed_per_minute: learnt.believed_per_minute,
        held_ms: u64::try_from(learnt.held_for.as_millis()).unwrap_or(u64::MAX),
        answered: learnt.answered,
        lately: learnt.lately,
        as_of: now,
    }
}

fn learnt(row: &PaceRow) -> Option<Learnt> {
    Some(Learnt {
        class: EndpointClass::from_id(&row.class)?,
        believed_per_minute: row.believed_per_minute,
        held_for: Duration::from_millis(row.held_ms),
        answered: row.answered,
        lately: row.lately,
    })
}
