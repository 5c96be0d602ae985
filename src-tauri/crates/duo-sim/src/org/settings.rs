//! Account settings and summary (admin-api.md §7.13, §7.14).

use serde_json::{Value, json};

use crate::org::admins;
use crate::org::applications::{self, Version};
use crate::org::population::Class;
use crate::tenant::Tenant;

/// The answer of `/admin/v1/settings`. Planted: no automatic expiry of idle users unless the tenant is made with one, none
/// of administrators, and help desk staff and user managers may let users past.
pub(crate) fn settings(tenant: &Tenant) -> Value {
    json!({
        "caller_id": "", "email_activity_notification_enabled": true,
        "enrollment_universal_prompt_enabled": true, "fraud_email": "", "fraud_email_enabled": true,
        "global_ssp_policy_enforced": true, "helpdesk_bypass": "allow", "helpdesk_bypass_expiration": 60,
        "helpdesk_can_send_enroll_email": false, "helpdesk_message": "", "inactive_admin_expiration": 0,
        "inactive_user_expiration": tenant.config.user_expiry_days, "instant_restore_enabled": 1, "keypress_confirm": "#",
        "keypress_fraud": "*", "language": "EN", "lockout_expire_duration": null, "lockout_threshold": 10,
        "log_retention_days": null, "minimum_password_length": 12, "mobile_analytics_disabled": 0,
        "mobile_otp_enabled": false, "name": tenant.organisation(), "password_requires_lower_alpha": false,
        "password_requires_numeric": false, "password_requires_special": false,
        "password_requires_upper_alpha": false, "pending_deletion_days": 7,
        "push_activity_notification_enabled": true, "push_enabled": false, "security_checkup_enabled": 1,
        "sms_batch": 1, "sms_enabled": false, "sms_expiration": 0, "sms_message": "SMS passcodes",
        "sms_refresh": 0, "telephony_warning_min": 0, "timezone": "UTC",
        "unenrolled_user_lockout_threshold": 10, "user_managers_can_put_users_in_bypass": true,
        "user_telephony_cost_max": 20.0
    })
}

/// The answer of `/admin/v1/info/summary`. Users in the trash are counted apart.
pub(crate) fn summary(tenant: &Tenant) -> Value {
    let users = tenant.population.len();
    let leaving = (0..users).filter(|user| tenant.population.class(*user) == Class::Leaving).count();
    let leaving = u32::try_from(leaving).unwrap_or(users);
    json!({
        "account_id": tenant.account_id(),
        "admin_count": admins::COUNT,
        "edition": tenant.config.edition.label(),
        "integration_count": applications::listed(Version::V3).count(),
        "telephony_credits_remaining": 4180,
        "user_count": users - leaving,
        "user_pending_deletion_count": leaving,
    })
}
