//! `licences`: the users that take a licence.

use domain::analysis::Reason;

use super::column::{Column, View, ids, specs};
use super::query::{ColumnSpec, ViewName};
use super::users;
use crate::table::assessment::LANES;

const COLUMNS: [Column; 13] = [
    users::USER_ID,
    users::USERNAME,
    users::REALNAME,
    users::STATUS,
    Column::code("lane", "s.lane", ids!(LANES)),
    Column::code("step", "s.step", ids!(Reason::ALL)),
    users::REASONS,
    users::LAST_SEEN,
    users::EVIDENCE_COLUMN,
    users::IDLE_DAYS,
    users::CREATED,
    users::DIRECTORY,
    users::GROUPS,
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Licences,
    columns: &COLUMNS,
    specs: &SPECS,
    from: users::FROM,
    scope: "u.status <> 'pending deletion'",
    id: "u.id",
    at: "u.id = j.value",
    whole: false,
    order: &[("username", false)],
};
