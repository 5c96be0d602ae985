//! Secret key: 40 letters and digits; Duo documents the look, not a promise, so other lengths only warn.

use zeroize::Zeroizing;

use super::text::{first_not_alphanumeric, is_host_like, is_ikey, is_repeated, letters, trim_outer};
use super::{FlawCodes, KEY_LIMIT, cleaned, flawed, misplaced, reject, result, with};
use crate::Code;
use crate::api::{Field, FieldKind, FieldResult};

const FLAWS: FlawCodes = FlawCodes {
    whitespace: Code::SkeyWhitespace,
    invisible: Code::SkeyInvisible,
    control: Code::SkeyControl,
    non_ascii: Code::SkeyNonAscii,
};

const LENGTH: usize = 40;
/// Less is a password or half a key.
const SHORTEST: usize = 32;

/// What instructions print in place of a key, letters only.
const EXAMPLES: [&str; 10] = [
    "skey",
    "secretkey",
    "secret",
    "clientsecret",
    "duoskey",
    "duosecretkey",
    "duoclientsecret",
    "changeme",
    "secretkeyhere",
    "placeholder",
];

/// Checks a secret key. The result says what became of it and how long it is; the key itself comes apart from it
/// and only when it is taken.
pub fn check_skey(raw: &str) -> (FieldResult, Option<Zeroizing<String>>) {
    let text = trim_outer(raw);
    if let Some(refused) = refuse(text) {
        return (refused, None);
    }
    let (kind, code) = if text.len() != LENGTH {
        (FieldKind::AcceptWarn, Some(Code::SkeyUnusualLength))
    } else if raw == text {
        (FieldKind::Accept, None)
    } else {
        (FieldKind::AcceptNormalised, Some(Code::SkeyNormalised))
    };
    let mut taken = with(result(Field::Skey, kind, code, None), "len", &text.len());
    taken.length = u32::try_from(text.len()).ok();
    taken.cleaned = cleaned::outer(raw, text);
    (taken, Some(Zeroizing::new(text.to_owned())))
}

fn refuse(text: &str) -> Option<FieldResult> {
    let no = |code| Some(reject(Field::Skey, code));
    if text.is_empty() {
        return no(Code::SkeyEmpty);
    }
    if text.chars().count() > KEY_LIMIT {
        return no(Code::SkeyTooLong);
    }
    if is_host_like(text) {
        return Some(misplaced(Field::Skey, Code::SkeyIsHost, Field::Host));
    }
    if is_ikey(text) {
        return Some(misplaced(Field::Skey, Code::SkeyIsIkey, Field::Ikey));
    }
    if is_masked(text) {
        return no(Code::SkeyMasked);
    }
    if is_example(text) {
        return no(Code::SkeyPlaceholder);
    }
    if let Some(flaw) = flawed(Field::Skey, FLAWS, text) {
        return Some(flaw);
    }
    if let Some(n) = first_not_alphanumeric(text) {
        return Some(with(reject(Field::Skey, Code::SkeyChars), "n", &n));
    }
    if is_repeated(text) {
        return no(Code::SkeyPlaceholder);
    }
    (text.len() < SHORTEST).then(|| with(reject(Field::Skey, Code::SkeyTooShort), "len", &text.len()))
}

/// Bullets and blocks never stand in a key; stars, dots and dashes in a row are a mask as well. The panel says
/// *Click to view* where the key is hidden.
pub(crate) fn is_masked(text: &str) -> bool {
    let dots = text.contains(|c: char| {
        matches!(
            c,
            '•' | '●'
                | '⬤'
                | '∙'
                | '·'
                | '⋅'
                | '・'
                | '◦'
                | '○'
                | '▪'
                | '■'
                | '█'
                | '…'
                | '＊'
                | '∗'
                | '⁎'
                | '‧'
        )
    });
    dots || ["**", "...", "----"].iter().any(|row| text.contains(row)) || letters(text) == "clicktoview"
}

/// `YOUR_SECRET_KEY`, `<skey>`, `changeme`.
fn is_example(text: &str) -> bool {
    let letters = letters(text);
    let wordy = !text.bytes().any(|b| b.is_ascii_digit());
    let named = letters.starts_with("your") || (letters.starts_with("my") && letters.contains("key"));
    wordy && (named || EXAMPLES.contains(&letters.as_str()))
}
