//! Log events that a client keeps for longer, or for less long, than Duo does.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::DataSet;
use duo_api::Clock as _;
use duo_sim::TenantConfig;
use engine::Engine;
use engine::api::{ClientRef, ConnectionDetailsSet, DetailsEntered, ViewName};
use tokio::time::sleep;

use crate::bench::sync;
use crate::holdings;
use crate::quotas::{VirtualClock, limited};

async fn keeps(engine: &Arc<Engine>, client: &str, log_days: u16) {
    let asked = ClientRef { client: client.to_owned() };
    let details = engine.connection_details(asked).await.unwrap().entered;
    let details = DetailsEntered { log_days, ..details };
    let set = ConnectionDetailsSet { client: client.to_owned(), details };
    engine.connection_details_set(set).await.unwrap();
}

/// When each sign-in that is stored happened.
async fn sign_ins(engine: &Arc<Engine>, client: &str) -> Vec<DateTime<Utc>> {
    let rows = holdings::rows(engine, client, ViewName::Signins).await;
    let times: Vec<DateTime<Utc>> =
        rows.iter().map(|row| row["ts"].as_str().unwrap().parse().unwrap()).collect();
    let status = engine.sync_status(ClientRef { client: client.to_owned() }).await.unwrap();
    let told = status.data_sets.iter().find(|set| set.data_set == DataSet::SignIns).unwrap();
    assert_eq!(told.rows, times.len() as u64, "the sums say the same");
    times
}

#[tokio::test(start_paused = true)]
async fn events_that_duo_has_dropped_stay_for_as_long_as_the_client_keeps_them() {
    let clock = VirtualClock::new(0);
    // More than is deleted in one transaction.
    let (bench, _) = limited(TenantConfig { users: 50, events: 25_000, ..TenantConfig::default() }, clock);
    let (engine, client) = bench.connected().await;
    keeps(&engine, &client, 365).await;
    assert_eq!(sync(&engine, &client).await.code, None);
    let all = sign_ins(&engine, &client).await;
    assert_eq!(all.len() as u64, bench.tenant.facts.sign_ins.as_ref().unwrap().count);

    sleep(Duration::from_hours(100 * 24)).await;
    assert_eq!(sync(&engine, &client).await.code, None);
    assert_eq!(sign_ins(&engine, &client).await, all, "Duo has dropped more than half of them");
    keeps(&engine, &client, 0).await;
    assert_eq!(sync(&engine, &client).await.code, None);
    assert_eq!(sign_ins(&engine, &client).await, all, "without end");

    let kept_from = clock.utc() - TimeDelta::days(180);
    keeps(&engine, &client, 180).await;
    assert_eq!(sync(&engine, &client).await.code, None);
    let young: Vec<_> = all.iter().copied().filter(|at| *at >= kept_from).collect();
    assert!(all.len() - young.len() > 10_000, "{} of {} are deleted", all.len() - young.len(), all.len());
    assert_eq!(sign_ins(&engine, &client).await, young);
}
