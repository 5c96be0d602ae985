//! Pages: decoded straight from the bytes, and row by row only when that fails.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::envelope::{check_stat, open};
use super::{bad_json, schema, text};
use crate::error::ApiError;
use crate::paging::Rejected;
use crate::transport::Response;
use crate::wire::{Row, is_secret_field, lenient};

/// A raw row that is kept for quarantine is at most this long.
const MAX_RAW: usize = 64 * 1024;

/// A page before its cursor is understood.
pub(crate) struct RawPage<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) rejected: Vec<Rejected>,
    pub(crate) metadata: Metadata,
}

/// What paging needs to know.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Metadata {
    pub(crate) next_offset: NextOffset,
    #[serde(deserialize_with = "total")]
    pub(crate) total_objects: Option<u64>,
}

/// All shapes of `next_offset` that were seen.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) enum NextOffset {
    /// Absent or null: this was the last page.
    #[default]
    None,
    Number(u64),
    /// One string, or the strings of an array joined by a comma.
    Text(String),
    /// Anything else.
    Unknown,
}

/// One page of an offset-paged list: `metadata` beside `response`.
pub(crate) fn object_page<T: Row>(response: &Response) -> Result<RawPage<T>, ApiError> {
    #[derive(Deserialize)]
    #[serde(bound(deserialize = "T: Row"))]
    struct Answer<'a, T> {
        #[serde(borrow, default)]
        stat: Option<Cow<'a, str>>,
        response: Option<Vec<T>>,
        #[serde(default, deserialize_with = "lenient::object")]
        metadata: Option<Metadata>,
        #[serde(default, deserialize_with = "lenient::scalar")]
        code: Option<i64>,
    }
    let body = text(response)?;
    if let Ok(answer) = serde_json::from_str::<Answer<'_, T>>(body) {
        check_stat(answer.stat.as_deref(), answer.code, response.status)?;
        let rows = answer.response.ok_or_else(|| schema("response"))?;
        if rows.iter().all(Row::has_key) {
            let metadata = answer.metadata.unwrap_or_default();
            return Ok(RawPage { rows, rejected: Vec::new(), metadata });
        }
    }
    let (rows, rejected) = row_by_row(open(response)?, "response")?;
    Ok(RawPage { rows, rejected, metadata: metadata_beside(body) })
}

/// One page of a v2 log: rows and `metadata` inside `response`.
pub(crate) fn log_page<T: Row>(response: &Response) -> Result<RawPage<T>, ApiError> {
    #[derive(Deserialize)]
    #[serde(bound(deserialize = "T: Row"))]
    struct Answer<'a, T> {
        #[serde(borrow, default)]
        stat: Option<Cow<'a, str>>,
        response: Option<Body<T>>,
        #[serde(default, deserialize_with = "lenient::scalar")]
        code: Option<i64>,
    }
    #[derive(Deserialize)]
    #[serde(bound(deserialize = "T: Row"))]
    struct Body<T> {
        authlogs: Option<Vec<T>>,
        items: Option<Vec<T>>,
        events: Option<Vec<T>>,
        #[serde(default, deserialize_with = "lenient::object")]
        metadata: Option<Metadata>,
    }
    if let Ok(answer) = serde_json::from_str::<Answer<'_, T>>(text(response)?) {
        check_stat(answer.stat.as_deref(), answer.code, response.status)?;
        let body = answer.response.ok_or_else(|| schema("response"))?;
        let rows = body.authlogs.or(body.items).or(body.events).ok_or_else(|| schema("response.rows"))?;
        if rows.iter().all(Row::has_key) {
            let metadata = body.metadata.unwrap_or_default();
            return Ok(RawPage { rows, rejected: Vec::new(), metadata });
        }
    }
    log_row_by_row(response)
}

