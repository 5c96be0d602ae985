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

        async fn ask(name: &str, client: &Client) -> Option<Counted> {
            let now = client.server_now().timestamp_millis();
            match name {
                $(stringify!($name) => { let ($client, $now) = (client, now); shown($ask) })*
                other => panic!("{other} is nothing to ask for"),
            }
        }
    };
}

const fn window(now: i64) -> LogWindow {
    LogWindow { mintime_ms: now - WINDOW_MS, maxtime_ms: now }
}

asked! {
    ping: |client, _now| client.ping().await.map(none);
    summary: |client, _now| client.summary().await.map(none);
    settings: |client, _now| client.settings().await.map(none);
    allowed_auth_methods: |client, _now| client.allowed_auth_methods().await.map(none);
    accounts: |client, _now| client.accounts().await.map(none);
    own_integration: |client, _now| client.own_integration().await.map(none);
    policy_summary: |client, _now| client.policy_summary().await.map(none);
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
    trust_monitor: |client, now| client.trust_monitor(window(now)).next().await.transpose().map(none);
}

/// A page's rows are all there is to look at; reading its `Debug` must not fail either.
fn rows<T: Debug>(page: Option<Result<duo_api::Page<T>, ApiError>>) -> Result<Counted, ApiError> {
    let page = page.transpose()?;
    let _ = format!("{page:?}");
    Ok(page.map_or_else(Counted::default, |page| Counted {
        read: page.rows.len(),
        rejected: page.rejected.len(),
    }))
}

/// What is no page has no rows.
fn none<T>(_: T) -> Counted {
    Counted::default()
}

/// Rows of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counted {
    read: usize,
    rejected: usize,
}

/// An error has a code and tells nothing of the answer.
fn shown(answer: Result<Counted, ApiError>) -> Option<Counted> {
    let error = match answer {
        Ok(counted) => return Some(counted),
        Err(error) => error,
    };
    assert!(!error.code().is_empty());
    let told = format!("{error} {error:?}");
    assert!(told.len() < 2_000, "an error tells of the answer: {} characters", told.len());
    None
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::damage::{self, Dice};

    /// The rows of an answer.
    fn list(answer: &mut Value) -> Option<&mut Vec<Value>> {
        let response = &mut answer["response"];
        let inner = ["authlogs", "items"].into_iter().find(|key| response.get(*key).is_some());
        match inner {
            Some(key) => response[key].as_array_mut(),
            None => response.as_array_mut(),
        }
    }

    #[test]
    fn a_row_of_another_shape_stops_no_page() {
        let runtime = runtime();
        let mut dice = Dice::new(1);
        let mut tried = 0;
        for (name, bodies) in sound() {
            let Some(mut answer) = bodies.first().and_then(|body| serde_json::from_slice::<Value>(body).ok())
            else {
                continue;
            };
            let Some(length) = list(&mut answer).map(|rows| rows.len()).filter(|length| *length > 1) else {
                continue;
            };
            for _ in 0..40 {
                let mut bent = answer.clone();
                let rows = list(&mut bent).unwrap();
                damage::bend(&mut rows[0], &mut dice);
                let body = Bytes::from(bent.to_string());
                let counted = runtime.block_on(ask(name, &client(Arc::new(Fixed(body)), &credentials())));
                let counted =
                    counted.unwrap_or_else(|| panic!("{name}: a row stops the page: {}", rows_of(&bent)));
                assert_eq!(counted.read + counted.rejected, length, "{name}: {}", rows_of(&bent));
                tried += 1;
            }
        }
        assert!(tried > 300, "{tried} pages");
    }

    fn rows_of(answer: &Value) -> String {
        answer["response"].to_string().chars().take(600).collect()
    }
}
