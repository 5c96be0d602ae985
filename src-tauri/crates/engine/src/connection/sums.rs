//! Figures of the list of clients, kept in the registry: showing forty clients must not open forty databases.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{DataSet, NotEvaluatedReason};
use serde::{Deserialize, Serialize};

use crate::api::{CommandError, Figure};
use crate::overview::{bypass, known, share};
use crate::{Code, Engine};

/// What the list shows of one client's data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sums {
    pub(crate) last_sync: Option<DateTime<Utc>>,
    pub(crate) billable: Figure,
    pub(crate) active_90: Figure,
    pub(crate) reclaimable: Figure,
    pub(crate) coverage: Figure,
    pub(crate) bypass: Figure,
}

impl Sums {
    fn unreadable() -> Self {
        let none = Figure::NotEvaluated(NotEvaluatedReason::NeverSynced { data_set: DataSet::Users });
        Self {
            last_sync: None,
            billable: none.clone(),
            active_90: none.clone(),
            reclaimable: none.clone(),
            coverage: none.clone(),
            bypass: none,
        }
    }
}

impl Engine {
    /// The figures as kept, or made anew when the data changed since. A damaged file has none, and spoils no list.
    pub(crate) async fn sums(self: &Arc<Self>, id: &str, kept: Option<&str>) -> Result<Sums, CommandError> {
        let made = match kept.and_then(|text| serde_json::from_str(text).ok()) {
            Some(sums) => Ok(sums),
            // What a running sync writes is kept when it ends.
            None if self.syncs.running(id) => self.make_sums(id).await,
            None => self.refresh_sums(id).await,
        };
        match made {
            Err(error) if error.code == Code::DbCorrupt => Ok(Sums::unreadable()),
            other => other,
        }
    }

    /// Makes a client's figures anew and keeps them: call it after anything that changes them.
    pub(crate) async fn refresh_sums(self: &Arc<Self>, id: &str) -> Result<Sums, CommandError> {
        let sums = self.make_sums(id).await?;
        if let Ok(text) = serde_json::to_string(&sums) {
            let id = id.to_owned();
            self.registry(move |registry| registry.set_client_sums(&id, Some(&text))).await?;
        }
        Ok(sums)
    }

    /// Forgets the figures: the data is about to change, and whatever ends that may not come to make them anew.
    pub(crate) async fn forget_sums(&self, id: &str) -> Result<(), CommandError> {
        let id = id.to_owned();
        self.registry(move |registry| registry.set_client_sums(&id, None)).await
    }

    async fn make_sums(self: &Arc<Self>, id: &str) -> Result<Sums, CommandError> {
        let (sets, totals) = self.read(id, |db| Ok((db.data_sets()?, db.user_totals()?))).await?;
        let users = |value: u64| known(&sets, DataSet::Users, value);
        let coverage = match users(0) {
            Figure::Value(_) => share(totals.can_mfa, totals.population),
            none @ Figure::NotEvaluated(_) => none,
        };
        Ok(Sums {
            last_sync: sets.iter().find(|set| set.set == DataSet::Users).and_then(|set| set.as_of),
            billable: users(totals.billable),
            active_90: users(totals.active_90),
            reclaimable: users(totals.ready()),
            coverage,
            bypass: bypass(&sets, &totals),
        })
    }
}
