//! `bypass`: users of status bypass, members of groups of that status, and bypass codes.

use super::column::{Column, View, specs};
use super::query::{ColumnSpec, ViewName};

/// A bypass group is listed once a member in the population, or once without a user when it has none. CROSS JOIN
/// keeps the order: few groups first, not every membership. The arms have the same affinities (`+` takes a column's
/// away), so that SQLite looks a row up in its own table.
const FROM: &str = "(
  SELECT u.id AS rid, CAST(0 AS INTEGER) AS gid, 0 AS k, 'status' AS kind, +u.username AS username,
    +u.user_id AS user_id, NULL AS group_name, NULL AS created, NULL AS expires, NULL AS uses_left,
    NULL AS created_by
  FROM users u WHERE u.status = 'bypass'
  UNION ALL
  SELECT u.id, g.id, 1, 'group', +u.username, +u.user_id, +g.name, NULL, NULL, NULL, NULL
  FROM groups g CROSS JOIN user_groups m ON m.group_id = g.group_id CROSS JOIN users u ON u.id = m.user
  WHERE g.status = 'bypass' AND u.status IN ('active', 'bypass')
  UNION ALL
  SELECT CAST(0 AS INTEGER), g.id, 1, 'group', NULL, NULL, +g.name, NULL, NULL, NULL, NULL
  FROM groups g
  WHERE g.status = 'bypass' AND NOT EXISTS (
    SELECT 1 FROM user_groups m JOIN users u ON u.id = m.user
    WHERE m.group_id = g.group_id AND u.status IN ('active', 'bypass'))
  UNION ALL
  SELECT c.id, CAST(0 AS INTEGER), 2, 'code', coalesce(u.username, c.username), +c.user_id, NULL, +c.created,
    +c.expiration, +c.reuse_count, nullif(c.admin_email, '')
  FROM bypass_codes c LEFT JOIN users u ON u.user_id = c.user_id
) b";

const COLUMNS: [Column; 10] = [
    Column::choice("kind", "b.kind"),
    Column::text("username", "b.username").searched(),
    Column::text("group", "b.group_name").searched(),
    Column::time("created", "b.created"),
    Column::time("expires", "b.expires"),
    Column::number("uses_left", "b.uses_left"),
    Column::text("created_by", "b.created_by").searched(),
    Column::number("age_days", "max(0, :as_of - b.created) / 86400000"),
    Column::bool("never_expires", "b.expires IS NULL"),
    Column::text("user_id", "b.user_id").hidden(),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Bypass,
    columns: &COLUMNS,
    specs: &SPECS,
    from: FROM,
    scope: "1",
    id: "(b.gid << 32 | b.rid) * 4 + b.k",
    at: "b.k = j.value & 3 AND b.gid = j.value >> 34 AND b.rid = j.value >> 2 & 4294967295",
    whole: false,
    order: &[("username", false)],
};
