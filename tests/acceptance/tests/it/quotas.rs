//! A tenant that enforces quotas on a clock that only moves when everybody waits, and what it was asked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use duo_api::{Clock, Request, Response, SystemClock, Transport, TransportError};
use duo_sim::{Quota, TenantConfig};
use serde_json::Value;

use crate::bench::Bench;

/// The computer's clock, moving with tokio's.
#[derive(Clone, Copy)]
pub(crate) struct VirtualClock {
    system: SystemClock,
    start: DateTime<Utc>,
}

impl VirtualClock {
    /// Begins `second` seconds into a minute, and at the beginning of that second.
    pub(crate) fn new(second: i64) -> Self {
        let now = SystemClock::new().utc();
        let start = now.timestamp_millis().div_euclid(60_000) * 60 + second;
        Self { system: SystemClock::new(), start: DateTime::from_timestamp(start, 0).unwrap() }
    }

    /// The clock of a computer that is ahead of this one.
    pub(crate) fn ahead(self, by: TimeDelta) -> Self {
        Self { start: self.start + by, ..self }
    }
}

impl Clock for VirtualClock {
    fn utc(&self) -> DateTime<Utc> {
        self.start + TimeDelta::from_std(self.system.monotonic()).unwrap()
    }

    fn monotonic(&self) -> Duration {
        self.system.monotonic()
    }
}

/// Requests by path on their way to a tenant.
pub(crate) struct Counter {
    way: Arc<dyn Transport>,
    paths: Mutex<BTreeMap<String, Asked>>,
}

#[derive(Clone, Copy, Default)]
struct Asked {
    requests: u64,
    refused: u64,
    rows: u64,
    page: u64,
    /// Whether its events were counted, by a page of one row.
    counted: bool,
}

/// In the order pages, objects, logs.
fn class(path: &str, asked: &Asked) -> usize {
    match (path.contains("/logs/"), asked.page) {
        (true, _) => 2,
        (false, 0) => 1,
        (false, _) => 0,
    }
}

impl Counter {
    pub(crate) fn new(way: Arc<dyn Transport>) -> Arc<Self> {
        Arc::new(Self { way, paths: Mutex::default() })
    }

    /// Requests and how many of them were answered with 429.
    pub(crate) fn requests(&self) -> (u64, u64) {
        let paths = self.paths.lock().unwrap();
        let asked = paths.iter().filter(|(path, _)| path.starts_with("/admin/"));
        asked.fold((0, 0), |(all, refused), (_, asked)| (all + asked.requests, refused + asked.refused))
    }

    /// Requests for a path.
    pub(crate) fn asked(&self, path: &str) -> u64 {
        self.paths.lock().unwrap().get(path).map_or(0, |asked| asked.requests)
    }

    /// Requests of each class that nobody who reads and counts the same could save.
    pub(crate) fn least(&self) -> [u64; 3] {
        let mut least = [0; 3];
        for (path, asked) in self.paths.lock().unwrap().iter() {
            let pages = if asked.page == 0 { 1 } else { asked.rows.div_ceil(asked.page).max(1) };
            least[class(path, asked)] += pages + u64::from(asked.counted);
        }
        least
    }

    /// How long the least number of requests takes.
    pub(crate) fn least_time(&self, quota: Quota) -> Duration {
        let quotas =
            [quota.pages, quota.objects, quota.logs].map(|quota| quota.map_or(f64::INFINITY, f64::from));
        let minutes = self.least().into_iter().zip(quotas).map(|(requests, quota)| requests as f64 / quota);
        Duration::from_secs_f64(minutes.fold(0.0, f64::max) * 60.0)
    }
}

#[async_trait]
impl Transport for Counter {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let (path, query) = (request.path.clone(), request.query.clone());
        let answer = self.way.send(request).await;
        let mut paths = self.paths.lock().unwrap();
        let asked = paths.entry(path).or_default();
        asked.requests += 1;
        let limit = query.split('&').find_map(|pair| pair.strip_prefix("limit=")?.parse().ok());
        asked.page = asked.page.max(limit.unwrap_or(0));
        asked.counted |= limit == Some(1);
        if let Ok(response) = &answer {
            asked.refused += u64::from(response.status == 429);
            asked.rows += rows(&response.body);
        }
        drop(paths);
        answer
    }

    fn in_process(&self) -> bool {
        true
    }
}

fn rows(body: &[u8]) -> u64 {
    let Ok(mut body) = serde_json::from_slice::<Value>(body) else { return 0 };
    let rows = match body["response"].take() {
        Value::Array(rows) => rows.len(),
        Value::Object(fields) => fields.values().find_map(Value::as_array).map_or(0, Vec::len),
        _ => 0,
    };
    rows as u64
}

/// A bench whose tenant tells the time of the bench's clock, and what it is asked from now on.
pub(crate) fn limited(config: TenantConfig, clock: VirtualClock) -> (Bench, Arc<Counter>) {
    let config = TenantConfig { now: clock.utc(), ..config };
    let tenant = sample::simulated_at(config, Arc::new(move || clock.utc()));
    let counter = Counter::new(tenant.transport.clone());
    let mut bench = Bench::of(tenant);
    bench.ports.clock = Arc::new(clock);
    (bench, counter)
}
