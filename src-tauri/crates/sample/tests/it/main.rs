//! The client reads a whole sample tenant and finds what the simulator says there is.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use duo_api::{
    ApiError, ApiHost, Client, Clock, Credentials, Governor, IntegrationKey, LogWindow, Offset, Pacing,
    Pages, RetryPolicy, SecretKey,
};
use duo_sim::{Permission, TenantConfig};
use sample::{SampleConfig, SampleTenant};

/// A caller's clock that stands still.
struct Still(DateTime<Utc>);

impl Clock for Still {
    fn utc(&self) -> DateTime<Utc> {
        self.0
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

fn now() -> DateTime<Utc> {
    TenantConfig::default().now
}

fn client(tenant: &SampleTenant, skey: &str, date: DateTime<Utc>) -> Client {
    let clock: Arc<dyn Clock> = Arc::new(Still(date));
    let credentials = Credentials {
        host: ApiHost::try_from(tenant.host.as_str()).unwrap(),
        ikey: IntegrationKey::try_from(tenant.ikey.as_str()).unwrap(),
        skey: SecretKey::new(skey.to_owned()),
    };
    let governor = Arc::new(Governor::new(Pacing::Unlimited, clock.clone()));
    Client::new(Arc::new(credentials), tenant.transport.clone(), clock, governor)
        .with_retry(RetryPolicy::check())
}

/// The number of rows of all pages; nothing may be set aside.
async fn count<T: duo_api::wire::Row>(mut pages: Pages<T>) -> u64 {
    let mut rows = 0;
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert!(page.rejected.is_empty());
        rows += page.rows.len() as u64;
    }
    rows
}

#[tokio::test]
async fn the_client_reads_everything_that_is_there() {
    let tenant = sample::tenant(SampleConfig { users: 700, events: 5500, seed: 3 }, now());
    let client = client(&tenant, &tenant.skey, now());
    let facts = &tenant.facts;
    assert_eq!(count(client.users(Offset::START)).await, facts.users.count);
    assert_eq!(count(client.groups(Offset::START)).await, facts.groups.count);
    assert_eq!(count(client.phones(Offset::START)).await, facts.phones.count);
    assert_eq!(count(client.tokens(Offset::START)).await, facts.tokens.count);
    assert_eq!(count(client.webauthn(Offset::START)).await, facts.webauthn.count);
    assert_eq!(count(client.bypass_codes(Offset::START)).await, facts.bypass_codes.count);
    assert_eq!(count(client.integrations(Offset::START)).await, facts.applications.count);
    assert_eq!(count(client.policies(Offset::START)).await, facts.policies.count);
    assert_eq!(count(client.admins(Offset::START)).await, facts.admins.count);
    let window = LogWindow {
        mintime_ms: (now() - TimeDelta::days(180)).timestamp_millis(),
        maxtime_ms: now().timestamp_millis(),
    };
    assert_eq!(count(client.authentication_log(window, None)).await, 5500);
    assert_eq!(count(client.activity_log(window, None)).await, facts.activity.count);
    assert_eq!(tenant.simulator.writes(), 0);
}

#[tokio::test]
async fn a_wrong_secret_is_refused() {
    let tenant = sample::tenant(SampleConfig::default(), now());
    let client = client(&tenant, &"x".repeat(40), now());
    let error = client.summary().await.map(|_| ()).unwrap_err();
    assert_eq!(error.duo_code(), Some(40103));
}

#[tokio::test]
async fn a_missing_permission_is_refused() {
    let permissions = vec![Permission::ReadInformation];
    let tenant = sample::simulated(TenantConfig { permissions, ..TenantConfig::default() });
    let client = client(&tenant, &tenant.skey, now());
    assert!(client.summary().await.is_ok());
    assert_eq!(client.settings().await.map(|_| ()).unwrap_err().status(), Some(403));
}

#[tokio::test]
async fn the_sample_believes_the_callers_date() {
    let tenant = sample::tenant(SampleConfig::default(), now());
    let later = client(&tenant, &tenant.skey, now() + TimeDelta::days(400));
    assert!(later.summary().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn faults_below_http_are_the_transports_errors() {
    let codes = [
        ("rst_before_headers", "NET_RESET"),
        ("rst_mid_body", "NET_RESET"),
        ("short_body", "NET_TRUNCATED"),
        ("drip", "NET_TIMEOUT"),
        ("drip_headers", "NET_TIMEOUT"),
        ("tcp_blackhole", "NET_TIMEOUT"),
        ("endless_body", "RESP_TOO_LARGE"),
        ("many_headers", "NET_PROTOCOL"),
        ("tls_self_signed", "NET_TLS_UNTRUSTED"),
        ("tls_expired", "NET_TLS_EXPIRED"),
        ("tls_wrong_name", "NET_TLS_NAME"),
        ("tls_old", "NET_TLS_VERSION"),
        ("proxy_407", "NET_PROXY_AUTH"),
    ];
    let mut seen = BTreeSet::new();
    for (fault, code) in codes {
        let faults = vec![fault.parse().unwrap()];
        let tenant = sample::simulated(TenantConfig { faults, ..TenantConfig::default() });
        let client = client(&tenant, &tenant.skey, now());
        let error: ApiError = client.summary().await.map(|_| ()).unwrap_err();
        assert_eq!(error.code(), code, "{fault}");
        seen.insert(fault);
    }
    assert_eq!(seen.len(), codes.len());
}
