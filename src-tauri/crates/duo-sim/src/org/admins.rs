//! Administrators (admin-api.md §7.12).

use serde::Serialize;

use crate::id::Kind;
use crate::org::admin_units;
use crate::org::tokens::{self, TokenOfUser};
use crate::tenant::Tenant;

const DAY: i64 = 86_400;

/// Name, mail name, role, status, days since the last login.
const ADMINS: [(&str, &str, &str, &str, Option<i64>); 6] = [
    ("Olive Owner", "owner", "Owner", "Active", Some(1)),
    ("Hedda Desk", "helpdesk", "Help Desk", "Active", Some(0)),
    ("Ansel Ministry", "ansel", "Administrator", "Active", Some(12)),
    ("Rhea Donly", "auditor", "Read-only", "Active", Some(95)),
    ("Otto Leaver", "otto", "Owner", "Disabled", Some(220)),
    ("Nell Newcomer", "nell", "User Manager", "Pending Activation", None),
];

/// Number of administrators.
pub(crate) const COUNT: u32 = 6;

/// Passkeys of administrators, the last of all passkeys.
pub(crate) const PASSKEYS: u32 = 2;
/// Whose they are.
const PASSKEY_OWNERS: [u32; PASSKEYS as usize] = [0, 2];
/// Has the last of all hardware tokens.
const TOKEN_OWNER: u32 = 3;
/// May see some groups only.
const RESTRICTED: u32 = 1;

/// The administrator object.
#[derive(Debug, Serialize)]
pub(crate) struct AdminRecord {
    admin_id: String,
    admin_units: Vec<String>,
    created: Option<i64>,
    email: String,
    hardtoken: Option<TokenOfUser>,
    last_login: Option<i64>,
    name: &'static str,
    password_change_required: bool,
    phone: Option<String>,
    restricted_by_admin_units: bool,
    role: &'static str,
    status: &'static str,
    subaccount_role: Option<()>,
}

/// What `/admin/v1/admins/allowed_auth_methods` answers.
#[derive(Debug, Serialize)]
pub(crate) struct AllowedMethods {
    hardware_token_enabled: bool,
    mobile_otp_enabled: bool,
    push_enabled: bool,
    sms_enabled: bool,
    verified_push_enabled: bool,
    verified_push_length: u8,
    voice_enabled: bool,
    webauthn_enabled: bool,
    yubikey_enabled: bool,
}

pub(crate) const ALLOWED_METHODS: AllowedMethods = AllowedMethods {
    hardware_token_enabled: true,
    mobile_otp_enabled: true,
    push_enabled: true,
    sms_enabled: true,
    verified_push_enabled: false,
    verified_push_length: 6,
    voice_enabled: false,
    webauthn_enabled: true,
    yubikey_enabled: true,
};

pub(crate) fn email(admin: u32) -> String {
    format!("{}@example.com", ADMINS[admin as usize].1)
}

pub(crate) fn name(admin: u32) -> &'static str {
    ADMINS[admin as usize].0
}

pub(crate) fn record(tenant: &Tenant, admin: u32) -> AdminRecord {
    let (name, _, role, status, _) = ADMINS[admin as usize];
    AdminRecord {
        admin_id: tenant.id(Kind::Admin, admin),
        admin_units: admin_units::of_admin(tenant, admin),
        created: created(tenant, admin),
        email: email(admin),
        hardtoken: token_of(tenant, admin).map(|token| tokens::of_user(tenant, token)),
        last_login: last_login(tenant, admin),
        name,
        password_change_required: false,
        phone: (admin < 4).then(|| format!("+1312555019{admin}")),
        restricted_by_admin_units: is_restricted(admin),
        role,
        status,
        subaccount_role: None,
    }
}

/// The copy inside tokens and passkeys.
pub(crate) fn short(tenant: &Tenant, admin: u32) -> serde_json::Value {
    serde_json::json!({
        "admin_id": tenant.id(Kind::Admin, admin),
        "created": created(tenant, admin),
        "email": email(admin),
        "last_login": last_login(tenant, admin),
        "name": name(admin),
    })
}

pub(crate) fn owner_of_passkey(tenant: &Tenant, passkey: u32) -> Option<u32> {
    let first = tenant.population.passkeys.len().checked_sub(PASSKEYS)?;
    PASSKEY_OWNERS.get(passkey.checked_sub(first)? as usize).copied()
}

pub(crate) fn owner_of_token(tenant: &Tenant, token: u32) -> Option<u32> {
    (token_of(tenant, TOKEN_OWNER) == Some(token)).then_some(TOKEN_OWNER)
}

pub(crate) const fn is_restricted(admin: u32) -> bool {
    admin == RESTRICTED
}

pub(crate) const fn status(admin: u32) -> &'static str {
    ADMINS[admin as usize].3
}

/// Whether the administrator has more than a phone.
pub(crate) fn is_strong(admin: u32) -> bool {
    admin == TOKEN_OWNER || PASSKEY_OWNERS.contains(&admin)
}

/// There is always a token that no user has.
fn token_of(tenant: &Tenant, admin: u32) -> Option<u32> {
    tenant.population.tokens.len().checked_sub(1).filter(|_| admin == TOKEN_OWNER)
}

fn created(tenant: &Tenant, admin: u32) -> Option<i64> {
    (admin > 0).then(|| tenant.now() - 500 * DAY + i64::from(admin) * DAY)
}

fn last_login(tenant: &Tenant, admin: u32) -> Option<i64> {
    ADMINS[admin as usize].4.map(|days| tenant.now() - days * DAY - 3600)
}
