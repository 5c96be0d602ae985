//! Object lists: offset pages, mark and sweep.

use domain::DataSet;
use duo_api::{ApiError, Cursor, Offset, Pages, wire};
use store::{Objects, PageWrite, Quarantined, StoreError};

use super::estimate;
use super::outcome::Stop;
use super::run::Source;
use crate::api::DataSetState;
use crate::failpoint::failpoint;
use crate::ingest;

/// Records can shift between pages; a list whose length changed while it was read is read once more, at most so often.
const PASSES: u32 = 3;
/// No tenant has more rows of anything.
const MOST: u64 = 1_000_000_000;

/// Reads one data set to its end.
pub(super) async fn read(source: &Source, set: DataSet) -> Result<(), Stop> {
    let client = &source.client;
    match set {
        DataSet::Account => account(source).await,
        DataSet::Users => list(source, set, |at| client.users(at), ingest::user, Objects::Users).await,
        DataSet::Groups => list(source, set, |at| client.groups(at), ingest::group, Objects::Groups).await,
        DataSet::Phones => list(source, set, |at| client.phones(at), ingest::phone, Objects::Phones).await,
        DataSet::Tokens => list(source, set, |at| client.tokens(at), ingest::token, Objects::Tokens).await,
        DataSet::Webauthn => {
            list(source, set, |at| client.webauthn(at), ingest::webauthn, Objects::Webauthn).await
        }
        DataSet::BypassCodes => {
            list(source, set, |at| client.bypass_codes(at), ingest::bypass_code, Objects::BypassCodes).await
        }
        DataSet::Applications => {
            list(source, set, |at| client.integrations(at), ingest::application, Objects::Applications).await
        }
        DataSet::Policies => policies(source).await,
        DataSet::Endpoints => {
            list(source, set, |at| client.endpoints(at), ingest::endpoint, Objects::Endpoints).await
        }
        DataSet::DesktopAuthenticators => {
            let pages = |at| client.desktop_authenticators(at);
            list(source, set, pages, ingest::desktop_authenticator, Objects::DesktopAuthenticators).await
        }
        DataSet::RegisteredDevices => {
            let pages = |at| client.registered_devices(at);
            list(source, set, pages, ingest::registered_device, Objects::RegisteredDevices).await
        }
        DataSet::BlockedDevices => {
            let pages = |at| client.blocked_devices(at);
            list(source, set, pages, ingest::registered_device, Objects::BlockedDevices).await
        }
        DataSet::Settings => super::account::settings(source).await,
        DataSet::Admins => list(source, set, |at| client.admins(at), ingest::admin, Objects::Admins).await,
        DataSet::AdminUnits => super::account::units(source).await,
        DataSet::AdminAuthMethods => super::account::auth_methods(source).await,
        DataSet::AuthAttempts => super::account::attempts(source).await,
        DataSet::TelephonyCredits => super::account::telephony(source).await,
        DataSet::TrustMonitor => super::account::trust_monitor(source).await,
        DataSet::SignIns
        | DataSet::Activity
        | DataSet::Telephony
        | DataSet::AdminLog
        | DataSet::OfflineLog => super::logs::read(source, set).await,
    }
}

async fn account(source: &Source) -> Result<(), Stop> {
    failpoint!("account.request.before");
    let summary = source.client.summary().await?.value;
    failpoint!("account.request.after");
    let small = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    let account = domain::Account {
        account_id: summary.account_id,
        edition: summary.edition,
        user_count: small(summary.user_count),
        user_pending_deletion_count: small(summary.user_pending_deletion_count),
        admin_count: small(summary.admin_count),
        integration_count: small(summary.integration_count),
        telephony_credits_remaining: summary.telephony_credits_remaining,
    };
    let now = source.now();
    failpoint!("account.write.before");
    source.store(move |db| db.set_account(&account, now)).await?;
    failpoint!("account.write.after");
    source.board.update(DataSet::Account, |status| {
        status.rows = 1;
        status.total = Some(1);
        status.requests += 1;
        status.as_of = Some(now);
        status.state = DataSetState::Done;
    });
    Ok(())
}

/// What policies are applied to comes first, in one answer. One that Duo cuts short leaves the set unread: who must pass
/// a second factor would be a guess.
async fn policies(source: &Source) -> Result<(), Stop> {
    let summary = source.client.policy_summary().await?;
    source.board.update(DataSet::Policies, |status| status.requests += 1);
    if summary.response_is_truncated == Some(true) {
        return Err(Stop::Truncated);
    }
    let applied = ingest::applied(summary);
    let pages = |at| source.client.policies(at);
    list(source, DataSet::Policies, pages, |policy| ingest::policy(policy, &applied), Objects::Policies).await
}

