//! Phones (admin-api.md §7.3).

use chrono::DateTime;
use serde::Serialize;

use crate::dice::{Dice, Subject};
use crate::id::Kind;
use crate::org::people::{self, Person, ShortUser};
use crate::tenant::Tenant;

const PUSH: &[&str] = &["auto", "push", "sms", "phone", "mobile_otp"];
const SMS_AND_CALL: &[&str] = &["auto", "sms", "phone"];
const CALL: &[&str] = &["phone"];
const APPLE: [&str; 4] = ["Apple iPhone 13", "Apple iPhone 15", "Apple iPhone 16", "Apple iPhone SE"];
const ANDROID: [&str; 4] = ["Google Pixel 8", "Google Pixel 9", "Samsung Galaxy S24", "Fairphone 5"];

/// The phone object without its owners.
#[derive(Debug, Serialize)]
pub(crate) struct PhoneRecord {
    activated: bool,
    capabilities: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    encrypted: Option<&'static str>,
    extension: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<&'static str>,
    last_seen: String,
    model: &'static str,
    name: &'static str,
    number: String,
    phone_id: String,
    platform: &'static str,
    postdelay: &'static str,
    predelay: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    screenlock: Option<&'static str>,
    sms_passcodes_sent: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    tampered: Option<&'static str>,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// The phone object of the phone endpoints.
#[derive(Debug, Serialize)]
pub(crate) struct PhoneWithUsers {
    #[serde(flatten)]
    phone: PhoneRecord,
    users: Vec<ShortUser>,
}

/// What a phone can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ability {
    /// Duo Mobile is activated.
    Push,
    /// Duo Mobile was never activated: a smartphone that gets text messages and calls.
    NotActivated,
    /// Not a smartphone.
    Landline,
}

pub(crate) fn count(tenant: &Tenant) -> u32 {
    tenant.population.phones.len()
}

pub(crate) fn number(phone: u32) -> String {
    let (block, last) = (phone / 100, phone % 100);
    // 555-0100 to 555-0199 are set aside for fiction; later exchanges serve tenants beyond 78,800 phones.
    format!("+1{}{}01{last:02}", 201 + block % 788, 555 + block / 788)
}

pub(crate) fn ability(tenant: &Tenant, phone: u32) -> Ability {
    ability_by(&mut tenant.dice(Subject::Phone, phone))
}

fn ability_by(dice: &mut Dice) -> Ability {
    match dice.below(100) {
        0..80 => Ability::Push,
        80..94 => Ability::NotActivated,
        _ => Ability::Landline,
    }
}

pub(crate) fn record(tenant: &Tenant, phone: u32) -> PhoneRecord {
    let mut dice = tenant.dice(Subject::Phone, phone);
    let ability = ability_by(&mut dice);
    let owner = tenant.population.phones.owner(phone);
    let activated = ability == Ability::Push && owner.is_some();
    let apple = dice.percent(60);
    let models = if apple { &APPLE } else { &ANDROID };
    let model = dice.pick(models);
    let (platform, model, kind) = match ability {
        Ability::Push if apple => ("Apple iOS", model, "Mobile"),
        Ability::Push => ("Google Android", model, "Mobile"),
        Ability::NotActivated => ("Generic Smartphone", "Unknown", "Mobile"),
        Ability::Landline => ("Unknown", "Unknown", "Landline"),
    };
    let told = |text: &'static str| tenant.tells_posture().then_some(if activated { text } else { "" });
    PhoneRecord {
        activated,
        capabilities: match ability {
            Ability::Push if activated => PUSH,
            Ability::Push | Ability::NotActivated => SMS_AND_CALL,
            Ability::Landline => CALL,
        },
        encrypted: told(if dice.percent(92) { "Encrypted" } else { "Unencrypted" }),
        extension: "",
        fingerprint: told(if dice.percent(85) { "Configured" } else { "Disabled" }),
        last_seen: if activated { last_seen(tenant, owner, &mut dice) } else { String::new() },
        model,
        name: "",
        number: number(phone),
        phone_id: tenant.id(Kind::Phone, phone),
        platform,
        postdelay: "",
        predelay: "",
        screenlock: told(if dice.percent(95) { "Locked" } else { "Unlocked" }),
        sms_passcodes_sent: ability == Ability::NotActivated && dice.percent(30),
        tampered: told(if dice.percent(99) { "Not tampered" } else { "Tampered" }),
        kind,
    }
}

pub(crate) fn with_users(tenant: &Tenant, phone: u32) -> PhoneWithUsers {
    let owner = tenant.population.phones.owner(phone);
    // The copies inside phones are known to say "not enrolled" of people who are (admin-api.md §7.1).
    let users = owner.map(|user| Person::of(tenant, user).short(tenant, false));
    PhoneWithUsers { phone: record(tenant, phone), users: users.into_iter().collect() }
}

fn last_seen(tenant: &Tenant, owner: Option<u32>, dice: &mut Dice) -> String {
    let seen = owner
        .and_then(|user| people::last_login(tenant, user))
        .unwrap_or_else(|| tenant.now() - dice.between(86_400, 86_400 * 90));
    DateTime::from_timestamp(seen, 0).map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string()).unwrap_or_default()
}
