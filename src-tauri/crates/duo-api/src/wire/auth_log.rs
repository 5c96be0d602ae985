//! The authentication log v2.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDateTime};
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::lenient::{MaybeObject, MaybeScalar, Scalar};
use super::{is_secret_field, record};

/// Documented, large, and of no use here.
const SKIPPED: &str = "adaptive_trust_assessments";
/// Unknown fields larger than this (as JSON) are left out of `extra`.
const MAX_EXTRA: usize = 2048;

/// An entry of `/admin/v2/logs/authentication` (admin-api.md §8.2). Its texts are copies, or lie in the answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuthLog<S = String> {
    /// Empty when Duo sent none; [`AuthLog::content_sha256`] can stand in.
    pub txid: S,
    pub timestamp: Option<i64>,
    /// ISO 8601 with microseconds.
    pub isotimestamp: Option<S>,
    pub event_type: Option<S>,
    pub result: Option<S>,
    pub reason: Option<S>,
    pub factor: Option<S>,
    pub email: Option<S>,
    /// The alias that was used; may be `unknown`.
    pub alias: Option<S>,
    pub application: Option<LogApplication<S>>,
    pub user: Option<LogUser<S>>,
    pub access_device: Option<AccessDevice<S>>,
    pub auth_device: Option<AuthDevice<S>>,
    pub trusted_endpoint_status: Option<S>,
    pub ood_software: Option<S>,
    /// Small fields that this version does not know, without nulls.
    pub extra: BTreeMap<String, Value>,
}

record! {
    /// What was signed in to.
    LogApplication<S> {
        key: Option<S> = "super::lenient::scalar",
        name: Option<S> = "super::lenient::scalar",
    }
}

record! {
    /// Who signed in.
    LogUser<S> {
        key: Option<S> = "super::lenient::scalar",
        name: Option<S> = "super::lenient::scalar",
        /// Names, not ids.
        groups: Vec<S> = "super::lenient::texts",
    }
}

record! {
    /// Where from.
    AccessDevice<S> {
        ip: Option<S> = "super::lenient::scalar",
        hostname: Option<S> = "super::lenient::scalar",
        browser: Option<S> = "super::lenient::scalar",
        browser_version: Option<S> = "super::lenient::scalar",
        os: Option<S> = "super::lenient::scalar",
        os_version: Option<S> = "super::lenient::scalar",
        epkey: Option<S> = "super::lenient::scalar",
        is_encryption_enabled: Option<bool> = "super::lenient::scalar",
        is_firewall_enabled: Option<bool> = "super::lenient::scalar",
        is_password_set: Option<bool> = "super::lenient::scalar",
        location: Option<Location<S>> = "super::lenient::object",
    }
}

record! {
    /// With what.
    AuthDevice<S> {
        ip: Option<S> = "super::lenient::scalar",
        key: Option<S> = "super::lenient::scalar",
        /// A number, a model or a token's serial.
        name: Option<S> = "super::lenient::scalar",
        location: Option<Location<S>> = "super::lenient::object",
    }
}

record! {
    /// A place, by Duo's estimate.
    Location<S> {
        city: Option<S> = "super::lenient::scalar",
        country: Option<S> = "super::lenient::scalar",
        state: Option<S> = "super::lenient::scalar",
    }
}

impl super::Row for AuthLog {
    const KEY: &'static str = "txid";
    type Wire<'a> = Self;

    fn keep(wire: Self) -> Self {
        wire
    }

    /// An event without a `txid` is kept: its content identifies it.
    fn has_key(&self) -> bool {
        true
    }

    fn at_ms(&self) -> Option<i64> {
        self.ts_ms()
    }
}

/// A row that is read from entries of the authentication log.
pub trait AuthLogRow: super::Row {}

impl AuthLogRow for AuthLog {}

impl<S: AsRef<str> + fmt::Debug> AuthLog<S> {
    /// Milliseconds since 1970: from `isotimestamp` (any number of fraction digits, with or without a zone), else
    /// from `timestamp`.
    pub fn ts_ms(&self) -> Option<i64> {
        let iso = self.isotimestamp.as_ref().and_then(|text| iso_ms(text.as_ref()));
        iso.or_else(|| self.timestamp?.checked_mul(1000))
    }

