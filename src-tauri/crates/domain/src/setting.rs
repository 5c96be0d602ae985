//! The account's settings and what is worth a word about them (admin-api.md §7.12, §7.14).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a setting is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SettingArea {
    /// Users and administrators who no longer come.
    Inactivity,
    /// Locking out.
    Lockout,
    /// Help desk and user managers.
    HelpDesk,
    /// Whom Duo tells what.
    Notifications,
    /// How administrators sign in.
    AdminSignIn,
    /// Text messages and calls.
    Telephony,
    /// The account as a whole.
    Account,
}

impl SettingArea {
    /// Every area, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Inactivity,
        Self::Lockout,
        Self::HelpDesk,
        Self::AdminSignIn,
        Self::Notifications,
        Self::Telephony,
        Self::Account,
    ];

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Inactivity => "inactivity",
            Self::Lockout => "lockout",
            Self::HelpDesk => "help_desk",
            Self::Notifications => "notifications",
            Self::AdminSignIn => "admin_sign_in",
            Self::Telephony => "telephony",
            Self::Account => "account",
        }
    }
}

/// What is worth a word about a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SettingRemark {
    /// Users who never come stay and take a licence.
    NoUserExpiry,
    /// Administrators who never come keep their access.
    NoAdminExpiry,
    /// More wrong attempts than Duo's ten are let through.
    LockoutHigh,
    /// Help desk staff may give out any bypass code.
    HelpDeskBypass,
    /// Bypass codes of the help desk never end.
    HelpDeskBypassForever,
    /// User managers may let users past.
    ManagersBypass,
    /// Nobody is told of a sign-in that a user marks as fraud.
    FraudMailOff,
    /// Logs are purged sooner than Duo would.
    LogShort,
    /// Administrators may have shorter passwords than Duo's twelve characters.
    PasswordShort,
    /// Administrators may pass by text message or call.
    WeakAdminFactor,
}

impl SettingRemark {
    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoUserExpiry => "no_user_expiry",
            Self::NoAdminExpiry => "no_admin_expiry",
            Self::LockoutHigh => "lockout_high",
            Self::HelpDeskBypass => "help_desk_bypass",
            Self::HelpDeskBypassForever => "help_desk_bypass_forever",
            Self::ManagersBypass => "managers_bypass",
            Self::FraudMailOff => "fraud_mail_off",
            Self::LogShort => "log_short",
            Self::PasswordShort => "password_short",
            Self::WeakAdminFactor => "weak_admin_factor",
        }
    }
}

/// A value as Duo sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// Yes or no.
    Flag(bool),
    /// A number: days, minutes, characters, attempts.
    Number(i64),
    /// A text; may be empty.
    Text(String),
}

