//! Hardware tokens.

use super::record;

record! {
    /// A hardware token (admin-api.md §7.4).
    Token {
        token_id: String = "super::lenient::key",
        /// `h6`, `h8`, `t6`, `t8`, `yk`, `d1`, or a newer one.
        r#type: Option<String> = "super::lenient::scalar",
        serial: Option<String> = "super::lenient::scalar",
        totp_step: Option<i64> = "super::lenient::scalar",
        users: Vec<super::User> = "super::lenient::objects",
        /// Needs the administrators permission.
        admins: Vec<super::Admin> = "super::lenient::objects",
    }
}
super::row!(Token, token_id);
