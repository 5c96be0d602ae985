//! Every case of a server that goes wrong (`tests/fixtures/server-cases.json`), and what a sync makes of it.

use std::sync::Arc;

use domain::DataSet;
use duo_api::{Clock, SystemClock};
use duo_sim::TenantConfig;
use engine::api::{DataSetState, SyncStatus};
use engine::{Code, Engine};
use serde::Deserialize;

use crate::bench::{Bench, config, sync};
use crate::holdings;

const CASES: &str = include_str!("../../../fixtures/server-cases.json");

#[derive(Deserialize)]
struct Case {
    id: String,
    fault: String,
    kind: String,
    code: String,
}

fn tenant() -> TenantConfig {
    TenantConfig { users: 20, events: 9_000, ..config(&[]) }
}

async fn met(fault: &str) -> (Bench, Arc<Engine>, String) {
    let mut bench = Bench::new(tenant());
    let (engine, client) = bench.connected().await;
    drop(engine);
    let config = TenantConfig { faults: vec![fault.parse().unwrap()], ..tenant() };
    // A clock that is off must not follow the client's.
    let clock = SystemClock::new();
    bench.switch_to(if fault.starts_with("clock") {
        sample::simulated_at(config, Arc::new(move || clock.utc()))
    } else {
        sample::simulated(config)
    });
    let engine = bench.engine().await;
    (bench, engine, client)
}

/// The codes with which the run or a data set ended.
fn codes(status: &SyncStatus) -> Vec<&'static str> {
    let sets = status.data_sets.iter().filter_map(|set| set.code);
    status.code.into_iter().chain(sets).map(Code::as_str).collect()
}

fn stored(status: &SyncStatus, set: DataSet) -> u64 {
    let set = status.data_sets.iter().find(|row| row.data_set == set).unwrap();
    set.rows + set.quarantined
}

/// Whether a sync ended as the case says.
fn is_right(case: &Case, status: &SyncStatus) -> bool {
    // The tenant's edition has no Trust Monitor.
    let read = |state| matches!(state, DataSetState::Done | DataSetState::NotInEdition);
    let ended_well = status.code.is_none() && status.data_sets.iter().all(|set| read(set.state));
    match case.kind.as_str() {
        "works" | "retry" | "fix_and_retry_once" => ended_well,
        "quarantine" => ended_well && status.data_sets.iter().any(|set| set.quarantined > 0),
        "degrade" => {
            let denied = status.data_sets.iter().filter(|set| set.state == DataSetState::Denied).count();
            denied == 1 && status.code.is_none()
        }
        "stop" | "retry_then_stop" => codes(status).contains(&expected(case)),
        other => panic!("{other} is no kind"),
    }
}

/// Every sign-in and user is there, or set aside and counted. Repeated identifiers count once.
fn is_complete(case: &Case, bench: &Bench, status: &SyncStatus) -> bool {
    let facts = &bench.tenant.facts;
    let sign_ins = facts.sign_ins.as_ref().unwrap().count;
    let near = stored(status, DataSet::SignIns).abs_diff(sign_ins) <= 40;
    !matches!(case.kind.as_str(), "works" | "quarantine")
        || (near && stored(status, DataSet::Users) + 1 >= facts.users.count)
}

/// Refusals have the code of the place: a right is missing at each set, and only the check can say that it is all of them.
fn expected(case: &Case) -> &str {
    match case.code.as_str() {
        "PERM_NONE_OR_NETWORK" => "PERM_MISSING",
        // The keys worked when they were checked.
        "AUTH_SIGNATURE" => "AUTH_ROTATED",
        code => code,
    }
}

#[tokio::test(start_paused = true)]
async fn every_server_case_ends_as_it_must() {
    let cases: Vec<Case> = serde_json::from_str(CASES).unwrap();
    let (mut tried, mut wrong) = (Vec::new(), Vec::new());
    for case in &cases {
        // One fault can stand for several cases.
        if tried.contains(&(&case.fault, &case.kind)) {
            continue;
        }
        tried.push((&case.fault, &case.kind));
        let (bench, engine, client) = met(&case.fault).await;
        let status = sync(&engine, &client).await;
        if !is_right(case, &status) || !is_complete(case, &bench, &status) {
            let sets = status.data_sets.iter();
            let sets: Vec<_> = sets.map(|set| (set.data_set.id(), set.state, set.code, set.rows)).collect();
            wrong.push(format!("{} {} ({}): {:?} {sets:?}", case.id, case.fault, case.kind, status.code));
        } else if matches!(case.kind.as_str(), "retry" | "fix_and_retry_once") {
            holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried.len() > 45, "{} faults", tried.len());
}
