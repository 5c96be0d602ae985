//! The sign-in log against a model: a server that is a map of events, with late events, faults, pages that overlap and
//! days that pass. What is stored is never anything else than what the server has, and after a sync that ended well
//! nothing that could be seen is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::DataSet;
use duo_api::{Clock, Request, Response, SystemClock, Transport, TransportError};
use duo_sim::TenantConfig;
use engine::api::ViewName;
use engine::{Engine, SyncOptions};
use proptest::prelude::*;
use tokio::time::Instant;

use crate::bench::{Bench, config, unpaced};
use crate::holdings;

/// Time in milliseconds, id.
type Key = (i64, String);

/// A log whose events are seen from a moment of their own on.
struct Script {
    base: DateTime<Utc>,
    started: Instant,
    ahead: TimeDelta,
    events: BTreeMap<Key, i64>,
    page: usize,
    overlap: usize,
    failures: u32,
    asked: u32,
}

impl Script {
    fn now_ms(&self) -> i64 {
        let passed = TimeDelta::from_std(self.started.elapsed()).unwrap();
        (self.base + self.ahead + passed).timestamp_millis()
    }

    fn seen(&self) -> impl Iterator<Item = &Key> {
        let now = self.now_ms();
        self.events.iter().filter(move |(_, seen)| **seen <= now).map(|(key, _)| key)
    }

    fn answer(&mut self, request: &Request) -> Result<Response, TransportError> {
        self.asked += 1;
        if self.failures > 0 {
            self.failures -= 1;
            return Err(TransportError::Reset);
        }
        let body = match request.path.as_str() {
            "/auth/v2/ping" => {
                serde_json::json!({ "stat": "OK", "response": { "time": self.now_ms() / 1000 } })
            }
            _ => self.log(&request.query),
        };
        let date = DateTime::from_timestamp_millis(self.now_ms()).unwrap();
        Ok(Response {
            status: 200,
            date: Some(date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
            content_type: Some("application/json".to_owned()),
            location: None,
            retry_after: None,
            body: Bytes::from(body.to_string()),
        })
    }

    fn log(&self, query: &str) -> serde_json::Value {
        let params: BTreeMap<&str, String> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, value.replace("%2C", ",")))
            .collect();
        let number = |name: &str| params[name].parse::<i64>().unwrap();
        let (from, to) = (number("mintime"), number("maxtime"));
        let found: Vec<&Key> = self.seen().filter(|(ms, _)| (from..=to).contains(ms)).collect();
        let after = params.get("next_offset").and_then(|text| text.split_once(','));
        let first = after.map_or(0, |(ms, id)| {
            let after = (ms.parse::<i64>().unwrap(), id.to_owned());
            found.partition_point(|key| **key <= after)
        });
        let limit = usize::try_from(number("limit")).unwrap().min(self.page);
        let end = (first + limit).min(found.len());
        let rows: Vec<_> =
            found[first.saturating_sub(self.overlap)..end].iter().map(|key| row(key)).collect();
        let next = (end < found.len()).then(|| [found[end - 1].0.to_string(), found[end - 1].1.clone()]);
        serde_json::json!({
            "stat": "OK",
            "response": {
                "authlogs": rows, "metadata": { "next_offset": next, "total_objects": found.len() }
            },
        })
    }
}

fn row((ms, id): &Key) -> serde_json::Value {
    let at = DateTime::from_timestamp_millis(*ms).unwrap();
    serde_json::json!({
        "txid": id, "timestamp": ms / 1000, "isotimestamp": at.to_rfc3339_opts(SecondsFormat::Micros, false),
        "result": "success", "application": { "key": "DIX", "name": "x" }, "user": { "name": "a" },
    })
}

struct Scripted(Arc<Mutex<Script>>);

#[async_trait]
impl Transport for Scripted {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.0.lock().unwrap().answer(&request)
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// So many events in one millisecond, so many seconds ago, so many seconds late.
    Happen {
        count: u8,
        seconds_ago: u32,
        late: u32,
    },
    Pass {
        seconds: u32,
    },
    Fail {
        requests: u32,
    },
    Overlap {
        rows: usize,
    },
    Sync,
}

/// Seen within ten minutes, by which the tail reads again; the rest is the sweep's.
const BY_THE_TAIL: u32 = 470;

fn step() -> impl Strategy<Value = Step> {
    let late = prop_oneof![4 => Just(0_u32), 4 => 0..BY_THE_TAIL, 1 => BY_THE_TAIL..80_000];
    let ago = prop_oneof![4 => 0_u32..900, 2 => 0_u32..200_000, 1 => 0_u32..10_000_000];
    prop_oneof![
        5 => (1_u8..12, ago, late).prop_map(|(count, seconds_ago, late)| Step::Happen { count, seconds_ago, late }),
        3 => prop_oneof![1_u32..600, 3_600_u32..200_000].prop_map(|seconds| Step::Pass { seconds }),
        1 => (1_u32..16).prop_map(|requests| Step::Fail { requests }),
        1 => (0_usize..4).prop_map(|rows| Step::Overlap { rows }),
        4 => Just(Step::Sync),
    ]
}

