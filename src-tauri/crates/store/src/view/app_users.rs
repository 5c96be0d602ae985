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
    from: "app_user r JOIN log_apps l ON l.id = r.app JOIN log_users w ON w.id = r.user",
    scope: "1",
    id: "(r.app << 32 | r.user)",
    at: "r.app = j.value >> 32 AND r.user = (j.value & 4294967295)",
    whole: false,
    order: &[("sign_ins", true), ("username", false)],
};