impl From<bool> for SettingValue {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for SettingValue {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<String> for SettingValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl SettingValue {
    /// The value as text: `true`, `10`, `UTC`.
    pub fn text(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Duo's name.
    pub name: &'static str,
    /// What it is about.
    pub area: SettingArea,
    /// Its value; none = null or not told.
    pub value: Option<SettingValue>,
    /// What is worth a word about it.
    pub remark: Option<SettingRemark>,
}

/// Declares settings once: fields with Duo's names, by area in the order in which they are shown.
macro_rules! settings {
    ($(#[$meta:meta])* $name:ident { $($area:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)+ })+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            $($($(#[$doc])* pub $field: Option<$type>,)+)+
        }

        impl $name {
            /// Every setting, in the order in which they are shown.
            pub fn list(&self) -> Vec<Setting> {
                vec![$($(Setting {
                    name: stringify!($field),
                    area: SettingArea::$area,
                    value: self.$field.clone().map(SettingValue::from),
                    remark: self.remark(stringify!($field)),
                },)+)+]
            }
        }
    };
}

settings! {
    /// `settings`: what matters to whoever looks after the account. None = null or not told.
    AccountSettings {
        Inactivity {
            /// Days without a login after which a user goes to the Trash; 0 = off.
            inactive_user_expiration: i64,
            /// Days that the Trash keeps a user.
            pending_deletion_days: i64,
            /// Days without a login after which an administrator is locked out; 0 = off.
            inactive_admin_expiration: i64,
            /// Whether users can restore Duo Mobile themselves.
            instant_restore_enabled: bool,
        }
        Lockout {
            /// Wrong attempts after which a user is locked out.
            lockout_threshold: i64,
            /// Minutes after which the lock opens by itself; none or 0 = never.
            lockout_expire_duration: i64,
            /// Wrong attempts of somebody who is not enrolled.
            unenrolled_user_lockout_threshold: i64,
        }
        HelpDesk {
            /// `allow`, `limit`, `deny`: whether help desk staff may give out bypass codes.
            helpdesk_bypass: String,
            /// Minutes that such a code is good for; 0 = for ever.
            helpdesk_bypass_expiration: i64,
            /// Whether help desk staff may mail enrolment links.
            helpdesk_can_send_enroll_email: bool,
            /// Whether user managers may set the status bypass.
            user_managers_can_put_users_in_bypass: bool,
        }
        AdminSignIn {
            /// Fewest characters of an administrator's password.
            minimum_password_length: i64,
            /// Whether it needs a capital letter.
            password_requires_upper_alpha: bool,
            /// Whether it needs a small letter.
            password_requires_lower_alpha: bool,
            /// Whether it needs a digit.
            password_requires_numeric: bool,
            /// Whether it needs another character.
            password_requires_special: bool,
        }
        Notifications {
            /// Whether somebody is told of fraud.
            fraud_email_enabled: bool,
            /// Who is; empty = the account's administrators.
            fraud_email: String,
            /// Whether users are mailed about changes of their account.
            email_activity_notification_enabled: bool,
            /// Whether users are told on their phone.
            push_activity_notification_enabled: bool,
        }
        Telephony {
            /// Credits below which administrators are warned; 0 = never.
            telephony_warning_min: i64,
            /// Dearest call or text message, in credits.
            user_telephony_cost_max: String,
        }
        Account {
            /// Name of the account.
            name: String,
            /// IANA name.
            timezone: String,
            /// `EN`, `DE`, `FR`…
            language: String,
            /// Days that logs are kept; none = as long as Duo keeps them.
            log_retention_days: i64,
            /// Whether the self-service portal follows the global policy.
            global_ssp_policy_enforced: bool,
            /// Whether enrolment uses the Universal Prompt.
            enrollment_universal_prompt_enabled: bool,
            /// Whether Duo Mobile runs its security checkup.
            security_checkup_enabled: bool,
        }
    }
}

impl AccountSettings {
    /// Days without a login after which Duo trashes a user; none = it never does, or is not told.
    pub fn user_expiry_days(&self) -> Option<u32> {
        u32::try_from(self.inactive_user_expiration?).ok().filter(|days| *days > 0)
    }

