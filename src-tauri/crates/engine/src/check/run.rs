//! The order of the rows, what stops what, and the verdict.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use duo_api::{AccountId, Client, Governor, Pacing, RetryPolicy, Transport};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::input::{Refused, checked};
use super::rows::{ORDER, skipped};
use super::told::Told;
use super::{CheckInput, CheckProgress, Checked, KeychainTest, identity, keys, permissions, resume};
use crate::Code;
use crate::api::{
    AccountIdentity, CheckId, CheckReport, CheckRow, Identity, PermissionRow, PermissionState, RowState,
    Values, Verdict,
};
use crate::ports::Ports;

/// A whole check, and what one request of it may wait for a rate limit: somebody sits before it.
const LIMIT: Duration = Duration::from_mins(1);

pub(super) struct Run<'a> {
    pub(super) ports: &'a Ports,
    pub(super) input: CheckInput,
    pub(super) cancel: CancellationToken,
    told: &'a Told<'a>,
    rows: Vec<CheckRow>,
    /// Rows before this one are kept from an earlier check.
    from: CheckId,
    pub(super) permissions: Vec<PermissionRow>,
    pub(super) account: AccountIdentity,
    pub(super) excess: Vec<String>,
    pub(super) excess_known: bool,
    identity: Option<Identity>,
    skew: Option<i64>,
    /// Somebody has to say first whether to go on.
    pub(super) paused: bool,
}

impl<'a> Run<'a> {
    #[allow(clippy::new_ret_no_self)]
    pub(super) async fn new(
        ports: &'a Ports,
        input: CheckInput,
        cancel: CancellationToken,
        told: &'a Told<'a>,
    ) -> CheckReport {
        let started = ports.clock.monotonic();
        let mut run = Self {
            ports,
            input,
            cancel,
            told,
            rows: Vec::new(),
            from: CheckId::Format,
            permissions: Vec::new(),
            account: AccountIdentity::default(),
            excess: Vec::new(),
            excess_known: false,
            identity: None,
            skew: None,
            paused: false,
        };
        if let Some(earlier) = run.input.resume.take() {
            run.keep(earlier);
        }
        let (host, ikey) = run.all().await;
        run.fill_up();
        CheckReport {
            verdict: verdict(&run.rows, &run.permissions),
            host,
            ikey,
            account: run.account,
            clock_skew_seconds: run.skew,
            checks: run.rows,
            permissions: run.permissions,
            excess: run.excess,
            excess_known: run.excess_known,
            identity: run.identity,
            elapsed_ms: millis(ports.clock.monotonic().saturating_sub(started)),
        }
    }

    /// Takes over what was good, and tells it as if it had just been found.
    fn keep(&mut self, earlier: CheckReport) {
        let Some(from) = resume::first_open(&earlier) else { return };
        self.from = from;
        for row in earlier.checks.into_iter().filter(|row| row.id < from) {
            self.end(row);
        }
        if from > CheckId::Clock {
            self.skew = earlier.clock_skew_seconds;
        }
        if from > CheckId::Keys {
            self.account = earlier.account;
        }
        if from > CheckId::Permissions {
            (self.excess, self.excess_known) = (earlier.excess, earlier.excess_known);
            self.identity = earlier.identity;
            for row in earlier.permissions {
                self.permission(row);
            }
        }
    }

    pub(super) fn passed(&self, id: CheckId) -> bool {
        self.rows.iter().any(|row| row.id == id && row.state == RowState::Pass)
    }

    /// Whether a row is to be asked, or was good before.
    pub(super) fn asks(&self, id: CheckId) -> bool {
        id >= self.from
    }

