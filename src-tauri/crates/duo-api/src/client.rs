//! The client: one send loop, and the endpoints on top of it.

mod account;
mod endpoints;
mod policy;
mod send;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, ServerClock};
use crate::credentials::{AccountId, Credentials};
use crate::jitter::Jitter;
use crate::pace::{EndpointClass, Governor};
use crate::reach;
use crate::sign::SignatureVersion;
use crate::transport::{Method, Transport};

pub use account::{InfoSpan, TrustMonitorPage, TrustMonitorPages};
pub use endpoints::{CountedLog, LogWindow, Probe};
pub use policy::RetryPolicy;

/// A call that Duo asked to slow down waits for its next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateWait {
    /// Until the next try.
    pub wait: Duration,
    /// Which wait of this call it is, from 1.
    pub number: u32,
    /// How many there may be.
    pub of: Option<u32>,
}

/// Who is told of waits; must not block.
pub type OnWait = Arc<dyn Fn(RateWait) + Send + Sync>;

/// Asks one account. Clones share everything.
#[derive(Clone)]
pub struct Client {
    credentials: Arc<Credentials>,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    governor: Arc<Governor>,
    server_clock: Arc<ServerClock>,
    jitter: Arc<Jitter>,
    signature: SignatureVersion,
    policy: RetryPolicy,
    cancel: CancellationToken,
    on_wait: Option<OnWait>,
    account: Option<AccountId>,
    sent: Arc<AtomicU64>,
}

/// An answer and how long the successful attempt took, waiting excluded.
#[derive(Debug, Clone, PartialEq)]
pub struct Timed<T> {
    /// The answer.
    pub value: T,
    /// From sending to the last byte.
    pub elapsed: Duration,
}

/// One question, before it is signed.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) class: EndpointClass,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) signed: bool,
}

impl Call {
    pub(crate) fn get(class: EndpointClass, path: impl Into<String>) -> Self {
        Self { class, method: Method::Get, path: path.into(), params: Vec::new(), signed: true }
    }

    pub(crate) fn param(mut self, name: &str, value: impl Into<String>) -> Self {
        self.params.push((name.to_owned(), value.into()));
        self
    }
}

impl Client {
    /// A client that signs with version 5 and retries as a sync does.
    pub fn new(
        credentials: Arc<Credentials>,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        governor: Arc<Governor>,
    ) -> Self {
        let seed = u64::from(clock.utc().timestamp_subsec_nanos());
        Self {
            credentials,
            transport,
            server_clock: Arc::new(ServerClock::new(clock.clone())),
            clock,
            governor,
            jitter: Arc::new(Jitter::new(seed)),
            signature: SignatureVersion::default(),
            policy: RetryPolicy::sync(),
            cancel: CancellationToken::new(),
            on_wait: None,
            account: None,
            sent: Arc::default(),
        }
    }

    /// Signs differently; policies and integrations v2/v3 then fail with 40103.
    #[must_use]
    pub fn with_signature(mut self, signature: SignatureVersion) -> Self {
        self.signature = signature;
        self
    }

    /// Reads this child of the account whose Accounts API key signs: every Admin API request names it, under the
    /// signature (admin-api.md §7.20). The host must be the child's own.
    #[must_use]
    pub fn with_account(mut self, account: Option<AccountId>) -> Self {
        self.account = account;
        self
    }

    /// Ends every wait and every request of this client when the token is cancelled.
    #[must_use]
    pub fn with_cancel(mut self, cancel: CancellationToken) -> Self {
        self.cancel = cancel;
        self
    }

    /// Retries by another policy, e.g. [`RetryPolicy::check`].
    #[must_use]
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Tells each wait for a rate limit when it begins.
    #[must_use]
    pub fn with_waits(mut self, on_wait: OnWait) -> Self {
        self.on_wait = Some(on_wait);
        self
    }

    /// Makes the jitter of back-off repeatable.
    #[must_use]
    pub fn with_jitter_seed(mut self, seed: u64) -> Self {
        self.jitter = Arc::new(Jitter::new(seed));
        self
    }

    /// Duo's time as far as known, else the computer's.
    pub fn server_now(&self) -> DateTime<Utc> {
        self.server_clock.now()
    }

    /// The oldest moment (Unix milliseconds) of a log that may be asked for now ([`reach`]).
    pub fn oldest_log_ms(&self) -> i64 {
        reach::oldest_asked(self.server_now().timestamp_millis())
    }

    /// The computer's time minus Duo's; `None` until an answer came.
    pub fn skew(&self) -> Option<TimeDelta> {
        self.server_clock.skew()
    }

    /// The keys in use.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The transport in use, for its proxy and TLS facts.
    pub fn transport(&self) -> &dyn Transport {
        self.transport.as_ref()
    }

    /// Requests sent so far, refused ones included.
    pub fn requests(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// The governor in use, for its state and estimates.
    pub fn governor(&self) -> &Governor {
        &self.governor
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("credentials", &self.credentials)
            .field("signature", &self.signature)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
