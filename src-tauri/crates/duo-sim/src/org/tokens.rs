//! Hardware tokens (admin-api.md §7.4).

use serde::Serialize;

use crate::dice::Subject;
use crate::id::Kind;
use crate::org::admins;
use crate::org::people::{Person, ShortUser};
use crate::tenant::Tenant;

/// The token object inside a user.
#[derive(Debug, Serialize)]
pub(crate) struct TokenOfUser {
    serial: String,
    token_id: String,
    totp_step: Option<u32>,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// The token object of the token endpoints.
#[derive(Debug, Serialize)]
pub(crate) struct TokenRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    admins: Option<Vec<serde_json::Value>>,
    #[serde(flatten)]
    token: TokenOfUser,
    users: Vec<ShortUser>,
}

pub(crate) fn count(tenant: &Tenant) -> u32 {
    tenant.population.tokens.len()
}

pub(crate) fn serial(token: u32) -> String {
    (401_000 + token).to_string()
}

pub(crate) fn of_user(tenant: &Tenant, token: u32) -> TokenOfUser {
    let kind = kind(tenant, token);
    TokenOfUser {
        serial: serial(token),
        token_id: tenant.id(Kind::Token, token),
        totp_step: (kind == "t6").then_some(30),
        kind,
    }
}

/// `admins` is told only to keys with the administrators permission.
pub(crate) fn record(tenant: &Tenant, token: u32, tells_admins: bool) -> TokenRecord {
    let owner = tenant.population.tokens.owner(token);
    let users = owner.map(|user| Person::of(tenant, user).short(tenant, false));
    TokenRecord {
        admins: tells_admins.then(|| {
            let owner = admins::owner_of_token(tenant, token);
            owner.into_iter().map(|admin| admins::short(tenant, admin)).collect()
        }),
        token: of_user(tenant, token),
        users: users.into_iter().collect(),
    }
}

pub(crate) fn kind(tenant: &Tenant, token: u32) -> &'static str {
    tenant.dice(Subject::Token, token).pick(&["h6", "h6", "d1", "yk", "t6"])
}
