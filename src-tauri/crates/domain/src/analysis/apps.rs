//! What is remarkable about an application (ux.md §4).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::assess::days_between;

/// A remark about an application; each has its rule in [`app_flags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppFlag {
    /// In the list, no sign-in in the stored log.
    NoSignIns,
    /// First seen less than 30 days ago.
    New,
    /// More than a quarter let in past the second factor.
    BypassShare,
    /// More than a tenth refused, of at least 20.
    DeniedRate,
    /// One user alone.
    SingleUser,
    /// Let in, and never with a second factor.
    NoFactor,
    /// In the log, not in the list.
    Removed,
}

impl AppFlag {
    /// Every flag, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::NoSignIns,
        Self::New,
        Self::BypassShare,
        Self::DeniedRate,
        Self::SingleUser,
        Self::NoFactor,
        Self::Removed,
    ];

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoSignIns => "no_sign_ins",
            Self::New => "new",
            Self::BypassShare => "bypass_share",
            Self::DeniedRate => "denied_rate",
            Self::SingleUser => "single_user",
            Self::NoFactor => "no_factor",
            Self::Removed => "removed",
        }
    }
}

/// Thresholds of the flags and of the trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppRules {
    /// First seen less than so many days ago: new.
    pub new_days: u32,
    /// More than this share past the second factor, per cent.
    pub bypass_percent: u32,
    /// More than this share refused, per cent.
    pub denied_percent: u32,
    /// Fewer sign-ins tell nothing about refusals or a trend.
    pub enough_sign_ins: u64,
    /// The trend compares so many days with as many before.
    pub trend_days: u32,
}

impl Default for AppRules {
    fn default() -> Self {
        Self { new_days: 30, bypass_percent: 25, denied_percent: 10, enough_sign_ins: 20, trend_days: 30 }
    }
}

/// What is known of an application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AppFacts {
    /// Whether the list has it; none = the list was not read.
    pub listed: Option<bool>,
    /// The oldest time to which the sign-in log was read; none = no log, so nothing that rests on it is said.
    pub log_read_back_to: Option<DateTime<Utc>>,
    /// Sign-ins in the stored log.
    pub sign_ins: u64,
    /// Of those refused, fraud or error.
    pub denied: u64,
    /// Of those let in by a bypass or a remembered device.
    pub bypassed: u64,
    /// Let in, in whatever way.
    pub let_in: u64,
    /// Sign-ins in which a second factor was asked ([`crate::is_mfa_factor`]).
    pub with_factor: u64,
    /// Distinct users in the stored log.
    pub users: u64,
    /// Earliest in the stored log.
    pub first_seen: Option<DateTime<Utc>>,
    /// Sign-ins in the last 30 days.
    pub last_30: u64,
    /// Sign-ins in the 30 days before.
    pub before_30: u64,
}

/// The remarks that hold, in the order of [`AppFlag::ALL`].
pub fn app_flags(app: &AppFacts, rules: &AppRules, as_of: DateTime<Utc>) -> Vec<AppFlag> {
    let Some(read_back_to) = app.log_read_back_to else { return Vec::new() };
    let log_days = days_between(read_back_to, as_of);
    let first_days = app.first_seen.map(|first| days_between(first, as_of));
    AppFlag::ALL
        .into_iter()
        .filter(|flag| match flag {
            AppFlag::NoSignIns => app.listed == Some(true) && app.sign_ins == 0,
            // In a log that reaches no further everything would look new.
            AppFlag::New => log_days > rules.new_days && first_days.is_some_and(|days| days < rules.new_days),
            AppFlag::BypassShare => exceeds(app.bypassed, app.sign_ins, rules.bypass_percent),
            AppFlag::DeniedRate => {
                app.sign_ins >= rules.enough_sign_ins
                    && exceeds(app.denied, app.sign_ins, rules.denied_percent)
            }
            AppFlag::SingleUser => app.users == 1,
            AppFlag::NoFactor => app.let_in > 0 && app.with_factor == 0,
            AppFlag::Removed => app.listed == Some(false) && app.sign_ins > 0,
        })
        .collect()
}

/// How the use of an application changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Trend {
    /// Sign-ins in the last 30 days.
    pub last: u64,
    /// Sign-ins in the 30 days before.
    pub before: u64,
    /// Change in whole per cent of `before`; none when there were none before.
    pub change_percent: Option<i64>,
}

/// The trend; none with too few sign-ins to tell, or a log that does not reach back over both spans.
pub fn trend(app: &AppFacts, rules: &AppRules, as_of: DateTime<Utc>) -> Option<Trend> {
    let log_days = days_between(app.log_read_back_to?, as_of);
    if log_days < rules.trend_days * 2 || app.last_30 + app.before_30 < rules.enough_sign_ins {
        return None;
    }
    Some(Trend {
        last: app.last_30,
        before: app.before_30,
        change_percent: change_percent(app.last_30, app.before_30),
    })
}

