//! `groups`.

use super::column::{Column, View, specs};
use super::query::{ColumnSpec, ViewName};

const COLUMNS: [Column; 5] = [
    Column::text("group_id", "g.group_id").hidden(),
    Column::text("name", "g.name").searched(),
    Column::choice("status", "g.status"),
    Column::number("users", "(SELECT count(*) FROM user_groups m WHERE m.group_id = g.group_id)"),
    Column::text("desc", "nullif(g.\"desc\", '')").searched(),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Groups,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "groups g",
    scope: "1",
    id: "g.id",
    at: "g.id = j.value",
    whole: true,
    order: &[("name", false)],
};
