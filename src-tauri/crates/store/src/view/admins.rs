//! `admins` and `admin_units` (ux.md §8.5).

use domain::AdminFactor;

use super::column::{Column, Names, View, ids, specs};
use super::query::{ColumnSpec, ViewName};

const PASSKEY: &str = "EXISTS (SELECT 1 FROM webauthn w WHERE w.admin_id = a.admin_id)";

/// One bit for each of `AdminFactor::ALL`.
const FACTORS: &str = "(EXISTS (SELECT 1 FROM webauthn w WHERE w.admin_id = a.admin_id)
   | ((a.hardtoken IS NOT NULL) << 1) | ((a.phone IS NOT NULL) << 2))";

/// Passkeys come with the list of passkeys; while that was not read, their absence says nothing.
const STRONG: &str = "CASE WHEN a.hardtoken IS NOT NULL
     OR EXISTS (SELECT 1 FROM webauthn w WHERE w.admin_id = a.admin_id) THEN 1
   WHEN EXISTS (SELECT 1 FROM data_sets WHERE data_set = 'webauthn' AND as_of IS NOT NULL) THEN 0 END";

/// A unit that was not read shows its id.
const UNITS: Names = Names {
    tables: "admins o JOIN json_each(o.unit_ids) h LEFT JOIN admin_units n ON n.admin_unit_id = h.value",
    on: "o.id = a.id",
    element: "coalesce(n.name, h.value)",
    holds: None,
};

const COLUMNS: [Column; 17] = [
    Column::text("admin_id", "a.admin_id").hidden(),
    Column::text("name", "nullif(a.name, '')").searched(),
    Column::text("email", "nullif(a.email, '')").searched(),
    Column::choice("role", "a.role").searched(),
    Column::choice("status", "a.status"),
    Column::mask("factors", FACTORS, ids!(AdminFactor::ALL)),
    Column::bool("strong", STRONG),
    Column::time("last_login", "a.last_login"),
    Column::number("idle_days", "max(0, :as_of - a.last_login) / 86400000"),
    Column::bool("restricted", "a.restricted"),
    Column::names("units", UNITS),
    Column::time("created", "a.created"),
    Column::text("phone", "a.phone"),
    Column::text("hardtoken", "a.hardtoken"),
    Column::bool("has_passkey", PASSKEY).hidden(),
    Column::bool("password_change_required", "a.password_change_required"),
    Column::text("subaccount_role", "a.subaccount_role"),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Admins,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "admins a",
    scope: "1",
    id: "a.id",
    at: "a.id = j.value",
    whole: true,
    order: &[("name", false)],
};

const MEMBERS: Names = Names {
    tables: "admins o JOIN json_each(o.unit_ids) h",
    on: "h.value = t.admin_unit_id",
    element: "coalesce(nullif(o.name, ''), o.email)",
    holds: None,
};
const GROUPS: Names = Names {
    tables: "admin_units o JOIN json_each(o.group_ids) h LEFT JOIN groups g ON g.group_id = h.value",
    on: "o.id = t.id",
    element: "coalesce(g.name, h.value)",
    holds: None,
};
const APPS: Names = Names {
    tables: "admin_units o JOIN json_each(o.integration_keys) h
      LEFT JOIN applications p ON p.integration_key = h.value",
    on: "o.id = t.id",
    element: "coalesce(p.name, h.value)",
    holds: None,
};

const UNIT_COLUMNS: [Column; 8] = [
    Column::text("admin_unit_id", "t.admin_unit_id").hidden(),
    Column::text("name", "t.name").searched(),
    Column::text("description", "nullif(t.description, '')").searched(),
    Column::names("admins", MEMBERS),
    Column::bool("restrict_by_groups", "t.restrict_by_groups"),
    Column::names("groups", GROUPS),
    Column::bool("restrict_by_integrations", "t.restrict_by_integrations"),
    Column::names("applications", APPS),
];
static UNIT_SPECS: [ColumnSpec; UNIT_COLUMNS.len()] = specs(&UNIT_COLUMNS);

pub(super) static UNIT_VIEW: View = View {
    name: ViewName::AdminUnits,
    columns: &UNIT_COLUMNS,
    specs: &UNIT_SPECS,
    from: "admin_units t",
    scope: "1",
    id: "t.id",
    at: "t.id = j.value",
    whole: true,
    order: &[("name", false)],
};
