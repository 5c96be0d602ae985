//! `activity`, `telephony`, `admin_log`, `offline_log`: the logs beside the sign-in log.

use super::column::{Column, View, specs};
use super::query::{ColumnSpec, ViewName};

/// The text behind a number of `dict`.
macro_rules! dict {
    ($column:literal) => {
        concat!("(SELECT text FROM dict WHERE id = e.", $column, ")")
    };
}

const ACTIVITY: [Column; 18] = [
    Column::time_ms("ts", "e.ts_ms"),
    Column::text("actor", dict!("actor")).searched(),
    Column::choice("action", dict!("action")).searched(),
    Column::text("target", dict!("target")).searched(),
    Column::text("details", "e.details").searched(),
    Column::choice("actor_kind", dict!("actor_kind")),
    Column::choice("target_kind", dict!("target_kind")),
    Column::choice("result", dict!("result")),
    Column::text("old_target", dict!("old_target")),
    Column::text("app", dict!("app")),
    Column::text("ip", dict!("ip")).searched(),
    Column::text("country", dict!("country")),
    Column::text("city", dict!("city")),
    Column::text("os", dict!("os")),
    Column::text("browser", dict!("browser")),
    Column::text("actor_key", dict!("actor_key")).hidden(),
    Column::text("target_key", dict!("target_key")).hidden(),
    Column::txid("id", "e.id"),
];
static ACTIVITY_SPECS: [ColumnSpec; ACTIVITY.len()] = specs(&ACTIVITY);

pub(super) static ACTIVITY_VIEW: View = View {
    name: ViewName::Activity,
    columns: &ACTIVITY,
    specs: &ACTIVITY_SPECS,
    from: "activity e",
    scope: "1",
    id: "e.number",
    at: "e.number = j.value",
    whole: false,
    order: &[("ts", true)],
};

const TELEPHONY: [Column; 7] = [
    Column::time_ms("ts", "e.ts_ms"),
    Column::choice("context", dict!("context")),
    Column::choice("kind", dict!("kind")),
    Column::text("phone", dict!("phone")).searched(),
    Column::number("credits", "e.credits"),
    Column::txid("txid", "e.txid"),
    Column::txid("id", "e.id"),
];
static TELEPHONY_SPECS: [ColumnSpec; TELEPHONY.len()] = specs(&TELEPHONY);

pub(super) static TELEPHONY_VIEW: View = View {
    name: ViewName::Telephony,
    columns: &TELEPHONY,
    specs: &TELEPHONY_SPECS,
    from: "telephony e",
    scope: "1",
    id: "e.number",
    at: "e.number = j.value",
    whole: false,
    order: &[("ts", true)],
};

const ADMIN_LOG: [Column; 6] = [
    Column::time("ts", "e.ts_ms"),
    Column::text("username", dict!("username")).searched(),
    Column::choice("action", dict!("action")).searched(),
    Column::text("object", dict!("object")).searched(),
    Column::text("description", "e.description").searched(),
    Column::txid("id", "e.id"),
];
static ADMIN_LOG_SPECS: [ColumnSpec; ADMIN_LOG.len()] = specs(&ADMIN_LOG);

pub(super) static ADMIN_LOG_VIEW: View = View {
    name: ViewName::AdminLog,
    columns: &ADMIN_LOG,
    specs: &ADMIN_LOG_SPECS,
    from: "admin_log e",
    scope: "1",
    id: "e.number",
    at: "e.number = j.value",
    whole: false,
    order: &[("ts", true)],
};

pub(super) static OFFLINE_LOG_VIEW: View = View {
    name: ViewName::OfflineLog,
    columns: &ADMIN_LOG,
    specs: &ADMIN_LOG_SPECS,
    from: "offline_log e",
    scope: "1",
    id: "e.number",
    at: "e.number = j.value",
    whole: false,
    order: &[("ts", true)],
};
