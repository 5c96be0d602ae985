//! `signins`.

use domain::SignInResult;

use super::column::{Column, View, ids, specs};
use super::query::ColumnKind::{Choice, Text};
use super::query::{ColumnSpec, ViewName};

/// What `app_days.bypass` and `app_days.remembered` count.
const WITHOUT_FACTOR: &str = "(coalesce(e.reason = (SELECT id FROM dict WHERE text = 'bypass_user'), 0)
  OR coalesce(e.factor = (SELECT id FROM dict WHERE text = 'remembered_device'), 0))";

const COLUMNS: [Column; 17] = [
    Column::event_time("ts", "e.id"),
    Column::dict("username", Text, "e.user_name").searched(),
    Column::dict("app", Text, "e.app_name").searched(),
    Column::code("result", "e.result", ids!(SignInResult::ALL)),
    Column::dict("reason", Choice, "e.reason"),
    Column::dict("factor", Choice, "e.factor"),
    Column::dict("country", Text, "e.country"),
    Column::dict("city", Text, "e.city"),
    Column::dict("ip", Text, "e.ip").searched(),
    Column::dict("os", Text, "e.os"),
    Column::dict("browser", Text, "e.browser"),
    Column::dict("trusted", Choice, "e.trusted_endpoint"),
    Column::dict("auth_device", Text, "e.auth_device"),
    Column::dict("hostname", Text, "e.hostname"),
    Column::dict("event_type", Choice, "e.event_type"),
    Column::bool("without_factor", WITHOUT_FACTOR).hidden(),
    Column::txid("txid", "e.txid"),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

/// Pages by key, not by lists of ids: `id` and `at` are not used.
pub(super) static VIEW: View = View {
    name: ViewName::Signins,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "sign_ins e",
    scope: "1",
    id: "",
    at: "",
    whole: false,
    order: &[("ts", true)],
};
