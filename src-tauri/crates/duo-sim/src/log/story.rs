//! What happened in a sign-in: who, where to, how it ended. The record is written from it.

use crate::dice::{Dice, Subject};
use crate::org::population::Class;
use crate::org::{applications, people, phones};
use crate::tenant::Tenant;

const DAY_MS: i64 = 86_400_000;
/// Reasons why a person who may sign in did not.
const MISHAPS: [&str; 7] = [
    "no_response",
    "user_cancelled",
    "invalid_passcode",
    "user_mistake",
    "no_response",
    "location_restricted",
    "anomalous_push",
];

/// `result` (admin-api.md §8.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Success,
    Denied,
    Fraud,
    Error,
}

impl Outcome {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Denied => "denied",
            Self::Fraud => "fraud",
            Self::Error => "error",
        }
    }
}

/// The device that answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Device {
    None,
    Phone(u32),
    Token(u32),
    Passkey(u32),
}

/// One sign-in before it is written down.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) ms: i64,
    /// `None` is somebody whom Duo does not know.
    pub(crate) user: Option<u32>,
    pub(crate) application: u32,
    pub(crate) outcome: Outcome,
    pub(crate) reason: &'static str,
    pub(crate) factor: &'static str,
    pub(crate) device: Device,
}

impl Story {
    pub(crate) fn of(tenant: &Tenant, k: u64) -> Self {
        let ms = tenant.sign_ins.ms(k);
        let mut dice = tenant.dice(Subject::SignIn, k);
        let application = applications::used(&mut dice, (tenant.now_ms - ms).div_euclid(DAY_MS));
        let untold = Self {
            ms,
            user: None,
            application,
            outcome: Outcome::Denied,
            reason: "deny_unenrolled_user",
            factor: "not_available",
            device: Device::None,
        };
        if let Some(user) = tenant.population.final_of(k) {
            return untold.succeeded(tenant, user, &mut dice);
        }
        match dice.below(1000) {
            0..4 => untold,
            4..40 => untold.blocked(tenant, k, &mut dice),
            40..90 => untold.went_wrong(tenant, k, &mut dice),
            _ => match tenant.population.signer_after(k, &mut dice) {
                Some(user) => untold.succeeded(tenant, user, &mut dice),
                None => untold,
            },
        }
    }

    fn succeeded(self, tenant: &Tenant, user: u32, dice: &mut Dice) -> Self {
        let (factor, reason, device) = self.factor_of(tenant, user, dice);
        Self { user: Some(user), outcome: Outcome::Success, reason, factor, device, ..self }
    }

    /// Somebody who may not sign in tries to.
    fn blocked(self, tenant: &Tenant, k: u64, dice: &mut Dice) -> Self {
        let user = u32::try_from(dice.below(u64::from(tenant.population.len()))).unwrap_or(0);
        if people::created(tenant, user) * 1000 > self.ms {
            return self;
        }
        let reason = match tenant.population.class(user) {
            Class::Unenrolled => "deny_unenrolled_user",
            Class::Disabled => "user_disabled",
            Class::LockedOut => "locked_out",
            _ => return self.went_wrong(tenant, k, dice),
        };
        Self { user: Some(user), reason, ..self }
    }

    fn went_wrong(self, tenant: &Tenant, k: u64, dice: &mut Dice) -> Self {
        let Some(user) = tenant.population.signer_after(k, dice) else { return self };
        let (factor, _, device) = self.factor_of(tenant, user, dice);
        let (outcome, reason) = match dice.below(100) {
            0 => (Outcome::Fraud, "user_marked_fraud"),
            1 => (Outcome::Error, "error"),
            _ => (Outcome::Denied, dice.pick(&MISHAPS)),
        };
        Self { user: Some(user), outcome, reason, factor, device, ..self }
    }

    /// Factor, reason of a success and device, by what the user owns.
    fn factor_of(&self, tenant: &Tenant, user: u32, dice: &mut Dice) -> (&'static str, &'static str, Device) {
        let population = &tenant.population;
        if population.class(user) == Class::Bypass || !population.is_enrolled(user) {
            return ("not_available", "bypass_user", Device::None);
        }
        if applications::get(self.application).browser && dice.percent(12) {
            return ("remembered_device", "remembered_device", Device::None);
        }
        if dice.percent(2) {
            return ("trusted_network", "trusted_network", Device::None);
        }
        if let Some(passkey) = population.passkeys.of(user).next().filter(|_| dice.percent(60)) {
            return ("webauthn_credential", "user_approved", Device::Passkey(passkey));
        }
        if let Some(phone) = population.phones.of(user).next() {
            let (factor, reason) = match (phones::ability(tenant, phone), dice.below(100)) {
                (phones::Ability::Push, 0..72) => ("duo_push", "user_approved"),
                (phones::Ability::Push, 72..90) => ("verified_duo_push", "user_approved"),
                (phones::Ability::Push, _) => ("duo_mobile_passcode", "valid_passcode"),
                (phones::Ability::NotActivated, 0..70) => ("sms_passcode", "valid_passcode"),
                _ => ("phone_call", "user_approved"),
            };
            return (factor, reason, Device::Phone(phone));
        }
        match population.tokens.of(user).next() {
            Some(token) => ("hardware_token", "valid_passcode", Device::Token(token)),
            None => match population.passkeys.of(user).next() {
                Some(passkey) => ("webauthn_credential", "user_approved", Device::Passkey(passkey)),
                None => ("bypass_code", "valid_passcode", Device::None),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::config::TenantConfig;

    #[test]
    fn last_login_is_the_latest_success_in_the_log() {
        for (seed, users, events) in [(1, 300, 20_000), (2, 10, 50), (3, 500, 600)] {
            let tenant = Tenant::new(TenantConfig { seed, users, events, ..TenantConfig::default() });
            let mut last = BTreeMap::new();
            for k in 0..events {
                let story = Story::of(&tenant, k);
                if let (Some(user), Outcome::Success) = (story.user, story.outcome) {
                    last.insert(user, story.ms.div_euclid(1000));
                }
            }
            assert!(last.len() > 3);
            for (user, seconds) in last {
                assert_eq!(people::last_login(&tenant, user), Some(seconds), "seed {seed} user {user}");
            }
        }
    }

    #[test]
    fn nobody_appears_before_being_created() {
        let tenant = Tenant::new(TenantConfig { users: 100, events: 5000, ..TenantConfig::default() });
        for k in 0..5000 {
            let story = Story::of(&tenant, k);
            if let Some(user) = story.user {
                assert!(people::created(&tenant, user) * 1000 <= story.ms);
            }
        }
    }
}
