//! What the users are.

use std::collections::BTreeMap;

use serde::Serialize;

use super::objects::ObjectFacts;
use crate::id::Kind;
use crate::org::groups;
use crate::org::people::Person;
use crate::tenant::Tenant;

const DAY: i64 = 86_400;

/// Counts of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserFacts {
    /// How many there are, those in the trash included.
    pub count: u64,
    /// Digest of their identifiers.
    pub digest: String,
    /// By `status`.
    pub by_status: BTreeMap<String, u64>,
    /// All but those in the trash: `info/summary.user_count`.
    pub billable: u64,
    /// In the trash.
    pub pending_deletion: u64,
    /// With a way to sign in.
    pub enrolled: u64,
    /// Without one, not in the trash.
    pub not_enrolled: u64,
    /// Without a last login, not in the trash.
    pub never_signed_in: u64,
    /// Last login at least 30 days before the described moment, not in the trash.
    pub idle_30: u64,
    /// The same for 90 days.
    pub idle_90: u64,
    /// The same for 180 days.
    pub idle_180: u64,
    /// With status `bypass`.
    pub bypass: u64,
    /// Active, and in a group with status `Bypass`.
    pub bypass_by_group: u64,
    /// Kept up by the directory.
    pub synced: u64,
    /// E-mail addresses that more than one user has.
    pub shared_emails: u64,
}

impl UserFacts {
    pub(super) fn of(tenant: &Tenant) -> Self {
        let ObjectFacts { count, digest } = ObjectFacts::of(tenant, Kind::User, 0..tenant.population.len());
        let mut facts = Self {
            count,
            digest,
            by_status: BTreeMap::new(),
            billable: 0,
            pending_deletion: 0,
            enrolled: 0,
            not_enrolled: 0,
            never_signed_in: 0,
            idle_30: 0,
            idle_90: 0,
            idle_180: 0,
            bypass: 0,
            bypass_by_group: 0,
            synced: 0,
            shared_emails: 0,
        };
        let mut emails: BTreeMap<String, u32> = BTreeMap::new();
        for user in 0..tenant.population.len() {
            let person = Person::of(tenant, user);
            facts.add(tenant, &person);
            if !person.email.is_empty() {
                *emails.entry(person.email).or_default() += 1;
            }
        }
        facts.shared_emails = emails.values().filter(|count| **count > 1).count() as u64;
        facts
    }

    fn add(&mut self, tenant: &Tenant, person: &Person) {
        *self.by_status.entry(person.status.to_owned()).or_default() += 1;
        self.enrolled += u64::from(person.enrolled);
        self.synced += u64::from(person.last_sync.is_some());
        self.bypass += u64::from(person.status == "bypass");
        let in_bypass_group = groups::of_user(tenant, person.index, person.class)
            .into_iter()
            .any(|group| groups::status(group) == "Bypass");
        self.bypass_by_group += u64::from(person.status == "active" && in_bypass_group);
        if person.status == "pending deletion" {
            self.pending_deletion += 1;
            return;
        }
        self.billable += 1;
        self.not_enrolled += u64::from(!person.enrolled);
        self.never_signed_in += u64::from(person.last_login.is_none());
        let idle = |days: i64| u64::from(person.last_login.is_some_and(|at| at <= tenant.now() - days * DAY));
        self.idle_30 += idle(30);
        self.idle_90 += idle(90);
        self.idle_180 += idle(180);
    }
}
