//! `settings`: a row a setting of the account.

use domain::SettingArea;

use super::column::{Column, View, ids, specs};
use super::query::{ColumnSpec, ViewName};

/// Area by area; within one in the order in which they were written.
const POSITION: &str = "s.area * 1000000 + s.id";

const COLUMNS: [Column; 6] = [
    Column::number("position", POSITION).hidden(),
    Column::code("area", "s.area", ids!(SettingArea::ALL)),
    Column::text("setting", "s.name").searched(),
    Column::text("value", "s.value").searched(),
    Column::choice("remark", "s.remark"),
    Column::choice("data_set", "s.data_set").hidden(),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Settings,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "account_settings s",
    scope: "1",
    id: "s.id",
    at: "s.id = j.value",
    whole: true,
    order: &[("position", false)],
};
