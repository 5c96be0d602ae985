//! The same for several connections, a few at a time and one an account; what failed comes first.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::api::{ClientRef, ClientResult, ClientsAction, ClientsRun, CommandError, RowState, Verdict};
use crate::{Code, Engine, RoundOptions, lanes};

impl Engine {
    /// Checks or syncs several connections and tells how each went, failures first.
    pub async fn clients_run(self: &Arc<Self>, run: ClientsRun) -> Result<Vec<ClientResult>, CommandError> {
        let mut each = Vec::new();
        for id in run.clients {
            // One that is gone meanwhile fails by itself, and waits for nobody.
            let row = self.connection(&id).await.ok();
            let (name, host) = row.map_or_else(|| (String::new(), id.clone()), |row| (row.name, row.host));
            each.push((host, self.run_one(id, name, run.action)));
        }
        let mut results = lanes::carry_out(self.places(), each).await;
        results.sort_by_key(|result| result.code.is_none());
        Ok(results)
    }

    async fn run_one(self: &Arc<Self>, id: String, name: String, action: ClientsAction) -> ClientResult {
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
        self.set_paused(id, false).await?;
        let options = RoundOptions {
            due: None,
            pacing: self.pacing_of(id).await?,
            max_wait: None,
            cancel: CancellationToken::new(),
        };
        Ok(self.read_due(id, options).await?.and_then(|status| status.ending()))
    }
}
