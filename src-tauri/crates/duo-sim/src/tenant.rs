//! One simulated tenant: its keys and the tables that its records are made from.

use std::fmt;

use crate::config::{AppType, Children, Edition, TenantConfig};
use crate::dice::{Dice, Subject, roll};
use crate::facts::{Facts, SignInFacts};
use crate::fault::FaultKind;
use crate::id::{self, Kind};
use crate::log::timeline::Timeline;
use crate::org::computers::Fleet;
use crate::org::{applications, groups, names, population::Population};

const MIN_USERS: u32 = 10;
const MAX_USERS: u32 = 100_000;
const MAX_EVENTS: u64 = 10_000_000;
const ALPHANUMERIC: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A tenant: an organisation, its logs and one application's keys, all made from a [`TenantConfig`].
///
/// Holds a few bytes a user; users, devices and sign-ins are made when they are asked for.
pub struct Tenant {
    pub(crate) config: TenantConfig,
    pub(crate) now_ms: i64,
    pub(crate) population: Population,
    pub(crate) fleet: Fleet,
    pub(crate) sign_ins: Timeline,
    pub(crate) activity: Timeline,
    pub(crate) telephony: Timeline,
    pub(crate) admin_log: Timeline,
    pub(crate) offline_log: Timeline,
    group_names: Vec<String>,
    host: String,
    ikey: String,
    skey: String,
}

impl Tenant {
    /// Makes a tenant. Numbers outside their bounds are brought to the nearest bound.
    pub fn new(mut config: TenantConfig) -> Self {
        config.users = config.users.clamp(MIN_USERS, MAX_USERS);
        config.events = config.events.min(MAX_EVENTS);
        if config.children != Children::default() {
            config.app_type = AppType::AccountsApi;
        }
        let seed = config.seed;
        let now_ms = config.now.timestamp_millis();
        let together = config.faults.iter().find(|fault| fault.kind == FaultKind::SameMs);
        let together = together.map_or(0, |fault| u64::try_from(fault.number_or(7)).unwrap_or(0));
        let sign_ins = Timeline::new(roll(seed, Subject::SignIn, 0), config.events, now_ms).sharing(together);
        let log = |subject, share: u64, least, most| {
            let length = if config.events == 0 { 0 } else { (config.events / share).clamp(least, most) };
            Timeline::new(roll(seed, subject, 0), length, now_ms)
        };
        let activity = log(Subject::Activity, 100, 20, 50_000);
        let telephony = log(Subject::Telephony, 60, 25, 50_000);
        let admin_log = log(Subject::AdminLog, 200, 15, 5_000);
        let offline_log = log(Subject::OfflineLog, 1_000, 4, 500);
        let account = roll(seed, Subject::Account, 0);
        let host = config.host.clone().map_or_else(
            || format!("api-{:08x}.duosecurity.com", account >> 32),
            |host| host.to_ascii_lowercase(),
        );
        let population = Population::new(seed, config.users, &sign_ins, now_ms);
        let last_login =
            |user| population.last_sign_in_ms(user, &sign_ins, now_ms).map(|ms| ms.div_euclid(1000));
        let fleet = Fleet::new(seed, &population, last_login, now_ms.div_euclid(1000));
        Self {
            population,
            fleet,
            ikey: id::encode(seed, Kind::Application, applications::OWN),
            skey: Dice::of(seed, Subject::Keys, 0).text(ALPHANUMERIC, 40),
            group_names: groups::names(config.users),
            config,
            now_ms,
            sign_ins,
            activity,
            telephony,
            admin_log,
            offline_log,
            host,
        }
    }

    /// The API hostname, in lower case.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The integration key of the application whose keys are given out.
    pub fn ikey(&self) -> &str {
        &self.ikey
    }

    /// Its secret key.
    pub fn skey(&self) -> &str {
        &self.skey
    }

    /// What this tenant is made from, with its numbers inside their bounds.
    pub const fn config(&self) -> &TenantConfig {
        &self.config
    }

    /// What a client that read everything must have found. Walks all users and, if there are at most a
    /// million, all sign-ins; it takes seconds for large tenants and memory for the identifiers of one kind
    /// of object at a time.
    pub fn facts(&self) -> Facts {
        Facts::of(self)
    }

    /// The facts about sign-ins, however many there are.
    pub fn sign_in_facts(&self) -> SignInFacts {
        SignInFacts::of(self)
    }

    /// The name of the organisation.
    pub fn organisation(&self) -> &'static str {
        Dice::of(self.config.seed, Subject::Account, 1).pick(&names::COMPANY)
    }

    pub(crate) fn group_name(&self, group: u32) -> &str {
        self.group_names.get(group as usize).map_or("", String::as_str)
    }

    /// The identifier of the account.
    pub fn account_id(&self) -> String {
        self.id(Kind::Account, 0_u32)
    }

    pub(crate) fn now(&self) -> i64 {
        self.now_ms.div_euclid(1000)
    }

    pub(crate) fn id(&self, kind: Kind, index: impl Into<u64>) -> String {
        id::encode(self.config.seed, kind, index.into())
    }

    /// The number of the object with that identifier, if there is one.
    pub(crate) fn find(&self, kind: Kind, id: &str, count: u32) -> Option<u32> {
        let index = id::decode(self.config.seed, kind, id)?;
        u32::try_from(index).ok().filter(|index| *index < count)
    }

    pub(crate) fn dice(&self, subject: Subject, index: impl Into<u64>) -> Dice {
        Dice::of(self.config.seed, subject, index.into())
    }

    /// Endpoints are listed on Advantage and Premier only (admin-api.md §7.10).
    pub(crate) const fn lists_endpoints(&self) -> bool {
        !matches!(self.config.edition, Edition::Essentials)
    }

    /// Device posture is told on Advantage and Premier only (admin-api.md §7.3).
    pub(crate) const fn tells_posture(&self) -> bool {
        !matches!(self.config.edition, Edition::Essentials)
    }
}

impl fmt::Debug for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tenant").field("host", &self.host).field("ikey", &self.ikey).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_duos_shape_and_follow_the_seed() {
        let tenant = Tenant::new(TenantConfig::default());
        assert!(tenant.host().starts_with("api-") && tenant.host().ends_with(".duosecurity.com"));
        assert_eq!(tenant.host().len(), "api-5a3917e0.duosecurity.com".len());
        assert!(tenant.ikey().starts_with("DI") && tenant.ikey().len() == 20);
        assert_eq!(tenant.skey().len(), 40);
        let again = Tenant::new(TenantConfig::default());
        assert_eq!((tenant.host(), tenant.ikey(), tenant.skey()), (again.host(), again.ikey(), again.skey()));
        let other = Tenant::new(TenantConfig { seed: 2, ..TenantConfig::default() });
        assert_ne!(tenant.skey(), other.skey());
    }

    #[test]
    fn the_secret_is_not_in_the_debug_output() {
        let tenant = Tenant::new(TenantConfig::default());
        assert!(!format!("{tenant:?}").contains(tenant.skey()));
    }

    #[test]
    fn numbers_are_brought_to_their_bounds() {
        let tenant = Tenant::new(TenantConfig { users: 1, events: u64::MAX, ..TenantConfig::default() });
        assert_eq!((tenant.config().users, tenant.config().events), (10, 10_000_000));
    }
}
