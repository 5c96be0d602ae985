//! The record of a sign-in in the authentication log (admin-api.md §8.2).

use serde::Serialize;

use crate::dice::{Dice, Subject};
use crate::id::Kind;
use crate::log::iso::iso;
use crate::log::page::Source;
use crate::log::story::{Device, Story};
use crate::log::uuid::uuid;
use crate::org::people::{self, Badge};
use crate::org::{applications, groups, names, passkeys, phones, tokens};
use crate::tenant::Tenant;

const BROWSERS: [(&str, &str); 3] =
    [("Chrome", "141.0.7390.54"), ("Edge Chromium", "141.0.3537.57"), ("Safari", "18.6")];
const SYSTEMS: [(&str, &str); 3] = [("Windows", "11"), ("Windows", "10"), ("Mac OS X", "15.6")];
const UNKNOWN: &str = "unknown";

#[derive(Debug, Serialize)]
pub(crate) struct SignInRecord<'a> {
    access_device: AccessDevice,
    alias: &'static str,
    application: Named,
    auth_device: Option<AuthDevice>,
    email: Option<String>,
    event_type: Option<&'static str>,
    factor: &'static str,
    isotimestamp: String,
    ood_software: Option<()>,
    reason: &'static str,
    result: &'static str,
    timestamp: i64,
    trusted_endpoint_status: &'static str,
    txid: String,
    user: UserInLog<'a>,
}

#[derive(Debug, Serialize)]
struct AccessDevice {
    browser: Option<&'static str>,
    browser_version: Option<&'static str>,
    epkey: Option<String>,
    flash_version: Option<&'static str>,
    hostname: Option<String>,
    ip: String,
    is_encryption_enabled: Told,
    is_firewall_enabled: Told,
    is_password_set: Told,
    java_version: Option<&'static str>,
    location: Place,
    os: Option<&'static str>,
    os_version: Option<&'static str>,
    security_agents: Agents,
}

