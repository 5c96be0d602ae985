//! Name of a connection: any text that can be shown on one line, at most 64 characters, once.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::text::{codepoint, holds_secret, is_invisible};
use super::{cleaned, clear, reject, result, with};
use crate::Code;
use crate::api::{Field, FieldKind, FieldResult};

const LONGEST: usize = 64;
/// More accents than any script stacks.
const MOST_ACCENTS: usize = 4;
/// More marks of any kind than any script puts on one letter.
const MOST_MARKS: usize = 8;

/// Checks the name of a connection against those that are `taken`. Outer blanks go, accents are composed (NFC);
/// nothing else is changed: a name is text, whatever it looks like.
pub fn check_name<S: AsRef<str>>(raw: &str, taken: &[S]) -> FieldResult {
    let text = trim(raw);
    if text.is_empty() {
        return reject(Field::Name, Code::NameEmpty);
    }
    let value: String = text.nfc().collect();
    if holds_secret(text) || holds_secret(&value) {
        return clear(Field::Name, Code::NameIsSecret);
    }
    if let Some(refused) = flawed(text, &value) {
        return refused;
    }
    let key = name_key(&value);
    if taken.iter().any(|other| name_key(other.as_ref()) == key) {
        return reject(Field::Name, Code::NameDuplicate);
    }
    if raw == value {
        return result(Field::Name, FieldKind::Accept, None, Some(value));
    }
    let kind = FieldKind::AcceptNormalised;
    let taken = result(Field::Name, kind, Some(Code::NameNormalised), Some(value.clone()));
    FieldResult { cleaned: cleaned::outer(raw, text), ..with(taken, "value", &value) }
}

/// What two names must not share: compatibility forms (NFKC), case, blanks and invisible characters do not count.
pub fn name_key(name: &str) -> String {
    // Folding and composing may each give the other more to do; few characters need a third round.
    let once = fold(name);
    let twice = fold(&once);
    if once == twice { once } else { fold(&twice) }
}

fn fold(name: &str) -> String {
    // Through capitals, so that ß is ss and both sigmas are one.
    let folded: String = name
        .nfkc()
        .filter(|&c| !is_invisible(c))
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkc()
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks of direction are not trimmed: somebody put them there.
fn trim(raw: &str) -> &str {
    raw.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200D}' | '\u{2060}')
    })
}

fn flawed(text: &str, value: &str) -> Option<FieldResult> {
    let characters: Vec<char> = text.chars().collect();
    let odd = (0..characters.len()).find_map(|index| odd_at(&characters, index).map(|code| (index, code)));
    if let Some((index, code)) = odd {
        let told = with(reject(Field::Name, code), "n", &(index + 1));
        return Some(with(told, "codepoint", &codepoint(characters[index])));
    }
    if is_stacked(value) {
        return Some(reject(Field::Name, Code::NameCombining));
    }
    let length = value.chars().count();
    (length > LONGEST).then(|| with(reject(Field::Name, Code::NameTooLong), "len", &length))
}

fn odd_at(characters: &[char], index: usize) -> Option<Code> {
    let c = characters[index];
    let previous = index.checked_sub(1).and_then(|before| characters.get(before)).copied();
    let next = characters.get(index + 1).copied();
    match c {
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Some(Code::NameBidi)
        }
        '\u{2028}' | '\u{2029}' => Some(Code::NameControl),
        _ if c.is_control() => Some(Code::NameControl),
        '\u{FFFC}' | '\u{FFFD}' => Some(Code::NameUnprintable),
        _ if is_private_or_noncharacter(c) => Some(Code::NameUnprintable),
        _ if is_invisible(c) && !has_meaning(c, previous, next) => Some(Code::NameInvisible),
        _ => None,
    }
}

fn is_private_or_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    matches!(code, 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF | 0xFDD0..=0xFDEF) || code & 0xFFFE == 0xFFFE
}

/// Joiners bind emoji and letters of scripts that join; selectors follow a sign; tags follow a flag.
fn has_meaning(c: char, previous: Option<char>, next: Option<char>) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c >= '\u{0590}' && !c.is_whitespace());
    match c {
        '\u{200C}' | '\u{200D}' => joins(previous) && joins(next),
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
            previous.is_some_and(|p| !p.is_ascii_alphabetic() && !p.is_whitespace() && !is_invisible(p))
        }
        '\u{180B}'..='\u{180F}' => joins(previous),
        '\u{E0020}'..='\u{E007F}' => {
            previous.is_some_and(|p| p == '\u{1F3F4}' || matches!(p, '\u{E0020}'..='\u{E007E}'))
        }
        _ => false,
    }
}

fn is_stacked(value: &str) -> bool {
    let (mut accents, mut marks) = (0, 0);
    value.chars().any(|c| {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        accents = match canonical_combining_class(c) {
            0 if !is_combining_mark(c) => 0,
            0 => accents,
            _ => accents + 1,
        };
        accents > MOST_ACCENTS || marks > MOST_MARKS
    })
}
