use chrono::{DateTime, Utc};
use domain::{
    AccountSettings, Admin, AdminAuthMethods, AdminUnit, AuthAttempts, Outcomes, TelephonyUse, TrustEvent,
};
use duo_api::wire;

use super::{present, seconds, text};

pub(crate) fn admin(admin: wire::Admin) -> Admin {
    Admin {
        admin_id: admin.admin_id,
        name: text(admin.name),
        email: text(admin.email),
        phone: present(admin.phone),
        role: text(admin.role),
        subaccount_role: present(admin.subaccount_role),
        status: text(admin.status).to_lowercase(),
        created: seconds(admin.created),
        last_login: seconds(admin.last_login),
        password_change_required: admin.password_change_required,
        restricted: admin.restricted_by_admin_units,
        unit_ids: admin.admin_units,
        // One without a serial is one all the same.
        hardtoken: admin.hardtoken.map(|token| present(token.serial).unwrap_or(token.token_id)),
    }
}

/// `told` is what the detail call adds; none = it was not answered.
pub(crate) fn admin_unit(unit: wire::AdminUnit, told: Option<wire::AdminUnit>) -> AdminUnit {
    let (group_ids, integration_keys) = told.map(|told| (told.groups, told.integrations)).unzip();
    AdminUnit {
        admin_unit_id: unit.admin_unit_id,
        name: text(unit.name),
        description: text(unit.description),
        restrict_by_groups: unit.restrict_by_groups,
        restrict_by_integrations: unit.restrict_by_integrations,
        group_ids,
        integration_keys,
    }
}

pub(crate) fn settings(said: wire::Settings) -> AccountSettings {
    AccountSettings {
        inactive_user_expiration: said.inactive_user_expiration,
        pending_deletion_days: said.pending_deletion_days,
        inactive_admin_expiration: said.inactive_admin_expiration,
        instant_restore_enabled: said.instant_restore_enabled,
        lockout_threshold: said.lockout_threshold,
        lockout_expire_duration: said.lockout_expire_duration,
        unenrolled_user_lockout_threshold: said.unenrolled_user_lockout_threshold,
        helpdesk_bypass: present(said.helpdesk_bypass),
        helpdesk_bypass_expiration: said.helpdesk_bypass_expiration,
        helpdesk_can_send_enroll_email: said.helpdesk_can_send_enroll_email,
        user_managers_can_put_users_in_bypass: said.user_managers_can_put_users_in_bypass,
        minimum_password_length: said.minimum_password_length,
        password_requires_upper_alpha: said.password_requires_upper_alpha,
        password_requires_lower_alpha: said.password_requires_lower_alpha,
        password_requires_numeric: said.password_requires_numeric,
        password_requires_special: said.password_requires_special,
        fraud_email_enabled: said.fraud_email_enabled,
        fraud_email: said.fraud_email.map(|mail| text(Some(mail))),
        email_activity_notification_enabled: said.email_activity_notification_enabled,
        push_activity_notification_enabled: said.push_activity_notification_enabled,
        telephony_warning_min: said.telephony_warning_min,
        user_telephony_cost_max: present(said.user_telephony_cost_max),
        name: present(said.name),
        timezone: present(said.timezone),
        language: present(said.language),
        log_retention_days: said.log_retention_days,
        global_ssp_policy_enforced: said.global_ssp_policy_enforced,
        enrollment_universal_prompt_enabled: said.enrollment_universal_prompt_enabled,
        security_checkup_enabled: said.security_checkup_enabled,
    }
}

pub(crate) fn auth_methods(said: &wire::AllowedAuthMethods) -> AdminAuthMethods {
    AdminAuthMethods {
        push_enabled: said.push_enabled,
        verified_push_enabled: said.verified_push_enabled,
        verified_push_length: said.verified_push_length,
        webauthn_enabled: said.webauthn_enabled,
        mobile_otp_enabled: said.mobile_otp_enabled,
        hardware_token_enabled: said.hardware_token_enabled,
        yubikey_enabled: said.yubikey_enabled,
        sms_enabled: said.sms_enabled,
        voice_enabled: said.voice_enabled,
    }
}

