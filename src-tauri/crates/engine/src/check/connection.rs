//! Rows 3 to 5: secure connection, Duo's unsigned answer, clock.

use duo_api::{ApiError, ApiHost, Client, TlsFacts, Transport};

use super::rows::{pass, row, skipped, values};
use super::run::Run;
use crate::Code;
use crate::api::{CheckId, RowState, Values};
use crate::clock::{is_off, off};
use crate::error::{api_code, api_values};

/// Duo's own limit.
const CLOCK_LIMIT_SECONDS: i64 = 300;

impl Run<'_> {
    /// Whether Duo answered.
    pub(super) async fn reach(&mut self, client: &Client, transport: &dyn Transport) -> bool {
        let host = client.credentials().host.clone();
        if transport.in_process() {
            self.end(skipped(CheckId::Dns, Code::Sample));
            self.end(skipped(CheckId::Tls, Code::Sample));
        } else if !self.knows_address(&host, transport) && !self.dns(&host, transport).await {
            return false;
        }
        let reached = self.tls_and_ping(client, transport, &host).await;
        if reached {
            self.clock(client);
        }
        reached
    }

    /// Whether an earlier check found it, and no proxy came in between since.
    fn knows_address(&self, host: &ApiHost, transport: &dyn Transport) -> bool {
        !self.asks(CheckId::Dns) && self.passed(CheckId::Dns) && transport.proxy_for(host).is_none()
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
                if !in_process && !self.tls(facts.as_ref(), ms) {
                    return false;
                }
                self.end(pass(CheckId::Ping, ms, values([("status", "200".to_owned())])));
                true
            }
            // Duo itself answered, though not with a ping.
            Err(error @ ApiError::Duo { status: 400..=499, .. }) => {
                if !in_process && !self.tls(facts.as_ref(), ms) {
                    return false;
                }
                self.end(pass(CheckId::Ping, ms, api_values(&error)));
                true
            }
            Err(error) => {
                let secured = in_process || (facts.is_some() && !is_before_tls(&error));
                if secured && !in_process && !self.tls(facts.as_ref(), ms) {
                    return false;
                }
                let id = if secured { CheckId::Ping } else { CheckId::Tls };
                let mut named = api_values(&error);
                named.insert("host".into(), host.as_str().to_owned());
                if let Some(proxy) = transport.proxy_for(host) {
                    named.insert("proxy".into(), proxy.display);
                }
                named.insert("date".into(), self.ports.clock.utc().date_naive().to_string());
                self.end(row(id, RowState::Fail, Some(api_code(&error)), ms, named));
                false
            }
        }
    }

    /// Whether to go on.
    fn tls(&mut self, facts: Option<&TlsFacts>, ms: u64) -> bool {
        let Some(facts) = facts else {
            self.end(pass(CheckId::Tls, ms, Values::new()));
            return true;
        };
        let mut named =
            values([("issuer", facts.issuer.clone()), ("not_after", facts.not_after.to_rfc3339())]);
        let known = self.ports.transports.network().settings.issuers.contains(&facts.issuer);
        let (state, code) = if facts.public_ca {
            (RowState::Pass, None)
        } else if known {
            named.insert("remembered".into(), "yes".into());
            (RowState::Pass, None)
        } else {
            (RowState::Warn, Some(Code::TlsInspection))
        };
        self.end(row(CheckId::Tls, state, code, facts.handshake_ms.min(ms), named));
        self.paused = code.is_some() && self.input.pause;
        !self.paused
    }

    fn clock(&mut self, client: &Client) {
        let Some(skew) = client.skew().map(|skew| skew.num_seconds()) else {
            self.end(skipped(CheckId::Clock, Code::Needs));
            return;
        };
        self.set_skew(Some(skew));
        let named = values([
            ("seconds", skew.abs().to_string()),
            ("off", off(skew.unsigned_abs())),
            ("direction", if skew < 0 { "behind" } else { "ahead of" }.to_owned()),
        ]);
        self.end(if is_off(skew) {
            let far = skew.abs() > CLOCK_LIMIT_SECONDS;
            let code = if far { Code::ClockFar } else { Code::ClockOff };
            row(CheckId::Clock, RowState::Warn, Some(code), 0, named)
        } else {
            pass(CheckId::Clock, 0, named)
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