    /// A hash of everything the entry says; stands in for a missing `txid`.
    pub fn content_sha256(&self) -> [u8; 32] {
        // Debug output is complete and ordered: structs by declaration, maps by key.
        Sha256::digest(format!("{self:?}").as_bytes()).into()
    }
}

pub(super) fn iso_ms(text: &str) -> Option<i64> {
    let zoned = DateTime::parse_from_rfc3339(text).map(|time| time.timestamp_millis());
    let local = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f");
    zoned.ok().or_else(|| local().ok().map(|time| time.and_utc().timestamp_millis()))
}

/// By hand, because serde's way to keep unknown fields (`flatten`) first builds a tree of every row.
impl<'de, S: Scalar<'de> + Default> Deserialize<'de> for AuthLog<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AuthLogVisitor(PhantomData))
    }
}

struct AuthLogVisitor<S>(PhantomData<fn() -> S>);

impl<'de, S: Scalar<'de> + Default> Visitor<'de> for AuthLogVisitor<S> {
    type Value = AuthLog<S>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a log entry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AuthLog<S>, A::Error> {
        let mut log = AuthLog::default();
        while let Some(Name(name)) = map.next_key()? {
            read_field(&mut log, &name, &mut map)?;
        }
        Ok(log)
    }
}

/// A field's name where it lies in the answer; a bare `Cow` is always copied.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

fn read_field<'de, S, A>(log: &mut AuthLog<S>, name: &str, map: &mut A) -> Result<(), A::Error>
where
    S: Scalar<'de> + Default,
    A: MapAccess<'de>,
{
    match name {
        "txid" => log.txid = text(map)?.unwrap_or_default(),
        "timestamp" => log.timestamp = map.next_value::<MaybeScalar<i64>>()?.0,
        "isotimestamp" => log.isotimestamp = text(map)?,
        "event_type" => log.event_type = text(map)?,
        "result" => log.result = text(map)?,
        "reason" => log.reason = text(map)?,
        "factor" => log.factor = text(map)?,
        "email" => log.email = text(map)?,
        "alias" => log.alias = text(map)?,
        "application" => log.application = map.next_value::<MaybeObject<_>>()?.0,
        "user" => log.user = map.next_value::<MaybeObject<_>>()?.0,
        "access_device" => log.access_device = map.next_value::<MaybeObject<_>>()?.0,
        "auth_device" => log.auth_device = map.next_value::<MaybeObject<_>>()?.0,
        "trusted_endpoint_status" => log.trusted_endpoint_status = text(map)?,
        "ood_software" => log.ood_software = text(map)?,
        SKIPPED => drop(map.next_value::<IgnoredAny>()?),
        name if is_secret_field(name) => drop(map.next_value::<IgnoredAny>()?),
        _ => keep(log, name, map.next_value()?),
    }
    Ok(())
}

fn text<'de, S: Scalar<'de>, A: MapAccess<'de>>(map: &mut A) -> Result<Option<S>, A::Error> {
    Ok(map.next_value::<MaybeScalar<S>>()?.0)
}

