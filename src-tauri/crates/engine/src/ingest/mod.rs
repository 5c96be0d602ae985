//! From Duo's tolerant wire types to strict records. A row that cannot be a record is set aside, never lost.

mod account;
mod device;
mod event;
mod objects;
mod policy;
mod signin;
mod sso;

pub(crate) use account::{admin, admin_unit, attempts, auth_methods, settings, telephony, trust_event};
pub(crate) use device::{desktop_authenticator, endpoint, registered_device, resulting_policy};
pub(crate) use event::{activity, admin_event, telephony_event};
pub(crate) use objects::{application, bypass_code, group, phone, token, user, webauthn};
pub(crate) use policy::{applied, policy};
pub(crate) use signin::{Untimed, sign_in};

use chrono::{DateTime, NaiveDateTime, Utc};

/// Longest text kept (server-065 of the bad inputs); the cut is marked.
const LONGEST: usize = 4096;

/// The text, cut if it is longer than anybody reads.
fn text(value: Option<impl Into<String>>) -> String {
    let mut value: String = value.map(Into::into).unwrap_or_default();
    // No text has more characters than bytes; hardly any is counted.
    if value.len() > LONGEST
        && let Some((at, _)) = value.char_indices().nth(LONGEST)
    {
        value.truncate(at);
        value.push('…');
    }
    value
}

/// None for absent and for empty.
fn present(value: Option<impl Into<String>>) -> Option<String> {
    Some(text(value)).filter(|value| !value.is_empty())
}

/// Unix seconds.
fn seconds(value: Option<i64>) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(value?, 0)
}

/// Phones tell UTC without a zone; with one, it is honoured.
fn iso(value: Option<&str>) -> Option<DateTime<Utc>> {
    let value = value?;
    DateTime::parse_from_rfc3339(value)
        .map(|time| time.to_utc())
        .or_else(|_| value.parse::<NaiveDateTime>().map(|time| time.and_utc()))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_with_a_mark() {
        assert_eq!(text(Some("é".repeat(5000))).chars().count(), LONGEST + 1);
        assert_eq!(text(Some("é".repeat(LONGEST))).chars().count(), LONGEST);
    }

    #[test]
    fn phones_tell_time_without_a_zone() {
        assert_eq!(iso(Some("2026-10-25T18:00:04")).unwrap().to_rfc3339(), "2026-10-25T18:00:04+00:00");
        assert_eq!(iso(Some("")), None);
    }
}
