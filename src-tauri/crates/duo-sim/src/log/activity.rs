//! The activity log (admin-api.md §8.3).

use serde::Serialize;
use serde_json::json;

use crate::dice::{Dice, Subject};
use crate::id::Kind;
use crate::log::iso::iso;
use crate::log::page::Source;
use crate::log::uuid::uuid;
use crate::org::admins;
use crate::org::people::Person;
use crate::tenant::Tenant;

#[derive(Debug, Serialize)]
pub(crate) struct ActivityRecord {
    access_device: Option<AccessDevice>,
    action: Action,
    activity_id: String,
    actor: Party,
    akey: String,
    application: Option<()>,
    old_target: Option<()>,
    outcome: Outcome,
    target: Party,
    ts: String,
}

#[derive(Debug, Serialize)]
struct AccessDevice {
    browser: &'static str,
    browser_version: &'static str,
    ip: Address,
    os: &'static str,
    os_version: &'static str,
}

#[derive(Debug, Serialize)]
struct Address {
    address: String,
}

#[derive(Debug, Serialize)]
struct Action {
    details: Option<()>,
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct Outcome {
    result: &'static str,
}

#[derive(Debug, Serialize)]
struct Party {
    /// JSON written as text, or null.
    details: Option<String>,
    key: Option<String>,
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

pub(crate) fn activity_id(tenant: &Tenant, k: u64) -> String {
    uuid(tenant.config.seed, Subject::ActivityId, k)
}

/// Runs `with` on the activity log as a source of pages.
pub(crate) fn source<R>(tenant: &Tenant, with: impl FnOnce(&Source<'_>) -> R) -> R {
    let id = |k| activity_id(tenant, k);
    let timeline = &tenant.activity;
    with(&Source { timeline, id: &id, late_from: timeline.len(), hidden: &|_| false })
}

pub(crate) fn record(tenant: &Tenant, k: u64) -> ActivityRecord {
    let mut dice = tenant.dice(Subject::Activity, k);
    let (name, actor, target) = what(tenant, &mut dice);
    let human = actor.kind != "azure_sync";
    ActivityRecord {
        access_device: human.then(|| AccessDevice {
            browser: "Chrome",
            browser_version: "141.0.0.0",
            ip: Address { address: format!("203.0.113.{}", dice.below(254) + 1) },
            os: "Windows",
            os_version: "11",
        }),
        action: Action { details: None, name },
        activity_id: activity_id(tenant, k),
        actor,
        akey: tenant.account_id(),
        application: None,
        old_target: None,
        outcome: Outcome { result: if dice.percent(98) { "SUCCESS" } else { "FAILURE" } },
        target,
        ts: iso(tenant.activity.ms(k), dice.below(1000)),
    }
}

fn what(tenant: &Tenant, dice: &mut Dice) -> (&'static str, Party, Party) {
    let user = u32::try_from(dice.below(u64::from(tenant.population.len()))).unwrap_or(0);
    match dice.below(100) {
        0..35 => ("admin_login", admin(tenant, dice), admin(tenant, dice)),
        35..60 => ("user_update", directory(tenant), person(tenant, user)),
        60..75 => ("phone_create", person(tenant, user), person(tenant, user)),
        75..90 => ("bypass_create", admin(tenant, dice), person(tenant, user)),
        _ => ("group_update", admin(tenant, dice), group(tenant, dice)),
    }
}

fn admin(tenant: &Tenant, dice: &mut Dice) -> Party {
    let number = u32::try_from(dice.below(4)).unwrap_or(0);
    Party {
        details: None,
        key: Some(tenant.id(Kind::Admin, number)),
        name: admins::name(number).to_owned(),
        kind: "admin",
    }
}

fn person(tenant: &Tenant, user: u32) -> Party {
    let person = Person::of(tenant, user);
    let details = json!({ "groups": null, "status": { "name": person.status } });
    Party {
        details: Some(details.to_string()),
        key: Some(tenant.id(Kind::User, user)),
        name: person.username,
        kind: "user",
    }
}

fn directory(tenant: &Tenant) -> Party {
    Party {
        details: None,
        key: Some(tenant.id(Kind::Directory, 0_u32)),
        name: "Main".to_owned(),
        kind: "azure_sync",
    }
}

fn group(tenant: &Tenant, dice: &mut Dice) -> Party {
    let number = u32::try_from(dice.below(12)).unwrap_or(0);
    Party {
        details: None,
        key: Some(tenant.id(Kind::Group, number)),
        name: tenant.group_name(number).to_owned(),
        kind: "group",
    }
}
