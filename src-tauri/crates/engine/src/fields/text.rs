//! What all fields have in common: odd characters, shapes of keys, masking.

/// A character that no host or key has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Whitespace,
    Invisible,
    Control,
    NonAscii,
}

/// The text without blanks, invisible characters and quotes round it.
pub(crate) fn trim_outer(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c) || is_quote(c))
}

/// Straight, curly, low, angled and full-width quotes, the angle brackets of mail and the back-ticks of chats.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '´' | '<' | '>' | '«' | '»' | '‹' | '›' | '＂' | '＇')
        || matches!(c, '\u{2018}'..='\u{201F}')
}

/// Characters without a picture of their own: joiners, marks of direction, fillers, selectors, tags.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The first odd character: its position from 1, what is odd, and itself.
pub(super) fn first_flaw(text: &str) -> Option<(usize, Flaw, char)> {
    text.chars().enumerate().find_map(|(index, c)| {
        let flaw = match c {
            _ if c.is_whitespace() => Flaw::Whitespace,
            _ if c.is_control() => Flaw::Control,
            _ if is_invisible(c) => Flaw::Invisible,
            _ if !c.is_ascii() => Flaw::NonAscii,
            _ => return None,
        };
        Some((index + 1, flaw, c))
    })
}

/// `U+0410`.
pub(super) fn codepoint(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Position, from 1, of the first character that is not an ASCII letter or digit.
pub(super) fn first_not_alphanumeric(text: &str) -> Option<usize> {
    text.chars().position(|c| !c.is_ascii_alphanumeric()).map(|index| index + 1)
}

/// Whether it has the shape of an integration key, any case.
pub(crate) fn is_ikey(text: &str) -> bool {
    text.len() == 20
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("DI"))
}

/// Whether a secret key may stand in it: a run of exactly 40 letters and digits.
pub(crate) fn holds_secret(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|run| run.len() == 40)
}

/// Whether it is, or tries to be, an address of Duo's; blanks never are.
pub(super) fn is_host_like(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let bare = without_scheme(&text);
    let own_label = bare.strip_prefix("api-").or_else(|| bare.strip_prefix("admin-"));
    let named = own_label.is_some_and(|rest| {
        let id = rest.split('.').next().unwrap_or_default();
        let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
        plain && (id.len() < rest.len() || (id.len() == 8 && id.bytes().all(|b| b.is_ascii_hexdigit())))
    });
    !text.contains(char::is_whitespace)
        && (named || bare.len() < text.len() || bare.contains("duosecurity.") || bare.contains("duofederal."))
}

/// Without `https://` or `http://`; the text is in lower case.
pub(super) fn without_scheme(text: &str) -> &str {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text)
}

/// Whether only one character is repeated: `XXXX…`, `0000…`. Longer patterns are unlikely keys, but keys all the same.
pub(super) fn is_repeated(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 8 && bytes.iter().all(|byte| *byte == bytes[0])
}

/// The letters alone, in lower case: `YOUR_SECRET_KEY` and `<your secret key>` are one.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

/// Runs of 30 or more letters and digits become dots; invisible characters do not break a run.
pub(crate) fn mask_secrets(text: &str) -> String {
    const MASK: &str = "••••••••";
    let in_run = |c: char| c.is_alphanumeric() || is_invisible(c);
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let inside = in_run(first);
        let end = rest.find(|c| in_run(c) != inside).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        out.push_str(if inside && part.chars().count() >= 30 { MASK } else { part });
        rest = tail;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outer_noise_goes_and_inner_stays() {
        for (raw, expected) in [
            (" \u{feff}\u{201c}a b\u{201d}\r\n", "a b"),
            ("<a>", "a"),
            ("`a`b`", "a`b"),
            ("\u{200b}", ""),
            ("\"'\"", ""),
            ("\0a", "\0a"),
        ] {
            assert_eq!(trim_outer(raw), expected);
        }
    }

    #[test]
    fn long_runs_are_masked_and_short_ones_kept() {
        let secret = "k".repeat(40);
        assert_eq!(mask_secrets(&format!("Acme: {secret}, ok")), "Acme: ••••••••, ok");
        assert_eq!(mask_secrets(&"k".repeat(29)), "k".repeat(29));
        assert_eq!(mask_secrets(&format!("{}\u{200b}{}", "k".repeat(20), "k".repeat(20))), "••••••••");
        assert_eq!(mask_secrets(""), "");
    }

    #[test]
    fn repeated_patterns() {
        for text in ["XXXXXXXX", "0000000000"] {
            assert!(is_repeated(text), "{text}");
        }
        for text in ["XXXX", "abababababab", "Ab3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9n", ""] {
            assert!(!is_repeated(text), "{text}");
        }
    }
}
