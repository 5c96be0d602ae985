//! Faults that change the body of a good answer.

use serde_json::{Value, json};

use crate::api::troubles::Troubles;
use crate::dice::{Dice, Subject, index, mix};
use crate::fault::FaultKind;

/// Names as hostile software or people would choose them.
const HOSTILE: [&str; 11] = [
    "<svg/onload=alert(1)>",
    "=HYPERLINK(\"http://example.com\",\"y\")",
    "a\nINFO forged",
    "x'); DELETE FROM events;--",
    "\" OR * NEAR(",
    "\u{202e}txt.exe",
    "\u{1b}[31mred\u{7}",
    "{{constructor.constructor('alert(1)')()}}",
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "nul\0in the middle",
];

/// Fields that hold names of people and things.
const NAMES: [&str; 9] =
    ["realname", "username", "firstname", "lastname", "name", "credential_name", "hostname", "desc", "notes"];

/// Replaces the body by what the faults make of it.
pub(crate) fn body(troubles: &Troubles, path: &str, body: Vec<u8>) -> Vec<u8> {
    let mut body = body;
    for kind in FaultKind::ALL {
        if is_of_value(*kind) && troubles.strikes(*kind, path) {
            body = change_value(*kind, &body);
        }
    }
    for kind in FaultKind::ALL {
        if is_of_text(*kind) && troubles.strikes(*kind, path) {
            body = change_text(*kind, body);
        }
    }
    body
}

const fn is_of_value(kind: FaultKind) -> bool {
    use FaultKind as K;
    matches!(
        kind,
        K::WrongTypeList
            | K::WrongTypeNull
            | K::EmptyList
            | K::RowBad
            | K::LoneSurrogate
            | K::DeepNesting
            | K::NullField
            | K::HugeTimestamp
            | K::IsoForms
            | K::TxidMissing
            | K::TxidTwice
            | K::HugeName
            | K::HugeAgent
            | K::UnknownFields
            | K::Markup
    )
}

const fn is_of_text(kind: FaultKind) -> bool {
    use FaultKind as K;
    matches!(kind, K::BadJson | K::Truncated | K::EmptyBody | K::Bom | K::InvalidUtf8 | K::DuplicateStat)
}

fn change_text(kind: FaultKind, body: Vec<u8>) -> Vec<u8> {
    match kind {
        FaultKind::BadJson => b"{\"stat\": \"OK\", response: [".to_vec(),
        FaultKind::Truncated => body[..body.len() / 2].to_vec(),
        FaultKind::EmptyBody => Vec::new(),
        FaultKind::Bom => [b"\xef\xbb\xbf".as_slice(), &body].concat(),
        FaultKind::InvalidUtf8 => insert_after(&body, b"name\":\"", b"\xff"),
        FaultKind::DuplicateStat => insert_after(&body, b"\"stat\":\"OK\"", b",\"stat\":\"FAIL\""),
        _ => body,
    }
}

fn insert_after(body: &[u8], mark: &[u8], text: &[u8]) -> Vec<u8> {
    let place = body.windows(mark.len()).position(|window| window == mark);
    let place = place.map_or(body.len(), |place| place + mark.len());
    [&body[..place], text, &body[place..]].concat()
}

/// Stands for a text that JSON cannot be made to hold; replaced in the written body.
const HALF: &str = "half-a-character";

fn change_value(kind: FaultKind, body: &[u8]) -> Vec<u8> {
    let Ok(mut document) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
    match kind {
        FaultKind::WrongTypeNull => document["response"] = Value::Null,
        FaultKind::WrongTypeList => {
            let flipped = if document["response"].is_array() { json!({}) } else { json!([]) };
            document["response"] = flipped;
        }
        FaultKind::Markup => make_hostile(&mut document["response"]),
        FaultKind::EmptyList => empty(&mut document),
        _ => {
            if let Some(rows) = rows(&mut document["response"]) {
                change_rows(kind, rows);
            }
        }
    }
    let text = document.to_string();
    text.replace(HALF, "\\ud800").into_bytes()
}

