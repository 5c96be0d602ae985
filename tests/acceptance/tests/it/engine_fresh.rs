//! What the window does by itself: reads what is due, tells a trouble once, and lets nobody hold the others up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use duo_api::{Request, Response, Transport, TransportError};
use duo_sim::TenantConfig;
use engine::api::{ClientRef, Event, OrganisationChoice};
use engine::{Code, Engine, EventSink, Pacing, RoundOptions, Save, SyncOptions};
use sample::SampleTenant;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::bench::Bench;
use crate::quotas::{Counter, VirtualClock, limited};

const HOUR: Duration = Duration::from_hours(1);

/// What was told, and when each client's sync ended.
struct Heard {
    start: Instant,
    attention: Mutex<Vec<(String, Code)>>,
    ended: Mutex<HashMap<String, Duration>>,
}

impl Heard {
    fn new() -> Arc<Self> {
        Arc::new(Self { start: Instant::now(), attention: Mutex::default(), ended: Mutex::default() })
    }

    fn codes(&self) -> Vec<Code> {
        self.attention.lock().unwrap().iter().map(|(_, code)| *code).collect()
    }
}

impl EventSink for Heard {
    fn send(&self, event: Event) {
        match event {
            Event::Attention { client, code, .. } => self.attention.lock().unwrap().push((client, code)),
            Event::SyncProgress { status } if !status.running => {
                self.ended.lock().unwrap().entry(status.client).or_insert(self.start.elapsed());
            }
            _ => {}
        }
    }
}

/// A tenant that is read by itself for some time: how often its users and its sign-ins were asked for.
async fn kept_fresh(faults: &[&str], hours: u32) -> (Arc<Heard>, u64, u64) {
    kept_fresh_by(TimeDelta::zero(), faults, hours).await
}

/// The same by a computer whose clock is ahead.
async fn kept_fresh_by(ahead: TimeDelta, faults: &[&str], hours: u32) -> (Arc<Heard>, u64, u64) {
    let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    let config = TenantConfig { users: 20, events: 200, faults, ..TenantConfig::default() };
    let clock = VirtualClock::new(0);
    let (mut bench, counter) = limited(config, clock);
    bench.ports.clock = Arc::new(clock.ahead(ahead));
    let heard = Heard::new();
    bench.ports.events = heard.clone();
    let (engine, _) = bench.connected().await;
    drop(engine);
    bench.lead(counter.clone());
    let engine = bench.engine().await;
    engine.keep_fresh();
    sleep(HOUR * hours).await;
    (heard, counter.asked("/admin/v1/users"), counter.asked("/admin/v2/logs/authentication"))
}

