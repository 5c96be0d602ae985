//! Passkeys and security keys.

use super::record;

record! {
    /// A WebAuthn credential (admin-api.md §7.5).
    WebAuthnCredential {
        webauthnkey: String = "super::lenient::key",
        credential_name: Option<String> = "super::lenient::scalar",
        label: Option<String> = "super::lenient::scalar",
        date_added: Option<i64> = "super::lenient::scalar",
        date_last_used: Option<i64> = "super::lenient::scalar",
        uv_capable: Option<bool> = "super::lenient::scalar",
        passwordless_authorized: Option<bool> = "super::lenient::scalar",
        /// `None` when it belongs to an administrator.
        user: Option<Box<super::User>> = "super::lenient::object",
        admin: Option<Box<super::Admin>> = "super::lenient::object",
    }
}
super::row!(WebAuthnCredential, webauthnkey);
