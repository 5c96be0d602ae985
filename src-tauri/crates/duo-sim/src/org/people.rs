//! Users: a person, and the records that the API gives of one (admin-api.md §7.1).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dice::Subject;
use crate::id::Kind;
use crate::org::endpoints::AuthenticatorOfUser;
use crate::org::groups::GroupRecord;
use crate::org::passkeys::PasskeyOfUser;
use crate::org::phones::PhoneRecord;
use crate::org::population::Class;
use crate::org::tokens::TokenOfUser;
use crate::org::{endpoints, groups, names, passkeys, phones, tokens};
use crate::tenant::Tenant;

const DAY: i64 = 86_400;
/// Names repeat with a number after this many users.
const NAMES: u32 = 6144;
/// Has no common factor with [`NAMES`], so that neighbours get different names.
const STRIDE: u32 = 3571;

/// What is known about a user before it is written down.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) index: u32,
    pub(crate) class: Class,
    pub(crate) username: String,
    pub(crate) email: String,
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
    pub(crate) alias: Option<String>,
    pub(crate) status: &'static str,
    pub(crate) enrolled: bool,
    pub(crate) created: i64,
    pub(crate) last_login: Option<i64>,
    pub(crate) last_sync: Option<i64>,
}

/// The names of a user, quick to make.
#[derive(Debug, Clone)]
pub(crate) struct Badge {
    pub(crate) username: String,
    pub(crate) email: String,
    first: &'static str,
    last: &'static str,
}

/// The object of the user endpoints.
#[derive(Debug, Serialize)]
pub(crate) struct UserRecord<'a> {
    alias1: Option<String>,
    alias2: Option<String>,
    alias3: Option<String>,
    alias4: Option<String>,
    aliases: BTreeMap<&'static str, String>,
    created: i64,
    custom_attributes: BTreeMap<String, String>,
    desktop_authenticators: Vec<AuthenticatorOfUser>,
    desktoptokens: [(); 0],
    directory_key: Option<String>,
    email: String,
    enable_auto_prompt: bool,
    external_id: Option<String>,
    firstname: Option<&'static str>,
    groups: Vec<GroupRecord<'a>>,
    is_enrolled: bool,
    last_directory_sync: Option<i64>,
    last_login: Option<i64>,
    lastname: Option<&'static str>,
    lockout_reason: Option<&'static str>,
    notes: &'static str,
    phones: Vec<PhoneRecord>,
    realname: String,
    status: &'static str,
    tokens: Vec<TokenOfUser>,
    u2ftokens: [(); 0],
    user_id: String,
    username: String,
    webauthncredentials: Vec<PasskeyOfUser>,
}

/// The copy inside phones, tokens, `WebAuthn` credentials and bypass codes.
#[derive(Debug, Serialize)]
pub(crate) struct ShortUser {
    alias1: Option<String>,
    alias2: Option<String>,
    alias3: Option<String>,
    alias4: Option<String>,
    aliases: BTreeMap<&'static str, String>,
    created: i64,
    email: String,
    firstname: Option<&'static str>,
    is_enrolled: bool,
    last_directory_sync: Option<i64>,
    last_login: Option<i64>,
    lastname: Option<&'static str>,
    notes: &'static str,
    realname: String,
    status: &'static str,
    user_id: String,
    username: String,
}

impl Person {
    pub(crate) fn of(tenant: &Tenant, index: u32) -> Self {
        let class = tenant.population.class(index);
        let mut dice = tenant.dice(Subject::Directory, index);
        let machine = class == Class::ServiceAccount;
        let Badge { username, email, first, last } = badge(tenant, index);
        let synced = !machine && class != Class::Duplicate && dice.percent(85);
        let stale = dice.percent(2);
        let sync_age = if stale { dice.between(8 * DAY, 60 * DAY) } else { dice.between(60, DAY / 2) };
        Self {
            index,
            class,
            email,
            alias: (!machine && dice.percent(10)).then(|| format!("{username}@example.com")),
            username,
            first,
            last,
            status: status_of(class, dice.percent(50)),
            enrolled: tenant.population.is_enrolled(index),
            created: created(tenant, index),
            last_login: last_login(tenant, index),
            last_sync: synced.then(|| tenant.now() - sync_age),
        }
    }

