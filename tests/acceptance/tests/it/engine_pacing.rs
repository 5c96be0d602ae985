//! Pacing against quotas: nearly as fast as they allow, and hardly ever refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use duo_api::{
    Client, Clock as _, Credentials, Governor, LogWindow, Request, Response, SecretKey, Transport,
    TransportError,
};
use duo_sim::{Quota, TenantConfig};
use engine::api::ClientRef;
use engine::{Engine, Pacing, SyncOptions};
use tokio::time::Instant;

use crate::holdings;
use crate::quotas::{Counter, VirtualClock, limited};

const USUAL: Quota = Quota { objects: Some(300), pages: Some(200), logs: Some(50) };
const SLOW_LOGS: Quota = Quota { logs: Some(2), ..USUAL };

struct Measured {
    took: Duration,
    ratio: f64,
    requests: u64,
    refused: u64,
}

async fn timed(
    engine: &Arc<Engine>,
    client: &str,
    pacing: Pacing,
    quota: Quota,
    counter: &Counter,
) -> Measured {
    let start = Instant::now();
    let status = engine.sync(client, SyncOptions { pacing, ..SyncOptions::default() }).await.unwrap();
    let took = start.elapsed();
    assert_eq!(status.ending(), None, "{status:#?}");
    let (requests, refused) = counter.requests();
    let ratio = took.as_secs_f64() / counter.least_time(quota).as_secs_f64();
    println!(
        "{quota:?} {pacing:?}: {:.0} s, {ratio:.3} of the least, {requests} requests (least {:?}), {refused} refused",
        took.as_secs_f64(),
        counter.least()
    );
    Measured { took, ratio, requests, refused }
}

/// A tenant that was connected to before it counted, read for the first time.
async fn first_sync(users: u32, events: u64, quota: Quota, pacing: Pacing, second: i64) -> Measured {
    let clock = VirtualClock::new(second);
    let config = TenantConfig { users, events, quota, ..TenantConfig::default() };
    let (mut bench, counter) = limited(config, clock);
    let (engine, client) = bench.connected().await;
    drop(engine);
    tokio::time::sleep(Duration::from_secs(3600 + u64::try_from(second).unwrap())).await;
    bench.lead(counter.clone());
    let engine = bench.engine().await;
    let measured = timed(&engine, &client, pacing, quota, &counter).await;
    holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    measured
}

