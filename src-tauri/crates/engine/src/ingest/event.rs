//! Events of the logs beside the sign-in log.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{ActivityEvent, AdminLogEvent, Party, TelephonyEvent};
use duo_api::wire::{Activity, ActivityParty, AdminEvent, Telephony};

use super::present;
use super::signin::{hex, place, time};

/// The event, or the field that makes it unusable.
pub(crate) fn activity(event: Activity, now: DateTime<Utc>) -> Result<ActivityEvent, &'static str> {
    let ts_ms = time(event.ts_ms(), now).ok_or("ts")?;
    let device = event.access_device.unwrap_or_default();
    let location = device.location.unwrap_or_default();
    let (action, told) = event.action.map(|action| (action.name, action.details)).unwrap_or_default();
    let (actor, _) = party(event.actor);
    let (target, of_target) = party(event.target);
    let (app_key, app_name) = event.application.map(|app| (app.key, app.name)).unwrap_or_default();
    Ok(ActivityEvent {
        ts_ms,
        id: identity(event.activity_id, &event.content_sha256),
        action: present(action),
        result: present(event.outcome.and_then(|outcome| outcome.result)),
        actor,
        target,
        old_target: present(event.old_target.and_then(|party| party.name)),
        app_name: present(app_name),
        app_key: present(app_key),
        ip: present(device.ip.and_then(|ip| ip.address)),
        country: place(location.country),
        city: place(location.city),
        os: present(device.os),
        browser: present(device.browser),
        details: present(told).or(of_target),
        extra: json(&event.extra),
    })
}

/// The call or message, or the field that makes it unusable.
pub(crate) fn telephony_event(event: Telephony, now: DateTime<Utc>) -> Result<TelephonyEvent, &'static str> {
    Ok(TelephonyEvent {
        ts_ms: time(event.ts_ms(), now).ok_or("ts")?,
        id: identity(event.telephony_id, &event.content_sha256),
        context: present(event.context),
        kind: present(event.r#type),
        phone: present(event.phone),
        credits: event.credits,
        txid: present(event.txid),
        extra: json(&event.extra),
    })
}

/// The entry, or the field that makes it unusable.
pub(crate) fn admin_event(event: AdminEvent, now: DateTime<Utc>) -> Result<AdminLogEvent, &'static str> {
    Ok(AdminLogEvent {
        ts_ms: time(event.ts_ms(), now).ok_or("timestamp")?,
        id: hex(&event.content_sha256),
        action: present(Some(event.action)),
        username: present(event.username),
        object: present(event.object),
        description: present(event.description),
        extra: json(&event.extra),
    })
}

fn party(party: Option<ActivityParty>) -> (Party, Option<String>) {
    let party = party.unwrap_or_default();
    let told = present(party.details);
    (Party { name: present(party.name), key: present(party.key), kind: present(party.r#type) }, told)
}

fn identity(id: String, content: &[u8; 32]) -> String {
    if id.is_empty() { hex(content) } else { id }
}

fn json(extra: &BTreeMap<String, serde_json::Value>) -> Option<String> {
    (!extra.is_empty()).then(|| serde_json::to_string(extra).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_792_000_000, 0).unwrap()
    }

    #[test]
    fn an_event_without_id_gets_one_from_its_content() {
        let read = |text: &str| telephony_event(serde_json::from_str(text).unwrap(), now()).unwrap();
        let one = read(r#"{"ts":"2026-10-14T17:46:40.573580+00:00","credits":"2","type":"phone"}"#);
        assert_eq!((one.id.len(), one.credits, one.kind.as_deref()), (64, Some(2), Some("phone")));
        assert_ne!(
            one.id,
            read(r#"{"ts":"2026-10-14T17:46:40.573580+00:00","credits":1,"type":"phone"}"#).id
        );
        let named = read(r#"{"ts":"2026-10-14T17:46:40Z","telephony_id":"60799fee"}"#);
        assert_eq!((named.id.as_str(), named.ts_ms), ("60799fee", 1_792_000_000_000));
    }

    #[test]
    fn an_impossible_time_is_refused() {
        for text in [r"{}", r#"{"ts":"soon"}"#, r#"{"ts":"1970-01-01T00:00:00Z"}"#] {
            assert_eq!(activity(serde_json::from_str(text).unwrap(), now()), Err("ts"), "{text}");
        }
        let late = serde_json::from_str(r#"{"action":"a","timestamp":1892000000}"#).unwrap();
        assert_eq!(admin_event(late, now()), Err("timestamp"));
    }
}