/// No records, and totals that say so.
fn empty(document: &mut Value) {
    let Some(rows) = rows(&mut document["response"]) else { return };
    rows.clear();
    for path in ["/metadata", "/response/metadata"] {
        if let Some(Value::Object(metadata)) = document.pointer_mut(path) {
            metadata.remove("next_offset");
            metadata.insert("total_objects".to_owned(), json!(0));
        }
    }
}

/// The records of an answer: a list's, a log's, or the single object.
fn rows(response: &mut Value) -> Option<&mut Vec<Value>> {
    match response {
        Value::Array(rows) => Some(rows),
        Value::Object(object) => {
            let key = ["authlogs", "items"].into_iter().find(|key| object.contains_key(*key))?;
            object.get_mut(key)?.as_array_mut()
        }
        _ => None,
    }
}

fn change_rows(kind: FaultKind, rows: &mut Vec<Value>) {
    if kind == FaultKind::NullField {
        rows.iter_mut().for_each(null_fields);
        return;
    }
    if kind == FaultKind::IsoForms {
        rows.iter_mut().enumerate().for_each(|(place, row)| other_iso_form(place, row));
        return;
    }
    if kind == FaultKind::UnknownFields {
        rows.iter_mut().for_each(add_unknown_fields);
        return;
    }
    let Some(first) = rows.first_mut() else { return };
    match kind {
        FaultKind::RowBad => *first = json!(42),
        FaultKind::LoneSurrogate => set_name(first, &json!(HALF)),
        FaultKind::DeepNesting => {
            let nested = (0..126).fold(json!([]), |inner, _| json!([inner]));
            set_name(first, &nested);
        }
        FaultKind::HugeName => set_name(first, &json!("x".repeat(1_000_000))),
        FaultKind::HugeAgent => {
            if let Some(Value::Object(device)) = first.get_mut("access_device") {
                device.insert("browser".to_owned(), json!("A".repeat(102_400)));
            }
        }
        FaultKind::HugeTimestamp => {
            for key in ["timestamp", "created", "last_login"] {
                if first.get(key).is_some() {
                    first[key] = json!(99_999_999_999_999_999_999_f64);
                }
            }
            // The same moment in words would be as good.
            if let Value::Object(object) = first {
                object.remove("isotimestamp");
            }
        }
        FaultKind::TxidMissing => {
            let key = id_key(first);
            if let Value::Object(object) = first {
                object.remove(key);
            }
        }
        FaultKind::TxidTwice => {
            let mut again = first.clone();
            again["result"] = json!("denied");
            again["reason"] = json!("anomalous_push");
            rows.insert(1, again);
        }
        _ => {}
    }
}

fn id_key(row: &Value) -> &'static str {
    const KEYS: [&str; 12] = [
        "txid",
        "activity_id",
        "user_id",
        "group_id",
        "phone_id",
        "token_id",
        "webauthnkey",
        "bypass_code_id",
        "integration_key",
        "epkey",
        "dakey",
        "compkey",
    ];
    // A phone and a bypass code hold a user too, but one level down.
    KEYS.into_iter().find(|key| row.get(*key).is_some()).unwrap_or("id")
}

fn set_name(row: &mut Value, value: &Value) {
    if row.get("txid").is_some() {
        row["user"]["name"] = value.clone();
        return;
    }
    let key = NAMES.into_iter().find(|key| row.get(*key).is_some()).unwrap_or("name");
    row[key] = value.clone();
}

fn null_fields(row: &mut Value) {
    let Value::Object(object) = row else { return };
    for key in
        ["user", "application", "access_device", "email", "realname", "factor", "reason", "model", "groups"]
    {
        if let Some(value) = object.get_mut(key) {
            *value = Value::Null;
        }
    }
}

fn other_iso_form(place: usize, row: &mut Value) {
    let Some(text) = row.get("isotimestamp").and_then(Value::as_str) else { return };
    let (seconds, rest) = text.split_at(19);
    let fraction = rest.get(..7).unwrap_or_default();
    let changed = if place.is_multiple_of(2) {
        format!("{seconds}+00:00")
    } else {
        format!("{seconds}{fraction}000+00:00")
    };
    row["isotimestamp"] = changed.into();
}

