//! Integration key: `DI` and 18 letters or digits, in capitals.

use super::text::{first_not_alphanumeric, holds_secret, is_host_like, is_repeated, letters, trim_outer};
use super::{FlawCodes, KEY_LIMIT, cleaned, clear, flawed, misplaced, reject, result, with};
use crate::Code;
use crate::api::{Field, FieldKind, FieldResult};

const FLAWS: FlawCodes = FlawCodes {
    whitespace: Code::IkeyWhitespace,
    invisible: Code::IkeyInvisible,
    control: Code::IkeyControl,
    non_ascii: Code::IkeyNonAscii,
};

const LENGTH: usize = 20;

/// What instructions print in place of a key, letters only.
const EXAMPLES: [&str; 7] =
    ["ikey", "integrationkey", "clientid", "duoikey", "duointegrationkey", "duoclientid", "changeme"];

/// Checks an integration key. Outer blanks, quotes and small letters are put right.
pub fn check_ikey(raw: &str) -> FieldResult {
    let text = trim_outer(raw);
    refuse(text).unwrap_or_else(|| FieldResult {
        cleaned: cleaned::ikey(raw, text),
        ..accept(raw, text.to_ascii_uppercase())
    })
}

fn accept(raw: &str, value: String) -> FieldResult {
    if raw == value {
        return result(Field::Ikey, FieldKind::Accept, None, Some(value));
    }
    let kind = FieldKind::AcceptNormalised;
    with(result(Field::Ikey, kind, Some(Code::IkeyNormalised), Some(value.clone())), "value", &value)
}

fn refuse(text: &str) -> Option<FieldResult> {
    let no = |code| Some(reject(Field::Ikey, code));
    if text.is_empty() {
        return no(Code::IkeyEmpty);
    }
    if holds_secret(text) {
        return Some(clear(Field::Ikey, Code::IkeyIsSecret));
    }
    if text.chars().count() > KEY_LIMIT {
        return no(Code::IkeyTooLong);
    }
    if is_host_like(text) {
        return Some(misplaced(Field::Ikey, Code::IkeyIsHost, Field::Host));
    }
    if is_example(text) {
        return no(Code::IkeyPlaceholder);
    }
    if let Some(flaw) = flawed(Field::Ikey, FLAWS, text) {
        return Some(flaw);
    }
    if let Some(n) = first_not_alphanumeric(text) {
        return Some(with(reject(Field::Ikey, Code::IkeyChars), "n", &n));
    }
    shape(&text.to_ascii_uppercase())
}

/// The text is letters and digits, in capitals.
fn shape(text: &str) -> Option<FieldResult> {
    if is_object_id(text) {
        return Some(reject(Field::Ikey, Code::IkeyIsObjectId));
    }
    let Some(rest) = text.strip_prefix("DI") else { return Some(reject(Field::Ikey, Code::IkeyPrefix)) };
    if is_repeated(rest) {
        return Some(reject(Field::Ikey, Code::IkeyPlaceholder));
    }
    (text.len() != LENGTH).then(|| with(reject(Field::Ikey, Code::IkeyLength), "len", &text.len()))
}

/// Ids of users, phones, groups, accounts… are `D` and another letter; passkeys, endpoints and policies have two
/// letters of their own and always a digit further on.
fn is_object_id(text: &str) -> bool {
    let Some((head, rest)) = text.split_at_checked(2).filter(|_| text.len() == LENGTH) else { return false };
    let of_d = head.starts_with('D') && head != "DI" && head.bytes().all(|b| b.is_ascii_uppercase());
    of_d || (matches!(head, "WA" | "EP" | "PO") && rest.bytes().any(|b| b.is_ascii_digit()))
}

/// `YOUR_INTEGRATION_KEY`, `<ikey>`, `DIXXXXXX`, `DI…` with a mask.
fn is_example(text: &str) -> bool {
    let letters = letters(text);
    let wordy = !text.bytes().any(|b| b.is_ascii_digit());
    let of_x =
        letters.strip_prefix("di").is_some_and(|rest| rest.len() >= 3 && rest.bytes().all(|b| b == b'x'));
    wordy
        && (of_x
            || letters.starts_with("your")
            || letters.starts_with("my") && letters.contains("key")
            || EXAMPLES.contains(&letters.as_str()))
}
