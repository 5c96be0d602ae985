//! JSON: one value or several in a row, in the order of the text and with every repeated key.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

use super::found::Node;
use super::reader::Reader;
use super::shape::spans;
use super::{label, lines};

enum Json {
    Text(Zeroizing<String>),
    /// A number, true, false or null, as it is written.
    Other(String),
    List(Vec<Json>),
    Object(Vec<(Zeroizing<String>, Json)>),
}

/// Reads a text that is JSON from end to end; none when it is not, or is nothing but a word.
pub(super) fn read(text: &str, reader: &mut Reader) -> Option<Vec<Node>> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let values = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    let values: Vec<Json> = values.collect::<Result<_, _>>().ok()?;
    Some(values.iter().map(|value| node(None, value, reader)).collect())
}

fn node(key: Option<&str>, value: &Json, reader: &mut Reader) -> Node {
    reader.end_of_group();
    match value {
        Json::Text(text) => Node::Group(leaf(key, text, reader)),
        Json::Other(text) => {
            reader.ignore(&format!("{}: {text}", key.unwrap_or_default()));
            Node::Group(Vec::new())
        }
        Json::List(items) => {
            let mut nodes = named(key, reader);
            nodes.extend(items.iter().map(|item| node(None, item, reader)));
            Node::Group(nodes)
        }
        Json::Object(members) => {
            let mut nodes = named(key, reader);
            nodes.extend(members.iter().map(|(key, value)| node(Some(key), value, reader)));
            Node::Group(nodes)
        }
    }
}

/// The key of a list or object: a name, a label, or a value itself.
fn named(key: Option<&str>, reader: &mut Reader) -> Vec<Node> {
    let found = key.filter(|key| label::whole(key).is_none()).map(|key| reader.unlabelled(key));
    found.map(Node::group).into_iter().collect()
}

fn leaf(key: Option<&str>, text: &str, reader: &mut Reader) -> Vec<Node> {
    let known = key.and_then(label::whole);
    if text.trim().contains('\n') {
        let mut nodes = named(key, reader);
        nodes.extend(lines::read(text, reader));
        return nodes;
    }
    let Some(key) = key else { return vec![reader.line(text)] };
    if text.trim().is_empty() {
        return named(Some(key), reader);
    }
    let nodes = match known {
        Some(kind) => vec![Node::group(reader.labelled(kind, &format!("{key}: "), text))],
        None if spans(key, None).is_empty() => vec![reader.line(&Zeroizing::new(format!("{key}: {text}")))],
        // The key is a value as well: {"DI…": "secret"}.
        None => vec![Node::group(reader.unlabelled(key)), reader.line(text)],
    };
    reader.end_of_group();
    nodes
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(Zeroizing::new(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Other("null".to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Other(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Other(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Other(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Other(value.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some((key, value)) = members.next_entry::<String, Json>()? {
            object.push((Zeroizing::new(key), value));
        }
        Ok(Json::Object(object))
    }
}