fn log_row_by_row<T: Row>(response: &Response) -> Result<RawPage<T>, ApiError> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        authlogs: Option<&'a RawValue>,
        #[serde(borrow)]
        items: Option<&'a RawValue>,
        #[serde(borrow)]
        events: Option<&'a RawValue>,
        #[serde(default, deserialize_with = "lenient::object")]
        metadata: Option<Metadata>,
    }
    let raw = open(response)?.get();
    if !raw.starts_with('{') {
        return Err(schema("response"));
    }
    let body: Body<'_> = serde_json::from_str(raw).map_err(|error| bad_json(&error))?;
    let rows = body.authlogs.or(body.items).or(body.events).ok_or_else(|| schema("response.rows"))?;
    let (rows, rejected) = row_by_row(rows, "response.rows")?;
    Ok(RawPage { rows, rejected, metadata: body.metadata.unwrap_or_default() })
}

fn metadata_beside(body: &str) -> Metadata {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "lenient::object")]
        metadata: Option<Metadata>,
    }
    let answer: Option<Answer> = serde_json::from_str(body).ok();
    answer.and_then(|answer| answer.metadata).unwrap_or_default()
}

fn row_by_row<T: Row>(rows: &RawValue, path: &str) -> Result<(Vec<T>, Vec<Rejected>), ApiError> {
    let raw_rows: Vec<&RawValue> = serde_json::from_str(rows.get()).map_err(|_| schema(path))?;
    let (mut rows, mut rejected) = (Vec::with_capacity(raw_rows.len()), Vec::new());
    for (index, raw) in raw_rows.into_iter().enumerate() {
        match decode_row::<T>(raw.get()) {
            Ok(row) => rows.push(row),
            Err(path) => rejected.push(Rejected { index, path, raw: without_secrets(raw.get()) }),
        }
    }
    Ok((rows, rejected))
}

fn decode_row<T: Row>(raw: &str) -> Result<T, String> {
    let mut json = serde_json::Deserializer::from_str(raw);
    let row: T = serde_path_to_error::deserialize(&mut json).map_err(|error| shown_path(error.path()))?;
    if row.has_key() { Ok(row) } else { Err(T::KEY.to_owned()) }
}

/// A path may hold names from the wire: cut, and of harmless characters only.
pub(super) fn shown_path(path: &serde_path_to_error::Path) -> String {
    let harmless = |c: char| if c.is_ascii_alphanumeric() || "_.[]".contains(c) { c } else { '?' };
    path.to_string().chars().map(harmless).take(100).collect()
}

/// The row as it came, for quarantine, without what must not be stored.
fn without_secrets(raw: &str) -> Option<String> {
    if raw.len() > MAX_RAW {
        return None;
    }
    match serde_json::from_str::<serde_json::Value>(raw) {
        Ok(mut value) => {
            strip(&mut value);
            Some(value.to_string())
        }
        // It cannot be taken apart, so it is kept only if no secret's name can be in it.
        Err(_) => (!mentions_secret(raw)).then(|| raw.to_owned()),
    }
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.retain(|name, _| !is_secret_field(name));
            map.values_mut().for_each(strip);
        }
        serde_json::Value::Array(elements) => elements.iter_mut().for_each(strip),
        _ => {}
    }
}

fn mentions_secret(raw: &str) -> bool {
    raw.contains("\\u00") || raw.split('"').any(is_secret_field)
}

fn total<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    struct TotalVisitor;

    impl<'de> Visitor<'de> for TotalVisitor {
        type Value = Option<u64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }
        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(u64::try_from(number).ok())
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.parse().ok())
        }
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            IgnoredAny.visit_seq(seq).map(|_| None)
        }
        /// One sample has `{relation, value}` (admin-api.md §8.3).
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut value = None;
            while let Some(name) = map.next_key::<Cow<'de, str>>()? {
                let number = map.next_value::<lenient::MaybeScalar<i64>>()?.0;
                if name == "value" {
                    value = number.and_then(|number| u64::try_from(number).ok());
                }
            }
            Ok(value)
        }
    }

    deserializer.deserialize_any(TotalVisitor)
}

