//! `users`.

use domain::analysis::{LetPast, Reason};

use super::column::{Column, Names, View, ids, specs};
use super::query::{ColumnSpec, ViewName};
use crate::table::assessment::EVIDENCE;
use crate::table::user::CLASSES;

/// Names of groups; a group that was not read shows its id.
pub(super) const GROUPS: Column = Column::names(
    "groups",
    Names {
        tables: "user_groups m LEFT JOIN groups g ON g.group_id = m.group_id",
        on: "m.user = u.id",
        element: "coalesce(g.name, m.group_id)",
        holds: Some(
            "u.id IN (SELECT m.user FROM user_groups m WHERE m.group_id IN (
               SELECT group_id FROM groups WHERE name = {v}
               UNION SELECT {v} WHERE NOT EXISTS (SELECT 1 FROM groups WHERE group_id = {v})))",
        ),
    },
);
/// The same by id, for filters: two groups may share a name.
const GROUP_IDS: Column = Column::names(
    "group_ids",
    Names {
        tables: "users o JOIN user_groups m ON m.user = o.id",
        on: "o.id = u.id",
        element: "m.group_id",
        holds: Some("u.id IN (SELECT m.user FROM user_groups m WHERE m.group_id = {v})"),
    },
)
.hidden();
pub(super) const USER_ID: Column = Column::text("user_id", "u.user_id").hidden();
pub(super) const USERNAME: Column = Column::text("username", "u.username").searched();
pub(super) const REALNAME: Column = Column::text("realname", "nullif(u.realname, '')").searched();
pub(super) const STATUS: Column = Column::choice("status", "u.status");
pub(super) const LAST_SEEN: Column = Column::time("last_seen", "s.last_seen");
pub(super) const EVIDENCE_COLUMN: Column = Column::code("evidence", "s.evidence", ids!(EVIDENCE));
/// About when Duo itself moves the user to the Trash.
pub(super) const TRASH_ON: Column = Column::time("trash_on", "s.trash_on");
pub(super) const IDLE_DAYS: Column = Column::number("idle_days", "s.idle_days");
pub(super) const DIRECTORY: Column = Column::bool("directory", "u.directory_key IS NOT NULL");
pub(super) const CREATED: Column = Column::time("created", "u.created");
pub(super) const REASONS: Column = Column::mask("reasons", "s.reasons", ids!(Reason::ALL));

const COLUMNS: [Column; 21] = [
    USER_ID,
    USERNAME,
    REALNAME,
    Column::text("email", "nullif(u.email, '')").searched(),
    STATUS,
    Column::bool("is_enrolled", "u.is_enrolled"),
    Column::mask("factors", "u.factors", ids!(CLASSES)),
    Column::code("strongest", "u.strongest", ids!(CLASSES)),
    // Outside the population (ux.md §8.4) the question does not arise.
    Column::bool(
        "can_mfa",
        "CASE WHEN u.status IN ('active', 'bypass') THEN coalesce(c.can, u.factors <> 0) END",
    ),
    Column::bool("must_mfa", "c.must"),
    Column::mask("let_past", "c.why", ids!(LetPast::ALL)),
    LAST_SEEN,
    EVIDENCE_COLUMN,
    IDLE_DAYS,
    GROUPS,
    DIRECTORY,
    CREATED,
    REASONS,
    Column::text("lockout_reason", "u.lockout_reason"),
    TRASH_ON,
    GROUP_IDS,
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Users,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "users u LEFT JOIN assessments s ON s.user = u.id LEFT JOIN coverage c ON c.user = u.id",
    scope: "1",
    id: "u.id",
    at: "u.id = j.value",
    whole: false,
    order: &[("username", false)],
};
