//! Groups and who is in them (admin-api.md §7.2).

use serde::Serialize;

use crate::dice::Subject;
use crate::id::Kind;
use crate::org::names::DEPARTMENTS;
use crate::org::population::Class;
use crate::tenant::Tenant;

const VPN: u32 = 12;
const CONTRACTORS: u32 = 13;
const BREAK_GLASS: u32 = 14;
const LEAVERS: u32 = 15;
const FIRST_SITE: u32 = 16;
const USERS_A_SITE: u32 = 1000;

/// The group object.
#[derive(Debug, Serialize)]
pub(crate) struct GroupRecord<'a> {
    desc: &'static str,
    group_id: String,
    mobile_otp_enabled: bool,
    name: &'a str,
    push_enabled: bool,
    sms_enabled: bool,
    status: &'static str,
    voice_enabled: bool,
}

/// A member in `/admin/v2/groups/{id}/users`.
#[derive(Debug, Serialize)]
pub(crate) struct MemberRecord {
    pub(crate) user_id: String,
    pub(crate) username: String,
}

/// The names of all groups: departments, four with a purpose, and a site for every thousand users.
pub(crate) fn names(users: u32) -> Vec<String> {
    (0..FIRST_SITE + users / USERS_A_SITE).map(name).collect()
}

pub(crate) fn count(tenant: &Tenant) -> u32 {
    FIRST_SITE + tenant.population.len() / USERS_A_SITE
}

pub(crate) fn record(tenant: &Tenant, group: u32) -> GroupRecord<'_> {
    GroupRecord {
        desc: if is_synced(group) { "Synced" } else { "" },
        group_id: tenant.id(Kind::Group, group),
        mobile_otp_enabled: false,
        name: tenant.group_name(group),
        push_enabled: false,
        sms_enabled: false,
        status: status(group),
        voice_enabled: false,
    }
}

pub(crate) fn status(group: u32) -> &'static str {
    match group {
        CONTRACTORS | BREAK_GLASS => "Bypass",
        LEAVERS => "Disabled",
        _ => "Active",
    }
}

fn name(group: u32) -> String {
    match group {
        VPN => "VPN users".to_owned(),
        CONTRACTORS => "Contractors - bypass".to_owned(),
        BREAK_GLASS => "Break glass".to_owned(),
        LEAVERS => "Leavers".to_owned(),
        FIRST_SITE.. => format!("Site {:03} (from Entra ID sync \"Main\")", group - FIRST_SITE + 1),
        _ => format!("{} (from Entra ID sync \"Main\")", DEPARTMENTS[group as usize]),
    }
}

/// The groups of a user, in ascending order.
pub(crate) fn of_user(tenant: &Tenant, user: u32, class: Class) -> Vec<u32> {
    let mut dice = tenant.dice(Subject::Membership, user);
    let department = u32::try_from(dice.below(DEPARTMENTS.len() as u64)).unwrap_or(0);
    let vpn = dice.percent(40);
    let contractor = dice.percent(3);
    let sites = count(tenant) - FIRST_SITE;
    let site = u32::try_from(dice.below(u64::from(sites))).unwrap_or(0);
    if class == Class::ServiceAccount {
        return vec![BREAK_GLASS];
    }
    let mut groups = vec![department];
    groups.extend(vpn.then_some(VPN));
    groups.extend(contractor.then_some(CONTRACTORS));
    groups.extend((class == Class::Leaving).then_some(LEAVERS));
    groups.extend((sites > 0).then_some(FIRST_SITE + site));
    groups
}

/// The members of a group, in order.
pub(crate) fn members(tenant: &Tenant, group: u32) -> impl Iterator<Item = u32> {
    (0..tenant.population.len())
        .filter(move |user| of_user(tenant, *user, tenant.population.class(*user)).contains(&group))
}

const fn is_synced(group: u32) -> bool {
    group < VPN || group >= FIRST_SITE
}
