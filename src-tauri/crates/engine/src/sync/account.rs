//! Data sets of one answer or a few: settings, sums, administrative units, Trust Monitor.

use chrono::{DateTime, TimeDelta, Utc};
use domain::DataSet;
use duo_api::{ApiError, InfoSpan, LogWindow, Offset};
use store::{ClientDb, Objects, PageWrite, Quarantined, StoreError};

use super::logs::{oldest_kept, reach};
use super::objects::set_aside;
use super::outcome::Stop;
use super::plan::{DAY_MS, Plan};
use super::run::Source;
use crate::api::DataSetState;
use crate::ingest;

/// Days that the sums are of, as Duo's own reports.
const SUM_DAYS: i64 = 30;

pub(super) async fn settings(source: &Source) -> Result<(), Stop> {
    let settings = ingest::settings(source.client.settings().await?).list();
    one(source, DataSet::Settings, 1, move |db, now| db.set_settings(DataSet::Settings, &settings, now)).await
}

pub(super) async fn auth_methods(source: &Source) -> Result<(), Stop> {
    let methods = ingest::auth_methods(&source.client.allowed_auth_methods().await?).list();
    let set = DataSet::AdminAuthMethods;
    one(source, set, 1, move |db, now| db.set_settings(set, &methods, now)).await
}

pub(super) async fn attempts(source: &Source) -> Result<(), Stop> {
    let (of, span) = span(source);
    let attempts = source.client.authentication_attempts(span).await?;
    let users = source.client.user_authentication_attempts(span).await?;
    let attempts = ingest::attempts(of, &attempts, &users);
    one(source, DataSet::AuthAttempts, 2, move |db, now| db.set_auth_attempts(&attempts, now)).await
}

pub(super) async fn telephony(source: &Source) -> Result<(), Stop> {
    let (of, span) = span(source);
    let used = ingest::telephony(of, &source.client.telephony_credits_used(span).await?);
    one(source, DataSet::TelephonyCredits, 1, move |db, now| db.set_telephony_use(&used, now)).await
}

/// The last days up to now, on whole seconds.
fn span(source: &Source) -> ((DateTime<Utc>, DateTime<Utc>), InfoSpan) {
    let to = source.now();
    let from = to - TimeDelta::days(SUM_DAYS);
    ((from, to), InfoSpan { mintime: from.timestamp(), maxtime: to.timestamp() })
}

/// Stores a set of one answer and tells that it is done.
async fn one(
    source: &Source,
    set: DataSet,
    requests: u32,
    work: impl FnOnce(&ClientDb, DateTime<Utc>) -> Result<(), StoreError> + Send + 'static,
) -> Result<(), Stop> {
    let now = source.now();
    let rows = source
        .store(move |db| {
            work(db, now)?;
            Ok(db.data_sets()?.into_iter().find(|row| row.set == set).map_or(0, |row| row.rows))
        })
        .await?;
    source.board.update(set, |status| {
        status.rows = rows;
        status.total = Some(rows);
        status.requests += requests;
        status.as_of = Some(now);
        status.state = DataSetState::Done;
    });
    Ok(())
}

/// The list tells names; what each unit holds is asked of it alone.
pub(super) async fn units(source: &Source) -> Result<(), Stop> {
    let set = DataSet::AdminUnits;
    let (mut units, mut quarantined) = (Vec::new(), Vec::new());
    let mut pages = source.client.admin_units(Offset::START);
    while let Some(page) = pages.next().await {
        let page = page?;
        quarantined.extend(set_aside(page.rejected));
        source.board.update(set, |status| status.requests += 1);
        for unit in page.rows {
            let told = match source.client.admin_unit(&unit.admin_unit_id).await {
                Ok(told) => Some(told),
                // Gone meanwhile, or of an id that is not sent: its name is known all the same.
                Err(ApiError::Duo { status: 404, .. } | ApiError::NotAllowed { .. }) => None,
                Err(error) => return Err(error.into()),
            };
            units.push(ingest::admin_unit(unit, told));
            source.board.update(set, |status| {
                status.rows += 1;
                status.requests += 1;
            });
            source.pause()?;
        }
    }
    whole(source, set, Objects::AdminUnits(units), quarantined).await
}

/// Every event that Duo still tells; one that it no longer tells stays for as long as the client keeps log events.
pub(super) async fn trust_monitor(source: &Source) -> Result<(), Stop> {
    let set = DataSet::TrustMonitor;
    let now_ms = source.now().timestamp_millis();
    let mintime_ms = Plan::new(now_ms, reach(source.log_days), DAY_MS).horizon();
    let window = LogWindow { mintime_ms, maxtime_ms: now_ms };
    let (mut events, mut quarantined) = (Vec::new(), Vec::new());
    let mut pages = source.client.trust_monitor(window);
    while let Some(page) = pages.next().await {
        let page = page?;
        events.extend(page.rows.into_iter().map(ingest::trust_event));
        quarantined.extend(set_aside(page.rejected));
        let rows = events.len() as u64;
        source.board.update(set, |status| {
            status.rows = rows;
            status.requests += 1;
        });
        source.pause()?;
    }
    whole(source, set, Objects::TrustEvents(events), quarantined).await?;
    if let Some(oldest) = oldest_kept(source, now_ms) {
        let rows = source.store(move |db| db.prune_trust_events(oldest)).await?;
        source.board.update(set, |status| status.rows = rows);
    }
    Ok(())
}

/// Stores a short list that is read in one go.
async fn whole(
    source: &Source,
    set: DataSet,
    objects: Objects,
    quarantined: Vec<Quarantined>,
) -> Result<(), Stop> {
    let now = source.now();
    let set_aside = quarantined.len() as u64;
    let stored = source
        .store(move |db| {
            let run = db.begin_run(set, now)?.run;
            let total = Some(objects.len() as u64);
            db.write_page(&PageWrite { set, run, objects, quarantined, cursor: None, total })?;
            db.finish_run(set, run, now)?;
            Ok(db.data_sets()?.into_iter().find(|row| row.set == set).map_or(0, |row| row.rows))
        })
        .await?;
    source.board.update(set, |status| {
        status.rows = stored;
        status.quarantined += set_aside;
        status.as_of = Some(now);
        status.state = DataSetState::Done;
    });
    Ok(())
}
