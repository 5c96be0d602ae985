//! A client small enough to be seen through: signs, asks, follows cursors.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use duo_sim::{Answer, SimRequest, SimResponse, Simulator, Tenant, TenantConfig};
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use sha2::{Digest as _, Sha512};

const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'~').remove(b'-');

/// A simulator with a clock that only the test moves.
pub(crate) struct Bench {
    pub(crate) simulator: Simulator,
    clock: Arc<Mutex<DateTime<Utc>>>,
}

impl Bench {
    pub(crate) fn new(config: TenantConfig) -> Self {
        let clock = Arc::new(Mutex::new(config.now));
        let told = Arc::clone(&clock);
        let simulator = Simulator::new(Tenant::new(config), Arc::new(move || *told.lock().unwrap()));
        Self { simulator, clock }
    }

    pub(crate) fn with_faults(faults: &[&str]) -> Self {
        let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        Self::new(TenantConfig { events: 3000, faults, ..TenantConfig::default() })
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        *self.clock.lock().unwrap()
    }

    pub(crate) fn pass(&self, seconds: i64) {
        *self.clock.lock().unwrap() += TimeDelta::seconds(seconds);
    }

    /// A v5-signed GET.
    pub(crate) fn request(&self, path: &str, params: &[(&str, &str)]) -> SimRequest {
        let tenant = self.simulator.tenant();
        sign(tenant.host(), tenant.ikey(), tenant.skey(), self.now(), path, params)
    }

    pub(crate) fn answer(&self, path: &str, params: &[(&str, &str)]) -> Answer {
        self.simulator.handle(&self.request(path, params))
    }

    pub(crate) fn get(&self, path: &str, params: &[(&str, &str)]) -> SimResponse {
        response(self.answer(path, params))
    }

    pub(crate) fn json(&self, path: &str, params: &[(&str, &str)]) -> Value {
        let response = self.get(path, params);
        assert_eq!(response.status, 200, "{path} {params:?}: {}", String::from_utf8_lossy(&response.body));
        serde_json::from_slice(&response.body).unwrap()
    }

    /// The code of a refusal.
    pub(crate) fn code(&self, path: &str, params: &[(&str, &str)]) -> u64 {
        code(&self.get(path, params))
    }

    /// All rows of a list, a page at a time.
    pub(crate) fn list(&self, path: &str, limit: u32) -> Vec<Value> {
        let limit = limit.to_string();
        let mut rows = Vec::new();
        let mut offset = "0".to_owned();
        loop {
            let page = self.json(path, &[("limit", &limit), ("offset", &offset)]);
            rows.extend(page["response"].as_array().unwrap().iter().cloned());
            match page["metadata"].get("next_offset") {
                Some(next) => offset = next.to_string(),
                None => return rows,
            }
        }
    }

    /// All rows of a log, with the `total_objects` of each page.
    pub(crate) fn log(&self, log: &Log<'_>) -> (Vec<Value>, Vec<u64>) {
        let (from, to, limit) = (log.from_ms.to_string(), log.to_ms.to_string(), log.limit.to_string());
        let mut params = BTreeMap::from([
            ("mintime", from),
            ("maxtime", to),
            ("limit", limit),
            ("sort", log.sort.to_owned()),
        ]);
        let (mut rows, mut totals) = (Vec::new(), Vec::new());
        loop {
            let asked: Vec<_> = params.iter().map(|(key, value)| (*key, value.as_str())).collect();
            let page = self.json(log.path, &asked)["response"].clone();
            let list = page.get("authlogs").or_else(|| page.get("items")).unwrap();
            rows.extend(list.as_array().unwrap().iter().cloned());
            totals.push(page["metadata"]["total_objects"].as_u64().unwrap());
            let next = match &page["metadata"]["next_offset"] {
                Value::Array(parts) => {
                    format!("{},{}", parts[0].as_str().unwrap(), parts[1].as_str().unwrap())
                }
                Value::String(text) => text.clone(),
                _ => return (rows, totals),
            };
            params.insert("next_offset", next);
        }
    }
}

/// What a log is asked for.
pub(crate) struct Log<'a> {
    pub(crate) path: &'a str,
    pub(crate) from_ms: i64,
    pub(crate) to_ms: i64,
    pub(crate) limit: usize,
    pub(crate) sort: &'a str,
}

pub(crate) fn response(answer: Answer) -> SimResponse {
    match answer {
        Answer::Response(response) => response,
        Answer::Wire(fault) => panic!("no HTTP answer: {fault:?}"),
    }
}

pub(crate) fn code(response: &SimResponse) -> u64 {
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    body["code"].as_u64().unwrap_or_default()
}

pub(crate) fn sign(
    host: &str,
    ikey: &str,
    skey: &str,
    now: DateTime<Utc>,
    path: &str,
    params: &[(&str, &str)],
) -> SimRequest {
    let escape = |text: &str| utf8_percent_encode(text, ESCAPED).to_string();
    let mut pairs: Vec<String> =
        params.iter().map(|(key, value)| format!("{}={}", escape(key), escape(value))).collect();
    pairs.sort();
    let query = pairs.join("&");
    let date = now.format("%a, %d %b %Y %H:%M:%S -0000").to_string();
    let empty = hex::encode(Sha512::digest(b""));
    let canonical = format!("{date}\nGET\n{host}\n{path}\n{query}\n{empty}\n{empty}");
    let mac = Hmac::<Sha512>::new_from_slice(skey.as_bytes()).unwrap().chain_update(canonical);
    let token = STANDARD.encode(format!("{ikey}:{}", hex::encode(mac.finalize().into_bytes())));
    SimRequest {
        method: "GET".to_owned(),
        path: path.to_owned(),
        query,
        headers: vec![
            ("Authorization".to_owned(), format!("Basic {token}")),
            ("Date".to_owned(), date),
            ("Host".to_owned(), host.to_owned()),
        ],
        body: Vec::new(),
    }
}
