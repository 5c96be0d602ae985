//! Copies of HTML and XML: tags become line ends, entities characters.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::label;
use super::shape::spans;

const ENTITIES: [(&str, &str); 9] = [
    ("&nbsp;", " "),
    ("&#160;", " "),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
];

/// The text without markup; as it is when there is none.
pub(super) fn plain(text: &str) -> Zeroizing<String> {
    let marked_up =
        text.contains("</") || text.contains("/>") || text.contains("<br") || text.contains("<BR");
    if !marked_up {
        return Zeroizing::new(text.to_owned());
    }
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tail = &rest[open + 1..];
        let tag = tail.find(['<', '>']).filter(|&at| tail[at..].starts_with('>') && is_tag(&tail[..at]));
        if let Some(close) = tag {
            out.push_str(&replacement(&tail[..close]));
            rest = &tail[close + 1..];
        } else {
            out.push('<');
            rest = tail;
        }
    }
    out.push_str(rest);
    ENTITIES.iter().fold(out, |text, (entity, character)| Zeroizing::new(text.replace(entity, character)))
}

/// `td`, `/td`, `br/`, `td class="x"`, `!-- … --`, but no value in angle brackets.
fn is_tag(inside: &str) -> bool {
    let name =
        inside.trim_start_matches(['/', '!', '?']).split([' ', '/', '\t', '\n']).next().unwrap_or_default();
    inside.starts_with('!')
        || ((1..=14).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-:".contains(&b)))
}

/// A tag that carries a value keeps it; one that is named like a label becomes that label.
fn replacement(inside: &str) -> Cow<'_, str> {
    let name = inside.split_whitespace().next().unwrap_or_default();
    if !spans(inside, None).is_empty() {
        let (_, attributes) = inside.split_once(char::is_whitespace).unwrap_or(("", inside));
        return format!("\n{attributes}\n").into();
    }
    match label::whole(name).filter(|_| !inside.starts_with('/')) {
        Some(_) => format!("\n{name}:\n").into(),
        None => "\n".into(),
    }
}