    pub(crate) fn is_machine(&self) -> bool {
        self.class == Class::ServiceAccount
    }

    pub(crate) fn short(&self, tenant: &Tenant, is_enrolled: bool) -> ShortUser {
        ShortUser {
            alias1: self.alias.clone(),
            alias2: None,
            alias3: None,
            alias4: None,
            aliases: self.aliases(),
            created: self.created,
            email: self.email.clone(),
            firstname: self.firstname(),
            is_enrolled,
            last_directory_sync: self.last_sync,
            last_login: self.last_login,
            lastname: self.lastname(),
            notes: self.notes(),
            realname: self.realname(),
            status: self.status,
            user_id: tenant.id(Kind::User, self.index),
            username: self.username.clone(),
        }
    }

    pub(crate) fn full<'a>(&self, tenant: &'a Tenant) -> UserRecord<'a> {
        let population = &tenant.population;
        UserRecord {
            alias1: self.alias.clone(),
            alias2: None,
            alias3: None,
            alias4: None,
            aliases: self.aliases(),
            created: self.created,
            custom_attributes: BTreeMap::new(),
            desktop_authenticators: tenant
                .fleet
                .authenticators_of(self.index)
                .map(|number| endpoints::authenticator_of_user(tenant, number))
                .collect(),
            desktoptokens: [],
            directory_key: self.last_sync.map(|_| tenant.id(Kind::Directory, 0_u32)),
            email: self.email.clone(),
            enable_auto_prompt: true,
            external_id: self
                .last_sync
                .map(|_| crate::log::uuid::uuid(tenant.config.seed, Subject::Directory, self.index.into())),
            firstname: self.firstname(),
            groups: groups::of_user(tenant, self.index, self.class)
                .into_iter()
                .map(|g| groups::record(tenant, g))
                .collect(),
            is_enrolled: self.enrolled,
            last_directory_sync: self.last_sync,
            last_login: self.last_login,
            lastname: self.lastname(),
            lockout_reason: self.lockout_reason(),
            notes: self.notes(),
            phones: population.phones.of(self.index).map(|p| phones::record(tenant, p)).collect(),
            realname: self.realname(),
            status: self.status,
            tokens: population.tokens.of(self.index).map(|t| tokens::of_user(tenant, t)).collect(),
            u2ftokens: [],
            user_id: tenant.id(Kind::User, self.index),
            username: self.username.clone(),
            webauthncredentials: population
                .passkeys
                .of(self.index)
                .map(|p| passkeys::of_user(tenant, p))
                .collect(),
        }
    }

    fn aliases(&self) -> BTreeMap<&'static str, String> {
        self.alias.iter().map(|alias| ("alias1", alias.clone())).collect()
    }

    fn firstname(&self) -> Option<&'static str> {
        (!self.is_machine()).then_some(self.first)
    }

    fn lastname(&self) -> Option<&'static str> {
        (!self.is_machine()).then_some(self.last)
    }

    fn notes(&self) -> &'static str {
        if self.is_machine() { "Service account" } else { "" }
    }

    fn realname(&self) -> String {
        if self.is_machine() { String::new() } else { format!("{} {}", self.first, self.last) }
    }

    fn lockout_reason(&self) -> Option<&'static str> {
        match self.class {
            Class::LockedOut => Some("Failed Attempts"),
            Class::Disabled => Some("Admin disabled"),
            Class::Leaving => Some("Pending deletion"),
            _ => None,
        }
    }
}

/// When the user last signed in, in seconds.
pub(crate) fn last_login(tenant: &Tenant, user: u32) -> Option<i64> {
    let ms = tenant.population.last_sign_in_ms(user, &tenant.sign_ins, tenant.now_ms)?;
    Some(ms.div_euclid(1000))
}

