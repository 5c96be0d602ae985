//! `policies` (ux.md §8.5).

use super::column::{Column, Names, View, specs};
use super::query::{ColumnSpec, ViewName};

/// Applications, each with the group to whom the policy applies there; the list of applications knows some that the
/// summary does not.
const APPLIED: Names = Names {
    tables: "policies q JOIN (SELECT t.policy, coalesce(a.name, t.app_key, '') || iif(t.group_id IS NULL, '',
                iif(t.app_key IS NULL, '', ': ') || coalesce(g.name, t.group_id)) AS name
              FROM policy_targets t LEFT JOIN applications a ON a.integration_key = t.app_key
              LEFT JOIN groups g ON g.group_id = t.group_id
              UNION
              SELECT o.id, a.name FROM applications a JOIN policies o ON o.policy_key = a.policy_key) n ON n.policy = q.id",
    on: "q.id = p.id",
    element: "n.name",
    holds: None,
};

/// Whether text messages may be used, where neither this policy nor the global one says so: yes.
const SMS: &str = "CASE WHEN EXISTS (SELECT 1 FROM json_each(p.blocked) WHERE value = 'sms') THEN 0
   WHEN p.allowed IS NOT NULL THEN EXISTS (SELECT 1 FROM json_each(p.allowed) WHERE value = 'sms')
   ELSE coalesce((SELECT CASE WHEN EXISTS (SELECT 1 FROM json_each(o.blocked) WHERE value = 'sms') THEN 0
       WHEN o.allowed IS NOT NULL THEN EXISTS (SELECT 1 FROM json_each(o.allowed) WHERE value = 'sms')
       ELSE 1 END FROM policies o WHERE o.is_global), 1) END";

const COLUMNS: [Column; 13] = [
    Column::text("policy_key", "p.policy_key").hidden(),
    Column::text("name", "p.policy_name").searched(),
    Column::bool("is_global", "p.is_global"),
    Column::names("applied_to", APPLIED),
    Column::bool(
        "used",
        "p.is_global OR EXISTS (SELECT 1 FROM policy_targets t WHERE t.policy = p.id)
           OR EXISTS (SELECT 1 FROM applications a WHERE a.policy_key = p.policy_key)",
    ),
    Column::json("allowed", "p.allowed"),
    Column::json("blocked", "p.blocked"),
    Column::bool("sms_allowed", SMS),
    Column::choice("user_auth", "p.user_auth"),
    Column::choice("new_user", "p.new_user"),
    Column::number("remembered_days", "p.remembered_days"),
    Column::choice("networks", "p.networks"),
    Column::time("changed", "p.changed"),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Policies,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "policies p",
    scope: "1",
    id: "p.id",
    at: "p.id = j.value",
    whole: true,
    order: &[("is_global", true), ("name", false)],
};
