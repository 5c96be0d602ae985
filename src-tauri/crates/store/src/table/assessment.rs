//! `assessments`: what the licence review says of each user, from `domain::analysis`.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::analysis::{Assessment, Evidence, Lane, Reason, ReasonNote, Rules, UserFacts};
use domain::{Factors, UserStatus};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params, params};

use crate::{StoreError, time};

/// Lanes in the order of their numbers.
pub(crate) const LANES: [Lane; 3] = [Lane::Ready, Lane::Review, Lane::Protected];
/// Evidence in the order of its numbers.
pub(crate) const EVIDENCE: [Evidence; 3] = [Evidence::SignInLog, Evidence::LastLogin, Evidence::Never];

/// Every reason that holds, over the tables `s` and `x`: idleness by `:idle` days, or by the rules' when that is null.
macro_rules! reasons {
    () => {
        "(coalesce(s.reasons, 0) & ~16 | CASE WHEN :idle IS NULL THEN coalesce(s.reasons, 0) & 16
           WHEN s.idle_days >= :idle THEN 16 ELSE 0 END)"
    };
}
/// The reasons.
pub(crate) const REASONS: &str = reasons!();

/// The step: the lowest bit of the reasons that count.
pub(crate) const STEP: &str = concat!(
    "CASE (",
    reasons!(),
    " & 63) & -(",
    reasons!(),
    " & 63) WHEN 1 THEN 0 WHEN 2 THEN 1 WHEN 4 THEN 2 WHEN 8 THEN 3 WHEN 16 THEN 4 WHEN 32 THEN 5 END"
);

/// The lane, as `domain::analysis::Lane::of`; whom somebody excluded is protected.
pub(crate) const LANE: &str = concat!(
    "CASE WHEN ",
    reasons!(),
    " & 63 = 0 THEN NULL
       WHEN s.protected OR x.decision = 0 AND (x.until IS NULL OR x.until > :as_of) THEN 2
       WHEN s.reasons & 1 OR s.proven THEN 0 ELSE 1 END"
);

fn number<T: PartialEq>(all: &[T], one: &T) -> Option<i64> {
    all.iter().zip(0..).find_map(|(other, number)| (other == one).then_some(number))
}

