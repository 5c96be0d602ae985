//! Who can and who must pass a second factor, by the tenant's own rules.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::org::people::Person;
use crate::org::phones::{self, Ability};
use crate::org::{groups, policies};
use crate::tenant::Tenant;

/// Counts of active and bypass users. Each counts once under what lets past: the first that holds in the order here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CoverageFacts {
    /// Users of status active or bypass.
    pub population: u64,
    /// With a factor that the policies allow.
    pub can: u64,
    /// Of those, let past by nothing.
    pub must: u64,
    /// Without a factor.
    pub no_factor: u64,
    /// With a landline or a desktop authenticator alone: the global policy allows neither.
    pub factor_not_allowed: u64,
    /// Let past by the own status.
    pub by_status: u64,
    /// Let past by a group of status Bypass.
    pub by_group: u64,
    /// Let past by a policy.
    pub by_policy: u64,
    /// By strongest factor: `phishing_resistant`, `push`, `passcode`, `sms_or_call`, `none`.
    pub strongest: BTreeMap<&'static str, u64>,
}

impl CoverageFacts {
    pub(super) fn of(tenant: &Tenant) -> Self {
        let mut facts = Self::default();
        for user in 0..tenant.population.len() {
            let person = Person::of(tenant, user);
            if ["active", "bypass"].contains(&person.status) {
                facts.add(tenant, &person);
            }
        }
        facts
    }

    fn add(&mut self, tenant: &Tenant, person: &Person) {
        let population = &tenant.population;
        let passkeys = population.passkeys.of(person.index).count();
        let tokens = population.tokens.of(person.index).count();
        let phones: Vec<Ability> =
            population.phones.of(person.index).map(|phone| phones::ability(tenant, phone)).collect();
        let strongest = match () {
            () if passkeys > 0 => "phishing_resistant",
            () if phones.contains(&Ability::Push) => "push",
            () if tokens > 0 => "passcode",
            () if !phones.is_empty() => "sms_or_call",
            () => "none",
        };
        *self.strongest.entry(strongest).or_default() += 1;
        self.population += 1;
        let calls_only = tokens + passkeys == 0 && phones.iter().all(|phone| *phone == Ability::Landline);
        let joined = groups::of_user(tenant, person.index, person.class);
        let can = strongest != "none" && !calls_only;
        self.can += u64::from(can);
        let desktop = tenant.fleet.authenticators_of(person.index).next().is_some();
        let reason = if strongest == "none" && !desktop {
            &mut self.no_factor
        } else if !can {
            &mut self.factor_not_allowed
        } else if person.status == "bypass" {
            &mut self.by_status
        } else if joined.iter().any(|group| groups::status(*group) == "Bypass") {
            &mut self.by_group
        } else if joined.contains(&policies::LAX.2) {
            &mut self.by_policy
        } else {
            &mut self.must
        };
        *reason += 1;
    }
}