/// A fact about a computer, or the word `unknown` in its place.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Told {
    Known(bool),
    Unknown(&'static str),
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Agents {
    Known([Agent; 1]),
    Unknown(&'static str),
}

#[derive(Debug, Serialize)]
struct Agent {
    security_agent: &'static str,
    version: &'static str,
}

#[derive(Debug, Serialize)]
struct Place {
    city: Option<&'static str>,
    country: Option<&'static str>,
    state: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Named {
    key: String,
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct AuthDevice {
    ip: Option<String>,
    key: String,
    location: Place,
    name: String,
}

#[derive(Debug, Serialize)]
struct UserInLog<'a> {
    groups: Vec<&'a str>,
    key: Option<String>,
    name: String,
}

/// The log with the order and the identifiers of its events.
pub(crate) fn txid(tenant: &Tenant, k: u64) -> String {
    uuid(tenant.config.seed, Subject::TransactionId, k)
}

/// Runs `with` on the sign-ins as a source of pages.
pub(crate) fn source<R>(
    tenant: &Tenant,
    late_from: u64,
    hidden: &dyn Fn(u64) -> bool,
    with: impl FnOnce(&Source<'_>) -> R,
) -> R {
    let id = |k| txid(tenant, k);
    with(&Source { timeline: &tenant.sign_ins, id: &id, late_from, hidden })
}

pub(crate) fn record(tenant: &Tenant, k: u64) -> SignInRecord<'_> {
    let story = Story::of(tenant, k);
    let mut dice = tenant.dice(Subject::SignInDetail, k);
    let app = applications::get(story.application);
    let badge = story.user.map(|user| people::badge(tenant, user));
    let mut habits = tenant.dice(Subject::SignInDetail, u64::MAX - u64::from(story.user.unwrap_or(0)));
    let home = usize::try_from(habits.below(names::PLACES.len() as u64)).unwrap_or(0);
    let computer = access_device(tenant, &mut habits, &mut dice, app, home);
    SignInRecord {
        auth_device: auth_device(tenant, &story, home),
        access_device: computer,
        alias: if dice.percent(3) { "unknown" } else { "" },
        application: Named { key: tenant.id(Kind::Application, story.application), name: app.name },
        email: badge.as_ref().map(|b| b.email.clone()),
        event_type: (!dice.percent(1)).then_some("authentication"),
        factor: story.factor,
        isotimestamp: iso(story.ms, dice.below(1000)),
        ood_software: None,
        reason: story.reason,
        result: story.outcome.label(),
        timestamp: story.ms.div_euclid(1000),
        trusted_endpoint_status: dice.pick(&[UNKNOWN, UNKNOWN, "trusted", "not trusted"]),
        txid: txid(tenant, k),
        user: user_in_log(tenant, story.user, badge, &mut dice),
    }
}

fn access_device(
    tenant: &Tenant,
    habits: &mut Dice,
    dice: &mut Dice,
    app: &applications::Application,
    home: usize,
) -> AccessDevice {
    let (os, os_version) = habits.pick(&SYSTEMS);
    let (browser, browser_version) = habits.pick(&BROWSERS);
    let address = habits.below(254) + 1;
    let workplace = habits.below(9000);
    let place = if dice.percent(1) { dice.pick(&names::PLACES) } else { names::PLACES[home] };
    // Machines that Duo Desktop looks after are told about; the rest are unknown.
    let told = tenant.tells_posture() && app.browser && habits.percent(60);
    let known = |value| if told { Told::Known(value) } else { Told::Unknown(UNKNOWN) };
    let machine = matches!(app.kind, "rdp" | "unix");
    AccessDevice {
        browser: app.browser.then_some(browser),
        browser_version: app.browser.then_some(browser_version),
        epkey: told.then(|| format!("EP{}", habits.text(b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", 18))),
        flash_version: app.browser.then_some("uninstalled"),
        hostname: machine.then(|| format!("WS-{workplace:04}")),
        ip: if app.kind == "unix" { "0.0.0.0".to_owned() } else { format!("203.0.113.{address}") },
        is_encryption_enabled: known(habits.percent(95)),
        is_firewall_enabled: known(habits.percent(95)),
        is_password_set: known(true),
        java_version: app.browser.then_some("uninstalled"),
        location: Place { city: Some(place.0), country: Some(place.2), state: Some(place.1) },
        os: (app.browser || machine).then_some(os),
        os_version: (app.browser || machine).then_some(os_version),
        security_agents: if told {
            Agents::Known([Agent { security_agent: "Cisco Secure Endpoint", version: "8.4.0" }])
        } else {
            Agents::Unknown(UNKNOWN)
        },
    }
}

fn auth_device(tenant: &Tenant, story: &Story, home: usize) -> Option<AuthDevice> {
    let (city, state, country) = names::PLACES[home];
    let place = Place { city: Some(city), country: Some(country), state: Some(state) };
    let nowhere = Place { city: None, country: None, state: None };
    match story.device {
        Device::None => None,
        Device::Phone(phone) => Some(AuthDevice {
            ip: (story.factor != "phone_call").then(|| format!("198.51.100.{}", phone % 254 + 1)),
            key: tenant.id(Kind::Phone, phone),
            location: place,
            name: phones::number(phone),
        }),
        Device::Token(token) => Some(AuthDevice {
            ip: None,
            key: tenant.id(Kind::Token, token),
            location: nowhere,
            name: tokens::serial(token),
        }),
        Device::Passkey(passkey) => Some(AuthDevice {
            ip: None,
            key: tenant.id(Kind::Passkey, passkey),
            location: nowhere,
            name: passkeys::name(tenant, passkey).to_owned(),
        }),
    }
}

fn user_in_log<'a>(
    tenant: &'a Tenant,
    user: Option<u32>,
    badge: Option<Badge>,
    dice: &mut Dice,
) -> UserInLog<'a> {
    match (user, badge) {
        (Some(user), Some(badge)) => {
            let joined = groups::of_user(tenant, user, tenant.population.class(user));
            UserInLog {
                groups: joined.into_iter().map(|group| tenant.group_name(group)).collect(),
                key: Some(tenant.id(Kind::User, user)),
                name: badge.username,
            }
        }
        _ => UserInLog {
            groups: Vec::new(),
            key: None,
            name: dice.pick(&["administrator", "root", "test", "guest", "admin"]).to_owned(),
        },
    }
}