    fn remark(&self, name: &str) -> Option<SettingRemark> {
        use SettingRemark as R;
        let gives_codes = matches!(self.helpdesk_bypass.as_deref(), Some("allow" | "limit"));
        let (holds, remark) = match name {
            "inactive_user_expiration" => (self.inactive_user_expiration == Some(0), R::NoUserExpiry),
            "inactive_admin_expiration" => (self.inactive_admin_expiration == Some(0), R::NoAdminExpiry),
            "lockout_threshold" => (self.lockout_threshold.is_some_and(|most| most > 10), R::LockoutHigh),
            "helpdesk_bypass" => (self.helpdesk_bypass.as_deref() == Some("allow"), R::HelpDeskBypass),
            "helpdesk_bypass_expiration" => {
                (gives_codes && self.helpdesk_bypass_expiration == Some(0), R::HelpDeskBypassForever)
            }
            "user_managers_can_put_users_in_bypass" => {
                (self.user_managers_can_put_users_in_bypass == Some(true), R::ManagersBypass)
            }
            "fraud_email_enabled" => (self.fraud_email_enabled == Some(false), R::FraudMailOff),
            "log_retention_days" => {
                (self.log_retention_days.is_some_and(|days| (1..180).contains(&days)), R::LogShort)
            }
            "minimum_password_length" => {
                (self.minimum_password_length.is_some_and(|length| length < 12), R::PasswordShort)
            }
            _ => return None,
        };
        holds.then_some(remark)
    }
}

settings! {
    /// `admins/allowed_auth_methods`: what administrators may pass a second factor with.
    AdminAuthMethods {
        AdminSignIn {
            /// Duo Push.
            push_enabled: bool,
            /// Duo Push with digits to type.
            verified_push_enabled: bool,
            /// How many digits.
            verified_push_length: i64,
            /// Passkeys and security keys.
            webauthn_enabled: bool,
            /// Passcodes of Duo Mobile.
            mobile_otp_enabled: bool,
            /// Hardware tokens.
            hardware_token_enabled: bool,
            /// Passcodes of a `YubiKey`.
            yubikey_enabled: bool,
            /// Passcodes by text message.
            sms_enabled: bool,
            /// Calls.
            voice_enabled: bool,
        }
    }
}

impl AdminAuthMethods {
    fn remark(&self, name: &str) -> Option<SettingRemark> {
        let allowed = match name {
            "sms_enabled" => self.sms_enabled,
            "voice_enabled" => self.voice_enabled,
            _ => None,
        };
        (allowed == Some(true)).then_some(SettingRemark::WeakAdminFactor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remarks(settings: &AccountSettings) -> Vec<&'static str> {
        settings.list().iter().filter_map(|one| one.remark.map(SettingRemark::id)).collect()
    }

    #[test]
    fn duos_own_defaults_are_worth_a_word_where_they_are_weak() {
        let defaults = AccountSettings {
            inactive_user_expiration: Some(0),
            lockout_threshold: Some(10),
            helpdesk_bypass: Some("allow".into()),
            helpdesk_bypass_expiration: Some(60),
            fraud_email_enabled: Some(true),
            minimum_password_length: Some(12),
            user_managers_can_put_users_in_bypass: Some(true),
            ..AccountSettings::default()
        };
        assert_eq!(remarks(&defaults), ["no_user_expiry", "help_desk_bypass", "managers_bypass"]);
        assert_eq!(defaults.user_expiry_days(), None);
    }

    #[test]
    fn what_is_not_told_is_not_judged() {
        assert!(remarks(&AccountSettings::default()).is_empty());
        assert!(AccountSettings::default().list().iter().all(|one| one.value.is_none()));
        assert!(AdminAuthMethods::default().list().iter().all(|one| one.remark.is_none()));
    }

    #[test]
    fn every_bad_value_has_its_remark() {
        let bad = AccountSettings {
            inactive_user_expiration: Some(90),
            inactive_admin_expiration: Some(0),
            lockout_threshold: Some(11),
            helpdesk_bypass: Some("limit".into()),
            helpdesk_bypass_expiration: Some(0),
            fraud_email_enabled: Some(false),
            log_retention_days: Some(30),
            minimum_password_length: Some(8),
            ..AccountSettings::default()
        };
        let expected = [
            "no_admin_expiry",
            "lockout_high",
            "help_desk_bypass_forever",
            "password_short",
            "fraud_mail_off",
            "log_short",
        ];
        assert_eq!(remarks(&bad), expected);
        assert_eq!(bad.user_expiry_days(), Some(90));
        let methods = AdminAuthMethods { sms_enabled: Some(true), ..AdminAuthMethods::default() };
        let weak: Vec<_> = methods.list().into_iter().filter(|one| one.remark.is_some()).collect();
        assert_eq!((weak.len(), weak[0].name), (1, "sms_enabled"));
    }
}
