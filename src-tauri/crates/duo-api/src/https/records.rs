//! What TLS handshakes showed, by server name.
//!
//! The records double as the session store, since its first question of a handshake tells when that began.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::NamedGroup;
use rustls::client::{
    ClientSessionMemoryCache, ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue,
};
use rustls_pki_types::ServerName;

use crate::clock::Clock;
use crate::transport::TlsFacts;

#[derive(Default, Clone)]
struct Record {
    began: Duration,
    facts: Option<TlsFacts>,
}

pub(super) struct Records {
    clock: Arc<dyn Clock>,
    by_name: Mutex<BTreeMap<String, Record>>,
    sessions: ClientSessionMemoryCache,
}

impl Records {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, by_name: Mutex::default(), sessions: ClientSessionMemoryCache::new(32) }
    }

    /// What the last full handshake showed.
    pub(super) fn facts(&self, name: &str) -> Option<TlsFacts> {
        self.lock().get(name).and_then(|record| record.facts.clone())
    }

    /// The handshake's certificate came; the time is set when the server proves that it holds the key.
    pub(super) fn certificate(&self, name: &ServerName<'_>, facts: TlsFacts) {
        let now = self.clock.monotonic();
        let mut records = self.lock();
        let record = records.entry(name.to_str().into_owned()).or_default();
        record.facts = Some(TlsFacts { handshake_ms: millis(now.saturating_sub(record.began)), ..facts });
    }

    fn begin(&self, name: &ServerName<'_>) {
        let now = self.clock.monotonic();
        self.lock().entry(name.to_str().into_owned()).or_default().began = now;
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Record>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").finish_non_exhaustive()
    }
}

impl ClientSessionStore for Records {
    fn set_kx_hint(&self, name: ServerName<'static>, group: NamedGroup) {
        self.sessions.set_kx_hint(name, group);
    }

    fn kx_hint(&self, name: &ServerName<'_>) -> Option<NamedGroup> {
        self.sessions.kx_hint(name)
    }

    fn set_tls12_session(&self, name: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.sessions.set_tls12_session(name, value);
    }

    fn tls12_session(&self, name: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.sessions.tls12_session(name)
    }

    fn remove_tls12_session(&self, name: &ServerName<'static>) {
        self.sessions.remove_tls12_session(name);
    }

    fn insert_tls13_ticket(&self, name: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.sessions.insert_tls13_ticket(name, value);
    }

    fn take_tls13_ticket(&self, name: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.begin(name);
        self.sessions.take_tls13_ticket(name)
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
