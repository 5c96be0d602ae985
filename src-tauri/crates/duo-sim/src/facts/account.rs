use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::ObjectFacts;
use crate::api::info;
use crate::id::Kind;
use crate::log::trust;
use crate::org::people::Person;
use crate::org::{admin_units, admins};
use crate::tenant::Tenant;

const DAY: i64 = 86_400;
const DAYS: i64 = 30;

/// Counts of administrators, settings and the sums that Duo itself makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountFacts {
    /// Administrators by status, as the API spells it.
    pub admins_by_status: BTreeMap<String, u64>,
    /// Active administrators with neither passkey nor hardware token.
    pub weak_admins: u64,
    /// Administrators whom units limit.
    pub restricted_admins: u64,
    /// Administrative units.
    pub admin_units: ObjectFacts,
    /// `inactive_user_expiration`, days.
    pub user_expiry_days: u32,
    /// Users whom that would trash some day: outside the Trash, of no directory, with a last login.
    pub trashed_some_day: u64,
    /// Attempts by outcome in the 30 days before the described moment.
    pub attempts: Value,
    /// Different users by outcome of their attempts.
    pub attempting_users: Value,
    /// Telephony credits used in these days.
    pub telephony_credits_used: u64,
    /// Telephony credits left.
    pub telephony_credits_remaining: u64,
    /// What Trust Monitor surfaced, where it is offered.
    pub trust_events: ObjectFacts,
}

impl AccountFacts {
    pub(crate) fn of(tenant: &Tenant) -> Self {
        let mut admins_by_status: BTreeMap<String, u64> = BTreeMap::new();
        for admin in 0..admins::COUNT {
            *admins_by_status.entry(admins::status(admin).to_owned()).or_default() += 1;
        }
        let admins_that =
            |is: &dyn Fn(u32) -> bool| (0..admins::COUNT).filter(|admin| is(*admin)).count() as u64;
        let (from, to) = (tenant.now() - DAYS * DAY, tenant.now());
        let (attempts, attempting_users) = info::attempts(tenant, from, to);
        let some_day = |user: &u32| {
            let person = Person::of(tenant, *user);
            let may = person.status != "pending deletion" && person.last_sync.is_none();
            tenant.config.user_expiry_days > 0 && may && person.last_login.is_some()
        };
        Self {
            admins_by_status,
            weak_admins: admins_that(&|admin| admins::status(admin) == "Active" && !admins::is_strong(admin)),
            restricted_admins: admins_that(&|admin| admins::is_restricted(admin)),
            admin_units: ObjectFacts::of(tenant, Kind::AdminUnit, 0..admin_units::COUNT),
            user_expiry_days: tenant.config.user_expiry_days,
            trashed_some_day: (0..tenant.population.len()).filter(some_day).count() as u64,
            attempts,
            attempting_users,
            telephony_credits_used: info::credits(tenant, from, to),
            telephony_credits_remaining: 4180,
            trust_events: ObjectFacts::of(tenant, Kind::TrustEvent, 0..trust::count(tenant)),
        }
    }
}