impl<'de> Deserialize<'de> for NextOffset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NextOffsetVisitor;

        impl<'de> Visitor<'de> for NextOffsetVisitor {
            type Value = NextOffset;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(NextOffset::Number(number))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
                Ok(NextOffset::Unknown)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
                Ok(NextOffset::Unknown)
            }
            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(NextOffset::Unknown)
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(NextOffset::Text(text.to_owned()))
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(NextOffset::None)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut parts: Vec<Option<String>> = Vec::new();
                while let Some(lenient::MaybeScalar(part)) = seq.next_element()? {
                    parts.push(part);
                }
                Ok(match <[Option<String>; 2]>::try_from(parts) {
                    Ok([Some(ms), Some(id)]) => NextOffset::Text(format!("{ms},{id}")),
                    _ => NextOffset::Unknown,
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                IgnoredAny.visit_map(map).map(|_| NextOffset::Unknown)
            }
        }

        deserializer.deserialize_any(NextOffsetVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Activity, AuthLog, Integration, User};
    use bytes::Bytes;

    fn answer(body: &str) -> Response {
        Response {
            status: 200,
            date: None,
            content_type: Some("application/json".into()),
            location: None,
            retry_after: None,
            body: Bytes::copy_from_slice(body.as_bytes()),
        }
    }

    fn users(body: &str) -> Result<RawPage<User>, ApiError> {
        object_page(&answer(body))
    }

    #[test]
    fn shapes_of_next_offset() {
        for (json, expected) in [
            ("null", NextOffset::None),
            ("300", NextOffset::Number(300)),
            ("\"300\"", NextOffset::Text("300".into())),
            ("[\"1792000000351\",\"a-b\"]", NextOffset::Text("1792000000351,a-b".into())),
            ("[1792000000351,\"a-b\"]", NextOffset::Text("1792000000351,a-b".into())),
            ("[]", NextOffset::Unknown),
            ("[\"a\"]", NextOffset::Unknown),
            ("[\"a\",null]", NextOffset::Unknown),
            ("-1", NextOffset::Unknown),
            ("1.5", NextOffset::Unknown),
            ("{}", NextOffset::Unknown),
            ("true", NextOffset::Unknown),
        ] {
            let body = format!(r#"{{"stat":"OK","response":[],"metadata":{{"next_offset":{json}}}}}"#);
            assert_eq!(users(&body).unwrap().metadata.next_offset, expected, "{json}");
        }
        assert_eq!(users(r#"{"response":[]}"#).unwrap().metadata.next_offset, NextOffset::None);
        assert_eq!(users(r#"{"response":[],"metadata":[]}"#).unwrap().metadata.next_offset, NextOffset::None);
    }

    #[test]
    fn totals_never_fail_a_page() {
        for (json, expected) in [
            ("7", Some(7)),
            ("\"7\"", Some(7)),
            ("-1", None),
            ("1e18", None),
            ("1000000000000000000", Some(1_000_000_000_000_000_000)),
            (r#"{"relation":"eq","value":3}"#, Some(3)),
            ("null", None),
            ("[1]", None),
        ] {
            let body = format!(r#"{{"response":{{"items":[],"metadata":{{"total_objects":{json}}}}}}}"#);
            let page: RawPage<Activity> = log_page(&answer(&body)).unwrap();
            assert_eq!(page.metadata.total_objects, expected, "{json}");
        }
    }

    #[test]
    fn bad_rows_are_set_aside_and_the_page_stays() {
        let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
        let body = format!(
            r#"{{"stat":"OK","metadata":{{"next_offset":8,"total_objects":8}},"response":[
            {{"user_id":"DU1","username":"ada"}},
            {{"username":"no key"}},
            {{"user_id":"DU2","username":"\ud800"}},
            7, null, "text", {nested},
            {{"user_id":"DU3","groups":[{{"group_id":"DG1","name":"Finance"}}, 5]}}]}}"#
        );
        let page = users(&body).unwrap();
        let keys: Vec<&str> = page.rows.iter().map(|user| user.user_id.as_str()).collect();
        assert_eq!(keys, ["DU1", "DU3"]);
        assert_eq!(page.rows[1].groups.len(), 1);
        let rejected: Vec<(usize, &str)> =
            page.rejected.iter().map(|row| (row.index, row.path.as_str())).collect();
        assert_eq!(rejected[..2], [(1, "user_id"), (2, "username")]);
        assert_eq!(page.rejected.len(), 6);
        assert_eq!(page.rejected[1].raw.as_deref(), Some(r#"{"user_id":"DU2","username":"\ud800"}"#));
        assert_eq!(page.metadata.next_offset, NextOffset::Number(8));
        assert_eq!(page.metadata.total_objects, Some(8));
    }

    #[test]
    fn quarantine_keeps_no_secret() {
        let key = "Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1iO3bC8v";
        let body = format!(
            r#"{{"response":[{{"name":"a","secret_key":"{key}","sub":[{{"secret_key":"{key}"}}]}},
            {{"name":"\ud800","secret_key":"{key}"}},
            {{"name":"\ud800","secret\u005fkey":"{key}"}},
            {{"integration_key":"DI1","secret_key":"{key}"}}]}}"#
        );
        let page: RawPage<Integration> = object_page(&answer(&body)).unwrap();
        assert_eq!(page.rejected[0].raw.as_deref(), Some(r#"{"name":"a","sub":[{}]}"#));
        assert_eq!((page.rejected[1].raw.as_ref(), page.rejected[2].raw.as_ref()), (None, None));
        assert!(!format!("{:?} {:?}", page.rows, page.rejected).contains(key));
    }

    #[test]
    fn large_raw_rows_are_not_kept() {
        let body = format!(r#"{{"response":[{{"username":"{}"}}]}}"#, "x".repeat(MAX_RAW));
        assert_eq!(users(&body).unwrap().rejected[0].raw, None);
    }

    #[test]
    fn a_million_characters_and_fifty_thousand_rows() {
        let body = format!(r#"{{"response":[{{"user_id":"DU1","username":"{}"}}]}}"#, "x".repeat(1_000_000));
        assert_eq!(users(&body).unwrap().rows[0].username.as_ref().unwrap().len(), 1_000_000);
        let rows = vec![r#"{"user_id":"DU1"}"#; 50_000].join(",");
        assert_eq!(users(&format!(r#"{{"response":[{rows}]}}"#)).unwrap().rows.len(), 50_000);
    }

    #[test]
    fn pages_of_another_shape() {
        for (body, code) in [
            (r#"{"stat":"OK","response":{}}"#, "SCHEMA_CHANGED"),
            (r#"{"stat":"OK","response":null}"#, "SCHEMA_CHANGED"),
            (r#"{"stat":"OK","response":"x"}"#, "SCHEMA_CHANGED"),
            (r#"{"stat":"FAIL","code":40301}"#, "PERM_MISSING"),
            (r#"{"stat":"OK","stat":"FAIL","response":[]}"#, "RESP_BAD_JSON"),
            (r#"{"stat":"OK","response":[{"user_id":"DU1"}"#, "RESP_BAD_JSON"),
        ] {
            assert_eq!(users(body).err().unwrap().code(), code, "{body}");
        }
        for (body, code) in [
            (r#"{"stat":"OK","response":[]}"#, "SCHEMA_CHANGED"),
            (r#"{"stat":"OK","response":{}}"#, "SCHEMA_CHANGED"),
            (r#"{"stat":"OK","response":{"authlogs":{}}}"#, "SCHEMA_CHANGED"),
            (r#"{"stat":"OK","response":{"authlogs":[{"txid":"a""#, "RESP_BAD_JSON"),
        ] {
            assert_eq!(log_page::<AuthLog>(&answer(body)).err().unwrap().code(), code, "{body}");
        }
    }
}