struct Model {
    script: Arc<Mutex<Script>>,
    engine: Arc<Engine>,
    client: String,
    serial: u32,
    _bench: Bench,
}

impl Model {
    async fn new(page: usize) -> Self {
        let mut bench = Bench::new(TenantConfig { users: 10, events: 0, ..config(&[]) });
        drop(bench.connected().await);
        let script = Arc::new(Mutex::new(Script {
            base: SystemClock::new().utc(),
            started: Instant::now(),
            ahead: TimeDelta::zero(),
            events: BTreeMap::new(),
            page,
            overlap: 0,
            failures: 0,
            asked: 0,
        }));
        bench.lead(Arc::new(Scripted(script.clone())));
        let engine = bench.engine().await;
        let client = engine.find_client("Acme").await.unwrap().id;
        Self { script, engine, client, serial: 0, _bench: bench }
    }

    async fn stored(&self) -> BTreeSet<Key> {
        let rows = holdings::rows(&self.engine, &self.client, ViewName::Signins).await;
        rows.iter()
            .map(|row| {
                let at = DateTime::parse_from_rfc3339(row["ts"].as_str().unwrap()).unwrap();
                (at.timestamp_millis(), row["txid"].as_str().unwrap().to_owned())
            })
            .collect()
    }

    /// Whether the sync ended well.
    async fn sync(&self) -> bool {
        let options = SyncOptions { only: Some(vec![DataSet::SignIns]), ..unpaced() };
        let status = self.engine.sync(&self.client, options).await.unwrap();
        status.ending().is_none()
    }

    async fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match *step {
            Step::Happen { count, seconds_ago, late } => {
                let mut script = self.script.lock().unwrap();
                let ts = script.now_ms() - i64::from(seconds_ago) * 1000;
                // What is old was seen in time or late, but by now.
                let seen = (ts + 120_000 + i64::from(late) * 1000).max(ts);
                let known = seconds_ago >= 600 && script.asked > 0;
                // An event does not come out of nowhere: it is seen at its time, or still to come.
                if known && seen < script.now_ms() {
                    return Ok(());
                }
                for _ in 0..count {
                    self.serial += 1;
                    script.events.insert((ts, format!("e-{:05}", self.serial)), seen);
                }
            }
            Step::Pass { seconds } => {
                self.script.lock().unwrap().ahead += TimeDelta::seconds(i64::from(seconds));
            }
            Step::Fail { requests } => self.script.lock().unwrap().failures = requests,
            Step::Overlap { rows } => self.script.lock().unwrap().overlap = rows,
            Step::Sync => {
                let before = {
                    let mut script = self.script.lock().unwrap();
                    // Between two syncs time passes; the server's date comes in whole seconds.
                    script.ahead += TimeDelta::seconds(3);
                    script.now_ms()
                };
                let well = self.sync().await;
                if self.script.lock().unwrap().asked > 0 && well {
                    self.check(before, BY_THE_TAIL).await?;
                }
            }
        }
        Ok(())
    }

    /// Nothing is stored that the server has not, and nothing is missing that was seen at `before` and came at most so
    /// many seconds late.
    async fn check(&self, before: i64, late: u32) -> Result<(), TestCaseError> {
        let stored = self.stored().await;
        let script = self.script.lock().unwrap();
        for key in &stored {
            prop_assert!(script.events.contains_key(key), "{key:?} is not the server's");
        }
        for (key, seen) in &script.events {
            let in_time = *seen <= key.0 + 120_000 + i64::from(late) * 1000;
            // The server's date comes in whole seconds.
            let settled = *seen <= before && key.0 <= before - 125_000;
            let kept = key.0 > before - 170 * 86_400_000;
            let missing = in_time && settled && kept && !stored.contains(key);
            prop_assert!(!missing, "{key:?}, seen at {seen}, is missing at {before}");
        }
        Ok(())
    }
}

async fn play(page: usize, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut model = Model::new(page).await;
    for step in steps {
        model.take(step).await?;
    }
    // Faults end, two days pass, and then everything is there, however late it was.
    model.script.lock().unwrap().failures = 0;
    let end = [Step::Sync, Step::Pass { seconds: 90_000 }, Step::Sync];
    for step in &end {
        model.take(step).await?;
    }
    let now = model.script.lock().unwrap().now_ms();
    model.check(now, 80_000).await
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_log_is_what_the_server_showed(page in 1_usize..9, steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(play(page, &steps))?;
    }
}
