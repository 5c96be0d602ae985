//! One point a sync.

use std::sync::Arc;

use domain::DataSet;
use domain::analysis::Lane;
use store::SnapshotRow;

use crate::Engine;
use crate::api::{ClientRef, CommandError, DataSetState, SyncStatus};
use crate::views::as_of;

impl Engine {
    /// Sums after each sync, oldest first.
    pub async fn licence_trend(self: &Arc<Self>, of: ClientRef) -> Result<Vec<SnapshotRow>, CommandError> {
        self.connection(&of.client).await?;
        self.read(&of.client, store::ClientDb::snapshots).await
    }

    /// Notes the sums after a sync; without users there are none.
    pub(crate) async fn note_licences(
        self: &Arc<Self>,
        client: &str,
        status: &SyncStatus,
    ) -> Result<(), CommandError> {
        let paid = self.terms_of(client).await?.into_iter().next().and_then(|terms| terms.paid);
        let cut = |set: DataSet| {
            status.data_sets.iter().any(|row| {
                row.data_set == set && matches!(row.state, DataSetState::Partial | DataSetState::Failed)
            })
        };
        let whole = status.code.is_none() && !cut(DataSet::Users) && !cut(DataSet::SignIns);
        self.read(client, move |db| {
            let Some(at) = as_of(&db.data_sets()?, &[DataSet::Users]) else { return Ok(()) };
            let sums = db.review_sums(None, 90, at)?;
            let ready = sums.cells.iter().filter(|cell| cell.lane == Some(Lane::Ready));
            let [active_30, active_60, active_90, _] = sums.active;
            db.put_snapshot(&SnapshotRow {
                at,
                whole,
                billable: sums.billable,
                enrolled: sums.enrolled,
                active_30,
                active_60,
                active_90,
                reclaim: ready.map(|cell| cell.users).sum(),
                bypass: sums.bypass,
                paid,
            })
        })
        .await
    }
}
