//! Which users may waste a licence, and why (ux.md §3, admin-api.md §9).

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::duplicate::mark_duplicates;
use super::protect::{Protection, protection};
use super::{Evidence, Lane, Reason, ReasonNote, Rules};
use crate::{Factors, UserStatus};

/// What the review must know of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFacts {
    /// `DU…`.
    pub user_id: String,
    /// Unique name.
    pub username: String,
    /// Full name; empty when unset.
    pub realname: String,
    /// Mail address; empty when unset.
    pub email: String,
    /// Own status.
    pub status: UserStatus,
    /// Whether Duo counts the user as enrolled.
    pub is_enrolled: bool,
    /// Creation; none = Duo does not tell, which counts as long ago.
    pub created: Option<DateTime<Utc>>,
    /// Duo's own `last_login`; none = never.
    pub last_login: Option<DateTime<Utc>>,
    /// Newest success in the stored log; none = no success there, or no log.
    pub last_success: Option<DateTime<Utc>>,
    /// `DS…`, the directory.
    pub directory_key: Option<String>,
    /// Whether a group of status Bypass lets the user past.
    pub in_bypass_group: bool,
    /// Whether a group that the rules protect has the user.
    pub in_protected_group: bool,
    /// Usable factors.
    pub factors: Factors,
}

impl UserFacts {
    /// The later of `last_login` and the log's newest success, and which of them it is.
    pub fn last_seen(&self) -> (Option<DateTime<Utc>>, Evidence) {
        match (self.last_login, self.last_success) {
            (Some(login), Some(log)) if log >= login => (Some(log), Evidence::SignInLog),
            (None, Some(log)) => (Some(log), Evidence::SignInLog),
            (Some(login), _) => (Some(login), Evidence::LastLogin),
            (None, None) => (None, Evidence::Never),
        }
    }
}

/// A user as the licence review sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// `DU…`.
    pub user_id: String,
    /// Whether the user takes a licence; the Trash does not.
    pub billable: bool,
    /// Last seen, by log or `last_login`.
    pub last_seen: Option<DateTime<Utc>>,
    /// Where that comes from.
    pub evidence: Evidence,
    /// Whole days since then; none when never seen.
    pub idle_days: Option<u32>,
    /// Every reason that holds, in the order of the waterfall, informative ones last.
    pub reasons: Vec<ReasonNote>,
    /// The first reason that counts as waste; none = in use, or in the Trash.
    pub step: Option<Reason>,
    /// What may be done; none without a step.
    pub lane: Option<Lane>,
    /// Young, in a protected group, or named like an account that must stay: never more than Protected, whatever the idle
    /// days.
    pub protected: bool,
    /// Idleness alone makes it Ready: long enough, enrolled, and the log proves it.
    pub proven: bool,
    /// About when Duo itself moves the user to the Trash; none = never, or not known.
    pub trash_on: Option<DateTime<Utc>>,
}

/// Assesses every user of a client, in the order given.
///
/// `log_read_back_to` is the oldest time to which the sign-in log was read without a gap; none = no log. Without
/// it idleness rests on `last_login` alone, which never moves for users whom a bypass or a trusted network lets
/// past: nobody becomes Ready by idleness.
pub fn assess_all(
    users: &[UserFacts],
    rules: &Rules,
    log_read_back_to: Option<DateTime<Utc>>,
    as_of: DateTime<Utc>,
) -> Vec<Assessment> {
    let duplicates = mark_duplicates(users);
    let log_proves = log_proves_idleness(rules, log_read_back_to, as_of);
    users
        .iter()
        .zip(duplicates)
        .map(|(user, duplicate)| {
            let mut one = Observed::of(user, rules, as_of);
            one.duplicate = duplicate;
            one.assess(log_proves)
        })
        .collect()
}

/// Whether the log covers the days after which idleness alone makes Ready. A day is allowed for: Duo keeps 180
/// days, and users and log are not read in the same second.
fn log_proves_idleness(rules: &Rules, read_back_to: Option<DateTime<Utc>>, as_of: DateTime<Utc>) -> bool {
    read_back_to.is_some_and(|oldest| days_between(oldest, as_of) + 1 >= rules.ready_idle_days)
}

/// Whole days from `from` to `to`; nought when `from` is the later.
pub(super) fn days_between(from: DateTime<Utc>, to: DateTime<Utc>) -> u32 {
    u32::try_from((to - from).num_days().max(0)).unwrap_or(u32::MAX)
}

struct Observed<'a> {
    user: &'a UserFacts,
    rules: &'a Rules,
    last_seen: Option<DateTime<Utc>>,
    evidence: Evidence,
    idle_days: Option<u32>,
    age_days: Option<u32>,
    protection: Option<Protection<'a>>,
    duplicate: Option<BTreeMap<String, String>>,
}

