//! `WebAuthn` credentials (admin-api.md §7.5).

use serde::Serialize;

use crate::dice::Subject;
use crate::id::Kind;
use crate::org::admins;
use crate::org::people::{self, Person, ShortUser};
use crate::tenant::Tenant;

const LABELS: [(&str, &str); 4] = [
    ("Touch ID", "Touch ID"),
    ("Office key", "Security Key"),
    ("Windows Hello", "Platform authenticator"),
    ("Blue key", "Security Key"),
];

/// The credential object inside a user.
#[derive(Debug, Serialize)]
pub(crate) struct PasskeyOfUser {
    credential_name: &'static str,
    date_added: i64,
    label: &'static str,
    webauthnkey: String,
}

/// The credential object of the credential endpoints.
#[derive(Debug, Serialize)]
pub(crate) struct PasskeyRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    admin: Option<serde_json::Value>,
    credential_name: &'static str,
    date_added: i64,
    date_last_used: Option<i64>,
    label: &'static str,
    user: Option<ShortUser>,
    uv_capable: bool,
    webauthnkey: String,
}

pub(crate) fn count(tenant: &Tenant) -> u32 {
    tenant.population.passkeys.len()
}

pub(crate) fn of_user(tenant: &Tenant, passkey: u32) -> PasskeyOfUser {
    let mut dice = tenant.dice(Subject::Passkey, passkey);
    let (credential_name, label) = dice.pick(&LABELS);
    PasskeyOfUser {
        credential_name,
        date_added: tenant.now() - dice.between(5, 400) * 86_400,
        label,
        webauthnkey: tenant.id(Kind::Passkey, passkey),
    }
}

/// `admin` is told only to keys with the administrators permission.
pub(crate) fn record(tenant: &Tenant, passkey: u32, tells_admins: bool) -> PasskeyRecord {
    let PasskeyOfUser { credential_name, date_added, label, webauthnkey } = of_user(tenant, passkey);
    let owner = tenant.population.passkeys.owner(passkey);
    let last_login = owner.and_then(|user| people::last_login(tenant, user));
    let user = owner.map(|user| {
        let person = Person::of(tenant, user);
        let enrolled = person.enrolled;
        person.short(tenant, enrolled)
    });
    PasskeyRecord {
        admin: tells_admins.then(|| match admins::owner_of_passkey(tenant, passkey) {
            Some(admin) => admins::short(tenant, admin),
            None => serde_json::Value::Null,
        }),
        credential_name,
        date_added,
        date_last_used: last_login.filter(|last| *last > date_added),
        label,
        user,
        uv_capable: label != "Security Key",
        webauthnkey,
    }
}

pub(crate) fn name(tenant: &Tenant, passkey: u32) -> &'static str {
    tenant.dice(Subject::Passkey, passkey).pick(&LABELS).0
}
