//! The names under which the three values are known.

use super::found::Kind;
use crate::fields::is_ikey;

/// Letters only, in lower case. Longer ones stand before those that they end in.
const LABELS: &[(&str, Kind)] = &[
    ("integrationsecret", Kind::Skey),
    ("clientsecret", Kind::Skey),
    ("sharedsecret", Kind::Skey),
    ("secretkey", Kind::Skey),
    ("apisecret", Kind::Skey),
    ("secret", Kind::Skey),
    ("skey", Kind::Skey),
    ("integrationkey", Kind::Ikey),
    ("integrationid", Kind::Ikey),
    ("clientid", Kind::Ikey),
    ("intkey", Kind::Ikey),
    ("ikey", Kind::Ikey),
    ("clientdomain", Kind::Host),
    ("apihostname", Kind::Host),
    ("apidomain", Kind::Host),
    ("hostname", Kind::Host),
    ("endpoint", Kind::Host),
    ("apihost", Kind::Host),
    ("baseurl", Kind::Host),
    ("apiurl", Kind::Host),
    ("domain", Kind::Host),
    ("server", Kind::Host),
    ("host", Kind::Host),
    ("url", Kind::Host),
];

const SHORTEST: usize = 3;

/// What may stand between a label and its value.
pub(super) const SEPARATORS: [char; 8] = [':', '=', '\t', ',', ';', '|', '：', '＝'];

/// Words on buttons of the panel, letters only.
const NOISE: [&str; 14] = [
    "copy",
    "copied",
    "clicktoview",
    "clicktocopy",
    "select",
    "selectall",
    "show",
    "hide",
    "reveal",
    "view",
    "edit",
    "reset",
    "resetsecretkey",
    "copytoclipboard",
];

/// Words of the formats themselves, and of Duo's naming: nothing that somebody would miss.
const SYNTAX: [&str; 14] = [
    "export", "set", "setx", "env", "let", "const", "var", "duo", "admin", "api", "your", "my", "https",
    "http",
];

/// A label at the end of a text and where it begins.
pub(super) fn ending(text: &str) -> Option<(Kind, usize)> {
    let body = text.trim_end_matches(|c: char| !c.is_alphabetic());
    if body.len() < SHORTEST {
        return None;
    }
    // A number may follow (`ikey2`), but not a sentence's end.
    if text[body.len()..].contains(['.', '!', '?', '/', '@']) {
        return None;
    }
    let letters: Vec<(usize, char)> = body
        .char_indices()
        .rev()
        .take(64)
        .take_while(|(_, c)| c.is_ascii_alphabetic() || matches!(c, ' ' | '_' | '-' | '.'))
        .filter(|(_, c)| c.is_ascii_alphabetic())
        .collect();
    LABELS.iter().find_map(|&(label, kind)| {
        let matches = letters.len() >= label.len()
            && label.chars().rev().zip(&letters).all(|(wanted, (_, c))| wanted == c.to_ascii_lowercase());
        let start = letters.get(label.len().checked_sub(1)?)?.0;
        (matches && begins_word(body, start) && !in_key(text, start))
            .then(|| (kind, with_prefix(body, start)))
    })
}

/// The kind of a text that is a label and nothing else.
pub(super) fn whole(text: &str) -> Option<Kind> {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let (kind, start) = ending(bare)?;
    is_syntax(&bare[..start]).then_some(kind)
}

/// Whether it is a button of the panel.
pub(super) fn is_noise(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    NOISE.contains(&letters.as_str())
}

/// Whether nothing is left but words of the format.
pub(super) fn is_syntax(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| SYNTAX.contains(&word.to_ascii_lowercase().as_str()))
}

/// `duoIkey`, `DUO_IKEY` and `DUOIKEY` begin a word at `i`; `monkey` does not.
fn begins_word(text: &str, start: usize) -> bool {
    let before = &text[..start];
    let Some(previous) = before.chars().next_back() else { return true };
    let camel = previous.is_lowercase() && text[start..].starts_with(char::is_uppercase);
    !previous.is_alphanumeric() || camel || before.to_ascii_lowercase().ends_with("duo")
}

/// A key may end in letters that spell a label.
fn in_key(text: &str, at: usize) -> bool {
    let part = |c: char| !c.is_ascii_alphanumeric();
    let from = text[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let length = text[from..].find(part).unwrap_or(text.len() - from);
    length > 20 || is_ikey(&text[from..from + length])
}

/// Takes in what hangs on the label: `DUO_`, `duo.api.`.
fn with_prefix(text: &str, start: usize) -> usize {
    let hangs = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '.' | '-' | '$');
    let from =
        start - text[..start].chars().rev().take_while(|&c| hangs(c)).map(char::len_utf8).sum::<usize>();
    if start - from <= 16 { from } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_at_the_end() {
        for (text, kind, from) in [
            ("Integration key", Kind::Ikey, 0),
            ("export DUO_SKEY", Kind::Skey, 7),
            ("\"clientSecret\"", Kind::Skey, 1),
            ("Client Domain", Kind::Host, 0),
            ("DI1 skey", Kind::Skey, 4),
            ("duo.api.host", Kind::Host, 0),
            ("DUOIKEY", Kind::Ikey, 0),
            ("**API hostname", Kind::Host, 2),
            ("ikey_2", Kind::Ikey, 0),
        ] {
            assert_eq!(ending(text), Some((kind, from)), "{text}");
        }
        for text in ["https", "monkey", "turkey", "the host.", "", "curl", "api-1a2b3c4d.duosecurity.com"] {
            assert_eq!(ending(text), None, "{text}");
        }
    }

    #[test]
    fn whole_labels() {
        assert_eq!(whole("Secret key:"), Some(Kind::Skey));
        assert_eq!(whole("Duo API hostname"), Some(Kind::Host));
        assert_eq!(whole("Don't share your secret key"), None);
    }
}
