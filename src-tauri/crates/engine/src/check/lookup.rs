//! Row 2: the host's address, and whether this computer resolves names at all.

use std::time::Duration;

use duo_api::{ApiHost, Transport};

use super::rows::{pass, row, skipped, values};
use super::run::Run;
use crate::Code;
use crate::api::{CheckId, RowState};

const LIMIT: Duration = Duration::from_secs(10);
/// Looked up, never connected to, when the host has no address: if this has none either, no name has.
const WELL_KNOWN: &str = "duosecurity.com";
const WELL_KNOWN_LIMIT: Duration = Duration::from_secs(5);

impl Run<'_> {
    /// Behind a proxy it is the proxy that resolves.
    pub(super) async fn dns(&mut self, host: &ApiHost, transport: &dyn Transport) -> bool {
        if let Some(proxy) = transport.proxy_for(host) {
            let mut skip = skipped(CheckId::Dns, Code::ViaProxy);
            skip.values.insert("proxy".into(), proxy.display);
            self.end(skip);
            return true;
        }
        self.begin(CheckId::Dns);
        let started = self.now();
        let found = addresses(host.as_str(), LIMIT).await;
        let ms = self.since(started);
        if found > 0 {
            self.end(pass(CheckId::Dns, ms, values([("addresses", found.to_string())])));
            return true;
        }
        let others = addresses(WELL_KNOWN, WELL_KNOWN_LIMIT).await > 0;
        let code = if others { Code::NetDns } else { Code::NetDnsAll };
        let named = values([("host", host.as_str().to_owned())]);
        self.end(row(CheckId::Dns, RowState::Fail, Some(code), ms, named));
        false
    }
}

async fn addresses(name: &str, limit: Duration) -> usize {
    match tokio::time::timeout(limit, tokio::net::lookup_host((name, 443))).await {
        Ok(Ok(found)) => found.count(),
        Ok(Err(_)) | Err(_) => 0,
    }
}
