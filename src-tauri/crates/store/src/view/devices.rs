//! `devices`: phones, hardware tokens, passkeys, desktop authenticators and registered devices, one row each.

use domain::analysis::Standing;

use super::column::{Column, Names, View, ids, specs};
use super::query::{ColumnSpec, ViewName};
use super::versions::standing;

/// A device's own list of users counts. `owners` is a JSON list of user ids; a registered device is blocked when the
/// block list names it. The arms have the same affinities (`+` takes a column's away), so that SQLite looks a row up in
/// its own table.
const FROM: &str = r#"(
  SELECT p.id AS rid, 0 AS k, 'phone' AS kind, +p.phone_id AS device_id,
    coalesce(nullif(p.name, ''), nullif(p.number, ''), p.model) AS name, +p.model AS model, +p.type AS type,
    nullif(p.platform, '') AS platform, NULL AS os_version, +p.activated AS activated,
    +p.capabilities AS capabilities,
    CASE WHEN p.activated AND p.capabilities LIKE '%"push"%' THEN 'push'
      WHEN p.activated AND p.capabilities LIKE '%"mobile_otp"%' THEN 'passcode'
      WHEN p.capabilities LIKE '%"sms"%' OR p.capabilities LIKE '%"phone"%' THEN 'sms_or_call' END AS factor,
    +p.screenlock AS screenlock, +p.encrypted AS encrypted, +p.fingerprint AS fingerprint,
    +p.tampered AS tampered, NULL AS blocked, +p.last_seen AS last_seen, NULL AS added,
    (SELECT json_group_array(m.user_id) FROM phone_users m WHERE m.phone = p.id) AS owners, 0 AS of_admin
  FROM phones p
  UNION ALL
  SELECT t.id, 1, 'token', +t.token_id, +t.serial, NULL, +t.type, NULL, NULL, NULL, NULL, 'passcode', NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, (SELECT json_group_array(m.user_id) FROM token_users m WHERE m.token = t.id), 0
  FROM tokens t
  UNION ALL
  SELECT w.id, 2, 'passkey', +w.webauthnkey, +w.credential_name, NULL, +w.label, NULL, NULL, NULL, NULL,
    'phishing_resistant', NULL, NULL, NULL, NULL, NULL, +w.date_last_used, +w.date_added,
    iif(w.user_id IS NULL, '[]', json_array(w.user_id)), w.user_id IS NULL
  FROM webauthn w
  UNION ALL
  SELECT a.id, 3, 'desktop', +a.dakey, +a.device_name, NULL, NULL, +a.platform, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, +a.last_used, +a.created, iif(a.user_id IS NULL, '[]', json_array(a.user_id)), 0
  FROM desktop_authenticators a
  UNION ALL
  SELECT r.id, 4, 'registered', +r.compkey, +r.device_name, NULL, NULL, +r.os_family, +r.os_version, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, EXISTS (SELECT 1 FROM blocked_devices b WHERE b.compkey = r.compkey),
    +r.last_seen, +r.created,
    (SELECT json_group_array(m.user_id) FROM registered_device_users m WHERE m.device = r.id), 0
  FROM registered_devices r
  UNION ALL
  SELECT b.id, 5, 'registered', +b.compkey, +b.device_name, NULL, NULL, +b.os_family, +b.os_version, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, 1, +b.last_seen, +b.created, '[]', 0
  FROM blocked_devices b WHERE NOT EXISTS (SELECT 1 FROM registered_devices r WHERE r.compkey = b.compkey)
) d"#;

/// Names of the owners; a user that was not read shows its id.
const USERS: Names = Names {
    tables: "json_each(d.owners) o",
    on: "1",
    element: "coalesce((SELECT u.username FROM users u WHERE u.user_id = o.value), o.value)",
    holds: None,
};

const CAPABILITIES: Names =
    Names { tables: "json_each(d.capabilities) c", on: "1", element: "c.value", holds: None };

const COLUMNS: [Column; 23] = [
    Column::text("device_id", "d.device_id").hidden(),
    Column::text("user_id", "d.owners ->> 0").hidden(),
    Column::choice("kind", "d.kind"),
    Column::text("name", "nullif(d.name, '')").searched(),
    Column::text(
        "username",
        "(SELECT coalesce(u.username, o.value) FROM json_each(d.owners) o
           LEFT JOIN users u ON u.user_id = o.value ORDER BY 1 LIMIT 1)",
    )
    .searched(),
    Column::names("users", USERS),
    Column::number("owners", "json_array_length(d.owners)"),
    Column::text("model", "d.model").searched(),
    Column::choice("type", "d.type"),
    Column::choice("platform", "d.platform"),
    Column::text("os_version", "d.os_version"),
    Column::code("standing", standing!("d.platform", "d.os_version"), ids!(Standing::ALL)),
    Column::choice("factor", "d.factor"),
    Column::bool("activated", "d.activated"),
    Column::names("capabilities", CAPABILITIES),
    Column::choice("screenlock", "nullif(lower(d.screenlock), '')"),
    Column::choice("encrypted", "nullif(lower(d.encrypted), '')"),
    Column::choice("biometrics", "nullif(lower(d.fingerprint), '')"),
    Column::choice("tampered", "nullif(lower(d.tampered), '')"),
    Column::bool("blocked", "d.blocked"),
    Column::time("last_seen", "d.last_seen"),
    Column::time("added", "d.added"),
    Column::bool("unassigned", "d.owners = '[]' AND NOT d.of_admin"),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Devices,
    columns: &COLUMNS,
    specs: &SPECS,
    from: FROM,
    scope: "1",
    id: "d.rid * 8 + d.k",
    at: "d.rid = j.value >> 3 AND d.k = j.value & 7",
    whole: false,
    order: &[("username", false), ("kind", false)],
};
