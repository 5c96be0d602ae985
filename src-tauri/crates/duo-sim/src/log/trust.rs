//! What Trust Monitor surfaced (admin-api.md §8.6): some sign-ins that went wrong, and users who got the status bypass.

use serde_json::{Value, json};

use crate::dice::Subject;
use crate::id::Kind;
use crate::log::sign_in;
use crate::log::story::{Outcome, Story};
use crate::org::people::Person;
use crate::org::{admins, people};
use crate::tenant::Tenant;

/// Events of a tenant with a log.
const EVENTS: u32 = 24;
/// Sign-ins looked at for one that went wrong.
const NEAR: u64 = 400;
const HOUR_MS: i64 = 3_600_000;

pub(crate) fn count(tenant: &Tenant) -> u32 {
    if tenant.sign_ins.len() == 0 { 0 } else { EVENTS }
}

/// When an event was surfaced, in milliseconds; later ones have greater numbers.
pub(crate) fn surfaced_ms(tenant: &Tenant, event: u32) -> i64 {
    tenant.sign_ins.ms(place(tenant, event)).min(tenant.now_ms - HOUR_MS) + i64::from(event)
}

pub(crate) fn record(tenant: &Tenant, event: u32) -> Value {
    let at = surfaced_ms(tenant, event);
    let mut record = json!({
        "priority_event": event.is_multiple_of(3),
        "priority_reasons": [],
        "sekey": tenant.id(Kind::TrustEvent, event),
        "state": if event.is_multiple_of(2) { "new" } else { "processed" },
        "state_updated_timestamp": null,
        "surfaced_timestamp": at,
        "triage_event_uri": format!("https://admin-{}/trust-monitor", &tenant.host()["api-".len()..]),
        "triaged_as_interesting": false,
    });
    let more = if event % 4 == 3 { bypassed(tenant, event, at) } else { surfaced(tenant, event) };
    if let (Value::Object(record), Value::Object(more)) = (&mut record, more) {
        record.extend(more);
    }
    record
}

fn place(tenant: &Tenant, event: u32) -> u64 {
    tenant.sign_ins.len() * u64::from(event) / u64::from(EVENTS)
}

fn bypassed(tenant: &Tenant, event: u32, at: i64) -> Value {
    let mut dice = tenant.dice(Subject::TrustEvent, event);
    let user = u32::try_from(dice.below(u64::from(tenant.population.len()))).unwrap_or(0);
    json!({
        "bypass_status_enabled": at,
        "enabled_by": { "key": tenant.id(Kind::Admin, 0_u32), "name": admins::name(0) },
        "enabled_for": { "key": tenant.id(Kind::User, user), "name": people::badge(tenant, user).username },
        "type": "bypass_status",
    })
}

fn surfaced(tenant: &Tenant, event: u32) -> Value {
    let first = place(tenant, event);
    let near = first..first.saturating_add(NEAR).min(tenant.sign_ins.len());
    let wrong = |k: &u64| {
        let story = Story::of(tenant, *k);
        story.outcome != Outcome::Success && story.user.is_some()
    };
    let k = near.clone().find(wrong).unwrap_or(first);
    let story = Story::of(tenant, k);
    let user = story
        .user
        .map(|user| json!({ "key": tenant.id(Kind::User, user), "name": Person::of(tenant, user).username }));
    json!({
        "explanations": [{
            "summary": "This user has not authenticated from this country recently.",
            "type": "NEW_COUNTRY_CODE",
        }],
        "from_common_netblock": false,
        "from_new_user": false,
        "low_risk_ip": false,
        "surfaced_auth": {
            "factor": story.factor,
            "result": story.outcome.label(),
            "txid": sign_in::txid(tenant, k),
            "user": user,
        },
        "type": "auth",
    })
}
