//! `app_users`: who used an application, from the sign-in log.

use super::column::{Column, View, specs};
use super::query::{ColumnSpec, ViewName};

const COLUMNS: [Column; 7] = [
    Column::text("app_key", "l.key").hidden(),
    Column::text("user_key", "w.key").hidden(),
    Column::text("username", "coalesce(w.name, w.key)").searched(),
    Column::number("sign_ins", "r.count"),
    Column::number("denied", "r.denied"),
    Column::time("first_seen", "r.first_ms"),
    Column::time("last_seen", "r.last_ms"),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::AppUsers,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "log_apps l JOIN app_user r ON r.id BETWEEN l.id << 32 AND l.id << 32 | 4294967295
      JOIN log_users w ON w.id = r.id & 4294967295",
    scope: "1",
    id: "r.id",
    at: "r.id = j.value AND l.id = j.value >> 32",
    whole: false,
    order: &[("sign_ins", true), ("username", false)],
};