pub(crate) fn attempts(
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    attempts: &wire::AuthenticationAttempts,
    users: &wire::AuthenticationAttempts,
) -> AuthAttempts {
    AuthAttempts { from, to, attempts: outcomes(attempts), users: outcomes(users) }
}

fn outcomes(said: &wire::AuthenticationAttempts) -> Outcomes {
    let said = said.authentication_attempts.clone().unwrap_or_default();
    Outcomes {
        success: count(said.success),
        failure: count(said.failure),
        fraud: count(said.fraud),
        error: count(said.error),
    }
}

pub(crate) fn telephony(
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    used: &wire::TelephonyCreditsUsed,
) -> TelephonyUse {
    TelephonyUse { from, to, credits: count(used.telephony_credits_used) }
}

fn count(said: Option<i64>) -> Option<u64> {
    u64::try_from(said?).ok()
}

pub(crate) fn trust_event(event: wire::TrustMonitorEvent) -> TrustEvent {
    let auth = event.surfaced_auth.unwrap_or_default();
    let user = match event.enabled_for {
        Some(user) => Some((user.key, user.name)),
        None => auth.user.map(|user| (user.key, user.name)),
    };
    let (user_key, user_name) = user.unwrap_or_default();
    TrustEvent {
        sekey: event.sekey,
        kind: text(event.r#type),
        state: text(event.state),
        surfaced: event.surfaced_timestamp.and_then(DateTime::from_timestamp_millis),
        priority: event.priority_event,
        reasons: event.explanations.into_iter().filter_map(|reason| present(reason.r#type)).collect(),
        user_key: present(user_key),
        user_name: present(user_name),
        actor: event.enabled_by.and_then(|party| present(party.name)),
        txid: present(auth.txid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_whose_details_are_not_told_holds_nobody_knows_what() {
        let unit = |json| serde_json::from_value::<wire::AdminUnit>(json).unwrap();
        let row = || {
            unit(serde_json::json!({ "admin_unit_id": "AU1", "name": "EMEA", "restrict_by_groups": true }))
        };
        assert_eq!(admin_unit(row(), None).group_ids, None);
        let told = unit(serde_json::json!({ "admin_unit_id": "AU1", "groups": ["DG1"], "integrations": [] }));
        let whole = admin_unit(row(), Some(told));
        assert_eq!((whole.group_ids, whole.integration_keys), (Some(vec!["DG1".into()]), Some(Vec::new())));
    }

    #[test]
    fn an_administrators_token_counts_without_its_serial() {
        let of = |token| {
            let row =
                serde_json::json!({ "admin_id": "DE1", "status": "Pending Activation", "hardtoken": token });
            admin(serde_json::from_value(row).unwrap())
        };
        assert_eq!(
            of(serde_json::json!({ "token_id": "DH1", "serial": "401" })).hardtoken.as_deref(),
            Some("401")
        );
        assert_eq!(of(serde_json::json!({ "token_id": "DH1" })).hardtoken.as_deref(), Some("DH1"));
        let none = of(serde_json::Value::Null);
        assert_eq!((none.hardtoken, none.status.as_str(), none.phone), (None, "pending activation", None));
    }

    #[test]
    fn both_counts_of_attempts_are_read_from_their_own_names() {
        let of = |name: &str| {
            let answer = serde_json::json!({ name: { "SUCCESS": 9042, "FAILURE": "118", "FRAUD": null, "ERROR": -1 } });
            outcomes(&serde_json::from_value(answer).unwrap())
        };
        let expected = Outcomes { success: Some(9042), failure: Some(118), fraud: None, error: None };
        assert_eq!(of("authentication_attempts"), expected);
        assert_eq!(of("user_authentication_attempts"), expected);
    }
}
