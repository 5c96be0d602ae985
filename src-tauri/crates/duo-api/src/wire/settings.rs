//! Account settings.

use super::record;

record! {
    /// `/admin/v1/settings` (admin-api.md §7.14); legacy switches are left out.
    Settings {
        name: Option<String> = "super::lenient::scalar",
        timezone: Option<String> = "super::lenient::scalar",
        language: Option<String> = "super::lenient::scalar",
        lockout_threshold: Option<i64> = "super::lenient::scalar",
        /// Minutes; `None` or 0 = unlocked by hand.
        lockout_expire_duration: Option<i64> = "super::lenient::scalar",
        /// Days; 0 = off.
        inactive_user_expiration: Option<i64> = "super::lenient::scalar",
        /// Days; 0 = off.
        inactive_admin_expiration: Option<i64> = "super::lenient::scalar",
        pending_deletion_days: Option<i64> = "super::lenient::scalar",
        log_retention_days: Option<i64> = "super::lenient::scalar",
        /// `allow`, `limit`, `deny`.
        helpdesk_bypass: Option<String> = "super::lenient::scalar",
        /// Minutes; 0 = none.
        helpdesk_bypass_expiration: Option<i64> = "super::lenient::scalar",
        helpdesk_can_send_enroll_email: Option<bool> = "super::lenient::scalar",
        user_managers_can_put_users_in_bypass: Option<bool> = "super::lenient::scalar",
        fraud_email: Option<String> = "super::lenient::scalar",
        fraud_email_enabled: Option<bool> = "super::lenient::scalar",
        minimum_password_length: Option<i64> = "super::lenient::scalar",
        password_requires_upper_alpha: Option<bool> = "super::lenient::scalar",
        password_requires_lower_alpha: Option<bool> = "super::lenient::scalar",
        password_requires_numeric: Option<bool> = "super::lenient::scalar",
        password_requires_special: Option<bool> = "super::lenient::scalar",
        telephony_warning_min: Option<i64> = "super::lenient::scalar",
        /// Credits, may have decimals.
        user_telephony_cost_max: Option<String> = "super::lenient::scalar",
        email_activity_notification_enabled: Option<bool> = "super::lenient::scalar",
        push_activity_notification_enabled: Option<bool> = "super::lenient::scalar",
        enrollment_universal_prompt_enabled: Option<bool> = "super::lenient::scalar",
        global_ssp_policy_enforced: Option<bool> = "super::lenient::scalar",
        unenrolled_user_lockout_threshold: Option<i64> = "super::lenient::scalar",
        instant_restore_enabled: Option<bool> = "super::lenient::scalar",
        security_checkup_enabled: Option<bool> = "super::lenient::scalar",
    }
}
