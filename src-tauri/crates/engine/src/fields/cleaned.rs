//! What was put right in an input that is taken: kinds and counts, nothing of the text itself.

use super::text::{is_invisible, is_quote};
use crate::api::{Cleaned, CleanedPart};

/// What [`super::trim_outer`] took away; `text` is what it left of `raw`.
pub(super) fn outer(raw: &str, text: &str) -> Vec<Cleaned> {
    let Some(start) = raw.find(text) else { return Vec::new() };
    let (before, after) = (&raw[..start], &raw[start + text.len()..]);
    let round = || before.chars().chain(after.chars());
    [
        told(CleanedPart::SpaceBefore, before.chars().filter(|&c| is_space(c)).count()),
        told(CleanedPart::SpaceAfter, after.chars().filter(|&c| is_space(c)).count()),
        told(CleanedPart::LineBreak, line_breaks(before) + line_breaks(after)),
        told(CleanedPart::Invisible, round().filter(|&c| is_invisible(c)).count()),
        told(CleanedPart::Quote, round().filter(|&c| is_quote(c)).count()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What was put right round and in a hostname; `text` has it without its outer noise, `name` is the hostname taken.
pub(super) fn host(raw: &str, text: &str, name: &str) -> Vec<Cleaned> {
    let lower = text.to_ascii_lowercase();
    let Some(start) = lower.find(name) else { return outer(raw, text) };
    let (before, after) = (&lower[..start], &lower[start + name.len()..]);
    let named = text.get(start..start + name.len()).unwrap_or_default();
    outer(raw, text)
        .into_iter()
        .chain(
            [
                told(CleanedPart::Https, usize::from(before == "https://")),
                told(CleanedPart::Http, usize::from(before == "http://")),
                told(CleanedPart::Port, usize::from(after.contains(':'))),
                told(CleanedPart::Dot, usize::from(after.starts_with('.'))),
                told(CleanedPart::Slash, after.matches('/').count()),
                told(CleanedPart::Capital, named.bytes().filter(u8::is_ascii_uppercase).count()),
            ]
            .into_iter()
            .flatten(),
        )
        .collect()
}

/// What was put right round and in an integration key.
pub(super) fn ikey(raw: &str, text: &str) -> Vec<Cleaned> {
    let small = text.bytes().filter(u8::is_ascii_lowercase).count();
    outer(raw, text).into_iter().chain(told(CleanedPart::SmallLetter, small)).collect()
}

fn told(part: CleanedPart, n: usize) -> Option<Cleaned> {
    u32::try_from(n).ok().filter(|&n| n > 0).map(|n| Cleaned { part, n })
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && !is_break(c)
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn line_breaks(text: &str) -> usize {
    text.chars().filter(|&c| is_break(c)).count() - text.matches("\r\n").count()
}
