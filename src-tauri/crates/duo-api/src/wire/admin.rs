//! Administrators.

use super::record;

record! {
    /// An administrator (admin-api.md §7.12).
    Admin {
        admin_id: String = "super::lenient::key",
        name: Option<String> = "super::lenient::scalar",
        email: Option<String> = "super::lenient::scalar",
        phone: Option<String> = "super::lenient::scalar",
        role: Option<String> = "super::lenient::scalar",
        subaccount_role: Option<String> = "super::lenient::scalar",
        status: Option<String> = "super::lenient::scalar",
        created: Option<i64> = "super::lenient::scalar",
        /// `None` = never.
        last_login: Option<i64> = "super::lenient::scalar",
        password_change_required: Option<bool> = "super::lenient::scalar",
        restricted_by_admin_units: Option<bool> = "super::lenient::scalar",
        admin_units: Vec<String> = "super::lenient::texts",
        hardtoken: Option<super::Token> = "super::lenient::object",
    }
}
super::row!(Admin, admin_id);

record! {
    /// An administrative unit; the detail call adds the lists (admin-api.md §7.12).
    AdminUnit {
        admin_unit_id: String = "super::lenient::key",
        name: Option<String> = "super::lenient::scalar",
        description: Option<String> = "super::lenient::scalar",
        restrict_by_groups: Option<bool> = "super::lenient::scalar",
        restrict_by_integrations: Option<bool> = "super::lenient::scalar",
        groups: Vec<String> = "super::lenient::texts",
        integrations: Vec<String> = "super::lenient::texts",
    }
}
super::row!(AdminUnit, admin_unit_id);

record! {
    /// `/admin/v1/admins/allowed_auth_methods`.
    AllowedAuthMethods {
        hardware_token_enabled: Option<bool> = "super::lenient::scalar",
        mobile_otp_enabled: Option<bool> = "super::lenient::scalar",
        push_enabled: Option<bool> = "super::lenient::scalar",
        sms_enabled: Option<bool> = "super::lenient::scalar",
        verified_push_enabled: Option<bool> = "super::lenient::scalar",
        verified_push_length: Option<i64> = "super::lenient::scalar",
        voice_enabled: Option<bool> = "super::lenient::scalar",
        webauthn_enabled: Option<bool> = "super::lenient::scalar",
        yubikey_enabled: Option<bool> = "super::lenient::scalar",
    }
}
