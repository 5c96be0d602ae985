//! Bypass codes: their metadata, never the codes.

use super::record;

record! {
    /// A bypass code (admin-api.md §7.7).
    BypassCode {
        bypass_code_id: String = "super::lenient::key",
        admin_email: Option<String> = "super::lenient::scalar",
        created: Option<i64> = "super::lenient::scalar",
        /// `None` = never expires.
        expiration: Option<i64> = "super::lenient::scalar",
        /// Remaining uses; `None` = unlimited.
        reuse_count: Option<i64> = "super::lenient::scalar",
        user: Option<Box<super::User>> = "super::lenient::object",
    }
}
super::row!(BypassCode, bypass_code_id);
