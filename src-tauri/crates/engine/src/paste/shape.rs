//! Values that are known by their shape.

use super::found::{Found, Kind};
use crate::fields::{is_api_host, is_ikey, is_invisible, is_masked};

const KEY: usize = 40;
/// A run as long as this may be a secret and is shown nowhere.
pub(super) const SECRET_RUN: usize = 30;

/// A value and where it stands in the text.
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) found: Found,
}

/// Every value in a text that its shape gives away; `labelled` is the kind that the text is said to be.
pub(super) fn spans(text: &str, labelled: Option<Kind>) -> Vec<Span> {
    let mut spans = Vec::new();
    for (start, word) in runs(text, in_host) {
        let edge = |c: char| c == '.' || c == '-' || is_invisible(c);
        let start = start + word.len() - word.trim_start_matches(edge).len();
        let bare = word.trim_matches(edge);
        if let Some(sure) = host_surety(bare) {
            let lower = bare.to_lowercase();
            let value = if sure == 2 { lower.as_str() } else { bare };
            let found = Found::new(Kind::Host, value, sure, labelled == Some(Kind::Host));
            spans.push(Span { start, end: start + bare.len(), found });
        } else {
            spans.extend(keys(bare, start, labelled));
        }
    }
    spans
}

fn keys(word: &str, offset: usize, labelled: Option<Kind>) -> Vec<Span> {
    runs(word, in_word)
        .filter_map(|(at, run)| {
            let at = at + run.len() - run.trim_start_matches(is_invisible).len();
            let run = run.trim_matches(is_invisible);
            let kind = key_kind(run, labelled)?;
            let named = labelled == Some(kind);
            let sure = if kind == Kind::Skey && !named { 1 } else { 2 };
            let found = Found::new(kind, run, sure, named);
            Some(Span { start: offset + at, end: offset + at + run.len(), found })
        })
        .collect()
}

fn key_kind(run: &str, labelled: Option<Kind>) -> Option<Kind> {
    if run.len() == KEY && run.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Some(Kind::Skey);
    }
    // A long word may begin with "di" as well; keys hold digits or are in capitals.
    let telling = run.bytes().any(|b| b.is_ascii_digit()) || !run.bytes().any(|b| b.is_ascii_lowercase());
    (is_ikey(run) && (telling || labelled == Some(Kind::Ikey))).then_some(Kind::Ikey)
}

/// 2 for a host that may be connected to, 1 for one that looks like Duo's.
fn host_surety(word: &str) -> Option<u8> {
    let lower = word.to_lowercase();
    if lower.chars().count() < 8 || holds_secret_run(word) {
        return None;
    }
    if is_api_host(&lower) {
        return Some(2);
    }
    let id = lower
        .strip_prefix("api-")
        .is_some_and(|id| id.len() == 8 && id.bytes().all(|b| b.is_ascii_hexdigit()));
    (id || lower.contains("duosecurity") || lower.contains("duofederal")).then_some(1)
}

/// A value that only its label tells: not of the usual shape, but one word, and not absurd.
pub(super) fn by_label(kind: Kind, text: &str) -> Option<Found> {
    let length = text.chars().count();
    if length > 253 || text.contains(char::is_whitespace) {
        return None;
    }
    let digit = text.contains(|c: char| c.is_ascii_digit());
    let sure = match kind {
        Kind::Skey if is_masked(text) => 0,
        Kind::Skey if (16..=128).contains(&length) && !text.contains("://") => 2,
        Kind::Ikey if (10..=40).contains(&length) && digit && !holds_secret_run(text) => 1,
        Kind::Host if length >= 8 && text.contains('.') && !holds_secret_run(text) => 1,
        _ => return None,
    };
    Some(Found::new(kind, text, sure, true))
}

pub(super) fn holds_secret_run(text: &str) -> bool {
    runs(text, in_word).any(|(_, run)| run.chars().count() >= SECRET_RUN)
}

/// Letters, digits, and what hides among them.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || is_invisible(c)
}

/// A host has dots and hyphens as well, and look-alikes of a hyphen.
fn in_host(c: char) -> bool {
    in_word(c) || matches!(c, '.' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The longest runs of such characters, with their places.
fn runs(text: &str, is_in: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(is_in)?;
        let rest = &text[start..];
        let end = start + rest.find(|c| !is_in(c)).unwrap_or(rest.len());
        at = end;
        Some((start, &text[start..end]))
    })
}
