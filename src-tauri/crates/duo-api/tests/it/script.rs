//! A transport that answers from a script and remembers what it was sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use duo_api::{
    ApiHost, Client, Clock, Credentials, Governor, IntegrationKey, Pacing, Request, Response, SecretKey,
    SystemClock, Transport, TransportError,
};
use tokio::time::Instant;

pub(crate) const SECRET: &str = "Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1iO3bC8v";
pub(crate) const IKEY: &str = "DIK7L1M5N9P3Q6R0S4T8";
pub(crate) const HOST: &str = "api-1a2b3c4d.duosecurity.com";
pub(crate) const OK_SUMMARY: &str = r#"{"response":{"user_count":214},"stat":"OK"}"#;

type Answer = Box<dyn FnMut(usize, &Request) -> Result<Response, TransportError> + Send>;

pub(crate) struct Script {
    answer: Mutex<Answer>,
    seen: Mutex<Vec<(Duration, Request)>>,
    start: Instant,
}

impl Script {
    /// `answer` gets the number of the request, from 0.
    pub(crate) fn new(
        answer: impl FnMut(usize, &Request) -> Result<Response, TransportError> + Send + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { answer: Mutex::new(Box::new(answer)), seen: Mutex::default(), start: Instant::now() })
    }

    /// The requests and when they came.
    pub(crate) fn seen(&self) -> Vec<(Duration, Request)> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let number = self.count();
        self.seen.lock().unwrap().push((self.start.elapsed(), request.clone()));
        tokio::time::sleep(Duration::from_millis(20)).await;
        (self.answer.lock().unwrap())(number, &request)
    }

    fn in_process(&self) -> bool {
        true
    }
}

/// The computer's clock, wrong by `skew`, moving with tokio's.
pub(crate) struct SkewedClock {
    system: SystemClock,
    start: DateTime<Utc>,
}

impl SkewedClock {
    pub(crate) fn new(skew: TimeDelta) -> Arc<Self> {
        Arc::new(Self { system: SystemClock::new(), start: duo_time() + skew })
    }
}

impl Clock for SkewedClock {
    fn utc(&self) -> DateTime<Utc> {
        self.start + TimeDelta::from_std(self.system.monotonic()).unwrap()
    }
    fn monotonic(&self) -> Duration {
        self.system.monotonic()
    }
}

/// Duo's time when a test begins.
pub(crate) fn duo_time() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-18T09:15:42Z").unwrap().to_utc()
}

pub(crate) fn credentials() -> Arc<Credentials> {
    Arc::new(Credentials {
        host: ApiHost::try_from(HOST).unwrap(),
        ikey: IntegrationKey::try_from(IKEY).unwrap(),
        skey: SecretKey::new(SECRET.into()),
    })
}

pub(crate) fn client(script: &Arc<Script>, pacing: Pacing) -> Client {
    client_with_clock(script, pacing, SkewedClock::new(TimeDelta::zero()))
}

pub(crate) fn client_with_clock(script: &Arc<Script>, pacing: Pacing, clock: Arc<dyn Clock>) -> Client {
    let governor = Arc::new(Governor::new(pacing, clock.clone()));
    Client::new(credentials(), script.clone(), clock, governor).with_jitter_seed(1)
}

pub(crate) fn answer(status: u16, body: impl Into<String>) -> Result<Response, TransportError> {
    Ok(Response {
        status,
        date: None,
        content_type: Some("application/json".into()),
        location: None,
        retry_after: None,
        body: Bytes::from(body.into()),
    })
}

pub(crate) fn refusal(code: u32) -> Result<Response, TransportError> {
    let status = u16::try_from(code / 100).unwrap();
    answer(status, format!(r#"{{"code": {code}, "message": "no", "stat": "FAIL"}}"#))
}

pub(crate) fn dated(
    answer: Result<Response, TransportError>,
    date: &str,
) -> Result<Response, TransportError> {
    answer.map(|response| Response { date: Some(date.into()), ..response })
}