#[tokio::test(start_paused = true)]
async fn the_inventory_is_read_daily_and_logs_hourly() {
    let (heard, users, sign_ins) = kept_fresh(&[], 49).await;
    assert_eq!(users, 3, "at once, after a day, after two");
    assert!((46..=110).contains(&sign_ins), "{sign_ins} requests for sign-ins in two days");
    assert_eq!(heard.codes(), []);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_days_off_changes_nothing_about_how_often_it_is_read() {
    let right = kept_fresh(&[], 30).await;
    for ahead in [TimeDelta::minutes(20), TimeDelta::days(2), TimeDelta::days(-2)] {
        let (_, users, sign_ins) = kept_fresh_by(ahead, &[], 30).await;
        assert_eq!(users, right.1, "{ahead}");
        // A look may come a little before or after the hour.
        assert!(sign_ins.abs_diff(right.2) <= 4, "{ahead}: {sign_ins}, by a right clock {}", right.2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_set_that_cannot_be_read_is_asked_for_hourly() {
    let (_, users, _) = kept_fresh(&["wrong_type_list@/admin/v1/groups"], 10).await;
    assert!((9..=11).contains(&users), "the inventory was read {users} times in ten hours");
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_refused_is_told_once() {
    let (heard, ..) = kept_fresh(&["secret_rotated:60"], 40).await;
    assert_eq!(heard.codes(), [Code::AuthRotated]);
}

/// Leads to one tenant up to a moment, and to another from then on.
struct Turn {
    at: Instant,
    before: Arc<dyn Transport>,
    after: Arc<dyn Transport>,
}

#[async_trait]
impl Transport for Turn {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let way = if Instant::now() < self.at { &self.before } else { &self.after };
        way.send(request).await
    }

    fn in_process(&self) -> bool {
        true
    }
}

#[tokio::test(start_paused = true)]
async fn a_right_that_vanishes_is_told_once() {
    let clock = VirtualClock::new(0);
    let (mut bench, _) = limited(TenantConfig { users: 20, events: 200, ..TenantConfig::default() }, clock);
    let heard = Heard::new();
    bench.ports.events = heard.clone();
    let (engine, client) = bench.connected().await;
    drop(engine);
    let mut config = bench.tenant.simulator.tenant().config().clone();
    config.permissions.retain(|right| *right != duo_sim::Permission::ReadLog);
    let less = sample::simulated_at(
        config,
        Arc::new(move || {
            use duo_api::Clock as _;
            clock.utc()
        }),
    );
    let (before, after) = (bench.tenant.transport.clone(), less.transport);
    bench.lead(Arc::new(Turn { at: Instant::now() + HOUR * 5, before, after }));
    let engine = bench.engine().await;
    engine.keep_fresh();
    sleep(HOUR * 4).await;
    assert_eq!(heard.codes(), []);
    sleep(HOUR * 40).await;
    assert_eq!(heard.codes(), [Code::PermMissing], "once in forty hours");
    assert_eq!(engine.find_client(&client).await.unwrap().state_code, Some(Code::PermMissing));
}

#[tokio::test(start_paused = true)]
async fn a_set_that_fails_every_hour_is_told_once() {
    let (heard, ..) =
        kept_fresh(&["row_bad@/admin/v2/logs/activity", "wrong_type_list@/admin/v1/groups"], 30).await;
    assert_eq!(heard.codes(), [Code::SchemaChanged]);
}

/// Leads each host to its own tenant.
pub(crate) struct Exchange(pub(crate) HashMap<String, Arc<dyn Transport>>);

#[async_trait]
impl Transport for Exchange {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        match self.0.get(request.host.as_str()) {
            Some(way) => way.send(request).await,
            None => Err(TransportError::Dns),
        }
    }

    fn in_process(&self) -> bool {
        true
    }
}

/// Says nothing for two minutes, as a connection that was cut somewhere does.
struct Silent(Arc<dyn Transport>);

#[async_trait]
impl Transport for Silent {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        sleep(Duration::from_mins(2)).await;
        self.0.send(request).await
    }

    fn in_process(&self) -> bool {
        true
    }
}

fn tenants(clock: VirtualClock, number: u64, users: u32, events: u64) -> Vec<SampleTenant> {
    use duo_api::Clock as _;
    let made = |seed| {
        let config = TenantConfig { seed, users, events, now: clock.utc(), ..TenantConfig::default() };
        sample::simulated_at(config, Arc::new(move || clock.utc()))
    };
    (1..=number).map(made).collect()
}

pub(crate) async fn save(bench: &Bench, engine: &Arc<Engine>, tenant: &SampleTenant, name: &str) -> String {
    let input = || engine::check::CheckInput {
        host: tenant.host.clone(),
        ikey: tenant.ikey.clone(),
        skey: tenant.skey.clone().into(),
        want: domain::Permission::WANTED.to_vec(),
        ..engine::check::CheckInput::default()
    };
    let report = engine::check::check(&bench.ports, input(), &CancellationToken::new(), &mut |_| ()).await;
    let organisation = OrganisationChoice::New(name.to_owned());
    let save = Save { input: input(), report, name: name.to_owned(), organisation, session_only: false };
    engine.save(save).await.unwrap().id
}

pub(crate) fn round(pacing: Pacing) -> RoundOptions {
    let max_wait = Some(Duration::from_mins(30));
    RoundOptions { due: None, pacing, max_wait, cancel: CancellationToken::new() }
}

#[tokio::test(start_paused = true)]
async fn five_hostile_clients_of_fifty_keep_no_other_from_being_read() {
    let clock = VirtualClock::new(20);
    let tenants = tenants(clock, 50, 10, 40);
    let exchange: HashMap<_, _> =
        tenants.iter().map(|tenant| (tenant.host.clone(), tenant.transport.clone())).collect();
    let (mut bench, _) = limited(TenantConfig { users: 10, events: 0, ..TenantConfig::default() }, clock);
    bench.lead(Arc::new(Exchange(exchange.clone())));
    let engine = bench.engine().await;
    let mut ids = Vec::new();
    for (number, tenant) in tenants.iter().enumerate() {
        ids.push(save(&bench, &engine, tenant, &format!("Client {number}")).await);
    }
    drop(engine);

    let mut ill = exchange;
    let faults = ["rate_limited", "tcp_blackhole", "endless_body", "status_503", ""];
    for (tenant, fault) in tenants.iter().zip(faults) {
        let config = tenant.simulator.tenant().config().clone();
        let faults = if fault.is_empty() { Vec::new() } else { vec![fault.parse().unwrap()] };
        let worse = sample::simulated_at(
            TenantConfig { faults, ..config },
            Arc::new(move || {
                use duo_api::Clock as _;
                clock.utc()
            }),
        );
        let way = if fault.is_empty() {
            Arc::new(Silent(worse.transport)) as Arc<dyn Transport>
        } else {
            worse.transport
        };
        ill.insert(tenant.host.clone(), way);
    }
    let heard = Heard::new();
    bench.ports.events = heard.clone();
    bench.lead(Arc::new(Exchange(ill)));
    let engine = bench.engine().await;
    let outcomes = engine.round(round(Pacing::Polite)).await.unwrap();
    let (bad, good): (Vec<_>, Vec<_>) = outcomes.iter().partition(|one| ids[..5].contains(&one.client));
    assert!(good.iter().all(|one| one.synced && one.code.is_none()), "{good:#?}");
    assert!(bad.iter().filter(|one| one.code.is_some()).count() >= 4, "{bad:#?}");
    let ended = heard.ended.lock().unwrap();
    let last = ids[5..].iter().map(|id| ended[id]).max().unwrap();
    println!("45 of 50 clients were read in {} s of virtual time", last.as_secs());
    assert!(last < Duration::from_mins(5), "the last of the others was read after {last:?}");
    let mut told: Vec<_> = heard.attention.lock().unwrap().iter().map(|(client, _)| client.clone()).collect();
    told.sort();
    told.dedup();
    assert_eq!(told.len(), heard.codes().len(), "told once each: {:?}", heard.codes());
}

/// The first request never gets an answer.
struct Stuck;

#[async_trait]
impl Transport for Stuck {
    async fn send(&self, _: Request) -> Result<Response, TransportError> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn of_two_programs_on_a_folder_one_reads_a_client_and_the_other_says_so() {
    let mut bench = Bench::new(TenantConfig { users: 10, events: 20, ..crate::bench::config(&[]) });
    let (first, client) = bench.connected().await;
    crate::bench::sync(&first, &client).await;
    drop(first);
    let heard = Heard::new();
    bench.ports.events = heard.clone();
    let second = bench.engine().await;
    bench.lead(Arc::new(Stuck));
    let first = bench.engine().await;
    let cancel = CancellationToken::new();
    let options = SyncOptions { cancel: cancel.clone(), ..SyncOptions::default() };
    let reading = tokio::spawn({
        let (first, client) = (first.clone(), client.clone());
        async move { first.sync(&client, options).await }
    });
    while !first.sync_status(ClientRef { client: client.clone() }).await.unwrap().running {
        sleep(Duration::from_millis(5)).await;
    }
    let seen = second.sync_status(ClientRef { client: client.clone() }).await.unwrap();
    assert!(seen.elsewhere && !seen.running, "{seen:?}");
    assert!(!first.sync_status(ClientRef { client: client.clone() }).await.unwrap().elsewhere);
    assert!(second.find_client(&client).await.unwrap().syncing);
    let refused = second.sync(&client, SyncOptions::default()).await.unwrap_err();
    assert_eq!(refused.code, Code::SyncRunning);
    let outcome = second.round(round(Pacing::Unlimited)).await.unwrap().remove(0);
    assert_eq!((outcome.code, outcome.news, outcome.synced), (Some(Code::SyncRunning), false, false));
    assert_eq!(heard.codes(), [], "it is no trouble");
    let rows = crate::holdings::rows(&second, &client, engine::api::ViewName::Users).await;
    assert_eq!(rows.len(), 10, "the other reads what is stored");
    cancel.cancel();
    reading.await.unwrap().unwrap();
    let seen = second.sync_status(ClientRef { client: client.clone() }).await.unwrap();
    assert!(!seen.elsewhere && !seen.running, "{seen:?}");
    let outcome = second.round(round(Pacing::Unlimited)).await.unwrap().remove(0);
    assert_eq!((outcome.code, outcome.synced), (None, true));
}

/// `cargo xtask bench`: the morning round of an MSP; real processor time under the clock of the pace.
#[tokio::test(start_paused = true)]
#[ignore = "a measurement"]
async fn measured_morning_round() {
    let clock = VirtualClock::new(20);
    let tenants = tenants(clock, 100, 75, 2_000);
    let exchange = tenants.iter().map(|tenant| (tenant.host.clone(), tenant.transport.clone())).collect();
    let (mut bench, _) = limited(TenantConfig { users: 10, events: 0, ..TenantConfig::default() }, clock);
    let way: Arc<dyn Transport> = Arc::new(Exchange(exchange));
    let counter = Counter::new(way);
    bench.lead(counter.clone());
    let engine = bench.engine().await;
    for (number, tenant) in tenants.iter().enumerate() {
        save(&bench, &engine, tenant, &format!("Client {number}")).await;
    }
    engine.round(round(Pacing::Unlimited)).await.unwrap();
    sleep(HOUR * 16).await;
    let (before, _) = counter.requests();
    #[allow(
        clippy::disallowed_methods,
        reason = "the work is measured by a real clock, the pacing by a virtual one"
    )]
    let (paced, watch) = (Instant::now(), std::time::Instant::now());
    let outcomes = engine.round(round(Pacing::Polite)).await.unwrap();
    assert!(outcomes.iter().all(|one| one.synced && one.code.is_none()), "{outcomes:#?}");
    let (after, _) = counter.requests();
    println!(
        "morning round, 100 clients of 75 users: {} requests, {} s of pacing, {:.1} s of work (goal: 180 s in all)",
        after - before,
        paced.elapsed().as_secs(),
        watch.elapsed().as_secs_f64()
    );
}
