use std::borrow::Cow;

use chrono::{DateTime, Utc};
use domain::{SignIn, SignInResult};
use duo_api::wire::{AuthLog, AuthLogRow, Row};

use super::present;

/// A sign-in before anybody has looked at its time.
pub(crate) struct Untimed(SignIn, Option<i64>);

impl AuthLogRow for Untimed {}

impl Row for Untimed {
    const KEY: &'static str = <AuthLog as Row>::KEY;
    type Wire<'a> = AuthLog<Cow<'a, str>>;

    fn keep(event: Self::Wire<'_>) -> Self {
        let ts_ms = event.ts_ms();
        Self(flattened(event), ts_ms)
    }

    /// An event without an id is kept: its content identifies it.
    fn has_key(&self) -> bool {
        true
    }

    fn at_ms(&self) -> Option<i64> {
        self.1
    }
}

/// Duo keeps 180 days; anything before this was never an event of Duo's. 2010-01-01.
const EARLIEST_MS: i64 = 1_262_304_000_000;
const DAY_MS: i64 = 86_400_000;

/// The event, or the field that makes it unusable. Events later than a day after `now` are refused.
pub(crate) fn sign_in(event: Untimed, now: DateTime<Utc>) -> Result<SignIn, &'static str> {
    let Untimed(sign_in, ts_ms) = event;
    Ok(SignIn { ts_ms: time(ts_ms, now).ok_or("timestamp")?, ..sign_in })
}

/// Copies what is kept of an event; its time is still to come.
fn flattened(event: AuthLog<Cow<'_, str>>) -> SignIn {
    let content = || hex(&event.content_sha256());
    let txid = if event.txid.is_empty() { content() } else { event.txid.into_owned() };
    let (app_key, app_name) = event.application.map(|app| (app.key, app.name)).unwrap_or_default();
    let (user_key, user_name) = event.user.map(|user| (user.key, user.name)).unwrap_or_default();
    let access = event.access_device.unwrap_or_default();
    let location = access.location.unwrap_or_default();
    SignIn {
        ts_ms: 0,
        txid,
        result: SignInResult::from_duo(event.result.as_deref().unwrap_or_default()),
        reason: present(event.reason),
        factor: present(event.factor),
        event_type: present(event.event_type),
        app_key: present(app_key),
        app_name: present(app_name),
        user_key: present(user_key),
        user_name: present(user_name),
        ip: present(access.ip).map(without_port),
        country: place(location.country),
        city: place(location.city),
        os: present(access.os),
        browser: present(access.browser),
        hostname: present(access.hostname),
        auth_device: present(event.auth_device.and_then(|device| device.name)),
        trusted_endpoint: present(event.trusted_endpoint_status),
        extra: (!event.extra.is_empty()).then(|| serde_json::to_string(&event.extra).ok()).flatten(),
    }
}

/// The time of an event, if it can be one.
pub(super) fn time(ts_ms: Option<i64>, now: DateTime<Utc>) -> Option<i64> {
    ts_ms.filter(|ts_ms| (EARLIEST_MS..=now.timestamp_millis() + DAY_MS).contains(ts_ms))
}

/// Duo writes `-` for an unknown place.
pub(super) fn place(value: Option<impl Into<String>>) -> Option<String> {
    present(value).filter(|value| value != "-")
}

/// `203.0.113.24:51234` is an address with a port; `2001:db8::1` is not.
fn without_port(ip: String) -> String {
    match ip.rsplit_once(':') {
        Some((address, port)) if !address.contains(':') && port.chars().all(|c| c.is_ascii_digit()) => {
            address.to_owned()
        }
        _ => ip,
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_792_000_000, 0).unwrap()
    }

    #[test]
    fn an_event_without_id_gets_one_from_its_content() {
        let event = AuthLog { timestamp: Some(1_792_000_000), ..AuthLog::default() };
        let one = sign_in(Untimed::keep(event.clone()), now()).unwrap();
        assert_eq!(one.txid.len(), 64);
        let other = AuthLog { result: Some("denied".into()), ..event };
        assert_ne!(sign_in(Untimed::keep(other), now()).unwrap().txid, one.txid);
    }

    #[test]
    fn an_impossible_time_is_refused() {
        for timestamp in [Some(1), Some(i64::MAX), Some(1_792_000_000 + 2 * 86_400), None] {
            let event = AuthLog { timestamp, ..AuthLog::default() };
            assert_eq!(sign_in(Untimed::keep(event), now()), Err("timestamp"));
        }
    }

    #[test]
    fn ports_are_cut_from_version_four_only() {
        assert_eq!(without_port("203.0.113.24:51234".into()), "203.0.113.24");
        assert_eq!(without_port("2001:db8::1".into()), "2001:db8::1");
    }
}
