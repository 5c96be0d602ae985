//! Entries of the smaller logs: known fields by name, the rest kept, the whole hashed.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::is_secret_field;
use super::lenient::{MaybeObject, MaybeScalar};
use crate::answer::without_secrets;

/// Unknown fields larger than this (as JSON) are left out of `extra`.
const MAX_EXTRA: usize = 2048;

/// The fields of an entry; each is taken once.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Fields(BTreeMap<String, Value>);

impl Fields {
    /// A hash of everything the entry says, whatever the order of its fields. Before any field is taken.
    pub(super) fn sha256(&self) -> [u8; 32] {
        let mut text = String::new();
        for (name, value) in &self.0 {
            write_text(name, &mut text);
            canonical(value, &mut text);
        }
        Sha256::digest(text.as_bytes()).into()
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.scalar::<MaybeScalar<String>>(name)?.0
    }

    pub(super) fn number(&mut self, name: &str) -> Option<i64> {
        self.scalar::<MaybeScalar<i64>>(name)?.0
    }

    pub(super) fn object<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        self.scalar::<MaybeObject<T>>(name)?.0
    }

    /// JSON that is written as a text, or a text: without what must not be stored.
    pub(super) fn told(&mut self, name: &str) -> Option<String> {
        without_secrets(&self.text(name)?)
    }

    /// What no field was taken for: small, not null, not secret.
    pub(super) fn rest(self) -> BTreeMap<String, Value> {
        let small = |name: &str, value: &Value| value.to_string().len() + name.len() <= MAX_EXTRA;
        self.0
            .into_iter()
            .filter(|(name, value)| !value.is_null() && !is_secret_field(name) && small(name, value))
            .collect()
    }

    fn scalar<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        serde_json::from_value(self.0.remove(name)?).ok()
    }
}

/// Reads JSON that is written as a text, or a text, without what must not be stored.
pub(super) fn told<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text: Option<String> = super::lenient::scalar(deserializer)?;
    Ok(text.as_deref().and_then(without_secrets))
}

/// JSON with the names of every object in order: which order a parser keeps must not matter.
fn canonical(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for item in items {
                canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, &Value> = fields.iter().collect();
            text.push('{');
            for (name, value) in sorted {
                write_text(name, text);
                canonical(value, text);
            }
            text.push('}');
        }
        Value::String(content) => write_text(content, text),
        other => text.push_str(&other.to_string()),
    }
}

fn write_text(content: &str, text: &mut String) {
    text.push_str(&content.len().to_string());
    text.push(':');
    text.push_str(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(json: &str) -> Fields {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_hash_is_of_everything_and_not_of_its_order() {
        let one = fields(r#"{"action":"a","more":{"x":1,"y":[true,null]}}"#).sha256();
        assert_eq!(one, fields(r#"{"more":{"y":[true,null],"x":1},"action":"a"}"#).sha256());
        for other in [
            r#"{"action":"a","more":{"x":1,"y":[null,true]}}"#,
            r#"{"action":"a","more":{"x":"1","y":[true,null]}}"#,
            r#"{"action":"am","ore":{"x":1,"y":[true,null]}}"#,
            r#"{"action":"a"}"#,
        ] {
            assert_ne!(one, fields(other).sha256(), "{other}");
        }
    }

    #[test]
    fn secrets_go_from_told_texts_and_from_the_rest() {
        let mut entry =
            fields(r#"{"description":"{\"uname\":\"ada\",\"skey\":\"x\"}","secret":"s","new":1,"no":null}"#);
        assert_eq!(entry.told("description").as_deref(), Some(r#"{"uname":"ada"}"#));
        assert_eq!(entry.told("description"), None, "taken");
        assert_eq!(entry.rest().into_keys().collect::<Vec<_>>(), ["new"]);
        assert_eq!(
            fields(r#"{"description":"plain words"}"#).told("description").as_deref(),
            Some("plain words")
        );
    }
}
