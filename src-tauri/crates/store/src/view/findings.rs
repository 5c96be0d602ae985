//! `findings`: what a technician should act on. The rules rest on other views and on the registry, so that who asks hands
//! the rows over (`ViewQuery::told`): lists in the order of the fields below.

use domain::analysis::{FindingKind, Severity};

use super::column::{Column, View, ids, specs};
use super::query::{ColumnSpec, ViewName};

const FROM: &str = "(
  SELECT j.key AS id, j.value ->> 0 AS severity, j.value ->> 1 AS kind, j.value ->> 2 AS subject_kind,
    j.value ->> 3 AS subject, j.value ->> 4 AS what, j.value ->> 5 AS detail, j.value ->> 6 AS figure,
    j.value ->> 7 AS unit, j.value ->> 8 AS money, j.value ->> 9 AS currency, j.value ->> 10 AS per,
    j.value ->> 11 AS since, j.value ->> 12 AS todo, j.value ->> 13 AS subject_id
  FROM json_each(:told) j
) f";

const COLUMNS: [Column; 14] = [
    Column::code("severity", "f.severity", ids!(Severity::ALL)),
    Column::code("kind", "f.kind", ids!(FindingKind::ALL)),
    Column::choice("subject_kind", "f.subject_kind"),
    Column::text("subject", "f.subject").searched(),
    Column::text("what", "f.what").searched(),
    Column::text("detail", "f.detail").searched(),
    Column::number("figure", "f.figure"),
    Column::choice("unit", "f.unit"),
    Column::number("money_hundredths", "f.money"),
    Column::text("currency", "f.currency"),
    Column::choice("money_per", "f.per"),
    Column::time("since", "f.since"),
    Column::text("todo", "f.todo"),
    Column::text("subject_id", "f.subject_id").hidden(),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Findings,
    columns: &COLUMNS,
    specs: &SPECS,
    from: FROM,
    scope: "1",
    id: "f.id",
    at: "f.id = j.value",
    whole: true,
    order: &[("severity", false), ("kind", false), ("subject", false)],
};