async fn list<W, R>(
    source: &Source,
    set: DataSet,
    pages: impl Fn(Offset) -> Pages<W>,
    convert: impl Fn(W) -> R,
    wrap: fn(Vec<R>) -> Objects,
) -> Result<(), Stop>
where
    W: wire::Row + Send + 'static,
    R: Send + 'static,
{
    let now = source.now();
    failpoint!("list.begin.before");
    let (mut run, before) = source
        .store(move |db| {
            let run = db.begin_run(set, now)?;
            let before = db.data_sets()?.into_iter().find(|row| row.set == set).and_then(|row| row.total);
            Ok((run, before))
        })
        .await?;
    failpoint!("list.begin.after");
    let mut from = run.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).map_or(Offset::START, Offset);
    let mut rows = run.rows_so_far;
    let mut told = None;
    for pass in 1..=PASSES {
        let mut totals = Totals::default();
        if from != Offset::START {
            // A run that goes on after a stop: the list may have moved meanwhile.
            totals.seen(before);
        }
        let mut list = pages(from);
        loop {
            failpoint!("list.request.before");
            let Some(page) = list.next().await else { break };
            let page = page?;
            failpoint!("list.request.after");
            totals.seen(page.total);
            rows += page.rows.len() as u64;
            let quarantined = set_aside(page.rejected);
            let set_aside = quarantined.len() as u64;
            let write = PageWrite {
                set,
                run: run.run,
                objects: wrap(page.rows.into_iter().map(&convert).collect()),
                quarantined,
                cursor: page.next.as_ref().map(cursor_text),
                total: page.total,
            };
            failpoint!("list.write.before");
            source.store(move |db| db.write_page(&write)).await?;
            failpoint!("list.write.after");
            let total = believable(page.total, rows);
            let left = total.map(|total| total.saturating_sub(rows));
            source.board.update(set, |status| {
                status.rows = rows;
                status.total = total;
                status.quarantined += set_aside;
                status.requests += 1;
                status.requests_left = left.map(|left| left.div_ceil(estimate::page_of(set)));
            });
            source.pause()?;
        }
        if !totals.changed() || pass == PASSES {
            told = totals.last.filter(|_| !totals.changed());
            break;
        }
        // A run of its own, so that what only the pass before saw is swept.
        run = source
            .store(move |db| {
                db.abandon_run(set)?;
                db.begin_run(set, now)
            })
            .await?;
        (from, rows) = (Offset::START, 0);
    }
    let now = source.now();
    failpoint!("list.finish.before");
    let stored = source
        .store(move |db| {
            let row = || Ok::<_, StoreError>(db.data_sets()?.into_iter().find(|row| row.set == set));
            let listed = rows + row()?.map_or(0, |row| row.quarantined);
            // What Duo did not list may still be there: nothing is swept.
            if believable(told, 0).is_some_and(|told| told > listed) {
                db.abandon_run(set)?;
                return Ok(None);
            }
            db.finish_run(set, run.run, now)?;
            Ok(Some(row()?.map_or(0, |row| row.rows)))
        })
        .await?
        .ok_or(Stop::Truncated)?;
    failpoint!("list.finish.after");
    source.board.update(set, |status| {
        status.rows = stored;
        status.as_of = Some(now);
        status.state = DataSetState::Done;
    });
    Ok(())
}

/// Rows that could not be decoded, as they are kept.
pub(super) fn set_aside(rows: Vec<duo_api::Rejected>) -> Vec<Quarantined> {
    rows.into_iter().map(|row| Quarantined { path: row.path, raw: row.raw }).collect()
}

/// Duo's total, unless it cannot be: progress then has none.
pub(super) fn believable(total: Option<u64>, read: u64) -> Option<u64> {
    total.filter(|total| (read..=MOST).contains(total))
}

/// A cursor as the database keeps it.
pub(super) fn cursor_text(cursor: &Cursor) -> String {
    match cursor {
        Cursor::Offset(Offset(offset)) => offset.to_string(),
        Cursor::Log(cursor) => cursor.as_str().to_owned(),
        Cursor::Time(seconds) => seconds.to_string(),
    }
}

/// Whether the list kept its length while it was read. A total that Duo does not tell says nothing.
#[derive(Default)]
struct Totals {
    first: Option<u64>,
    last: Option<u64>,
}

impl Totals {
    fn seen(&mut self, total: Option<u64>) {
        if let Some(total) = total {
            self.first.get_or_insert(total);
            self.last = Some(total);
        }
    }

    fn changed(&self) -> bool {
        self.first != self.last
    }
}

impl Source {
    /// Stops between pages.
    pub(super) fn pause(&self) -> Result<(), Stop> {
        if self.cancel.is_cancelled() { Err(Stop::from(ApiError::Cancelled)) } else { Ok(()) }
    }
}