    async fn all(&mut self) -> (String, String) {
        self.begin(CheckId::Format);
        let Checked { credentials, hint } = match checked(&self.input) {
            Ok(checked) => checked,
            Err(Refused { code, values, host, ikey }) => {
                self.end(super::rows::row(CheckId::Format, RowState::Fail, Some(code), 0, values));
                return (host, ikey);
            }
        };
        let Ok(account) = self.input.account.as_deref().map(AccountId::try_from).transpose() else {
            let code = Some(Code::ChildUnknown);
            self.end(super::rows::row(CheckId::Format, RowState::Fail, code, 0, Values::new()));
            return (credentials.host.as_str().to_owned(), credentials.ikey.redacted());
        };
        let shown = (credentials.host.as_str().to_owned(), credentials.ikey.redacted());
        let (state, code, values) = match hint {
            Some((code, values)) => (RowState::Warn, Some(code), values),
            None => (RowState::Pass, None, Values::new()),
        };
        self.end(super::rows::row(CheckId::Format, state, code, 0, values));

        let transport: Arc<dyn Transport> = if self.input.sample {
            self.ports.transports.sample().transport
        } else {
            let transports = &self.ports.transports;
            match if self.input.direct { transports.https_direct() } else { transports.https() } {
                Ok(transport) => transport,
                Err(error) => {
                    self.end(super::rows::row(
                        CheckId::Tls,
                        RowState::Fail,
                        Some(error.code),
                        0,
                        error.values,
                    ));
                    return shown;
                }
            }
        };
        let fresh = || Arc::new(Governor::new(Pacing::Full, self.ports.clock.clone()));
        let governor = self.input.governor.clone().unwrap_or_else(fresh);
        let limits = self.ports.transports.network().settings.for_check();
        let (waiting, mut waits) = mpsc::unbounded_channel();
        let client =
            Client::new(Arc::new(credentials), transport.clone(), self.ports.clock.clone(), governor)
                .with_account(account)
                .with_cancel(self.cancel.clone())
                // Nobody listens any more once the check has ended.
                .with_waits(Arc::new(move |wait| {
                    let _ = waiting.send(wait);
                }))
                .with_retry(RetryPolicy { max_rate_limit_wait: Some(LIMIT), ..limits });
        let (cancel, told) = (self.cancel.clone(), self.told);
        let ended = {
            let mut steps = pin!(tokio::time::timeout(LIMIT, self.steps(&client, transport.as_ref())));
            loop {
                tokio::select! {
                    () = cancel.cancelled() => break Ok(()),
                    ended = &mut steps => break ended,
                    Some(wait) = waits.recv() => told.waits(wait),
                }
            }
        };
        if ended.is_err() {
            let slowed = client.governor().state().iter().any(|class| class.refusals > 0);
            self.out_of_time(if slowed { Code::RateLimit } else { Code::NetTimeout });
        }
        self.tell_asked_wait(&client);
        shown
    }

    async fn steps(&mut self, client: &Client, transport: &dyn Transport) {
        if self.from < CheckId::Keys && !self.reach(client, transport).await {
            return;
        }
        let mut accepted = None;
        if self.asks(CheckId::Keys) {
            accepted = keys::ask(self, client).await;
            if accepted.is_none() {
                return;
            }
        }
        if self.asks(CheckId::Permissions) {
            permissions::ask_all(self, client, accepted).await;
        }
        match self.input.keychain {
            KeychainTest::Without => {}
            KeychainTest::Session => self.end(skipped(CheckId::Keychain, Code::KeySession)),
            KeychainTest::Asked => self.keychain().await,
        }
        if self.input.identity && self.identity.is_none() {
            self.identity = Some(identity::read(client, &self.permissions).await);
        }
    }

    async fn keychain(&mut self) {
        if self.input.sample {
            self.end(skipped(CheckId::Keychain, Code::Sample));
            return;
        }
        self.begin(CheckId::Keychain);
        let started = self.now();
        let id = format!("self-test-{}", uuid::Uuid::new_v4());
        let dummy = duo_api::SecretKey::new(uuid::Uuid::new_v4().simple().to_string());
        let result = match self.ports.keychain.set(&id, &dummy).await {
            Ok(()) => self.ports.keychain.delete(&id).await,
            Err(error) => Err(error),
        };
        let ms = self.since(started);
        self.end(match result {
            Ok(()) => super::rows::pass(CheckId::Keychain, ms, Values::new()),
            Err(error) => {
                super::rows::row(CheckId::Keychain, RowState::Warn, Some(error.code()), ms, Values::new())
            }
        });
    }