fn keep<S>(log: &mut AuthLog<S>, name: &str, value: Value) {
    if !value.is_null() && value.to_string().len() + name.len() <= MAX_EXTRA {
        log.extra.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> AuthLog {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn odd_types_become_nothing_and_the_row_stays() {
        let log = read(
            r#"{"txid":7,"timestamp":"1792000000","user":null,"application":"Acme","access_device":{},
                "auth_device":{"ip":null,"location":"-"},"result":{"a":[1]},"event_type":null}"#,
        );
        assert_eq!((log.txid.as_str(), log.timestamp), ("7", Some(1_792_000_000)));
        assert_eq!((log.user, log.application, log.result), (None, None, None));
        assert_eq!(log.access_device, Some(AccessDevice::default()));
        assert!(log.extra.is_empty());
    }

    #[test]
    fn flags_of_the_access_device_may_be_unknown() {
        let log = read(
            r#"{"access_device":{"is_encryption_enabled":"unknown","is_firewall_enabled":true,
                "is_password_set":"False","security_agents":"unknown","location":{"city":null,"country":"Chile"}}}"#,
        );
        let device = log.access_device.unwrap();
        assert_eq!(device.is_encryption_enabled, None);
        assert_eq!((device.is_firewall_enabled, device.is_password_set), (Some(true), Some(false)));
        assert_eq!(device.location.unwrap().country.as_deref(), Some("Chile"));
    }

    #[test]
    fn unknown_fields_are_kept_when_small() {
        let large = "x".repeat(MAX_EXTRA);
        let log = read(&format!(
            r#"{{"remembered_factor":"duo_push","new":{{"a":1}},"none":null,"secret_key":"s","large":"{large}",
                "adaptive_trust_assessments":{{"remember_me":{{}}}},"__proto__":{{"x":1}}}}"#
        ));
        let names: Vec<&str> = log.extra.keys().map(String::as_str).collect();
        assert_eq!(names, ["__proto__", "new", "remembered_factor"]);
    }

    #[test]
    fn timestamps() {
        let ms = |iso: &str, timestamp| {
            AuthLog::<String> { isotimestamp: Some(iso.into()), timestamp, ..Default::default() }.ts_ms()
        };
        for (iso, expected) in [
            ("2026-10-14T17:46:40.351346+00:00", 1_792_000_000_351),
            ("2026-10-14T17:46:40+00:00", 1_792_000_000_000),
            ("2026-10-14T17:46:40.351346789+00:00", 1_792_000_000_351),
            ("2026-10-14T17:46:40.3Z", 1_792_000_000_300),
            ("2026-10-14T17:46:40.351", 1_792_000_000_351),
            ("2026-10-14T10:46:40.351-07:00", 1_792_000_000_351),
        ] {
            assert_eq!(ms(iso, None), Some(expected), "{iso}");
        }
        assert_eq!(ms("soon", Some(1_792_000_000)), Some(1_792_000_000_000));
        assert_eq!(ms("", Some(i64::MAX)), None);
        assert_eq!(ms("", Some(i64::MIN)), None);
        assert_eq!(ms("+262142-12-31T23:59:59Z", None), None);
        assert_eq!(read(r#"{"timestamp":99999999999999999999}"#).ts_ms(), None);
    }

    #[test]
    fn content_identifies_an_event_without_txid() {
        let (a, b) = (read(r#"{"timestamp":1}"#), read(r#"{"timestamp":2}"#));
        assert_eq!(a.content_sha256(), a.clone().content_sha256());
        assert_ne!(a.content_sha256(), b.content_sha256());
    }

    /// Stored events are known by it.
    #[test]
    fn names_are_not_copied_unless_they_are_escaped() {
        let names = |json: &'static str| serde_json::from_str::<Name<'_>>(json).unwrap().0;
        assert!(matches!(names("\"txid\""), Cow::Borrowed("txid")));
        assert!(matches!(names("\"tx\\u0069d\""), Cow::Owned(name) if name == "txid"));
    }

    #[test]
    fn an_event_without_txid_keeps_its_id_however_it_is_read() {
        let json = r#"{"timestamp":1,"alias":"a\n","user":{"key":7,"groups":["F",null]},"new":{"a":[1.5]},
            "access_device":{"ip":"203.0.113.24","location":{"city":"Z\u00fcrich"},"is_password_set":true}}"#;
        let borrowed: AuthLog<Cow<'_, str>> = serde_json::from_str(json).unwrap();
        assert_eq!(
            hex::encode(read(json).content_sha256()),
            "a0fc68f3c1c1fe888bd4f7add168301843a4e4955c566afc6499b0393268b160"
        );
        assert_eq!(borrowed.content_sha256(), read(json).content_sha256());
        let device = borrowed.access_device.unwrap();
        assert!(matches!(device.ip, Some(Cow::Borrowed("203.0.113.24"))));
        assert!(matches!(device.location.unwrap().city, Some(Cow::Owned(city)) if city == "Zürich"));
    }
}
