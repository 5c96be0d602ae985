//! `coverage`: the sums of who can and who must pass a second factor. Each user counts once, by the first reason, so
//! that the rows after the first three and `must_mfa` add up to the population.

use super::column::{Column, View, specs};
use super::query::{ColumnSpec, ViewName};

/// Steps are numbered as in `LetPast::ALL`. Where somebody's *must* is not known, no sum that rests on it is.
const FROM: &str = "(
  WITH s AS MATERIALIZED (
    SELECT count(*) AS population, total(c.can) AS can, total(c.must) AS must,
      count(c.must) = count(*) AS known, total(c.step = 0) AS s0, total(c.step = 1) AS s1,
      total(c.step = 2) AS s2, total(c.step = 3) AS s3, total(c.step = 4) AS s4, total(c.step = 5) AS s5
    FROM users u LEFT JOIN coverage c ON c.user = u.id WHERE u.status IN ('active', 'bypass'))
  SELECT m.column1 AS n, m.column2 AS measure, CAST(m.column3 AS INTEGER) AS users, m.column4 AS population
  FROM (
    SELECT 1 AS column1, 'population' AS column2, population AS column3, population AS column4 FROM s
    UNION ALL SELECT 2, 'can_mfa', can, population FROM s
    UNION ALL SELECT 3, 'must_mfa', iif(known, must, NULL), population FROM s
    UNION ALL SELECT 4, 'let_past_status', iif(known, s2, NULL), population FROM s
    UNION ALL SELECT 5, 'let_past_group', iif(known, s3, NULL), population FROM s
    UNION ALL SELECT 6, 'let_past_policy', iif(known, s4, NULL), population FROM s
    UNION ALL SELECT 7, 'let_past_new_user', iif(known, s5, NULL), population FROM s
    UNION ALL SELECT 8, 'factor_not_allowed', iif(known, s1, NULL), population FROM s
    UNION ALL SELECT 9, 'no_factor', s0, population FROM s) m
) v";

const COLUMNS: [Column; 4] = [
    Column::number("n", "v.n").hidden(),
    Column::choice("measure", "v.measure"),
    Column::number("users", "v.users"),
    Column::percent("percent", "round(100.0 * v.users / v.population, 1)"),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Coverage,
    columns: &COLUMNS,
    specs: &SPECS,
    from: FROM,
    scope: "1",
    id: "v.n",
    at: "v.n = j.value",
    whole: true,
    order: &[("n", false)],
};
