//! `licences`: the users that take a licence. Step, lane and reasons follow the query's idle days.

use domain::analysis::Reason;

use super::column::{Column, View, ids, specs};
use super::query::{ColumnSpec, ViewName};
use super::users;
use crate::table::assessment::{LANE, LANES, REASONS, STEP};
use crate::table::exclusion::{MARK, MARKS};

const COLUMNS: [Column; 21] = [
    users::USER_ID,
    users::USERNAME,
    users::REALNAME,
    Column::text("email", "nullif(u.email, '')").searched(),
    users::STATUS,
    Column::code("lane", LANE, ids!(LANES)),
    Column::code("step", STEP, ids!(Reason::ALL)),
    Column::mask("reasons", REASONS, ids!(Reason::ALL)),
    users::LAST_SEEN,
    users::EVIDENCE_COLUMN,
    users::IDLE_DAYS,
    users::CREATED,
    users::DIRECTORY,
    users::GROUPS,
    Column::code("decision", MARK, &MARKS),
    Column::choice("decision_reason", "x.reason"),
    Column::text("note", "x.note"),
    Column::time("until", "x.until"),
    Column::text("decided_by", "x.by"),
    Column::time("decided_at", "x.at"),
    users::TRASH_ON,
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Licences,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "users u LEFT JOIN assessments s ON s.user = u.id LEFT JOIN exclusions x USING (user_id)",
    scope: "u.status <> 'pending deletion'",
    id: "u.id",
    at: "u.id = j.value",
    whole: false,
    order: &[("username", false)],
};
