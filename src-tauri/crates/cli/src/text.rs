//! Texts from the user interface's one file.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use engine::Code;
use engine::api::Values;
use serde::Serialize;

const FILE: &str = include_str!("../../../../ui/messages/en.json");

/// The sentence of a code, or the bare code where there is none.
pub(crate) fn of_code(code: Code, values: &Values) -> String {
    text(&format!("code_{}", code.as_str()), values).unwrap_or_else(|| code.as_str().to_owned())
}

/// The label of an id, such as `check_dns`; the id itself where there is none.
pub(crate) fn label(family: &str, id: &str) -> String {
    text(&format!("{family}_{id}"), &Values::new()).unwrap_or_else(|| id.to_owned())
}

/// The id with which an enumeration appears in JSON.
pub(crate) fn id(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(id)) => id,
        _ => String::new(),
    }
}

/// The text of a key with its `{name}`s filled in; a name without a value becomes an ellipsis.
pub(crate) fn text(key: &str, values: &Values) -> Option<String> {
    static TEXTS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| read(FILE));
    texts.get(key).map(|template| fill(template, values))
}

/// Only plain texts count; the file may hold other things beside them.
fn read(file: &str) -> BTreeMap<String, String> {
    let entries: BTreeMap<String, serde_json::Value> = serde_json::from_str(file).unwrap_or_default();
    entries.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()
}

fn fill(template: &str, values: &Values) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str(values.get(name.trim()).map_or("…", String::as_str));
        rest = tail;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in() {
        let values = Values::from([("host".to_owned(), "api-x".to_owned())]);
        assert_eq!(fill("No {host} at {time}.", &values), "No api-x at ….");
        assert_eq!(fill("{host}{ host }", &values), "api-xapi-x");
        assert_eq!(fill("open {host", &values), "open {host");
    }

    #[test]
    fn every_code_has_a_sentence() {
        let bare: Vec<_> = Code::ALL
            .iter()
            .filter(|code| of_code(**code, &Values::new()) == code.as_str())
            .map(|code| code.as_str())
            .collect();
        assert_eq!(bare, [""; 0]);
    }
}