impl<'a> Observed<'a> {
    fn of(user: &'a UserFacts, rules: &'a Rules, as_of: DateTime<Utc>) -> Self {
        let (last_seen, evidence) = user.last_seen();
        Self {
            user,
            rules,
            last_seen,
            evidence,
            idle_days: last_seen.map(|seen| days_between(seen, as_of)),
            age_days: user.created.map(|created| days_between(created, as_of)),
            protection: protection(user, rules),
            duplicate: None,
        }
    }

    fn assess(self, log_proves: bool) -> Assessment {
        let billable = self.user.status.billable();
        let reasons = if billable { self.reasons() } else { Vec::new() };
        let step = reasons.first().map(|note| note.reason).filter(|reason| reason.is_waste());
        let protected = self.protected();
        let proven = log_proves && self.long_idle() && self.user.is_enrolled;
        let lane = step.map(|_| Lane::of(protected, proven, step == Some(Reason::Disabled)));
        Assessment {
            protected,
            proven,
            user_id: self.user.user_id.clone(),
            billable,
            last_seen: self.last_seen,
            evidence: self.evidence,
            idle_days: self.idle_days,
            reasons,
            step,
            lane,
            trash_on: self.trash_on(),
        }
    }

    /// Duo counts from the last login; of whom has none it does not say from when (ux.md §3). A directory's users are the
    /// directory's to delete.
    fn trash_on(&self) -> Option<DateTime<Utc>> {
        let user = self.user;
        let days = TimeDelta::try_days(i64::from(self.rules.user_expiry_days?))?;
        let may = user.status.billable() && user.directory_key.is_none();
        may.then_some(user.last_login?.checked_add_signed(days)).flatten()
    }

    fn reasons(&self) -> Vec<ReasonNote> {
        let past_grace = self.age_days.is_none_or(|age| age >= self.rules.grace_days);
        let idle_for = |days: u32| self.idle_days.is_some_and(|idle| idle >= days);
        let user = self.user;
        let mut notes = Vec::new();
        if user.status == UserStatus::Disabled {
            notes.push(note(Reason::Disabled, [("status", user.status.as_duo().to_owned())]));
        }
        if !user.is_enrolled && past_grace {
            notes.push(self.aged(Reason::NotEnrolled));
        }
        if user.is_enrolled && self.last_seen.is_none() && past_grace {
            notes.push(self.aged(Reason::NeverSignedIn));
        }
        if user.status == UserStatus::LockedOut && idle_for(self.rules.locked_idle_days) {
            notes.push(self.idle(Reason::LockedOut, self.rules.locked_idle_days));
        }
        if idle_for(self.rules.idle_days) {
            notes.push(self.idle(Reason::Idle, self.rules.idle_days));
        }
        if let Some(values) = &self.duplicate {
            notes.push(ReasonNote { reason: Reason::Duplicate, values: values.clone() });
        }
        self.inform(&mut notes);
        notes
    }

    fn inform(&self, notes: &mut Vec<ReasonNote>) {
        let user = self.user;
        if user.status == UserStatus::Bypass {
            notes.push(note(Reason::Bypass, [("by", "status".to_owned())]));
        } else if user.in_bypass_group {
            notes.push(note(Reason::Bypass, [("by", "group".to_owned())]));
        }
        if let Some(found) = self.protection {
            let values = [("kind", found.kind.to_owned()), ("pattern", found.pattern.to_owned())];
            notes.push(note(Reason::ServiceLike, values));
        }
        if let Some(directory) = &user.directory_key {
            notes.push(note(Reason::Synced, [("directory", directory.clone())]));
        }
    }

    fn protected(&self) -> bool {
        let young = self.age_days.is_some_and(|age| age < self.rules.grace_days);
        young || self.protection.is_some() || self.user.in_protected_group
    }

    fn long_idle(&self) -> bool {
        self.idle_days.is_some_and(|d| d >= self.rules.ready_idle_days && d >= self.rules.idle_days)
    }

    fn aged(&self, reason: Reason) -> ReasonNote {
        let mut note = note(reason, [("threshold", self.rules.grace_days.to_string())]);
        if let (Some(age), Some(created)) = (self.age_days, self.user.created) {
            note.values.insert("days".into(), age.to_string());
            note.values.insert("date".into(), date(created));
        }
        note
    }

    fn idle(&self, reason: Reason, threshold: u32) -> ReasonNote {
        let mut note = note(reason, [("threshold", threshold.to_string())]);
        if let (Some(days), Some(seen)) = (self.idle_days, self.last_seen) {
            note.values.insert("days".into(), days.to_string());
            note.values.insert("date".into(), date(seen));
            note.values.insert("evidence".into(), self.evidence.id().to_owned());
        }
        note
    }
}

fn note<const N: usize>(reason: Reason, values: [(&str, String); N]) -> ReasonNote {
    ReasonNote { reason, values: values.map(|(key, value)| (key.to_owned(), value)).into() }
}

fn date(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
#[path = "assess_tests.rs"]
pub(in crate::analysis) mod tests;
