//! A simulator behind the client's transport seam.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use duo_api::{Request, Response, Transport, TransportError};
use duo_sim::{
    Answer, Clock, FaultKind, SimRequest, SimResponse, Simulator, Tenant, TenantConfig, WireFault,
};
use tokio::time::Instant;

/// Faults that strike before a request reaches the server.
const BEFORE_HTTP: [FaultKind; 8] = [
    FaultKind::DnsNxdomain,
    FaultKind::TcpRefused,
    FaultKind::TlsSelfSigned,
    FaultKind::TlsExpired,
    FaultKind::TlsWrongName,
    FaultKind::TlsOld,
    FaultKind::Proxy407,
    FaultKind::Proxy502,
];

/// Sends requests to a simulator in this process.
#[derive(Debug)]
pub struct SampleTransport {
    simulator: Simulator,
    /// The clock of a server that believes its callers.
    borrowed: Option<Arc<BorrowedClock>>,
}

/// Tells the date of the latest request, plus the time since. The caller's date may be wrong or jump; a sample must
/// work all the same.
#[derive(Debug)]
struct BorrowedClock(Mutex<(DateTime<Utc>, Instant)>);

impl BorrowedClock {
    fn new(date: DateTime<Utc>) -> Self {
        Self(Mutex::new((date, Instant::now())))
    }

    fn now(&self) -> DateTime<Utc> {
        let (date, at) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        date + at.elapsed()
    }

    fn set(&self, date: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (date, Instant::now());
    }
}

impl SampleTransport {
    pub(crate) fn following(config: TenantConfig) -> (Self, Simulator) {
        let borrowed = Arc::new(BorrowedClock::new(config.now));
        let clock: Clock = {
            let borrowed = Arc::clone(&borrowed);
            Arc::new(move || borrowed.now())
        };
        Self::new(config, clock, Some(borrowed))
    }

    pub(crate) fn with_clock(config: TenantConfig, clock: Clock) -> (Self, Simulator) {
        Self::new(config, clock, None)
    }

    fn new(config: TenantConfig, clock: Clock, borrowed: Option<Arc<BorrowedClock>>) -> (Self, Simulator) {
        let simulator = Simulator::new(Tenant::new(config), clock);
        (Self { simulator: simulator.clone(), borrowed }, simulator)
    }

    fn follow(&self, request: &Request) {
        let date = request.header("x-duo-date").or_else(|| request.header("date"));
        let sent = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok());
        if let (Some(clock), Some(sent)) = (&self.borrowed, sent) {
            clock.set(sent.with_timezone(&Utc));
        }
    }
}

#[async_trait]
impl Transport for SampleTransport {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if !self.simulator.hosts().contains(&request.host.as_str()) {
            return Err(TransportError::Dns);
        }
        if let Some(fault) = self.simulator.fault_among(&BEFORE_HTTP) {
            return Err(before_http(fault));
        }
        self.follow(&request);
        let request = sim_request(request);
        let simulator = self.simulator.clone();
        // A large page takes milliseconds to make.
        let answer = tokio::task::spawn_blocking(move || simulator.handle(&request)).await;
        match answer.map_err(|_| TransportError::Internal)? {
            Answer::Response(response) => Ok(received(response)),
            Answer::Wire(fault) => Err(wire(&fault)),
        }
    }

    fn in_process(&self) -> bool {
        true
    }
}

fn sim_request(request: Request) -> SimRequest {
    let mut headers = request.headers;
    headers.push(("Host".to_owned(), request.host.as_str().to_owned()));
    SimRequest {
        method: request.method.as_str().to_owned(),
        path: request.path,
        query: request.query,
        headers,
        body: request.body.map(Into::into).unwrap_or_default(),
    }
}

fn received(response: SimResponse) -> Response {
    let header = |name| response.header(name).map(str::to_owned);
    Response {
        status: response.status,
        date: header("date"),
        content_type: header("content-type"),
        location: header("location"),
        retry_after: header("retry-after"),
        body: response.body.into(),
    }
}

/// What a client over HTTPS makes of the fault, without the wait.
fn wire(fault: &WireFault) -> TransportError {
    match fault {
        WireFault::ResetBeforeHeaders | WireFault::ResetMidBody { .. } => TransportError::Reset,
        WireFault::ShortBody { .. } => TransportError::Truncated,
        WireFault::Drip(_) | WireFault::DripHeaders | WireFault::Silence => TransportError::Timeout,
        WireFault::EndlessBody => TransportError::TooLarge,
        WireFault::ManyHeaders(_) => TransportError::Protocol,
    }
}

fn before_http(fault: FaultKind) -> TransportError {
    match fault {
        FaultKind::DnsNxdomain => TransportError::Dns,
        FaultKind::TcpRefused => TransportError::Connect,
        FaultKind::TlsSelfSigned => TransportError::TlsUntrusted { issuer: None },
        FaultKind::TlsExpired => TransportError::TlsExpired { not_before: None, not_after: None },
        FaultKind::TlsWrongName => TransportError::TlsName,
        FaultKind::TlsOld => TransportError::TlsVersion,
        FaultKind::Proxy407 => TransportError::ProxyAuth,
        _ => TransportError::ProxyRefused,
    }
}
