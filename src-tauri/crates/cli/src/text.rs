//! Texts from the user interface's one file.

use engine::Code;
use engine::api::Values;
use engine::text::{complete, counted};
pub(crate) use engine::text::{text, why};
use serde::Serialize;

/// The sentence of a code, or the bare code where there is none.
pub(crate) fn of_code(code: Code, values: &Values) -> String {
    let template = counted(&format!("code_{}", code.as_str()), values.get("n").map(String::as_str));
    template.map_or_else(|| code.as_str().to_owned(), |template| complete(template, values))
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

#[cfg(test)]
mod tests {
    use super::*;

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
