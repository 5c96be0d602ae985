//! One user with everything that belongs to it.

use chrono::{DateTime, Utc};
use domain::analysis::{Coverage, Evidence, Lane, LetPastNote, ReasonNote};
use domain::{Factors, UserStatus};
use rusqlite::Connection;
use serde::{Serialize, Serializer};
use ts_rs::TS;

use crate::table::exclusion::{self, UserDecision};
use crate::table::{assessment, coverage, user};
use crate::view::column::Column;
use crate::view::{Row, log, value};
use crate::{StoreError, time};

/// A user in full.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UserRecord {
    /// `DU…`.
    pub user_id: String,
    /// Name.
    pub username: String,
    /// Full name; empty when unset.
    pub realname: String,
    /// Mail address; empty when unset.
    pub email: String,
    /// Further names.
    pub aliases: Vec<String>,
    /// Own status, in Duo's spelling.
    #[serde(serialize_with = "as_duo")]
    #[ts(type = "string")]
    pub status: UserStatus,
    /// Duo's free text.
    pub lockout_reason: Option<String>,
    /// Enrolled.
    pub is_enrolled: bool,
    /// Creation.
    pub created: Option<DateTime<Utc>>,
    /// Duo's `last_login`.
    pub last_login: Option<DateTime<Utc>>,
    /// Later of `last_login` and the log; none also while not assessed.
    pub last_seen: Option<DateTime<Utc>>,
    /// Where that comes from.
    pub evidence: Evidence,
    /// Whole days since, at the age of the data.
    pub idle_days: Option<u32>,
    /// About when Duo itself moves the user to the Trash; none = never, or not evaluated.
    pub trash_on: Option<DateTime<Utc>>,
    /// Synced from a directory.
    pub directory_key: Option<String>,
    /// Last directory sync.
    pub last_directory_sync: Option<DateTime<Utc>>,
    /// Client's notes.
    pub notes: String,
    /// Usable factors.
    pub factors: Factors,
    /// Can pass a second factor; none = outside the population (ux.md §8.4).
    pub can_mfa: Option<bool>,
    /// Must; none = outside the population, or not evaluated.
    pub must_mfa: Option<bool>,
    /// Why not.
    pub let_past: Vec<LetPastNote>,
    /// Lane in the licence review, under the idle days asked for.
    pub lane: Option<Lane>,
    /// Every reason that holds, with the values its rule used.
    pub reasons: Vec<ReasonNote>,
    /// What somebody decided about the user's licence.
    pub decision: Option<UserDecision>,
    /// Groups: `group_id`, `name`, `status`; name and status are null for a group that was not read.
    pub groups: Vec<Row>,
    /// Phones: `phone_id`, `number`, `type`, `platform`, `model`, `activated`, `capabilities`, `last_seen`,
    /// `screenlock`, `encrypted`, `tampered`; null but for the id where the phone was not read.
    pub phones: Vec<Row>,
    /// Tokens: `token_id`, `type`, `serial`.
    pub tokens: Vec<Row>,
    /// Passkeys: `webauthnkey`, `credential_name`, `label`, `date_added`, `date_last_used`.
    pub webauthn: Vec<Row>,
    /// Desktop authenticators: `dakey`, `device_name`, `platform`, `created`, `last_used`.
    pub desktop_authenticators: Vec<Row>,
    /// Registered devices: `compkey`, `device_name`, `os_family`, `os_version`, `last_seen`, `blocked`.
    pub registered_devices: Vec<Row>,
    /// Endpoints, the one seen last first: `epkey`, `device_name`, `os`, `os_version`, `browsers`, `trusted`,
    /// `encryption`, `firewall`, `password`, `last_seen`, as in the view `endpoints`.
    pub endpoints: Vec<Row>,
    /// Bypass codes: `bypass_code_id`, `created`, `expiration`, `reuse_count`, `admin_email`.
    pub bypass_codes: Vec<Row>,
    /// The newest ten sign-ins, as in the view `signins`; none = not evaluated.
    pub sign_ins: Option<Vec<Row>>,
}

fn as_duo<S: Serializer>(status: &UserStatus, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(status.as_duo())
}

