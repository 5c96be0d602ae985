//! What a technician should act on: kinds of findings, how grave each is and what it is about (ux.md §8.4, §8.7).

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Somebody gets in without a second factor, or data that everything rests on is missing.
    High,
    /// To be put right soon.
    Medium,
    /// To be looked at.
    Low,
}

impl Severity {
    /// Every severity, gravest first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The id used in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident, $subject:literal, $unit:literal;)+) => {
        /// Something to act on. The rule of each is where its data is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FindingKind { $($(#[doc = $doc])+ $name),+ }

        impl FindingKind {
            /// Every kind, in the order in which they are shown among equals.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// The id used in JSON and as a text key.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }

            /// How grave it is.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }

            /// What its subject is: `user`, `group`, `bypass_code`, `policy`, `administrator`, `application`, `right`,
            /// `data_set`, `connection`, `account`.
            pub const fn subject(self) -> &'static str {
                match self { $(Self::$name => $subject),+ }
            }

            /// What its figure counts; empty = it has none.
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$name => $unit),+ }
            }
        }
    };
}

kinds! {
    /// A user of status bypass.
    BypassUser = "bypass_user", High, "user", "";
    /// A group of status bypass; the figure is its members.
    BypassGroup = "bypass_group", High, "group", "users";
    /// A policy in use that asks nobody for a second factor.
    PolicyBypass = "policy_bypass", High, "policy", "";
    /// A policy in use that lets users in who are not enrolled.
    PolicyNewUser = "policy_new_user", High, "policy", "";
    /// An application whose own policy asks nobody for a second factor.
    AppBypassPolicy = "app_bypass_policy", High, "application", "sign_ins";
    /// An application where nobody ever passed a second factor.
    AppNoFactor = "app_no_factor", High, "application", "sign_ins";
    /// A bypass code without an end.
    BypassCodeForever = "bypass_code_forever", High, "bypass_code", "days";
    /// An active administrator with neither passkey nor hardware token.
    AdminWeak = "admin_weak", High, "administrator", "";
    /// The connection is refused or locked.
    ConnectionTrouble = "connection_trouble", High, "connection", "";
    /// A wanted right is missing; the figure is the data sets that stay empty.
    PermissionMissing = "permission_missing", High, "right", "data_sets";
    /// More users than seats.
    LicencesOver = "licences_over", High, "account", "seats";
    /// An active user who is not enrolled after the grace time; the figure is the account's age.
    NotEnrolled = "not_enrolled", Medium, "user", "days";
    /// An active, enrolled user without a factor that may be used.
    CannotMfa = "cannot_mfa", Medium, "user", "";
    /// A bypass code that lies about.
    BypassCodeUnused = "bypass_code_unused", Medium, "bypass_code", "days";
    /// An active administrator who has not signed in for long.
    AdminIdle = "admin_idle", Medium, "administrator", "days";
    /// An application where many are let in past the second factor; the figure is their share.
    AppBypassShare = "app_bypass_share", Medium, "application", "percent";
    /// An application that refuses many; the figure is their share.
    AppDeniedRate = "app_denied_rate", Medium, "application", "percent";
    /// Users that can be removed now; the money is what that saves.
    LicencesReady = "licences_ready", Medium, "account", "users";
    /// Telephony credits will be used up within 30 days; the figure is what is left.
    TelephonyLow = "telephony_low", Medium, "account", "credits";
    /// Events of a log are missing; the figure is the length of the stretch.
    LogGap = "log_gap", Medium, "data_set", "hours";
    /// A data set could not be read; what is shown is older.
    SetFailed = "set_failed", Medium, "data_set", "";
    /// Rows that could not be read and are set aside.
    RowsSetAside = "rows_set_aside", Medium, "data_set", "rows";
    /// What is shown was read more than a week ago.
    DataStale = "data_stale", Medium, "connection", "days";
    /// The key should be replaced; the figure is how long it has been due, below nought how long there is.
    KeyRotation = "key_rotation", Medium, "connection", "days";
    /// The subscription is renewed soon; the figure is the days until then.
    RenewalSoon = "renewal_soon", Medium, "account", "days";
    /// A user who can pass by text message or call only.
    SmsOnly = "sms_only", Low, "user", "";
    /// A second account of probably one person.
    Duplicate = "duplicate", Low, "user", "";
    /// An administrator who was invited and has not activated the account.
    AdminPending = "admin_pending", Low, "administrator", "days";
    /// An application without a sign-in in the stored log.
    AppUnused = "app_unused", Low, "application", "";
    /// An application that was used, and not in the last 30 days.
    AppDormant = "app_dormant", Low, "application", "days";
    /// An application that every user may open.
    AppOpenToAll = "app_open_to_all", Low, "application", "";
    /// An application of one user alone.
    AppSingleUser = "app_single_user", Low, "application", "";
    /// An application in the log that is not in the list.
    AppRemoved = "app_removed", Low, "application", "sign_ins";
    /// Users of whom somebody should decide.
    LicencesReview = "licences_review", Low, "account", "users";
    /// Users whose exclusion from the review has ended.
    ExclusionExpired = "exclusion_expired", Low, "account", "users";
    /// This computer's clock is off; the figure is by how much.
    ClockOff = "clock_off", Low, "connection", "seconds";
    /// A right that is not wanted of every connection is missing.
    PermissionOptional = "permission_optional", Low, "right", "data_sets";
}

/// Whether what is left of the telephony credits will not do for another 30 days, going by the last 30. Without credits
/// nobody can be called, however few were used; where the use is not known, nothing else is said.
pub fn telephony_is_low(left: i64, used_30_days: Option<u64>) -> bool {
    left <= 0 || used_30_days.is_some_and(|used| i64::try_from(used).ok().is_none_or(|used| left < used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_stand_gravest_first_and_have_ids_of_their_own() {
        assert!(FindingKind::ALL.is_sorted_by_key(|kind| kind.severity()));
        let mut ids = FindingKind::ALL.map(FindingKind::id);
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
    }

    #[test]
    fn credits_are_low_when_a_month_would_use_them_up() {
        for (left, used, low) in [
            (100, Some(101), true),
            (100, Some(100), false),
            (0, Some(0), true),
            (-3, None, true),
            (5, None, false),
            (5, Some(u64::MAX), true),
        ] {
            assert_eq!(telephony_is_low(left, used), low, "{left} left, {used:?} used");
        }
    }
}
