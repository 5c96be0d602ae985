//! A sign-in log that is a map of events, each seen from a moment of its own on, and a server of it that can be told to
//! fail, to refuse, and not to answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use duo_api::{Request, Response, Transport, TransportError};
use tokio::sync::Notify;
use tokio::time::Instant;

const LOG: &str = "/admin/v2/logs/authentication";

/// Time in milliseconds, id.
pub(crate) type Key = (i64, String);

/// A log whose events are seen from a moment of their own on.
pub(crate) struct Script {
    base: DateTime<Utc>,
    started: Instant,
    /// Time that has passed beside the clock's own.
    pub(crate) ahead: TimeDelta,
    /// From when on each event is seen.
    pub(crate) events: BTreeMap<Key, i64>,
    page: usize,
    pub(crate) overlap: usize,
    /// Requests that fail from now on.
    pub(crate) failures: u32,
    /// Requests that are refused from now on, and how.
    pub(crate) refusals: (u32, Refusal),
    /// The request that is not answered, counted from the first.
    silent_at: Option<u32>,
    pub(crate) asked: u32,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The right to read logs is gone.
    Right,
    /// The secret was replaced.
    Secret,
}

impl Script {
    pub(crate) fn new(base: DateTime<Utc>, page: usize) -> Self {
        Self {
            base,
            started: Instant::now(),
            ahead: TimeDelta::zero(),
            events: BTreeMap::new(),
            page,
            overlap: 0,
            failures: 0,
            refusals: (0, Refusal::Right),
            silent_at: None,
            asked: 0,
        }
    }

    /// Does not answer the n-th request from now on.
    pub(crate) fn fall_silent(&mut self, nth: u32) {
        self.silent_at = Some(self.asked + nth);
    }

    /// Faults and refusals end.
    pub(crate) fn recover(&mut self) {
        (self.failures, self.refusals.0, self.silent_at) = (0, 0, None);
    }

    pub(crate) fn now_ms(&self) -> i64 {
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
        let ping = request.path == "/auth/v2/ping";
        let (status, body) = if ping {
            (200, serde_json::json!({ "stat": "OK", "response": { "time": self.now_ms() / 1000 } }))
        } else if self.refusals.0 > 0 {
            self.refusals.0 -= 1;
            self.refusals.1.answer()
        } else if request.path == LOG {
            (200, self.log(&request.query))
        } else {
            Refusal::Right.answer()
        };
        let date = DateTime::from_timestamp_millis(self.now_ms()).unwrap();
        Ok(Response {
            status,
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

impl Refusal {
    fn answer(self) -> (u16, serde_json::Value) {
        let (code, message) = match self {
            Self::Right => (40301, "Access forbidden"),
            Self::Secret => (40103, "Invalid signature in request credentials"),
        };
        (code / 100, serde_json::json!({ "stat": "FAIL", "code": code, "message": message }))
    }
}

/// The way to the server.
pub(crate) struct Scripted {
    pub(crate) script: Arc<Mutex<Script>>,
    /// Told when a request came that is not answered.
    pub(crate) silent: Arc<Notify>,
}

#[async_trait]
impl Transport for Scripted {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let answer = {
            let mut script = self.script.lock().unwrap();
            let answer = script.answer(&request);
            (script.silent_at != Some(script.asked)).then_some(answer)
        };
        if let Some(answer) = answer {
            return answer;
        }
        self.silent.notify_one();
        std::future::pending().await
    }
}