const GROUPS: [Column; 3] = [
    Column::text("group_id", "m.group_id"),
    Column::text("name", "g.name"),
    Column::choice("status", "g.status"),
];
const PHONES: [Column; 11] = [
    Column::text("phone_id", "o.phone_id"),
    Column::text("number", "p.number"),
    Column::choice("type", "p.type"),
    Column::choice("screenlock", "p.screenlock"),
    Column::choice("encrypted", "p.encrypted"),
    Column::choice("tampered", "p.tampered"),
    Column::text("platform", "p.platform"),
    Column::text("model", "p.model"),
    Column::bool("activated", "p.activated"),
    Column::json("capabilities", "p.capabilities"),
    Column::time("last_seen", "p.last_seen"),
];
const TOKENS: [Column; 3] = [
    Column::text("token_id", "o.token_id"),
    Column::choice("type", "t.type"),
    Column::text("serial", "t.serial"),
];
const WEBAUTHN: [Column; 5] = [
    Column::text("webauthnkey", "webauthnkey"),
    Column::text("credential_name", "credential_name"),
    Column::text("label", "label"),
    Column::time("date_added", "date_added"),
    Column::time("date_last_used", "date_last_used"),
];
const DESKTOP_AUTHENTICATORS: [Column; 5] = [
    Column::text("dakey", "dakey"),
    Column::text("device_name", "device_name"),
    Column::choice("platform", "platform"),
    Column::time("created", "created"),
    Column::time("last_used", "last_used"),
];
const REGISTERED_DEVICES: [Column; 6] = [
    Column::text("compkey", "r.compkey"),
    Column::text("device_name", "r.device_name"),
    Column::choice("os_family", "r.os_family"),
    Column::text("os_version", "r.os_version"),
    Column::time("last_seen", "r.last_seen"),
    Column::bool("blocked", "EXISTS (SELECT 1 FROM blocked_devices b WHERE b.compkey = r.compkey)"),
];
const ENDPOINTS: [Column; 10] = [
    Column::text("epkey", "e.epkey"),
    Column::text("device_name", "e.device_name"),
    Column::choice("os", "e.os_family"),
    Column::text("os_version", "e.os_version"),
    Column::json("browsers", "e.browsers"),
    Column::choice("trusted", "lower(e.trusted)"),
    Column::choice("encryption", "lower(e.encryption)"),
    Column::choice("firewall", "lower(e.firewall)"),
    Column::choice("password", "lower(e.password)"),
    Column::time("last_seen", "e.last_seen"),
];
const BYPASS_CODES: [Column; 5] = [
    Column::text("bypass_code_id", "bypass_code_id"),
    Column::time("created", "created"),
    Column::time("expiration", "expiration"),
    Column::number("reuse_count", "reuse_count"),
    Column::text("admin_email", "admin_email"),
];

pub(crate) fn user(
    connection: &Connection,
    user_id: &str,
    idle_days: Option<u32>,
    as_of: DateTime<Utc>,
) -> Result<Option<UserRecord>, StoreError> {
    let Some((id, user)) = user::read(connection, user_id)? else { return Ok(None) };
    let assessed = assessment::read(connection, id, idle_days, as_of)?;
    let Coverage { can: can_mfa, must: must_mfa, why: let_past } = coverage::read(connection, id)?;
    let of_user = |columns: &[Column], tail: &str| select(connection, columns, tail, user_id);
    Ok(Some(UserRecord {
        groups: of_user(
            &GROUPS,
            "user_groups m JOIN users u ON u.id = m.user LEFT JOIN groups g USING (group_id)
             WHERE u.user_id = ?1 ORDER BY 2 COLLATE ANYCASE, 1",
        )?,
        // Users name their phones and phones their users; either list may be the fresher.
        phones: of_user(
            &PHONES,
            "(SELECT value AS phone_id FROM users, json_each(phone_ids) WHERE user_id = ?1
              UNION SELECT phone_id FROM phone_users JOIN phones ON phones.id = phone WHERE user_id = ?1) o
             LEFT JOIN phones p USING (phone_id) ORDER BY 1",
        )?,
        tokens: of_user(
            &TOKENS,
            "(SELECT value AS token_id FROM users, json_each(token_ids) WHERE user_id = ?1
              UNION SELECT token_id FROM token_users JOIN tokens ON tokens.id = token WHERE user_id = ?1) o
             LEFT JOIN tokens t USING (token_id) ORDER BY 1",
        )?,
        webauthn: of_user(&WEBAUTHN, "webauthn WHERE user_id = ?1 ORDER BY 1")?,
        desktop_authenticators: of_user(
            &DESKTOP_AUTHENTICATORS,
            "desktop_authenticators WHERE user_id = ?1 ORDER BY device_name, 1",
        )?,
        registered_devices: of_user(
            &REGISTERED_DEVICES,
            "registered_device_users o JOIN registered_devices r ON r.id = o.device WHERE o.user_id = ?1 ORDER BY 2, 1",
        )?,
        endpoints: of_user(
            &ENDPOINTS,
            "users u JOIN endpoints e ON e.username = u.username WHERE u.user_id = ?1 ORDER BY e.last_seen DESC, 1",
        )?,
        bypass_codes: of_user(&BYPASS_CODES, "bypass_codes WHERE user_id = ?1 ORDER BY created, 1")?,
        sign_ins: Some(log::newest_of(connection, user_id, 10)?),
        decision: exclusion::of(connection, user_id, as_of)?,
        can_mfa,
        must_mfa,
        let_past,
        last_seen: assessed.as_ref().and_then(|one| time::at(one.last_seen)),
        evidence: assessed.as_ref().map_or(Evidence::Never, |one| one.evidence),
        idle_days: assessed.as_ref().and_then(|one| one.idle_days),
        trash_on: assessed.as_ref().and_then(|one| time::at(one.trash_on)),
        lane: assessed.as_ref().and_then(|one| one.lane),
        reasons: assessed.map(|one| one.reasons).unwrap_or_default(),
        user_id: user.user_id,
        username: user.username,
        realname: user.realname,
        email: user.email,
        aliases: user.aliases,
        status: user.status,
        lockout_reason: user.lockout_reason,
        is_enrolled: user.is_enrolled,
        created: user.created,
        last_login: user.last_login,
        directory_key: user.directory_key,
        last_directory_sync: user.last_directory_sync,
        notes: user.notes,
        factors: user.factors,
    }))
}

fn select(
    connection: &Connection,
    columns: &[Column],
    tail: &str,
    user_id: &str,
) -> Result<Vec<Row>, StoreError> {
    let list: Vec<String> = columns.iter().map(Column::select).collect();
    let mut statement = connection.prepare_cached(&format!("SELECT {} FROM {tail}", list.join(", ")))?;
    let mut rows = statement.query([user_id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(value::row(columns, row, 0)?);
    }
    Ok(found)
}
