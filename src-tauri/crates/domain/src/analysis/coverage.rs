//! Who can pass a second factor, and whom nothing lets past it (ux.md §8.4).
//!
//! The population is users of status active or bypass. *Can* = at least one factor that some policy in force allows.
//! *Must* = can, and let past neither by the own status, nor by a group of status Bypass, nor by a policy. A policy is
//! in force for a user where it decides at one application that the user may use; one such application is enough to
//! let past. At an application a group's policy goes before the application's own, and that before the global one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Method, Methods, NewUser, Policy, UserAccess, UserAuth, UserStatus};

/// Why a user of the population is not among those who must.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LetPast {
    /// No factor at all.
    NoFactor,
    /// Factors, but none that a policy in force allows.
    FactorNotAllowed,
    /// The own status is bypass.
    Status,
    /// A group of status Bypass.
    Group,
    /// A policy lets users in without a second factor.
    Policy,
    /// A policy lets users in who are not enrolled, and this one is not.
    NewUser,
}

impl LetPast {
    /// Every reason, in the order in which they count in a sum: each user once, by the first.
    pub const ALL: [Self; 6] =
        [Self::NoFactor, Self::FactorNotAllowed, Self::Status, Self::Group, Self::Policy, Self::NewUser];

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoFactor => "no_factor",
            Self::FactorNotAllowed => "factor_not_allowed",
            Self::Status => "status",
            Self::Group => "group",
            Self::Policy => "policy",
            Self::NewUser => "new_user",
        }
    }
}

/// A reason with what causes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LetPastNote {
    /// Why.
    pub reason: LetPast,
    /// Name of the group or policy.
    pub name: Option<String>,
    /// Keys of applications at which the policy decides; empty = all that the user may use.
    pub apps: Vec<String>,
}

/// A group as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageGroup {
    /// `DG…`.
    pub group_id: String,
    /// Name.
    pub name: String,
    /// `active`, `bypass`, `disabled`.
    pub status: String,
}

/// An application as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageApp {
    /// `DI…`.
    pub key: String,
    /// Who may use it.
    pub access: UserAccess,
    /// Groups that may, with [`UserAccess::PermittedGroups`].
    pub groups_allowed: Vec<String>,
    /// Policy of its own.
    pub policy_key: Option<String>,
}

/// A user as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageUser {
    /// Own status.
    pub status: UserStatus,
    /// Whether Duo counts the user as enrolled.
    pub is_enrolled: bool,
    /// What the devices can do.
    pub methods: Methods,
    /// Groups.
    pub group_ids: Vec<String>,
}

/// What is known of the tenant.
#[derive(Clone, Debug, Default)]
pub struct CoverageTenant {
    /// Groups; none = not read.
    pub groups: Option<Vec<CoverageGroup>>,
    /// Applications that people sign in to.
    pub apps: Vec<CoverageApp>,
    /// Policies; none = not read: every factor is then taken as allowed, and nobody's *must* is known.
    pub policies: Option<Vec<Policy>>,
}

/// The answer for one user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Can pass a second factor; none = outside the population.
    pub can: Option<bool>,
    /// Must; none = outside the population, or not evaluated.
    pub must: Option<bool>,
    /// Why not, in the order of [`LetPast::ALL`].
    pub why: Vec<LetPastNote>,
}

/// What the policies in force say for a set of groups.
#[derive(Debug)]
struct Force {
    methods: Methods,
    bypass: Vec<LetPastNote>,
    new_user: Vec<LetPastNote>,
}

/// Answers for the users of one tenant; remembers what it worked out for each set of groups.
#[derive(Debug)]
pub struct Coverer {
    tenant: CoverageTenant,
    /// Groups on which access or policies depend.
    telling: BTreeSet<String>,
    known: HashMap<Vec<String>, Force>,
}

impl Coverer {
    /// Begins; applications that only a policy names are taken as open to everybody.
    pub fn new(mut tenant: CoverageTenant) -> Self {
        let listed: BTreeSet<String> = tenant.apps.iter().map(|app| app.key.clone()).collect();
        let targets = tenant.policies.iter().flatten().flat_map(|policy| &policy.applied_to);
        let unlisted: BTreeSet<String> = targets
            .clone()
            .filter_map(|target| target.app_key.clone())
            .filter(|key| !listed.contains(key))
            .collect();
        let telling = targets
            .filter_map(|target| target.group_id.clone())
            .chain(tenant.apps.iter().flat_map(|app| app.groups_allowed.clone()))
            .collect();
        tenant.apps.extend(unlisted.into_iter().map(|key| CoverageApp {
            key,
            access: UserAccess::Unknown,
            groups_allowed: Vec::new(),
            policy_key: None,
        }));
        Self { tenant, telling, known: HashMap::new() }
    }

    /// The answer for a user.
    pub fn of(&mut self, user: &CoverageUser) -> Coverage {
        if !matches!(user.status, UserStatus::Active | UserStatus::Bypass) {
            return Coverage::default();
        }
        let telling: Vec<String> =
            user.group_ids.iter().filter(|id| self.telling.contains(*id)).cloned().collect();
        if !self.known.contains_key(&telling) {
            let force = force(&self.tenant, &telling);
            self.known.insert(telling.clone(), force);
        }
        let everything = Force { methods: Methods::ALL, bypass: Vec::new(), new_user: Vec::new() };
        let force = self.known.get(&telling).unwrap_or(&everything);
        let mut why = Vec::new();
        let can = !user.methods.and(force.methods).is_empty();
        if user.methods.is_empty() {
            why.push(note(LetPast::NoFactor, None));
        } else if !can {
            why.push(note(LetPast::FactorNotAllowed, None));
        }
        if user.status == UserStatus::Bypass {
            why.push(note(LetPast::Status, None));
        }
        why.extend(by_group(&self.tenant, user));
        why.extend(force.bypass.iter().cloned());
        if !user.is_enrolled {
            why.extend(force.new_user.iter().cloned());
        }
        let known = self.tenant.policies.is_some() && self.tenant.groups.is_some();
        Coverage { can: Some(can), must: known.then_some(why.is_empty()), why }
    }
}

