//! Rows 2 to 5: name, secure connection, Duo's unsigned answer, clock.

use std::time::Duration;

use duo_api::{ApiError, ApiHost, Client, TlsFacts, Transport};

use super::rows::{pass, row, skipped, values};
use super::run::Run;
use crate::Code;
use crate::api::{CheckId, RowState, Values};
use crate::error::{api_code, api_values};

const DNS_LIMIT: Duration = Duration::from_secs(10);
/// Up to here a clock is called right; Duo's own limit is five minutes.
const CLOCK_TOLERANCE_SECONDS: i64 = 60;

impl Run<'_> {
    /// Whether Duo answered.
    pub(super) async fn reach(&mut self, client: &Client, transport: &dyn Transport) -> bool {
        let host = client.credentials().host.clone();
        if transport.in_process() {
            self.end(skipped(CheckId::Dns, Code::Sample));
            self.end(skipped(CheckId::Tls, Code::Sample));
        } else if !self.dns(&host, transport).await {
            return false;
        }
        let reached = self.tls_and_ping(client, transport, &host).await;
        if reached {
            self.clock(client);
        }
        reached
    }

    async fn dns(&mut self, host: &ApiHost, transport: &dyn Transport) -> bool {
        if let Some(proxy) = transport.proxy_for(host) {
            let mut skip = skipped(CheckId::Dns, Code::ViaProxy);
            skip.values.insert("proxy".into(), proxy.display);
            self.end(skip);
            return true;
        }
        self.begin(CheckId::Dns);
        let started = self.now();
        let lookup = tokio::net::lookup_host((host.as_str(), 443));
        let addresses = match tokio::time::timeout(DNS_LIMIT, lookup).await {
            Ok(Ok(addresses)) => addresses.count(),
            Ok(Err(_)) | Err(_) => 0,
        };
        let ms = self.since(started);
        if addresses == 0 {
            let named = values([("host", host.as_str().to_owned())]);
            self.end(row(CheckId::Dns, RowState::Fail, Some(Code::NetDns), ms, named));
            return false;
        }
        self.end(pass(CheckId::Dns, ms, values([("addresses", addresses.to_string())])));
        true
    }

    async fn tls_and_ping(&mut self, client: &Client, transport: &dyn Transport, host: &ApiHost) -> bool {
        let in_process = transport.in_process();
        self.begin(if in_process { CheckId::Ping } else { CheckId::Tls });
        let started = self.now();
        let answer = client.ping().await;
        let ms = self.since(started);
        let facts = transport.tls_facts(host).filter(|facts| facts.trusted);
        match answer {
            Ok(_) => {
                if !in_process {
                    self.tls(facts.as_ref(), ms);
                }
                self.end(pass(CheckId::Ping, ms, values([("status", "200".to_owned())])));
                true
            }
            // Duo itself answered, though not with a ping.
            Err(error @ ApiError::Duo { status: 400..=499, .. }) => {
                if !in_process {
                    self.tls(facts.as_ref(), ms);
                }
                self.end(pass(CheckId::Ping, ms, api_values(&error)));
                true
            }
            Err(error) => {
                let secured = in_process || (facts.is_some() && !is_before_tls(&error));
                if secured && !in_process {
                    self.tls(facts.as_ref(), ms);
                }
                let id = if secured { CheckId::Ping } else { CheckId::Tls };
                let mut named = api_values(&error);
                named.insert("host".into(), host.as_str().to_owned());
                if let Some(proxy) = transport.proxy_for(host) {
                    named.insert("proxy".into(), proxy.display);
                }
                named.insert("date".into(), self.ports.clock.utc().to_rfc3339());
                self.end(row(id, RowState::Fail, Some(api_code(&error)), ms, named));
                false
            }
        }
    }

    fn tls(&mut self, facts: Option<&TlsFacts>, ms: u64) {
        let Some(facts) = facts else {
            self.end(pass(CheckId::Tls, ms, Values::new()));
            return;
        };
        let named = values([("issuer", facts.issuer.clone()), ("not_after", facts.not_after.to_rfc3339())]);
        let (state, code) = if facts.public_ca {
            (RowState::Pass, None)
        } else {
            (RowState::Warn, Some(Code::TlsInspection))
        };
        self.end(row(CheckId::Tls, state, code, facts.handshake_ms.min(ms), named));
    }

    fn clock(&mut self, client: &Client) {
        let Some(skew) = client.skew().map(|skew| skew.num_seconds()) else {
            self.end(skipped(CheckId::Clock, Code::Needs));
            return;
        };
        self.set_skew(Some(skew));
        let named = values([
            ("seconds", skew.abs().to_string()),
            ("direction", if skew < 0 { "behind" } else { "ahead" }.to_owned()),
        ]);
        self.end(if skew.abs() <= CLOCK_TOLERANCE_SECONDS {
            pass(CheckId::Clock, 0, named)
        } else {
            row(CheckId::Clock, RowState::Warn, Some(Code::ClockOff), 0, named)
        });
    }
}

/// Whether the error happened before a secure connection stood, whatever an earlier connection recorded.
fn is_before_tls(error: &ApiError) -> bool {
    let code = error.code();
    code.starts_with("NET_TLS")
        || code.starts_with("NET_PROXY")
        || matches!(
            error,
            ApiError::Transport(duo_api::TransportError::Connect | duo_api::TransportError::Dns)
        )
}