    pub(super) fn begin(&mut self, id: CheckId) {
        self.told.begins(id);
    }

    pub(super) fn end(&mut self, row: CheckRow) {
        self.told.tell(CheckProgress::Row(row.clone()));
        self.rows.retain(|other| other.id != row.id);
        self.rows.push(row);
    }

    pub(super) fn permission(&mut self, row: PermissionRow) {
        self.told.tell(CheckProgress::Permission(row.clone()));
        self.permissions.retain(|other| other.id != row.id);
        self.permissions.push(row);
    }

    pub(super) fn set_skew(&mut self, seconds: Option<i64>) {
        self.skew = seconds;
    }

    pub(super) fn now(&self) -> Duration {
        self.ports.clock.monotonic()
    }

    pub(super) fn since(&self, started: Duration) -> u64 {
        millis(self.now().saturating_sub(started))
    }

    /// The row under way fails; rights that were not asked any more are unknown.
    fn out_of_time(&mut self, code: Code) {
        let Some(id) = self.told.under_way() else { return };
        if id >= CheckId::Permissions || !self.permissions.is_empty() {
            permissions::unknown(self, code);
        }
        self.end(super::rows::row(id, RowState::Fail, Some(code), millis(LIMIT), Values::new()));
    }

    /// A row that failed for Duo's asking to wait says how long.
    fn tell_asked_wait(&mut self, client: &Client) {
        let asked = client.governor().state().iter().filter_map(|class| class.asked_for).max();
        let limited = |row: &&CheckRow| row.state == RowState::Fail && row.code == Some(Code::RateLimit);
        if let (Some(asked), Some(row)) = (asked, self.rows.iter().find(limited)) {
            let mut row = row.clone();
            row.values.insert("minutes".into(), asked.as_secs().div_ceil(60).to_string());
            self.end(row);
        }
    }

    /// Rows that were not asked name the row that they need.
    fn fill_up(&mut self) {
        let code = if self.cancel.is_cancelled() { Code::Cancelled } else { Code::Needs };
        let failed = self.rows.iter().find(|row| row.state == RowState::Fail).map(|row| row.id);
        let needs = failed.or(self.paused.then_some(CheckId::Tls));
        for id in ORDER {
            let asked = self.rows.iter().any(|row| row.id == id);
            if asked || (id == CheckId::Keychain && self.input.keychain == KeychainTest::Without) {
                continue;
            }
            let mut row = skipped(id, code);
            if let Some(position) = needs.and_then(|needs| ORDER.iter().position(|id| *id == needs)) {
                row.values.insert("needs".into(), (position + 1).to_string());
            }
            self.end(row);
        }
        self.rows.sort_by_key(|row| row.id);
        self.permissions.sort_by_key(|row| domain::Permission::ALL.iter().position(|id| *id == row.id));
    }
}

fn verdict(rows: &[CheckRow], permissions: &[PermissionRow]) -> Verdict {
    let asked = rows.iter().any(|row| row.id == CheckId::Permissions && row.state != RowState::Skipped);
    let failed =
        rows.iter().any(|row| row.state == RowState::Fail && row.code != Some(Code::PermNoneOrNetwork));
    if failed || !asked {
        Verdict::Failed
    } else if permissions.iter().filter(|row| row.wanted).all(|row| row.state == PermissionState::Granted) {
        Verdict::Verified
    } else {
        Verdict::Limited
    }
}

pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::rows::row;
    use super::*;

    #[test]
    fn a_check_that_never_asked_for_rights_has_failed() {
        let rows = [row(CheckId::Permissions, RowState::Skipped, Some(Code::Needs), 0, Values::new())];
        assert_eq!(verdict(&rows, &[]), Verdict::Failed);
    }
}
