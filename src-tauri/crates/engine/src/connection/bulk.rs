//! The same for several connections, two at a time; what failed comes first.

use std::sync::Arc;

use futures::StreamExt as _;

use crate::api::{
    ClientRef, ClientResult, ClientsAction, ClientsRun, CommandError, RowState, SyncStatus, Verdict,
};
use crate::sync::SyncOptions;
use crate::{Code, Engine};

/// How many run at once.
const AT_ONCE: usize = 2;

impl Engine {
    /// Checks or syncs several connections and tells how each went, failures first.
    pub async fn clients_run(self: &Arc<Self>, run: ClientsRun) -> Result<Vec<ClientResult>, CommandError> {
        let each = run.clients.into_iter().map(|id| self.run_one(id, run.action));
        let mut results: Vec<ClientResult> = futures::stream::iter(each).buffered(AT_ONCE).collect().await;
        results.sort_by_key(|result| result.code.is_none());
        Ok(results)
    }

    async fn run_one(self: &Arc<Self>, id: String, action: ClientsAction) -> ClientResult {
        let name = self.connection(&id).await.map(|row| row.name).unwrap_or_default();
        let code = match action {
            ClientsAction::Recheck => self.recheck_one(&id).await,
            ClientsAction::Sync => self.sync_one(&id).await,
        };
        ClientResult { client: id, name, code: code.unwrap_or_else(|error| Some(error.code)) }
    }

    async fn recheck_one(self: &Arc<Self>, id: &str) -> Result<Option<Code>, CommandError> {
        let report = self.connection_recheck(ClientRef { client: id.to_owned() }).await?;
        Ok(match report.verdict {
            Verdict::Verified => None,
            Verdict::Limited => Some(Code::PermMissing),
            Verdict::Failed => {
                report.checks.iter().find(|row| row.state == RowState::Fail).and_then(|row| row.code)
            }
        })
    }

    async fn sync_one(self: &Arc<Self>, id: &str) -> Result<Option<Code>, CommandError> {
        let pacing = self.pacing_of(id).await?;
        let SyncStatus { code, .. } = self.sync(id, SyncOptions { pacing, ..SyncOptions::default() }).await?;
        Ok(code)
    }
}
