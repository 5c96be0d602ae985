//! Every log: read exactly, late events found, losses counted, gaps told.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Datelike as _, TimeDelta, Utc, Weekday};
use domain::{DataSet, GapReason};
use duo_api::{Clock, SystemClock};
use duo_sim::TenantConfig;
use engine::api::{
    ClientRef, DataSetState, LogReread, Row, SyncStatus, ViewName, ViewPage, ViewQuery, ViewRows,
};
use engine::{Code, Engine, SyncOptions};

use crate::bench::{Bench, config, unpaced};
use crate::{digest, holdings};

/// A moment in the busy hours of a Wednesday not long ago.
fn busy() -> DateTime<Utc> {
    let today = SystemClock::new().utc();
    let back = (0..7).map(|days| today - TimeDelta::days(days + 1));
    let day = back.into_iter().find(|day| day.weekday() == Weekday::Wed).unwrap();
    day.date_naive().and_hms_opt(15, 0, 0).unwrap().and_utc()
}

/// A tenant whose clock only the test moves.
struct Moved {
    bench: Bench,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Moved {
    fn new(events: u64, faults: &[&str]) -> Self {
        let at = busy();
        let now = Arc::new(Mutex::new(at));
        let told = now.clone();
        let config = TenantConfig { users: 60, events, now: at, ..config(faults) };
        let bench = Bench::of(sample::simulated_at(config, Arc::new(move || *told.lock().unwrap())));
        Self { bench, now }
    }

    fn pass(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    /// The same tenant and time without faults, or with others.
    async fn with_faults(&mut self, faults: &[&str]) -> Arc<Engine> {
        let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        let config = TenantConfig { faults, ..self.bench.tenant.simulator.tenant().config().clone() };
        let told = self.now.clone();
        self.bench.switch_to(sample::simulated_at(config, Arc::new(move || *told.lock().unwrap())));
        self.bench.engine().await
    }
}

async fn read(engine: &Arc<Engine>, client: &str, sets: &[DataSet], since_days: Option<u32>) -> SyncStatus {
    let options = SyncOptions { only: Some(sets.to_vec()), since_days, ..unpaced() };
    let status = engine.sync(client, options).await.unwrap();
    assert_eq!(status.code, None, "{status:#?}");
    status
}

async fn page(engine: &Arc<Engine>, client: &str, view: ViewName) -> ViewPage {
    let asked = ViewRows { client: client.to_owned(), view, query: ViewQuery::default() };
    engine.view_rows(asked).await.unwrap()
}

fn keys(rows: &[Row], id: &str) -> Vec<(i64, String)> {
    let mut keys: Vec<(i64, String)> = rows
        .iter()
        .map(|row| {
            let ts = DateTime::parse_from_rfc3339(row["ts"].as_str().unwrap()).unwrap();
            (ts.timestamp_millis(), row[id].as_str().unwrap().to_owned())
        })
        .collect();
    keys.sort();
    keys
}

fn digest_of(rows: &[Row], id: &str) -> String {
    let keys = keys(rows, id);
    digest::of_keys(&keys.iter().map(|(ms, id)| (*ms, id.as_str())).collect::<Vec<_>>())
}

const SMALL: [DataSet; 4] = [DataSet::Activity, DataSet::Telephony, DataSet::AdminLog, DataSet::OfflineLog];

#[tokio::test]
async fn the_smaller_logs_are_stored_exactly_and_a_second_sync_reads_only_the_tail() {
    let bench = Bench::new(TenantConfig { users: 80, events: 250_000, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    let before = bench.tenant.simulator.requests();
    read(&engine, &client, &SMALL, None).await;
    let first = bench.tenant.simulator.requests() - before;
    let facts = &bench.tenant.facts;
    let activity = holdings::rows(&engine, &client, ViewName::Activity).await;
    assert_eq!(
        (activity.len() as u64, digest_of(&activity, "id")),
        (facts.activity.count, facts.activity.digest.clone())
    );
    let telephony = holdings::rows(&engine, &client, ViewName::Telephony).await;
    assert_eq!(
        (telephony.len() as u64, digest_of(&telephony, "id")),
        (facts.telephony.count, facts.telephony.digest.clone())
    );
    let admin_log = holdings::rows(&engine, &client, ViewName::AdminLog).await;
    assert!(facts.admin_log > 1_000, "more than a page of the first generation");
    assert_eq!(admin_log.len() as u64, facts.admin_log);
    let ids: BTreeSet<_> = admin_log.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), admin_log.len());
    let offline = holdings::rows(&engine, &client, ViewName::OfflineLog).await;
    assert_eq!(offline.len() as u64, facts.offline_log);
    assert!(page(&engine, &client, ViewName::Activity).await.gaps.is_empty());

    read(&engine, &client, &SMALL, None).await;
    let again = bench.tenant.simulator.requests() - before - first;
    assert!(again <= 6, "a ping and a tail each: {again} requests after {first}");
    assert_eq!(holdings::rows(&engine, &client, ViewName::Activity).await.len(), activity.len());
}

/// Sign-ins of the last days, as a client reads them that had no trouble.
async fn truth(moved: &Moved, events: u64, days: u32) -> Vec<(i64, String)> {
    let clean = Moved::new(events, &[]);
    *clean.now.lock().unwrap() = *moved.now.lock().unwrap();
    let (engine, client) = clean.bench.connected().await;
    read(&engine, &client, &[DataSet::SignIns], Some(days)).await;
    keys(&holdings::rows(&engine, &client, ViewName::Signins).await, "txid")
}

async fn lost(moved: &Moved, engine: &Arc<Engine>, client: &str, events: u64, days: u32) -> usize {
    let stored: BTreeSet<_> =
        keys(&holdings::rows(engine, client, ViewName::Signins).await, "txid").into_iter().collect();
    truth(moved, events, days).await.into_iter().filter(|key| !stored.contains(key)).count()
}

const EVENTS: u64 = 200_000;

#[tokio::test]
async fn events_up_to_ten_minutes_late_are_found_by_the_tail() {
    let moved = Moved::new(EVENTS, &["late:600"]);
    let (engine, client) = moved.bench.connected().await;
    read(&engine, &client, &[DataSet::SignIns], Some(1)).await;
    assert!(lost(&moved, &engine, &client, EVENTS, 1).await > 0, "some are late");
    moved.pass(TimeDelta::minutes(10));
    read(&engine, &client, &[DataSet::SignIns], Some(1)).await;
    assert_eq!(lost(&moved, &engine, &client, EVENTS, 1).await, 0);
}

#[tokio::test]
async fn events_up_to_a_day_late_are_found_by_the_sweep_and_a_day_read_again_at_once() {
    let moved = Moved::new(EVENTS, &["late:72000"]);
    let (engine, client) = moved.bench.connected().await;
    read(&engine, &client, &[DataSet::SignIns], Some(3)).await;
    moved.pass(TimeDelta::hours(12));
    read(&engine, &client, &[DataSet::SignIns], Some(3)).await;
    let late = lost(&moved, &engine, &client, EVENTS, 3).await;
    assert!(late > 0, "the tail looks back ten minutes only");

    let day = busy().date_naive();
    let asked = LogReread { client: client.clone(), data_set: DataSet::SignIns, day };
    let refused = LogReread { data_set: DataSet::Users, ..asked.clone() };
    assert_eq!(engine.log_reread(refused).await.unwrap_err().code, Code::BadArguments);
    let future = LogReread { day: day + TimeDelta::days(30), ..asked };
    assert_eq!(engine.log_reread(future).await.unwrap_err().code, Code::BadArguments);
    let options = SyncOptions {
        only: Some(vec![DataSet::SignIns]),
        since_days: Some(3),
        reread: Some(day),
        ..unpaced()
    };
    assert_eq!(engine.sync(&client, options).await.unwrap().code, None);
    let still = lost(&moved, &engine, &client, EVENTS, 3).await;
    assert!(still < late, "{still} after {late}");

    moved.pass(TimeDelta::hours(13));
    read(&engine, &client, &[DataSet::SignIns], Some(3)).await;
    assert_eq!(lost(&moved, &engine, &client, EVENTS, 3).await, 0);
}

#[tokio::test]
async fn a_loss_is_counted_and_mended_or_told_until_it_is() {
    let mut moved = Moved::new(60_000, &["row_lost@/admin/v2/logs/activity"]);
    let (engine, client) = moved.bench.connected().await;
    let sets = [DataSet::Activity];
    read(&engine, &client, &sets, Some(180)).await;
    let count = moved.bench.tenant.facts.activity.count;
    assert_eq!(page(&engine, &client, ViewName::Activity).await.total, count - 1, "one is lost");
    read(&engine, &client, &sets, None).await;
    let mended = page(&engine, &client, ViewName::Activity).await;
    assert_eq!((mended.total, mended.gaps.len()), (count, 0), "the count finds it");

    drop(engine);
    moved = Moved::new(60_000, &["row_lost:1000000@/admin/v2/logs/activity"]);
    let (engine, client) = moved.bench.connected().await;
    read(&engine, &client, &sets, None).await;
    let short = page(&engine, &client, ViewName::Activity).await;
    assert!(short.total < count && !short.gaps.is_empty(), "{} of {count}", short.total);
    assert!(short.gaps.iter().all(|gap| gap.why == GapReason::Short && gap.data_set == DataSet::Activity));
    let coverage = engine.sync_coverage(ClientRef { client: client.clone() }).await.unwrap();
    let told = coverage.sets.iter().find(|set| set.data_set == DataSet::Activity).unwrap();
    assert_eq!(told.gaps.len(), short.gaps.len());
    drop(engine);
    let engine = moved.with_faults(&[]).await;
    moved.pass(TimeDelta::days(1));
    read(&engine, &client, &sets, None).await;
    assert!(!page(&engine, &client, ViewName::Activity).await.gaps.is_empty(), "counted once a week");
    moved.pass(TimeDelta::days(7));
    read(&engine, &client, &sets, None).await;
    let mended = page(&engine, &client, ViewName::Activity).await;
    assert_eq!(mended.gaps, [], "of {count} there are {}", mended.total);
}

#[tokio::test]
async fn a_log_whose_cursors_lead_in_a_circle_ends_with_few_requests() {
    for log in ["activity", "telephony"] {
        let set = DataSet::from_id(log).unwrap();
        let path = format!("/admin/v2/logs/{log}");
        let moved = Moved::new(400_000, &[&format!("cursor_loop:1@{path}")]);
        let (engine, client) = moved.bench.connected().await;
        let before = moved.bench.tenant.simulator.requests();
        let options = SyncOptions { only: Some(vec![set]), ..unpaced() };
        let status = engine.sync(&client, options).await.unwrap();
        let row = status.data_sets.iter().find(|row| row.data_set == set).unwrap();
        let requests = moved.bench.tenant.simulator.requests() - before;
        assert_eq!((row.state, row.code), (DataSetState::Failed, Some(Code::PageLoop)), "{row:?}");
        assert!(requests <= 6, "{log}: {requests} requests");
    }
}

#[tokio::test]
async fn what_duo_dropped_before_it_was_read_is_a_gap_and_what_was_read_is_kept() {
    let moved = Moved::new(20_000, &[]);
    let (engine, client) = moved.bench.connected().await;
    read(&engine, &client, &SMALL, None).await;
    let counts = |view| {
        let (engine, client) = (engine.clone(), client.clone());
        async move { page(&engine, &client, view).await }
    };
    let before = counts(ViewName::Activity).await;
    let read_up_to = *moved.now.lock().unwrap();
    moved.pass(TimeDelta::days(200));
    read(&engine, &client, &SMALL, None).await;
    for view in [ViewName::Activity, ViewName::Telephony, ViewName::AdminLog, ViewName::OfflineLog] {
        let page = counts(view).await;
        let [gap] = page.gaps.as_slice() else { panic!("{view:?}: {:?}", page.gaps) };
        assert_eq!(gap.why, GapReason::Expired);
        assert!((gap.from - (read_up_to - TimeDelta::minutes(2))).abs() < TimeDelta::minutes(1), "{gap:?}");
        assert!(gap.to > read_up_to + TimeDelta::days(19), "{gap:?}");
    }
    assert_eq!(counts(ViewName::Activity).await.total, before.total, "kept longer than Duo keeps it");
}