#[tokio::test(start_paused = true)]
async fn full_speed_takes_hardly_longer_than_the_quotas_demand() {
    for (events, quota) in [(60_000, USUAL), (60_000, SLOW_LOGS)] {
        let Measured { ratio, requests, refused, .. } =
            first_sync(1_500, events, quota, Pacing::Full, 41).await;
        assert!(ratio <= 1.1, "{ratio:.3} of the least time with {quota:?}");
        assert!(refused * 50 <= requests, "{refused} of {requests} refused with {quota:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_default_leaves_half_of_the_quotas_to_others() {
    for (events, quota) in [(60_000, USUAL), (60_000, SLOW_LOGS)] {
        let Measured { ratio, requests, refused, took } =
            first_sync(1_500, events, quota, Pacing::Polite, 7).await;
        assert!(ratio <= 2.2, "{ratio:.3} of the least time with {quota:?}");
        assert!(refused * 50 <= requests, "{refused} of {requests} refused with {quota:?}");
        assert!(took > Duration::from_mins(1), "nothing was paced");
    }
}

#[tokio::test(start_paused = true)]
async fn what_refusals_taught_outlives_a_restart_and_is_shared_by_every_program_on_the_folder() {
    let clock = VirtualClock::new(13);
    let config = TenantConfig { users: 30, events: 15_000, quota: SLOW_LOGS, ..TenantConfig::default() };
    let (mut bench, counter) = limited(config, clock);
    bench.lead(counter.clone());
    let (engine, client) = bench.connected().await;
    let other = bench.engine().await;
    tokio::time::sleep(Duration::from_mins(1)).await;
    timed(&engine, &client, Pacing::Full, SLOW_LOGS, &counter).await;
    let (_, before) = counter.requests();
    assert!(before > 0, "nothing was to be learnt");
    drop(engine);
    for engine in [other, bench.engine().await] {
        tokio::time::sleep(Duration::from_mins(10)).await;
        timed(&engine, &client, Pacing::Full, SLOW_LOGS, &counter).await;
        engine.connection_recheck(ClientRef { client: client.clone() }).await.unwrap();
    }
    let (_, refused) = counter.requests();
    assert_eq!(refused, before, "refused again for what was known");
}

/// Refuses three requests of ten.
struct Moody {
    way: Arc<dyn Transport>,
    asked: AtomicU64,
    refused: AtomicU64,
}

#[async_trait]
impl Transport for Moody {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        // Neither every third nor in a row: a fixed sequence without a pattern that a pace could follow.
        let dice = (number + 7)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(23)
            .wrapping_mul(0xBF58_476D_1CE4_E5B9);
        if dice >> 32 < (3 << 32) / 10 {
            self.refused.fetch_add(1, Ordering::Relaxed);
            let body = r#"{"code": 42901, "message": "Too Many Requests", "stat": "FAIL"}"#;
            let retry_after = ["-5", "soon", "0", "90"].get(usize::try_from(dice % 6).unwrap());
            return Ok(Response {
                status: 429,
                date: None,
                content_type: Some("application/json".to_owned()),
                location: None,
                retry_after: retry_after.map(ToString::to_string),
                body: body.into(),
            });
        }
        self.way.send(request).await
    }

    fn in_process(&self) -> bool {
        true
    }
}

#[tokio::test(start_paused = true)]
async fn three_refusals_in_ten_cost_one_request_each_and_lose_nothing() {
    let config = TenantConfig { users: 1_500, events: 60_000, ..TenantConfig::default() };
    let (mut bench, counter) = limited(config, VirtualClock::new(30));
    let (engine, client) = bench.connected().await;
    drop(engine);
    let way = counter.clone();
    let moody = Arc::new(Moody { way, asked: AtomicU64::new(0), refused: AtomicU64::new(0) });
    bench.lead(moody.clone());
    let engine = bench.engine().await;
    let status =
        engine.sync(&client, SyncOptions { pacing: Pacing::Full, ..SyncOptions::default() }).await.unwrap();
    assert_eq!(status.ending(), None, "{status:#?}");
    holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    let (asked, refused) = (moody.asked.load(Ordering::Relaxed), moody.refused.load(Ordering::Relaxed));
    assert!(refused * 5 > asked, "{refused} of {asked}: not much of a mood");
    let (answered, _) = counter.requests();
    let least: u64 = counter.least().iter().sum();
    assert!(answered * 10 <= least * 11, "{answered} answers where {least} do");
    assert_eq!(status.requests_done, asked, "every request is counted");
    assert!(asked - refused <= answered + 1, "a refusal costs one request: {asked} asked, {refused} refused");
}

/// `cargo xtask bench`: the same tenant with quotas, asked in three ways; in the time of the pace.
#[tokio::test(start_paused = true)]
#[ignore = "a measurement"]
async fn measured_against_other_ways() {
    const USERS: u32 = 6_000;
    const EVENTS: u64 = 60_000;
    println!("\n{USERS} users and {EVENTS} sign-ins; quotas a minute: 200 pages, 300 objects, 50 logs");
    let full = first_sync(USERS, EVENTS, USUAL, Pacing::Full, 41).await;
    let polite = first_sync(USERS, EVENTS, USUAL, Pacing::Polite, 41).await;
    let (log, log_requests) = one_page_in_two_minutes(USERS, EVENTS).await;
    // Phones, tokens and passkeys of each user by themselves, at all of the quota of single objects.
    let (calls, pages) = (u64::from(USERS) * 3, u64::from(USERS).div_ceil(300));
    let devices = Duration::from_secs_f64(calls as f64 / 300.0 * 60.0);
    let row = |what: &str, took: Duration, requests: u64| {
        let ratio = took.as_secs_f64() / full.took.as_secs_f64();
        println!("{what:>58} {:>7} s {requests:>7} requests {ratio:>7.1} x", took.as_secs());
    };
    row("Tandem, everything, --full-speed", full.took, full.requests);
    row("Tandem, everything, half of the quotas", polite.took, polite.requests);
    row("1,000 sign-ins each 120 s, as DuoLogSync asks", log, log_requests);
    row("devices by three calls a user (reckoned, not asked)", devices, calls + pages);
}

/// DuoLogSync's way through the sign-in log: a page, then two minutes of rest.
async fn one_page_in_two_minutes(users: u32, events: u64) -> (Duration, u64) {
    let clock = VirtualClock::new(41);
    let config = TenantConfig { users, events, quota: USUAL, ..TenantConfig::default() };
    let (bench, counter) = limited(config, clock);
    let credentials = Credentials {
        host: bench.tenant.host.as_str().try_into().unwrap(),
        ikey: bench.tenant.ikey.as_str().try_into().unwrap(),
        skey: SecretKey::new(bench.tenant.skey.clone()),
    };
    let clock = Arc::new(clock);
    let governor = Arc::new(Governor::new(Pacing::Unlimited, clock.clone()));
    let now = clock.utc().timestamp_millis();
    let client = Client::new(Arc::new(credentials), counter.clone(), clock, governor);
    let day = 24 * 3_600_000;
    let window = LogWindow { mintime_ms: now - 179 * day, maxtime_ms: now };
    let (start, mut rows) = (Instant::now(), 0);
    let mut pages = client.authentication_log(window, None);
    while let Some(page) = pages.next().await {
        rows += page.unwrap().rows.len();
        tokio::time::sleep(Duration::from_mins(2)).await;
    }
    assert!(rows as u64 > events * 9 / 10, "{rows} sign-ins");
    (start.elapsed(), counter.requests().0)
}