/// When the user was created, in seconds: before the log begins for anyone who ever signed in.
pub(crate) fn created(tenant: &Tenant, user: u32) -> i64 {
    let mut dice = tenant.dice(Subject::User, user);
    let signed_in = last_login(tenant, user).is_some();
    let (from, to) = if signed_in { (420 * DAY, 2200 * DAY) } else { (3 * DAY, 700 * DAY) };
    tenant.now() - dice.between(from, to)
}

/// The user with that name or alias.
pub(crate) fn by_name(tenant: &Tenant, name: &str) -> Option<Person> {
    (0..tenant.population.len())
        // An alias begins with the name.
        .filter(|user| name.starts_with(&badge(tenant, *user).username))
        .map(|user| Person::of(tenant, user))
        .find(|p| p.username == name || p.alias.as_deref() == Some(name))
}

pub(crate) fn badge(tenant: &Tenant, user: u32) -> Badge {
    let (first, last, name) = name_of(tenant, tenant.population.original(user));
    let (username, email) = match tenant.population.class(user) {
        Class::ServiceAccount => {
            let work = names::SERVICE_ACCOUNTS[user as usize % names::SERVICE_ACCOUNTS.len()];
            (format!("svc-{work}{user}"), String::new())
        }
        Class::Duplicate => (name.replacen('.', "", 1), format!("{name}@example.com")),
        _ => (name.clone(), format!("{name}@example.com")),
    };
    Badge { username, email, first, last }
}

fn name_of(tenant: &Tenant, user: u32) -> (&'static str, &'static str, String) {
    let offset = tenant.dice(Subject::Person, u64::MAX).below(u64::from(NAMES));
    let place = (u64::from(user) * u64::from(STRIDE) + offset) % u64::from(NAMES);
    let place = crate::dice::index(place);
    let (first, last) = (names::FIRST[place % names::FIRST.len()], names::LAST[place / names::FIRST.len()]);
    let mut name = format!("{first}.{last}").to_ascii_lowercase();
    if user >= NAMES {
        name.push_str(&(user / NAMES + 1).to_string());
    }
    (first, last, name)
}

fn status_of(class: Class, coin: bool) -> &'static str {
    match class {
        Class::Bypass => "bypass",
        Class::ServiceAccount if coin => "bypass",
        Class::Disabled => "disabled",
        Class::LockedOut => "locked out",
        Class::Leaving => "pending deletion",
        _ => "active",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::config::TenantConfig;

    #[test]
    fn usernames_are_unique_and_found_again() {
        let tenant = Tenant::new(TenantConfig { users: 15_000, events: 0, ..TenantConfig::default() });
        let names: BTreeSet<_> = (0..15_000).map(|u| Person::of(&tenant, u).username).collect();
        assert_eq!(names.len(), 15_000);
        let person = Person::of(&tenant, 12_345);
        assert_eq!(by_name(&tenant, &person.username).map(|p| p.index), Some(12_345));
        assert!(by_name(&tenant, "nobody").is_none());
    }

    #[test]
    fn nobody_signed_in_before_being_created() {
        let tenant = Tenant::new(TenantConfig::default());
        for user in 0..300 {
            let person = Person::of(&tenant, user);
            assert!(person.last_login.is_none_or(|last| last > person.created));
        }
    }

    #[test]
    fn a_duplicate_shares_the_address_under_another_name() {
        let tenant = Tenant::new(TenantConfig { users: 1000, ..TenantConfig::default() });
        let people: Vec<_> = (0..1000).map(|u| Person::of(&tenant, u)).collect();
        let twins: Vec<_> = people.iter().filter(|p| p.class == Class::Duplicate).collect();
        assert!(!twins.is_empty());
        for twin in twins {
            let same = people.iter().filter(|p| p.email == twin.email).count();
            assert_eq!(same, 2);
        }
    }
}
