//! What a technician waits for, measured; `cargo xtask bench` runs these.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::DataSet;
use duo_api::{Clock, SystemClock};
use duo_sim::{Quota, TenantConfig};
use engine::api::{
    ClientRef, DataSetState, LicenceReviewOf, LicenceScenario, Nothing, OrganisationChoice, ViewName,
    ViewQuery, ViewRows,
};
use engine::{Engine, Pacing, Save};
use serde_json::{Value, json};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, config};
use crate::engine_fresh::{Exchange, round, save};

/// The system's clock, set forward.
#[derive(Clone)]
struct Later {
    system: SystemClock,
    hours: Arc<AtomicI64>,
}

impl Clock for Later {
    fn utc(&self) -> DateTime<Utc> {
        self.system.utc() + TimeDelta::hours(self.hours.load(Ordering::Relaxed))
    }

    fn monotonic(&self) -> Duration {
        self.system.monotonic()
    }
}

/// What the window asks when somebody opens a client.
fn asked(client: &str) -> Vec<(&'static str, Value)> {
    let query = ViewQuery { limit: 100, ..ViewQuery::default() };
    let rows = |view| json!(ViewRows { client: client.to_owned(), view, query: query.clone() });
    let review = LicenceReviewOf { client: client.to_owned(), scenario: LicenceScenario::default() };
    let of = json!(ClientRef { client: client.to_owned() });
    vec![
        ("clients", json!(Nothing {})),
        ("overview", of.clone()),
        ("sync_status", of),
        ("view_rows", rows(ViewName::Users)),
        ("view_rows", rows(ViewName::Signins)),
        ("licence_review", json!(review)),
    ]
}

/// Goes from client to client until it is told to stop; how long each answer took.
async fn look(
    engine: Arc<Engine>,
    clients: Vec<String>,
    stop: CancellationToken,
) -> Vec<(&'static str, Duration)> {
    let clock = SystemClock::new();
    let mut waits = Vec::new();
    for client in clients.iter().cycle() {
        if stop.is_cancelled() {
            break;
        }
        for (name, arguments) in asked(client) {
            let start = clock.monotonic();
            engine.call(name, arguments).await.unwrap();
            waits.push((name, clock.monotonic().saturating_sub(start)));
        }
        sleep(Duration::from_millis(100)).await;
    }
    waits
}

/// A line for each command and one for all: median, 95 and 99 per cent, longest, in milliseconds.
fn told(waits: &[(&'static str, Duration)]) -> String {
    let line = |name: &str, of: Vec<f64>| {
        let mut sorted = of;
        sorted.sort_by(f64::total_cmp);
        let at = |percent: usize| sorted[(sorted.len() - 1) * percent / 100];
        let (count, p50, p95, p99, most) = (sorted.len(), at(50), at(95), at(99), at(100));
        format!("  {name}: {count} answers, p50 {p50:.1}, p95 {p95:.1}, p99 {p99:.1}, longest {most:.1} ms")
    };
    let names: BTreeSet<&str> = waits.iter().map(|(name, _)| *name).collect();
    let of = |name: Option<&str>| {
        let mine = waits.iter().filter(|(one, _)| name.is_none_or(|name| *one == name));
        mine.map(|(_, wait)| wait.as_secs_f64() * 1000.0).collect()
    };
    let mut lines: Vec<String> = names.into_iter().map(|name| line(name, of(Some(name)))).collect();
    lines.push(line("all", of(None)));
    lines.join("\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn measured_window_during_the_morning_round() {
    let later = Later { system: SystemClock::new(), hours: Arc::default() };
    let made = |seed| {
        let config =
            TenantConfig { seed, users: 75, events: 2_000, now: later.utc(), ..TenantConfig::default() };
        let clock = later.clone();
        sample::simulated_at(config, Arc::new(move || clock.utc()))
    };
    let tenants: Vec<_> = (1..=100).map(made).collect();
    let ways = tenants.iter().map(|tenant| (tenant.host.clone(), tenant.transport.clone())).collect();
    let mut bench = Bench::new(config(&[]));
    bench.ports.clock = Arc::new(later.clone());
    bench.lead(Arc::new(Exchange(ways)));
    let engine = bench.engine().await;
    let mut clients = Vec::new();
    for (number, tenant) in tenants.iter().enumerate() {
        clients.push(save(&bench, &engine, tenant, &format!("Client {number}")).await);
    }
    engine.round(round(Pacing::Unlimited)).await.unwrap();
    later.hours.store(16, Ordering::Relaxed);

    let (stop, clock) = (CancellationToken::new(), SystemClock::new());
    let window = tokio::spawn(look(engine.clone(), clients, stop.clone()));
    let outcomes = engine.round(round(Pacing::Polite)).await.unwrap();
    let took = clock.monotonic();
    stop.cancel();
    let waits = window.await.unwrap();
    assert!(outcomes.iter().all(|one| one.synced && one.code.is_none()), "{outcomes:#?}");
    println!(
        "window during the morning round of 100 clients, {:.0} s (goal: 50 ms):\n{}",
        took.as_secs_f64(),
        told(&waits)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn measured_from_save_to_users_and_licences() {
    let quota = Quota { objects: Some(300), pages: Some(200), logs: Some(50) };
    let bench = Bench::new(TenantConfig { users: 200, events: 20_000, quota, ..config(&[]) });
    let engine = bench.engine().await;
    let report = bench.check().await;
    let clock = SystemClock::new();
    let input = bench.input(&domain::Permission::WANTED);
    let organisation = OrganisationChoice::New("Acme".into());
    let save = Save { input, report, name: "Acme".into(), organisation, session_only: false };
    let client = engine.save(save).await.unwrap().id;
    let of = ClientRef { client: client.clone() };
    engine.sync_start(of.clone()).await.unwrap();
    let users = loop {
        let status = engine.sync_status(of.clone()).await.unwrap();
        let users = status.data_sets.into_iter().find(|set| set.data_set == DataSet::Users).unwrap();
        if users.state == DataSetState::Done {
            break clock.monotonic();
        }
        sleep(Duration::from_millis(5)).await;
    };
    // The review of every user is one transaction; of this tenant some have a lane.
    let query = ViewQuery { limit: 100, ..ViewQuery::default() };
    let asked = || ViewRows { client: client.clone(), view: ViewName::Licences, query: query.clone() };
    let reviewed = |row: &engine::api::Row| row.get("lane").is_some_and(Value::is_string);
    loop {
        let rows = engine.view_rows(asked()).await.unwrap().rows.unwrap_or_default();
        if rows.iter().any(reviewed) {
            break;
        }
        sleep(Duration::from_millis(5)).await;
    }
    let review = LicenceReviewOf { client: client.clone(), scenario: LicenceScenario::default() };
    let review = engine.licence_review(review).await.unwrap();
    assert!(matches!(review.billable, engine::api::Figure::Value(users) if users > 0.0), "{review:?}");
    let licences = clock.monotonic();
    engine.sync_cancel(of).await.unwrap();
    println!(
        "save to users and licences of 200 users, half of Duo's quota: users after {:.2} s, licences after {:.2} s (goal: 5 s)",
        users.as_secs_f64(),
        licences.as_secs_f64()
    );
}
