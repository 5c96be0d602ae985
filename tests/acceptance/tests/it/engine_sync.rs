//! Syncs from beginning to end: everything once, whatever interrupts them.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use domain::DataSet;
use duo_api::{Clock, SystemClock};
use duo_sim::TenantConfig;
use engine::api::{ClientRef, DataSetState, SyncStatus};
use engine::{Code, SyncOptions};
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, Hung, config, sync, unpaced, whole};
use crate::detour::{Detour, Turn};
use crate::holdings;

fn state(status: &SyncStatus, set: DataSet) -> DataSetState {
    status.data_sets.iter().find(|row| row.data_set == set).unwrap().state
}

#[tokio::test]
async fn a_whole_tenant_is_stored_exactly() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let status = sync(&engine, &client).await;
    assert_eq!(status.code, None);
    assert!(status.data_sets.iter().all(whole), "{status:#?}");
    holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    assert_eq!(bench.tenant.simulator.writes(), 0);

    let before = bench.tenant.simulator.requests();
    sync(&engine, &client).await;
    holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    let again = bench.tenant.simulator.requests() - before;
    assert!(again < before, "the log is not read anew: {again} requests after {before}");
}

#[tokio::test]
async fn tenants_of_all_sizes_are_stored_exactly() {
    for (users, events, seed) in
        [(10, 0, 3), (10, 1, 4), (299, 999, 5), (300, 1000, 6), (301, 1001, 7), (1200, 7000, 8)]
    {
        let bench = Bench::new(TenantConfig { users, events, seed, ..config(&[]) });
        let (engine, client) = bench.connected().await;
        let status = sync(&engine, &client).await;
        assert_eq!(status.code, None, "{users} users, {events} sign-ins: {status:#?}");
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    }
}

#[tokio::test]
async fn a_clock_that_is_off_loses_no_event() {
    for seconds in [-3 * 86_400, -3_600, 3_600, 2 * 365 * 86_400] {
        let clock = SystemClock::new();
        let now = clock.utc() - TimeDelta::seconds(seconds);
        let duo = Arc::new(move || clock.utc() - TimeDelta::seconds(seconds));
        let bench = Bench::of(sample::simulated_at(TenantConfig { now, ..config(&[]) }, duo));
        let (engine, client) = bench.connected().await;
        let status = sync(&engine, &client).await;
        assert_eq!(status.code, None, "{seconds}: {status:#?}");
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    }
}

#[tokio::test]
async fn an_empty_log_costs_few_requests() {
    let bench = Bench::new(TenantConfig { users: 10, events: 0, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    let before = bench.tenant.simulator.requests();
    sync(&engine, &client).await;
    let requests = bench.tenant.simulator.requests() - before;
    assert!(requests < 40, "{requests} requests for nothing");
}

#[tokio::test]
async fn a_sync_that_is_cancelled_at_any_request_ends_exactly_all_the_same() {
    for at in [1, 2, 3, 5, 8, 13, 21] {
        let mut bench = Bench::new(config(&[]));
        let (engine, client) = bench.connected().await;
        drop(engine);
        let way = bench.tenant.transport.clone();
        let cancel = CancellationToken::new();
        bench.lead(Arc::new(Detour::new(way.clone(), at, Turn::Cancel(cancel.clone()))));
        let engine = bench.engine().await;
        let status = engine.sync(&client, SyncOptions { cancel, ..unpaced() }).await.unwrap();
        assert!(matches!(status.code, Some(Code::Cancelled) | None), "request {at}: {status:#?}");
        drop(engine);
        bench.lead(way);
        let engine = bench.engine().await;
        assert_eq!(sync(&engine, &client).await.code, None, "request {at}");
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    }
}

#[tokio::test]
async fn a_list_goes_on_at_the_page_where_it_was_stopped() {
    let mut bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    drop(engine);
    let way = bench.tenant.transport.clone();
    let users = || Some(vec![DataSet::Users]);
    for (at, first) in [(2, "offset=0"), (2, "offset=300"), (9, "offset=600")] {
        let cancel = CancellationToken::new();
        let detour = Arc::new(Detour::new(way.clone(), at, Turn::Cancel(cancel.clone())));
        bench.lead(detour.clone());
        let engine = bench.engine().await;
        engine.sync(&client, SyncOptions { only: users(), cancel, ..unpaced() }).await.unwrap();
        let seen = detour.seen();
        let first_page = seen.iter().find(|request| request.starts_with("/admin/v1/users?")).unwrap();
        assert!(first_page.contains(first), "{first} is not in {seen:?}");
    }
    let engine = bench.engine().await;
    let stored = holdings::rows(&engine, &client, engine::api::ViewName::Users).await;
    assert_eq!(stored.len() as u64, bench.tenant.facts.users.count);
}

#[tokio::test]
async fn cancelling_takes_less_than_a_second_even_when_duo_does_not_answer() {
    for at in [1, 4, 9] {
        let Hung { bench: _bench, engine, client, reached, .. } = Hung::at(at).await;
        let cancel = CancellationToken::new();
        let options = SyncOptions { cancel: cancel.clone(), ..unpaced() };
        let running = tokio::spawn({
            let (engine, client) = (engine.clone(), client.clone());
            async move { engine.sync(&client, options).await.unwrap() }
        });
        reached.cancelled().await;
        let started = tokio::time::Instant::now();
        cancel.cancel();
        let status = running.await.unwrap();
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
        assert_eq!(status.code, Some(Code::Cancelled));
    }
}

#[tokio::test]
async fn a_running_sync_can_be_stopped_by_name_and_is_not_started_twice() {
    let Hung { bench: _bench, engine, client, reached, .. } = Hung::at(2).await;
    let asked = ClientRef { client: client.clone() };
    assert!(engine.sync_start(asked.clone()).await.unwrap().running);
    reached.cancelled().await;
    assert_eq!(engine.sync(&client, unpaced()).await.unwrap_err().code, Code::SyncRunning);
    engine.sync_cancel(asked.clone()).await.unwrap();
    assert!(!engine.sync_status(asked).await.unwrap().running);
}

#[tokio::test]
async fn only_what_is_asked_for_is_read() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let only = Some(vec![DataSet::Groups]);
    let status = engine.sync(&client, SyncOptions { only, ..unpaced() }).await.unwrap();
    assert_eq!(state(&status, DataSet::Groups), DataSetState::Done);
    assert_eq!(state(&status, DataSet::Users), DataSetState::Never);
}

#[tokio::test]
async fn a_shorter_history_is_read_back_only_so_far() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    engine.sync(&client, SyncOptions { since_days: Some(30), ..unpaced() }).await.unwrap();
    let part = holdings::rows(&engine, &client, engine::api::ViewName::Signins).await.len() as u64;
    let all = bench.tenant.facts.sign_ins.as_ref().unwrap().count;
    assert!(part > 0 && part < all, "{part} of {all}");
    sync(&engine, &client).await;
    holdings::sign_ins_are_exactly(&bench.tenant.facts, &engine, &client).await;
}

#[tokio::test]
async fn clients_sync_side_by_side_and_do_not_mix() {
    let one = Bench::new(TenantConfig { seed: 11, ..config(&[]) });
    let other = Bench::new(TenantConfig { seed: 12, users: 150, ..config(&[]) });
    let ((engine, client), (other_engine, other_client)) = (one.connected().await, other.connected().await);
    tokio::join!(sync(&engine, &client), sync(&other_engine, &other_client));
    holdings::are_exactly(&one.tenant.facts, &engine, &client).await;
    holdings::are_exactly(&other.tenant.facts, &other_engine, &other_client).await;
}
