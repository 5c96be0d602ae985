//! Texts from the user interface's one file, for what people read outside the window: reports, sheets, the terminal.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::{DataSet, NotEvaluatedReason};

use crate::api::Values;

const FILE: &str = include_str!("../../../../ui/messages/en.json");

static TEXTS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| read(FILE));

/// A run of a text: its own words, or the value of one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words of the text.
    Words(&'a str),
    /// A value by this name belongs here.
    Name(&'a str),
}

/// The text of a key with its `{name}`s filled in; a name without a value becomes an ellipsis. The singular where `n`
/// is one.
pub fn text(key: &str, values: &Values) -> Option<String> {
    counted(key, values.get("n").map(String::as_str)).map(|template| fill(template, values))
}

/// A text of the user interface's; its key when there is none.
pub(crate) fn said(key: &str, values: &[(&str, &str)]) -> String {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    text(key, &values).unwrap_or_else(|| key.to_owned())
}

/// What a code says, in a few words; the code itself where there are none.
pub(crate) fn code_title(code: &str) -> String {
    let said = |part: &str| text(&format!("code_{code}{part}"), &Values::new());
    said("_title").or_else(|| said("")).unwrap_or_else(|| code.to_owned())
}

/// The text of a key as it is written, `{name}`s and all.
pub fn template(key: &str) -> Option<&'static str> {
    TEXTS.get(key).map(String::as_str)
}

/// As [`template`] for so many: of one, the text of the key with `_one` behind it, where there is such a text.
pub fn counted(key: &str, n: Option<&str>) -> Option<&'static str> {
    let one = if n == Some("1") { template(&format!("{key}_one")) } else { None };
    one.or_else(|| template(key))
}

/// Why something is not evaluated, in words that hold the id of the right or data set.
pub fn why(reason: NotEvaluatedReason) -> String {
    use NotEvaluatedReason as R;
    let set = |set: DataSet| {
        let name = text(&format!("data_set_{}", set.id()), &Values::new()).unwrap_or_default();
        ("data_set", format!("{name} ({})", set.id()))
    };
    let (key, (name, value)) = match reason {
        R::PermissionMissing { permission } => (
            "ne_permission_missing",
            ("permission", format!("{} ({})", permission.new_label(), permission.id())),
        ),
        R::NotOffered { data_set } => ("ne_not_offered", set(data_set)),
        R::NotInEdition { data_set } => ("ne_not_in_edition", set(data_set)),
        R::Truncated { data_set } => ("ne_truncated", set(data_set)),
        R::NeverSynced { data_set } => ("ne_never_synced", set(data_set)),
        R::NotEntered => ("ne_not_entered", ("", String::new())),
        R::NotRead => ("ne_not_read", ("", String::new())),
        R::Nobody => ("ne_nobody", ("", String::new())),
    };
    text(key, &Values::from([(name.to_owned(), value)])).unwrap_or_else(|| key.to_owned())
}

/// Fills in the `{name}`s of a text; a name without a value becomes an ellipsis.
pub fn fill(template: &str, values: &Values) -> String {
    pieces(template)
        .map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Name(name) => values.get(name).map_or("…", String::as_str),
        })
        .collect()
}

/// As [`fill`], without the sentences of which a value is not known; with all of them where none is whole.
pub fn complete(template: &str, values: &Values) -> String {
    let known = |sentence: &&str| {
        pieces(sentence).all(|piece| match piece {
            Piece::Words(_) => true,
            Piece::Name(name) => values.get(name).is_some_and(|value| !value.is_empty()),
        })
    };
    let whole: Vec<&str> = sentences(template).into_iter().filter(known).collect();
    if whole.is_empty() { fill(template, values) } else { fill(&whole.join(" "), values) }
}

/// A text at the blanks between a sentence's end and the next one's beginning.
fn sentences(text: &str) -> Vec<&str> {
    let (mut from, mut sentences) = (0, Vec::new());
    for (at, _) in text.match_indices(' ') {
        let begins = |c: char| c.is_ascii_uppercase() || c == '{' || c == '"';
        if text[..at].ends_with(['.', '?', '!']) && text[at + 1..].starts_with(begins) {
            sentences.push(&text[from..at]);
            from = at + 1;
        }
    }
    sentences.push(&text[from..]);
    sentences
}

/// A text taken apart; an opening brace without its closing one is words.
pub fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let opening = rest.find('{');
        if let (Some(0), Some(closing)) = (opening, rest.find('}')) {
            let name = rest[1..closing].trim();
            rest = &rest[closing + 1..];
            return Some(Piece::Name(name));
        }
        let end = match opening {
            Some(at) if at > 0 => at,
            _ => rest.len(),
        };
        let (words, tail) = rest.split_at(end);
        rest = tail;
        Some(Piece::Words(words))
    })
}

/// Only plain texts count; the file may hold other things beside them.
fn read(file: &str) -> BTreeMap<String, String> {
    let entries: BTreeMap<String, serde_json::Value> = serde_json::from_str(file).unwrap_or_default();
    entries.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Values;

    #[test]
    fn names_are_filled_in() {
        let values = Values::from([("host".to_owned(), "api-x".to_owned())]);
        assert_eq!(fill("No {host} at {time}.", &values), "No api-x at ….");
        assert_eq!(fill("{host}{ host }", &values), "api-xapi-x");
        assert_eq!(fill("open {host", &values), "open {host");
        assert_eq!(fill("{host", &values), "{host");
        assert_eq!(fill("", &values), "");
    }

    #[test]
    fn a_sentence_without_its_value_is_left_out() {
        let template = "No {host}. It was {time} o'clock. Try api.corp again.";
        let values = |pairs: &[(&str, &str)]| -> Values {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        assert_eq!(complete(template, &values(&[("host", "api-x")])), "No api-x. Try api.corp again.");
        assert_eq!(complete(template, &values(&[("time", "")])), "Try api.corp again.");
        assert_eq!(complete("No {host}.", &values(&[])), "No ….");
        let both = values(&[("host", "{time}"), ("time", "9")]);
        assert_eq!(complete(template, &both), "No {time}. It was 9 o'clock. Try api.corp again.");
    }

    #[test]
    fn one_of_a_thing_is_said_in_the_singular() {
        for (key, n, said) in
            [("n_rows", "1", "1 row"), ("n_rows", "0", "0 rows"), ("n_rows", "11", "11 rows")]
        {
            let values = Values::from([("n".to_owned(), n.to_owned())]);
            assert_eq!(text(key, &values).as_deref(), Some(said), "{key} {n}");
        }
        assert_eq!(text("n_rows", &Values::new()).as_deref(), Some("… rows"));
        assert_eq!(counted("app_name", Some("1")), Some("Tandem"), "a text without a singular");
    }

    /// So that neither a report, the terminal nor the window finds a singular without its plural.
    #[test]
    fn every_singular_has_its_plural() {
        let lone: Vec<&str> = TEXTS
            .keys()
            .filter_map(|key| key.strip_suffix("_one").filter(|plural| template(plural).is_none()))
            .collect();
        assert_eq!(lone, [""; 0]);
    }

    #[test]
    fn the_file_is_read() {
        assert_eq!(template("app_name"), Some("Tandem"));
        assert_eq!(template("no such key"), None);
    }
}