fn add_unknown_fields(row: &mut Value) {
    let Value::Object(object) = row else { return };
    object.insert("zz_future_field".to_owned(), json!({ "nested": [1, "two", null] }));
    for (key, value) in [("status", "quarantined"), ("factor", "thought_push"), ("result", "deferred")] {
        if object.contains_key(key) {
            object.insert(key.to_owned(), value.into());
        }
    }
}

/// Puts a hostile text before every name. The same name meets the same text wherever it appears.
fn make_hostile(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(make_hostile),
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match value {
                    Value::String(text) if NAMES.contains(&key.as_str()) && !text.is_empty() => {
                        *text = format!("{}{text}", hostile(text));
                    }
                    _ => make_hostile(value),
                }
            }
            if let Some(Value::Object(device)) = object.get_mut("access_device") {
                device.insert("__proto__".to_owned(), json!({ "x": 1 }));
            }
        }
        _ => {}
    }
}

fn hostile(text: &str) -> &'static str {
    let number = text.bytes().fold(0, |sum: u64, byte| mix(sum ^ u64::from(byte)));
    HOSTILE[index(Dice::of(number, Subject::Fault, 0).below(HOSTILE.len() as u64))]
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = r#"{"response":{"authlogs":[{"isotimestamp":"2026-10-14T17:46:40.351346+00:00","timestamp":1,"txid":"a","user":{"name":"ada"}},{"isotimestamp":"2026-10-14T17:46:41.351346+00:00","txid":"b"}],"metadata":{}},"stat":"OK"}"#;

    fn changed(fault: &str) -> Vec<u8> {
        let troubles = Troubles::new(&[fault.parse().unwrap()]);
        body(&troubles, "/admin/v2/logs/authentication", LOG.as_bytes().to_vec())
    }

    fn rows_of(fault: &str) -> Value {
        serde_json::from_slice::<Value>(&changed(fault)).unwrap()["response"]["authlogs"].clone()
    }

    #[test]
    fn texts_that_are_not_json() {
        for fault in ["bad_json", "truncated", "empty_body", "bom", "invalid_utf8", "lone_surrogate"] {
            assert!(serde_json::from_slice::<Value>(&changed(fault)).is_err(), "{fault}");
        }
    }

    #[test]
    fn a_stat_comes_twice() {
        assert!(
            String::from_utf8(changed("duplicate_stat")).unwrap().ends_with(r#""stat":"OK","stat":"FAIL"}"#)
        );
    }

    #[test]
    fn rows_are_changed_and_the_rest_is_not() {
        assert_eq!(rows_of("row_bad")[0], 42);
        assert_eq!(rows_of("row_bad")[1]["txid"], "b");
        assert!(rows_of("txid_missing")[0].get("txid").is_none());
        let twice = rows_of("txid_twice");
        assert_eq!(
            (&twice[0]["txid"], &twice[1]["txid"], &twice[2]["txid"]),
            (&json!("a"), &json!("a"), &json!("b"))
        );
        assert_eq!(rows_of("huge_name")[0]["user"]["name"].as_str().unwrap().len(), 1_000_000);
        assert!(rows_of("null_field")[0]["user"].is_null());
        assert_eq!(rows_of("iso_forms")[0]["isotimestamp"], "2026-10-14T17:46:40+00:00");
        assert_eq!(rows_of("iso_forms")[1]["isotimestamp"], "2026-10-14T17:46:41.351346000+00:00");
    }

    #[test]
    fn an_empty_list_says_so() {
        assert_eq!(rows_of("empty_list"), json!([]));
        let users = br#"{"metadata":{"next_offset":300,"total_objects":900},"response":[{"user_id":"DU1"}],"stat":"OK"}"#;
        let troubles = Troubles::new(&["empty_list@/admin/v1/users".parse().unwrap()]);
        let changed: Value =
            serde_json::from_slice(&body(&troubles, "/admin/v1/users", users.to_vec())).unwrap();
        assert_eq!(changed, json!({ "metadata": { "total_objects": 0 }, "response": [], "stat": "OK" }));
    }

    #[test]
    fn hostile_names_repeat() {
        let first = rows_of("markup")[0]["user"]["name"].as_str().unwrap().to_owned();
        assert!(first.ends_with("ada") && first.len() > 5);
        assert_eq!(first, rows_of("markup")[0]["user"]["name"]);
    }
}
