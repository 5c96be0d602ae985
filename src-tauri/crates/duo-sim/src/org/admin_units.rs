//! Administrative units (admin-api.md §7.12).

use serde::Serialize;

use crate::id::Kind;
use crate::org::{admins, groups};
use crate::tenant::Tenant;

/// Name, description, the departments whose groups it holds.
const UNITS: [(&str, &str, &[u32]); 2] =
    [("Front office", "First-line help desk", &[0, 1]), ("Nobody's", "Left over from a project", &[])];

/// Number of units.
pub(crate) const COUNT: u32 = 2;

/// The unit object of the list.
#[derive(Debug, Serialize)]
pub(crate) struct UnitRecord {
    admin_unit_id: String,
    description: &'static str,
    name: &'static str,
    restrict_by_groups: bool,
    restrict_by_integrations: bool,
}

/// The unit object of the detail call.
#[derive(Debug, Serialize)]
pub(crate) struct UnitDetail {
    admin_unit_id: String,
    admins: Vec<String>,
    description: &'static str,
    groups: Vec<String>,
    integrations: [(); 0],
    name: &'static str,
    restrict_by_groups: bool,
    restrict_by_integrations: bool,
}

pub(crate) fn record(tenant: &Tenant, unit: u32) -> UnitRecord {
    let (name, description, departments) = UNITS[unit as usize];
    UnitRecord {
        admin_unit_id: tenant.id(Kind::AdminUnit, unit),
        description,
        name,
        restrict_by_groups: !departments.is_empty(),
        restrict_by_integrations: false,
    }
}

pub(crate) fn detail(tenant: &Tenant, unit: u32) -> UnitDetail {
    let held = UNITS[unit as usize].2.iter().filter(|group| **group < groups::count(tenant));
    let members = (0..admins::COUNT).filter(|admin| unit == 0 && admins::is_restricted(*admin));
    let UnitRecord { admin_unit_id, description, name, restrict_by_groups, restrict_by_integrations } =
        record(tenant, unit);
    UnitDetail {
        admin_unit_id,
        description,
        name,
        restrict_by_groups,
        restrict_by_integrations,
        admins: members.map(|admin| tenant.id(Kind::Admin, admin)).collect(),
        groups: held.map(|group| tenant.id(Kind::Group, *group)).collect(),
        integrations: [],
    }
}

/// The units of an administrator.
pub(crate) fn of_admin(tenant: &Tenant, admin: u32) -> Vec<String> {
    admins::is_restricted(admin).then(|| tenant.id(Kind::AdminUnit, 0_u32)).into_iter().collect()
}