fn change_percent(last: u64, before: u64) -> Option<i64> {
    let (last, before) = (i128::from(last), i128::from(before));
    let change = (before > 0).then(|| ((last - before) * 200 + before).div_euclid(before * 2))?;
    Some(i64::try_from(change).unwrap_or(i64::MAX))
}

fn exceeds(part: u64, whole: u64, percent: u32) -> bool {
    u128::from(part) * 100 > u128::from(whole) * u128::from(percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assess::tests::{as_of, days_ago};

    fn app() -> AppFacts {
        AppFacts {
            listed: Some(true),
            log_read_back_to: Some(days_ago(180)),
            sign_ins: 100,
            users: 7,
            let_in: 90,
            with_factor: 70,
            first_seen: Some(days_ago(180)),
            last_30: 50,
            before_30: 40,
            ..AppFacts::default()
        }
    }

    fn flags(change: impl FnOnce(&mut AppFacts)) -> Vec<&'static str> {
        let mut app = app();
        change(&mut app);
        app_flags(&app, &AppRules::default(), as_of()).into_iter().map(AppFlag::id).collect()
    }

    const NONE: [&str; 0] = [];

    #[test]
    fn an_ordinary_application_has_none() {
        assert_eq!(flags(|_| ()), NONE);
    }

    #[test]
    fn no_sign_ins_and_removed_need_list_and_log() {
        let unused = |listed| {
            move |a: &mut AppFacts| {
                *a = AppFacts { listed, sign_ins: 0, users: 0, let_in: 0, first_seen: None, ..*a }
            }
        };
        assert_eq!(flags(unused(Some(true))), ["no_sign_ins"]);
        assert_eq!(flags(unused(None)), NONE);
        assert_eq!(flags(|a| a.listed = Some(false)), ["removed"]);
        assert_eq!(flags(|a| a.listed = None), NONE);
        assert_eq!(flags(|a| *a = AppFacts { listed: Some(true), ..AppFacts::default() }), NONE, "no log");
    }

    #[test]
    fn new_is_less_than_thirty_days_in_a_log_that_reaches_further() {
        assert_eq!(flags(|a| a.first_seen = Some(days_ago(29))), ["new"]);
        assert_eq!(flags(|a| a.first_seen = Some(days_ago(30))), NONE);
        let short = |a: &mut AppFacts| {
            a.first_seen = Some(days_ago(29));
            a.log_read_back_to = Some(days_ago(30));
        };
        assert_eq!(flags(short), NONE);
    }

    #[test]
    fn shares_must_be_exceeded() {
        assert_eq!(flags(|a| a.bypassed = 25), NONE);
        assert_eq!(flags(|a| a.bypassed = 26), ["bypass_share"]);
        assert_eq!(flags(|a| a.denied = 10), NONE);
        assert_eq!(flags(|a| a.denied = 11), ["denied_rate"]);
        let few = |sign_ins, denied| move |a: &mut AppFacts| *a = AppFacts { sign_ins, denied, ..*a };
        assert_eq!(flags(few(19, 19)), NONE);
        assert_eq!(flags(few(20, 3)), ["denied_rate"]);
        assert_eq!(flags(few(20, 2)), NONE);
        assert_eq!(flags(|a| a.users = 1), ["single_user"]);
    }

    #[test]
    fn no_factor_needs_somebody_who_was_let_in() {
        assert_eq!(flags(|a| a.with_factor = 0), ["no_factor"]);
        assert_eq!(flags(|a| a.with_factor = 1), NONE);
        let nobody = |a: &mut AppFacts| *a = AppFacts { let_in: 0, with_factor: 0, ..*a };
        assert_eq!(flags(nobody), NONE);
    }

    #[test]
    fn the_trend_needs_twenty_sign_ins_and_sixty_days() {
        let of = |last_30, before_30, log| {
            let app = AppFacts { last_30, before_30, log_read_back_to: Some(days_ago(log)), ..app() };
            trend(&app, &AppRules::default(), as_of()).map(|t| t.change_percent)
        };
        assert_eq!(of(50, 40, 180), Some(Some(25)));
        assert_eq!(of(10, 9, 180), None);
        assert_eq!(of(10, 10, 60), Some(Some(0)));
        assert_eq!(of(10, 10, 59), None);
        assert_eq!(of(20, 0, 180), Some(None));
        assert_eq!(of(0, 20, 180), Some(Some(-100)));
        assert_eq!(of(2, 30, 180), Some(Some(-93)));
        assert_eq!(trend(&AppFacts::default(), &AppRules::default(), as_of()), None);
    }

    #[test]
    fn ids_are_the_serialised_form() {
        let ids: Vec<&str> = AppFlag::ALL.into_iter().map(AppFlag::id).collect();
        let spelled =
            ["no_sign_ins", "new", "bypass_share", "denied_rate", "single_user", "no_factor", "removed"];
        assert_eq!(ids, spelled);
    }
}
