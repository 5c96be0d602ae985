//! `trust_monitor`: events that Trust Monitor surfaced.

use super::column::{Column, Names, View, specs};
use super::query::{ColumnSpec, ViewName};

const REASONS: Names = Names {
    tables: "trust_events o JOIN json_each(o.reasons) h",
    on: "o.id = e.id",
    element: "h.value",
    holds: None,
};

const COLUMNS: [Column; 10] = [
    Column::text("sekey", "e.sekey").hidden(),
    Column::time("surfaced", "e.surfaced"),
    Column::choice("kind", "e.kind"),
    Column::bool("priority", "e.priority"),
    Column::names("reasons", REASONS),
    Column::text("username", "coalesce(u.username, e.user_name)").searched(),
    Column::text("actor", "e.actor").searched(),
    Column::choice("state", "e.state"),
    Column::text("txid", "e.txid"),
    Column::text("user_id", "e.user_key").hidden(),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::TrustMonitor,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "trust_events e LEFT JOIN users u ON u.user_id = e.user_key",
    scope: "1",
    id: "e.id",
    at: "e.id = j.value",
    whole: false,
    order: &[("surfaced", true)],
};
