//! Phones and tablets.

use super::record;

record! {
    /// A phone; `users` is filled in lists, not inside users (admin-api.md §7.3).
    Phone {
        phone_id: String = "super::lenient::key",
        number: Option<String> = "super::lenient::scalar",
        name: Option<String> = "super::lenient::scalar",
        extension: Option<String> = "super::lenient::scalar",
        r#type: Option<String> = "super::lenient::scalar",
        platform: Option<String> = "super::lenient::scalar",
        model: Option<String> = "super::lenient::scalar",
        activated: Option<bool> = "super::lenient::scalar",
        capabilities: Vec<String> = "super::lenient::texts",
        /// ISO 8601 in UTC without a zone; empty = never.
        last_seen: Option<String> = "super::lenient::scalar",
        encrypted: Option<String> = "super::lenient::scalar",
        fingerprint: Option<String> = "super::lenient::scalar",
        screenlock: Option<String> = "super::lenient::scalar",
        tampered: Option<String> = "super::lenient::scalar",
        sms_passcodes_sent: Option<bool> = "super::lenient::scalar",
        users: Vec<super::User> = "super::lenient::objects",
    }
}
super::row!(Phone, phone_id);