/// What the review must know of every user, under rules that may protect groups.
pub(crate) fn facts(connection: &Connection, rules: &Rules) -> Result<Vec<UserFacts>, StoreError> {
    let groups = protected_groups(connection, rules)?;
    let mut statement = connection.prepare_cached(
        "SELECT u.user_id, u.username, u.realname, u.email, u.status, u.is_enrolled, u.created, u.last_login,
           l.last_success, u.directory_key, u.phishing_resistant, u.push, u.passcode, u.sms_or_call,
           EXISTS (SELECT 1 FROM user_groups m JOIN groups g USING (group_id)
                   WHERE m.user = u.id AND g.status = 'bypass'),
           EXISTS (SELECT 1 FROM user_groups m
                   WHERE m.user = u.id AND m.group_id IN (SELECT value FROM json_each(?1)))
         FROM users u LEFT JOIN log_users l ON l.key = u.user_id ORDER BY u.id",
    )?;
    let facts = statement
        .query_map([groups], |row| {
            Ok(UserFacts {
                user_id: row.get(0)?,
                username: row.get(1)?,
                realname: row.get(2)?,
                email: row.get(3)?,
                status: UserStatus::from_duo(&row.get::<_, String>(4)?),
                is_enrolled: row.get(5)?,
                created: time::at(row.get(6)?),
                last_login: time::at(row.get(7)?),
                last_success: time::at(row.get(8)?),
                directory_key: row.get(9)?,
                factors: Factors {
                    phishing_resistant: row.get(10)?,
                    push: row.get(11)?,
                    passcode: row.get(12)?,
                    sms_or_call: row.get(13)?,
                },
                in_bypass_group: row.get(14)?,
                in_protected_group: row.get(15)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(facts)
}

/// Ids of the groups that the rules protect, as a list in JSON.
fn protected_groups(connection: &Connection, rules: &Rules) -> Result<String, StoreError> {
    let mut ids: Vec<String> = Vec::new();
    if !rules.protected_groups.is_empty() {
        let mut statement = connection.prepare_cached("SELECT group_id, name FROM groups")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if rules.protects_group(&row.get::<_, String>(1)?) {
                ids.push(row.get(0)?);
            }
        }
    }
    Ok(serde_json::Value::from(ids).to_string())
}

/// Replaces every row.
pub(crate) fn write(tx: &Transaction, assessments: &[Assessment]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM assessments", [])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO assessments (user, last_seen, evidence, idle_days, reasons, step, lane, protected, proven, notes,
           trash_on)
         SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM users WHERE user_id = ?1",
    )?;
    for one in assessments {
        let mask = one.reasons.iter().filter_map(|note| number(&Reason::ALL, &note.reason));
        insert.execute(params![
            one.user_id,
            time::ms(one.last_seen),
            number(&EVIDENCE, &one.evidence),
            one.idle_days,
            mask.fold(0, |mask, bit| mask | 1 << bit),
            one.step.and_then(|step| number(&Reason::ALL, &step)),
            one.lane.and_then(|lane| number(&LANES, &lane)),
            one.protected,
            one.proven,
            serde_json::to_string(&one.reasons).unwrap_or_default(),
            time::ms(one.trash_on),
        ])?;
    }
    Ok(())
}

/// What the review says of one user, under other idle days than the rules' if told.
pub(crate) struct Assessed {
    pub(crate) last_seen: Option<i64>,
    pub(crate) evidence: Evidence,
    pub(crate) idle_days: Option<u32>,
    pub(crate) trash_on: Option<i64>,
    pub(crate) lane: Option<Lane>,
    pub(crate) reasons: Vec<ReasonNote>,
}

pub(crate) fn read(
    connection: &Connection,
    user: i64,
    idle_days: Option<u32>,
    as_of: DateTime<Utc>,
) -> Result<Option<Assessed>, StoreError> {
    let nth = |number: Option<i64>| number.and_then(|n| usize::try_from(n).ok());
    let sql = format!(
        "SELECT s.last_seen, s.evidence, s.idle_days, {LANE}, {REASONS}, s.notes, s.trash_on FROM assessments s
         JOIN users u ON u.id = s.user LEFT JOIN exclusions x USING (user_id) WHERE s.user = :user"
    );
    let values = named_params! { ":user": user, ":idle": idle_days, ":as_of": as_of.timestamp_millis() };
    let mut one = connection
        .prepare_cached(&sql)?
        .query_row(values, |row| {
            let evidence = nth(row.get(1)?).and_then(|n| EVIDENCE.get(n).copied());
            let notes: String = row.get(5)?;
            let mask: i64 = row.get(4)?;
            let noted: Vec<ReasonNote> = serde_json::from_str(&notes).unwrap_or_default();
            Ok(Assessed {
                last_seen: row.get(0)?,
                evidence: evidence.unwrap_or(Evidence::Never),
                idle_days: row.get(2)?,
                trash_on: row.get(6)?,
                lane: nth(row.get(3)?).and_then(|n| LANES.get(n).copied()),
                reasons: hold(mask, noted),
            })
        })
        .optional()?;
    if let (Some(one), Some(threshold)) = (&mut one, idle_days) {
        one.idle_for(threshold);
    }
    Ok(one)
}

/// The notes of the reasons that hold, in their order; idleness may hold without a note.
fn hold(mask: i64, mut noted: Vec<ReasonNote>) -> Vec<ReasonNote> {
    let reasons = Reason::ALL.into_iter().zip(0..).filter(|(_, bit)| mask & 1 << bit != 0);
    reasons
        .map(|(reason, _)| match noted.iter().position(|note| note.reason == reason) {
            Some(at) => noted.swap_remove(at),
            None => ReasonNote { reason, values: BTreeMap::new() },
        })
        .collect()
}

impl Assessed {
    /// The values that a rule of so many days used.
    fn idle_for(&mut self, threshold: u32) {
        let (days, seen, evidence) = (self.idle_days, time::at(self.last_seen), self.evidence);
        let Some(note) = self.reasons.iter_mut().find(|note| note.reason == Reason::Idle) else { return };
        note.values.insert("threshold".to_owned(), threshold.to_string());
        if let (Some(days), Some(seen)) = (days, seen) {
            note.values.insert("days".to_owned(), days.to_string());
            note.values.insert("date".to_owned(), seen.to_rfc3339_opts(SecondsFormat::Secs, true));
            note.values.insert("evidence".to_owned(), evidence.id().to_owned());
        }
    }
}
