//! `endpoints`: browsers and computers that Duo saw in the last 30 days.

use domain::analysis::Standing;

use super::column::{Column, Names, View, ids, specs};
use super::query::{ColumnSpec, ViewName};
use super::versions::standing;

const BROWSERS: Names = Names { tables: "json_each(e.browsers) b", on: "1", element: "b.value", holds: None };
const AGENTS: Names = Names { tables: "json_each(e.agents) a", on: "1", element: "a.value", holds: None };

const COLUMNS: [Column; 23] = [
    Column::text("epkey", "e.epkey").hidden(),
    Column::text("user_id", "u.user_id").hidden(),
    Column::text("username", "e.username").searched(),
    Column::text("realname", "nullif(u.realname, '')").searched(),
    Column::text("email", "e.email").searched(),
    Column::text("device_name", "e.device_name").searched(),
    Column::choice("os", "e.os_family"),
    Column::text("os_version", "e.os_version").searched(),
    Column::code("standing", standing!("e.os_family", "e.os_version"), ids!(Standing::ALL)),
    Column::text("os_build", "e.os_build"),
    Column::text("browser", "e.browsers ->> 0").searched(),
    Column::names("browsers", BROWSERS),
    Column::choice("trusted", "lower(e.trusted)"),
    Column::choice("encryption", "lower(e.encryption)"),
    Column::choice("firewall", "lower(e.firewall)"),
    Column::choice("password", "lower(e.password)"),
    Column::names("agents", AGENTS),
    Column::text("desktop_version", "e.desktop_version"),
    Column::text("model", "e.model").searched(),
    Column::text("type", "e.type"),
    Column::time("last_seen", "e.last_seen"),
    Column::time("health_collected", "e.health_collected"),
    Column::bool("no_agent", "e.agents = '[]'"),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Endpoints,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "endpoints e LEFT JOIN users u ON u.username = e.username",
    scope: "1",
    id: "e.id",
    at: "e.id = j.value",
    whole: false,
    order: &[("last_seen", true), ("username", false)],
};
