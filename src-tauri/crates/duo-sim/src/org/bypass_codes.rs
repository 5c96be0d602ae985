//! Bypass codes: metadata only, never the code (admin-api.md §7.7).

use serde::Serialize;

use crate::dice::Subject;
use crate::id::Kind;
use crate::org::admins;
use crate::org::people::{Person, ShortUser};
use crate::tenant::Tenant;

/// The bypass code object of a user.
#[derive(Debug, Serialize)]
pub(crate) struct CodeOfUser {
    admin_email: String,
    bypass_code_id: String,
    created: i64,
    pub(crate) expiration: Option<i64>,
    pub(crate) reuse_count: Option<u32>,
}

/// The bypass code object of the bypass code endpoints.
#[derive(Debug, Serialize)]
pub(crate) struct CodeRecord {
    #[serde(flatten)]
    code: CodeOfUser,
    user: ShortUser,
}

pub(crate) fn count(tenant: &Tenant) -> u32 {
    2 + tenant.population.len() / 60
}

pub(crate) fn owner(tenant: &Tenant, code: u32) -> u32 {
    let users = u64::from(tenant.population.len());
    u32::try_from(tenant.dice(Subject::BypassCode, code).below(users)).unwrap_or(0)
}

pub(crate) fn of_user(tenant: &Tenant, code: u32) -> CodeOfUser {
    let mut dice = tenant.dice(Subject::BypassCode, code);
    // The first number names the owner.
    dice.next();
    let created = tenant.now() - dice.between(600, 60 * 86_400);
    // The first code of a tenant never expires and has no limit: the finding that must always be there.
    let endless = code == 0 || dice.percent(15);
    let expiration = (!endless).then(|| tenant.now() + dice.between(600, 14 * 86_400));
    let unlimited = code == 0 || dice.percent(20);
    CodeOfUser {
        admin_email: if dice.percent(10) { String::new() } else { admins::email(1) },
        bypass_code_id: tenant.id(Kind::BypassCode, code),
        created,
        expiration,
        reuse_count: (!unlimited).then_some(1),
    }
}

pub(crate) fn record(tenant: &Tenant, code: u32) -> CodeRecord {
    let person = Person::of(tenant, owner(tenant, code));
    CodeRecord { code: of_user(tenant, code), user: person.short(tenant, person.enrolled) }
}

/// The codes of a user, in order.
pub(crate) fn of(tenant: &Tenant, user: u32) -> impl Iterator<Item = u32> {
    (0..count(tenant)).filter(move |code| owner(tenant, *code) == user)
}
