//! Clocks that are wrong, and clocks that jump while a sync runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use duo_api::{Clock, Request, Response, SystemClock, Transport, TransportError};
use duo_sim::TenantConfig;
use engine::api::{ClientRef, ViewName};
use testbed::soak::{self, Line};

use crate::bench::{Bench, config, sync};
use crate::holdings;

const YEARS: i64 = 2 * 365 * 86_400;

/// The computer's clock, off by so many seconds, which may change.
pub(crate) struct Wrong {
    pub(crate) system: SystemClock,
    pub(crate) seconds: AtomicI64,
}

impl Clock for Wrong {
    fn utc(&self) -> DateTime<Utc> {
        self.system.utc() + TimeDelta::seconds(self.seconds.load(Ordering::SeqCst))
    }

    fn monotonic(&self) -> Duration {
        self.system.monotonic()
    }
}

/// Sets the clock when a certain request is sent.
struct Jump {
    to: Arc<dyn Transport>,
    clock: Arc<Wrong>,
    sent: AtomicU64,
    at: u64,
    seconds: i64,
}

#[async_trait]
impl Transport for Jump {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if self.sent.fetch_add(1, Ordering::SeqCst) + 1 == self.at {
            self.clock.seconds.store(self.seconds, Ordering::SeqCst);
        }
        self.to.send(request).await
    }

    fn in_process(&self) -> bool {
        true
    }
}

/// A tenant whose time is right, whatever the client's clock says.
fn punctual() -> Bench {
    let clock = SystemClock::new();
    let tenant = TenantConfig { users: 30, events: 3_000, now: clock.utc(), ..config(&[]) };
    Bench::of(sample::simulated_at(tenant, Arc::new(move || clock.utc())))
}

#[tokio::test]
async fn a_clock_that_is_minutes_or_years_off_loses_nothing() {
    let line = Line::start("clock off by 6 minutes and 2 years");
    for seconds in [360, -360, YEARS, -YEARS] {
        let mut bench = punctual();
        bench.ports.clock = Arc::new(Wrong { system: SystemClock::new(), seconds: AtomicI64::new(seconds) });
        let (engine, client) = bench.connected().await;
        assert_eq!(sync(&engine, &client).await.code, None, "{seconds} s");
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
        assert_eq!(sync(&engine, &client).await.code, None, "{seconds} s, again");
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    }
    line.end("4 clocks: 0 lost, 0 double");
}

#[tokio::test]
async fn a_clock_that_jumps_during_a_sync_loses_nothing() {
    let line = Line::start("clock that jumps during a sync");
    let moments: &[u64] = soak::rounds(&[3, 9], &[1, 2, 3, 5, 8, 12, 16, 20, 24]);
    let mut jumps = 0;
    for seconds in [360, -360, 3_600, -3_600, YEARS, -YEARS] {
        for at in moments {
            let mut bench = punctual();
            let clock = Arc::new(Wrong { system: SystemClock::new(), seconds: AtomicI64::new(0) });
            bench.ports.clock = clock.clone();
            let (engine, client) = bench.connected().await;
            drop(engine);
            let to = bench.tenant.transport.clone();
            bench.lead(Arc::new(Jump { to, clock, sent: AtomicU64::new(0), at: *at, seconds }));
            let engine = bench.engine().await;
            assert_eq!(sync(&engine, &client).await.code, None, "{seconds} s at request {at}");
            holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
            assert_eq!(sync(&engine, &client).await.code, None, "{seconds} s at request {at}, again");
            holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
            jumps += 1;
        }
    }
    line.end(&format!("{jumps} jumps: 0 lost, 0 double"));
}

#[tokio::test]
async fn how_far_the_clock_is_off_is_kept_and_is_a_finding_while_it_is() {
    let mut bench = punctual();
    let clock = Arc::new(Wrong { system: SystemClock::new(), seconds: AtomicI64::new(0) });
    bench.ports.clock = clock.clone();
    let (engine, client) = bench.connected().await;
    for (seconds, words) in [(0, None), (420, Some("ahead of Duo's time")), (-420, Some("behind Duo's time"))]
    {
        clock.seconds.store(seconds, Ordering::SeqCst);
        // A sync measures it, and so does a check.
        if seconds >= 0 {
            sync(&engine, &client).await;
        } else {
            engine.connection_recheck(ClientRef { client: client.clone() }).await.unwrap();
        }
        let details = engine.connection_details(ClientRef { client: client.clone() }).await.unwrap();
        let measured = details.clock.unwrap();
        assert!((measured.seconds - seconds).abs() < 60, "{measured:?}");
        let mut told = holdings::rows(&engine, &client, ViewName::Findings).await;
        told.retain(|row| row["kind"] == "clock_off");
        assert_eq!(told.len(), usize::from(words.is_some()), "{told:?}");
        for row in told {
            assert_eq!(row["figure"].as_i64(), Some(measured.seconds.abs()));
            assert_eq!(row["detail"], measured.words);
            assert!(measured.words.ends_with(words.unwrap()), "{measured:?}");
        }
    }
}
