//! Administrators (admin-api.md §7.12).

use serde::Serialize;

use crate::id::Kind;
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

/// The administrator object.
#[derive(Debug, Serialize)]
pub(crate) struct AdminRecord {
    admin_id: String,
    admin_units: [(); 0],
    created: Option<i64>,
    email: String,
    hardtoken: Option<()>,
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
    let (name, _, role, status, idle) = ADMINS[admin as usize];
    AdminRecord {
        admin_id: tenant.id(Kind::Admin, admin),
        admin_units: [],
        created: (admin > 0).then(|| tenant.now() - 500 * DAY + i64::from(admin) * DAY),
        email: email(admin),
        hardtoken: None,
        last_login: idle.map(|days| tenant.now() - days * DAY - 3600),
        name,
        password_change_required: false,
        phone: (admin < 4).then(|| format!("+1312555019{admin}")),
        restricted_by_admin_units: false,
        role,
        status,
        subaccount_role: None,
    }
}
