//! Every answer of Duo's, as the client reads it: from the bytes of a body to rows, or to an error with a code.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use duo_api::{
    ApiError, ApiHost, Client, Clock, Credentials, Governor, IntegrationKey, LogWindow, Offset, Pacing,
    Request, Response, RetryPolicy, SecretKey, SystemClock, Transport, TransportError,
};
use duo_sim::{Permission, TenantConfig};
use tokio::runtime::{Builder, Runtime};

use crate::Target;

/// How far back logs are asked for.
const WINDOW_MS: i64 = 170 * 86_400_000;

/// Names what a client asks and lets it read the first answer.
macro_rules! asked {
    ($($name:ident: |$client:ident, $now:ident| $ask:expr;)*) => {
        const NAMES: &[&str] = &[$(stringify!($name),)*];

        async fn ask(name: &str, client: &Client) {
            let now = client.server_now().timestamp_millis();
            match name {
                $(stringify!($name) => { let ($client, $now) = (client, now); shown($ask); })*
                other => panic!("{other} is nothing to ask for"),
            }
        }
    };
}

const fn window(now: i64) -> LogWindow {
    LogWindow { mintime_ms: now - WINDOW_MS, maxtime_ms: now }
}

asked! {
    ping: |client, _now| client.ping().await.map(drop);
    summary: |client, _now| client.summary().await.map(|timed| drop(timed.value));
    settings: |client, _now| client.settings().await.map(drop);
    allowed_auth_methods: |client, _now| client.allowed_auth_methods().await.map(drop);
    accounts: |client, _now| client.accounts().await.map(drop);
    own_integration: |client, _now| client.own_integration().await.map(drop);
    policy_summary: |client, _now| client.policy_summary().await.map(drop);
    users: |client, _now| rows(client.users(Offset::START).next().await);
    groups: |client, _now| rows(client.groups(Offset::START).next().await);
    phones: |client, _now| rows(client.phones(Offset::START).next().await);
    tokens: |client, _now| rows(client.tokens(Offset::START).next().await);
    webauthn: |client, _now| rows(client.webauthn(Offset::START).next().await);
    bypass_codes: |client, _now| rows(client.bypass_codes(Offset::START).next().await);
    integrations: |client, _now| rows(client.integrations(Offset::START).next().await);
    endpoints: |client, _now| rows(client.endpoints(Offset::START).next().await);
    desktop_authenticators: |client, _now| rows(client.desktop_authenticators(Offset::START).next().await);
    registered_devices: |client, _now| rows(client.registered_devices(Offset::START).next().await);
    policies: |client, _now| rows(client.policies(Offset::START).next().await);
    admins: |client, _now| rows(client.admins(Offset::START).next().await);
    admin_units: |client, _now| rows(client.admin_units(Offset::START).next().await);
    authentication_log: |client, now| rows(client.authentication_log(window(now), None).next().await);
    activity_log: |client, now| rows(client.activity_log(window(now), None).next().await);
    telephony_log: |client, now| rows(client.telephony_log(window(now), None).next().await);
    administrator_log: |client, now| rows(client.administrator_log((now - WINDOW_MS) / 1000, now / 1000).next().await);
    trust_monitor: |client, now| client.trust_monitor(window(now)).next().await.transpose().map(drop);
}

/// A page's rows are all there is to look at; reading its `Debug` must not fail either.
fn rows<T: Debug>(page: Option<Result<duo_api::Page<T>, ApiError>>) -> Result<(), ApiError> {
    let page = page.transpose()?;
    let _ = format!("{page:?}");
    Ok(())
}

/// An error has a code and tells nothing of the answer.
fn shown(answer: Result<(), ApiError>) {
    if let Err(error) = answer {
        assert!(!error.code().is_empty());
        let told = format!("{error} {error:?}");
        assert!(told.len() < 2_000, "an error tells of the answer: {} characters", told.len());
    }
}

pub(crate) fn targets() -> Vec<Target> {
    let sound = sound();
    let target = |(name, bodies): (&'static str, Vec<Vec<u8>>)| {
        let runtime = runtime();
        Target::new(name, bodies, move |input| {
            let answer = Arc::new(Fixed(Bytes::copy_from_slice(input)));
            runtime.block_on(ask(name, &client(answer, &credentials())));
        })
    };
    sound.into_iter().map(target).collect()
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().expect("a runtime")
}

fn client(transport: Arc<dyn Transport>, credentials: &Arc<Credentials>) -> Client {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let governor = Arc::new(Governor::new(Pacing::Unlimited, clock.clone()));
    let once = RetryPolicy { tries: 1, max_rate_limit_tries: Some(1), ..RetryPolicy::check() };
    Client::new(credentials.clone(), transport, clock, governor).with_retry(once)
}

fn credentials() -> Arc<Credentials> {
    made("api-1a2b3c4d.duosecurity.com", "DIWJ8X6AEYOR5OMC6TQ1", "Zh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep")
}

fn made(host: &str, ikey: &str, skey: &str) -> Arc<Credentials> {
    Arc::new(Credentials {
        host: ApiHost::try_from(host).expect("a host"),
        ikey: IntegrationKey::try_from(ikey).expect("a key"),
        skey: SecretKey::new(skey.to_owned()),
    })
}

/// What a small tenant answers to each question, and a body that Duo would refuse it with.
fn sound() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let clock = SystemClock::new();
    let config = TenantConfig {
        users: 12,
        events: 40,
        now: clock.utc(),
        permissions: Permission::ALL.to_vec(),
        ..TenantConfig::default()
    };
    let tenant = sample::simulated(config);
    let credentials = made(&tenant.host, &tenant.ikey, &tenant.skey);
    let refused = br#"{"code":40301,"message":"Access forbidden","stat":"FAIL"}"#.to_vec();
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let body = |name: &&'static str| {
        let heard = Arc::new(Heard { to: tenant.transport.clone(), bodies: Mutex::default() });
        runtime.block_on(ask(name, &client(heard.clone(), &credentials)));
        let mut bodies = heard.bodies.lock().unwrap_or_else(PoisonError::into_inner).clone();
        bodies.push(refused.clone());
        (*name, bodies)
    };
    NAMES.iter().map(body).collect()
}

/// Gives the same body to every question.
struct Fixed(Bytes);

#[async_trait]
impl Transport for Fixed {
    async fn send(&self, _: Request) -> Result<Response, TransportError> {
        Ok(Response {
            status: 200,
            date: None,
            content_type: Some("application/json".to_owned()),
            location: None,
            retry_after: None,
            body: self.0.clone(),
        })
    }

    fn in_process(&self) -> bool {
        true
    }
}

/// Remembers the bodies that pass by.
struct Heard {
    to: Arc<dyn Transport>,
    bodies: Mutex<Vec<Vec<u8>>>,
}

#[async_trait]
impl Transport for Heard {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let response = self.to.send(request).await?;
        self.bodies.lock().unwrap_or_else(PoisonError::into_inner).push(response.body.to_vec());
        Ok(response)
    }

    fn in_process(&self) -> bool {
        true
    }
}
