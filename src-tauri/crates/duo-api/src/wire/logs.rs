//! Logs beside the authentication log: activity and telephony v2, administrator and offline enrolment v1.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::auth_log::{Location, iso_ms};
use super::entry::Fields;
use super::record;

/// An entry of `/admin/v2/logs/activity` (admin-api.md §8.3).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Fields")]
pub struct Activity {
    /// Empty when Duo sent none; `content_sha256` can stand in.
    pub activity_id: String,
    pub ts: Option<String>,
    pub action: Option<ActivityAction>,
    pub actor: Option<ActivityParty>,
    pub target: Option<ActivityParty>,
    pub old_target: Option<ActivityParty>,
    pub application: Option<ActivityApplication>,
    pub outcome: Option<ActivityOutcome>,
    pub access_device: Option<ActivityDevice>,
    /// Key of the account.
    pub akey: Option<String>,
    /// Small fields that this version does not know, without nulls.
    pub extra: BTreeMap<String, Value>,
    /// Hash of the whole entry.
    pub content_sha256: [u8; 32],
}

/// An entry of `/admin/v2/logs/telephony` (admin-api.md §8.4).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Fields")]
pub struct Telephony {
    /// Empty when Duo sent none; `content_sha256` can stand in.
    pub telephony_id: String,
    pub ts: Option<String>,
    pub context: Option<String>,
    pub r#type: Option<String>,
    pub phone: Option<String>,
    pub credits: Option<i64>,
    /// The sign-in for which it was.
    pub txid: Option<String>,
    /// Small fields that this version does not know, without nulls.
    pub extra: BTreeMap<String, Value>,
    /// Hash of the whole entry.
    pub content_sha256: [u8; 32],
}

/// An entry of `/admin/v1/logs/administrator` or `/admin/v1/logs/offline_enrollment` (admin-api.md §8.5).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Fields")]
pub struct AdminEvent {
    pub action: String,
    /// JSON as text, secrets dropped, or a text.
    pub description: Option<String>,
    pub object: Option<String>,
    pub username: Option<String>,
    pub timestamp: Option<i64>,
    pub isotimestamp: Option<String>,
    /// Small fields that this version does not know, without nulls.
    pub extra: BTreeMap<String, Value>,
    /// Hash of the whole entry: Duo gives these no id.
    pub content_sha256: [u8; 32],
}

record! {
    /// What was done.
    ActivityAction {
        name: Option<String> = "super::lenient::scalar",
        /// JSON as text, secrets dropped.
        details: Option<String> = "super::entry::told",
    }
}

record! {
    /// Who did it, or to what it was done.
    ActivityParty {
        key: Option<String> = "super::lenient::scalar",
        name: Option<String> = "super::lenient::scalar",
        r#type: Option<String> = "super::lenient::scalar",
        /// JSON as text, secrets dropped.
        details: Option<String> = "super::entry::told",
    }
}

