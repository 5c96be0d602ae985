//! Pages: decoded straight from the bytes, and row by row only when that fails.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::envelope::{check_stat, open};
use super::metadata::Metadata;
use super::quarantine::{shown_path, without_secrets};
use super::{bad_json, schema, text};
use crate::error::ApiError;
use crate::paging::Rejected;
use crate::transport::Response;
use crate::wire::{AuthLog, Row, lenient};

/// A page before its cursor is understood.
pub(crate) struct RawPage<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) rejected: Vec<Rejected>,
    pub(crate) metadata: Metadata,
}

/// A row is kept as soon as it is read: what it does not keep is never copied.
struct Kept<T>(T);

impl<'de, T: Row> Deserialize<'de> for Kept<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::Wire::deserialize(deserializer).map(|wire| Self(T::keep(wire)))
    }
}

fn rows<'de, D: Deserializer<'de>, T: Row>(deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
    let rows: Option<Vec<Kept<T>>> = Option::deserialize(deserializer)?;
    Ok(rows.map(|rows| rows.into_iter().map(|Kept(row)| row).collect()))
}

/// One page of an offset-paged list: `metadata` beside `response`.
pub(crate) fn object_page<T: Row>(response: &Response) -> Result<RawPage<T>, ApiError> {
    #[derive(Deserialize)]
    #[serde(bound(deserialize = "T: Row"))]
    struct Answer<'a, T> {
        #[serde(borrow, default)]
        stat: Option<Cow<'a, str>>,
        #[serde(default, deserialize_with = "rows")]
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
        #[serde(default, deserialize_with = "rows")]
        authlogs: Option<Vec<T>>,
        #[serde(default, deserialize_with = "rows")]
        items: Option<Vec<T>>,
        #[serde(default, deserialize_with = "rows")]
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

/// How many events a query of a v2 log holds, by Duo's count; its rows do not matter.
pub(crate) fn log_total(response: &Response) -> Result<Option<u64>, ApiError> {
    Ok(log_page::<AuthLog>(response)?.metadata.total_objects)
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
    let wire = serde_path_to_error::deserialize(&mut json).map_err(|error| shown_path(error.path()))?;
    let row = T::keep(wire);
    if row.has_key() { Ok(row) } else { Err(T::KEY.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::NextOffset;
    use crate::wire::{Integration, User};
    use bytes::Bytes;
    use proptest::prelude::*;

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
        let body =
            format!(r#"{{"response":[{{"username":"{}"}}]}}"#, "x".repeat(super::super::quarantine::MAX_RAW));
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

    const USERS: &str = r#"{"metadata":{"next_offset":1,"total_objects":214},"response":[{"aliases":{"alias1":"a"},
        "created":1693526400,"groups":[{"group_id":"DG1","name":"F \"x\""}],"is_enrolled":true,"last_login":null,
        "phones":[{"activated":true,"capabilities":["auto"],"phone_id":"DP1"}],"user_id":"DU1"}],"stat":"OK"}"#;
    const LOGS: &str = r#"{"response":{"authlogs":[{"access_device":{"ip":"203.0.113.24","location":{"city":"C"}},
        "isotimestamp":"2026-10-14T17:46:40.351346+00:00","timestamp":1792000000,"txid":"6d0b",
        "user":{"groups":["F"],"key":"DU2","name":"a"},"new":{"a":[1]}}],"metadata":{"next_offset":
        ["1792000000351","6d0b"],"total_objects":1}},"stat":"OK"}"#;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn damaged_pages_never_panic(
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
            log in any::<bool>(),
        ) {
            let mut bytes = if log { LOGS } else { USERS }.as_bytes().to_vec();
            for (at, byte, kind) in edits {
                let at = at.index(bytes.len());
                match kind {
                    0 => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    _ => drop(bytes.split_off(at.max(1))),
                }
            }
            let response = Response { body: Bytes::from(bytes), ..answer("") };
            let (users, logs) = (object_page::<User>(&response), log_page::<AuthLog>(&response));
            for code in [users.err().map(|e| e.code()), logs.err().map(|e| e.code())].into_iter().flatten() {
                let known = ["RESP_NOT_JSON", "RESP_BAD_JSON", "SCHEMA_CHANGED", "SERVER_ERROR"].contains(&code);
                prop_assert!(known, "{code}");
            }
        }
    }
}