fn note(reason: LetPast, name: Option<String>) -> LetPastNote {
    LetPastNote { reason, name, apps: Vec::new() }
}

/// Groups decide for active users only, and Disabled goes before Bypass (admin-api.md §7.1).
fn by_group(tenant: &CoverageTenant, user: &CoverageUser) -> Option<LetPastNote> {
    if user.status != UserStatus::Active {
        return None;
    }
    let of = |status: &str| {
        let wanted =
            |group: &&CoverageGroup| group.status == status && user.group_ids.contains(&group.group_id);
        tenant.groups.iter().flatten().find(wanted)
    };
    let bypass = of("bypass")?;
    of("disabled").is_none().then(|| note(LetPast::Group, Some(bypass.name.clone())))
}

fn force(tenant: &CoverageTenant, groups: &[String]) -> Force {
    let mut force = Force { methods: Methods::default(), bypass: Vec::new(), new_user: Vec::new() };
    let Some(policies) = &tenant.policies else { return Force { methods: Methods::ALL, ..force } };
    let usable: Vec<&CoverageApp> = tenant.apps.iter().filter(|app| may_use(app, groups)).collect();
    let (mut bypass, mut new_user) = (BTreeMap::new(), BTreeMap::new());
    for app in &usable {
        let layers = layers(policies, app, groups);
        force.methods = force.methods.or(allowed(&layers));
        let said = |of: &dyn Fn(&Policy) -> bool| layers.iter().copied().find(|policy| of(policy));
        if let Some(policy) =
            said(&|policy| policy.user_auth.is_some()).filter(|p| p.user_auth == Some(UserAuth::Bypass))
        {
            gather(&mut bypass, policy, &app.key);
        }
        if let Some(policy) =
            said(&|policy| policy.new_user.is_some()).filter(|p| p.new_user == Some(NewUser::NoMfa))
        {
            gather(&mut new_user, policy, &app.key);
        }
    }
    if usable.is_empty() {
        let global: Vec<&Policy> = policies.iter().filter(|policy| policy.is_global).collect();
        force.methods = allowed(&global);
        for policy in global {
            if policy.user_auth == Some(UserAuth::Bypass) {
                bypass.insert(policy.policy_name.clone(), Vec::new());
            }
            if policy.new_user == Some(NewUser::NoMfa) {
                new_user.insert(policy.policy_name.clone(), Vec::new());
            }
        }
    }
    force.bypass = notes(LetPast::Policy, bypass, usable.len());
    force.new_user = notes(LetPast::NewUser, new_user, usable.len());
    force
}

type Found = BTreeMap<String, Vec<String>>;

fn gather(found: &mut Found, policy: &Policy, app: &str) {
    found.entry(policy.policy_name.clone()).or_default().push(app.to_owned());
}

fn notes(reason: LetPast, found: Found, usable: usize) -> Vec<LetPastNote> {
    let one = |(name, apps): (String, Vec<String>)| LetPastNote {
        reason,
        name: Some(name),
        apps: if apps.len() == usable { Vec::new() } else { apps },
    };
    found.into_iter().map(one).collect()
}

fn may_use(app: &CoverageApp, groups: &[String]) -> bool {
    match app.access {
        UserAccess::AllUsers | UserAccess::Unknown => {
            app.groups_allowed.is_empty() || app.groups_allowed.iter().any(|id| groups.contains(id))
        }
        UserAccess::NoUsers => false,
        UserAccess::PermittedGroups => app.groups_allowed.iter().any(|id| groups.contains(id)),
    }
}

/// The policies at an application, the first that says something decides.
fn layers<'p>(policies: &'p [Policy], app: &CoverageApp, groups: &[String]) -> Vec<&'p Policy> {
    let here = |policy: &Policy, by_group: bool| {
        policy.applied_to.iter().any(|target| {
            target.app_key.as_ref().is_none_or(|key| *key == app.key)
                && match &target.group_id {
                    Some(id) => by_group && groups.contains(id),
                    None => !by_group && target.app_key.is_some(),
                }
        })
    };
    let own = |policy: &&Policy| {
        !policy.is_global && (app.policy_key.as_ref() == Some(&policy.policy_key) || here(policy, false))
    };
    policies
        .iter()
        .filter(|policy| !policy.is_global && here(policy, true))
        .chain(policies.iter().filter(own))
        .chain(policies.iter().filter(|policy| policy.is_global))
        .collect()
}

/// Methods that the layers allow. The first layer that names a method decides; a list of what is allowed blocks the
/// rest; what nobody names is allowed.
fn allowed(layers: &[&Policy]) -> Methods {
    let name_allowed = |name: &str| {
        for policy in layers {
            let names = |list: &Option<Vec<String>>| {
                list.as_ref().is_some_and(|list| list.iter().any(|one| one == name))
            };
            if names(&policy.blocked) {
                return false;
            }
            if policy.allowed.is_some() {
                return names(&policy.allowed);
            }
        }
        true
    };
    Methods::of(|method: Method| method.names().iter().any(|name| name_allowed(name)))
}

#[cfg(test)]
#[path = "coverage_tests.rs"]
mod tests;