record! {
    /// Application of an activity, with its slug.
    ActivityApplication {
        key: Option<String> = "super::lenient::scalar",
        name: Option<String> = "super::lenient::scalar",
        r#type: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// How it ended.
    ActivityOutcome {
        result: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// Where from.
    ActivityDevice {
        ip: Option<ActivityAddress> = "super::lenient::object",
        browser: Option<String> = "super::lenient::scalar",
        os: Option<String> = "super::lenient::scalar",
        location: Option<Location> = "super::lenient::object",
    }
}

record! {
    /// An address, in an object of its own.
    ActivityAddress {
        address: Option<String> = "super::lenient::scalar",
    }
}

impl From<Fields> for Activity {
    fn from(mut fields: Fields) -> Self {
        Self {
            content_sha256: fields.sha256(),
            activity_id: fields.text("activity_id").unwrap_or_default(),
            ts: fields.text("ts"),
            action: fields.object("action"),
            actor: fields.object("actor"),
            target: fields.object("target"),
            old_target: fields.object("old_target"),
            application: fields.object("application"),
            outcome: fields.object("outcome"),
            access_device: fields.object("access_device"),
            akey: fields.text("akey"),
            extra: fields.rest(),
        }
    }
}

impl From<Fields> for Telephony {
    fn from(mut fields: Fields) -> Self {
        Self {
            content_sha256: fields.sha256(),
            telephony_id: fields.text("telephony_id").unwrap_or_default(),
            ts: fields.text("ts"),
            context: fields.text("context"),
            r#type: fields.text("type"),
            phone: fields.text("phone"),
            credits: fields.number("credits"),
            txid: fields.text("txid"),
            extra: fields.rest(),
        }
    }
}

impl From<Fields> for AdminEvent {
    fn from(mut fields: Fields) -> Self {
        Self {
            content_sha256: fields.sha256(),
            action: fields.text("action").unwrap_or_default(),
            description: fields.told("description"),
            object: fields.text("object"),
            username: fields.text("username"),
            timestamp: fields.number("timestamp"),
            isotimestamp: fields.text("isotimestamp"),
            extra: fields.rest(),
        }
    }
}

/// Rows of a log without an id are kept: their content identifies them.
macro_rules! log_row {
    ($name:ident, $key:literal) => {
        impl super::Row for $name {
            const KEY: &'static str = $key;
            type Wire<'a> = Self;

            fn keep(wire: Self) -> Self {
                wire
            }

            fn has_key(&self) -> bool {
                true
            }

            fn at_ms(&self) -> Option<i64> {
                self.ts_ms()
            }
        }
    };
}
log_row!(Activity, "activity_id");
log_row!(Telephony, "telephony_id");
log_row!(AdminEvent, "action");

impl Activity {
    /// Milliseconds since 1970.
    pub fn ts_ms(&self) -> Option<i64> {
        self.ts.as_deref().and_then(iso_ms)
    }
}

impl Telephony {
    /// Milliseconds since 1970.
    pub fn ts_ms(&self) -> Option<i64> {
        self.ts.as_deref().and_then(iso_ms)
    }
}

impl AdminEvent {
    /// Milliseconds since 1970, of whole seconds: `timestamp` is what pages go by.
    pub fn ts_ms(&self) -> Option<i64> {
        let iso = || self.isotimestamp.as_deref().and_then(iso_ms);
        self.timestamp.and_then(|seconds| seconds.checked_mul(1000)).or_else(iso)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_is_read_whole() {
        let activity: Activity = serde_json::from_str(
            r#"{"access_device":{"browser":"Chrome","ip":{"address":"203.0.113.24"},"location":{"city":"Chicago"}},
            "action":{"details":"{\"a\":1,\"skey\":\"x\"}","name":"webauthncredential_create"},"activity_id":"0c8f",
            "actor":{"details":null,"key":"DU1","name":"aokafor","type":"user"},"akey":"DA1","application":null,
            "old_target":null,"outcome":{"result":"SUCCESS"},"target":7,"ts":"2026-10-14T17:46:40.639784+00:00",
            "new":1}"#,
        )
        .unwrap();
        assert_eq!(activity.ts_ms(), Some(1_792_000_000_639));
        assert_eq!(activity.action.unwrap().details.as_deref(), Some(r#"{"a":1}"#));
        let device = activity.access_device.unwrap();
        assert_eq!(device.ip.unwrap().address.as_deref(), Some("203.0.113.24"));
        assert_eq!((activity.target, activity.application), (None, None));
        assert_eq!(activity.extra.into_keys().collect::<Vec<_>>(), ["new"]);
    }

    #[test]
    fn entries_of_the_first_generation_are_told_apart_by_their_content() {
        let read = |text: &str| serde_json::from_str::<AdminEvent>(text).unwrap();
        let one = read(r#"{"action":"admin_login","timestamp":1792000000,"username":"Olive","object":null}"#);
        let same =
            read(r#"{"object":null,"username":"Olive","timestamp":1792000000,"action":"admin_login"}"#);
        assert_eq!(one, same);
        let other = read(r#"{"action":"admin_login","timestamp":1792000000,"username":"Olive","object":""}"#);
        assert_ne!(one.content_sha256, other.content_sha256);
        assert_eq!(one.ts_ms(), Some(1_792_000_000_000));
        assert_eq!(read(r#"{"timestamp":9223372036854775807}"#).ts_ms(), None);
    }
}
