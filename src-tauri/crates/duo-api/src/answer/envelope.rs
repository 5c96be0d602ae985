//! Duo's envelope: `stat`, `response`, `code`, and `metadata` beside them.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::quarantine::shown_path;
use super::{bad_json, schema, text};
use crate::error::ApiError;
use crate::transport::Response;
use crate::wire::lenient;

/// Typed, so that a key that comes twice is an error and not a choice.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    stat: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    response: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "lenient::scalar")]
    code: Option<i64>,
}

/// Only what a refusal says.
#[derive(Deserialize)]
struct Refusal {
    #[serde(default, deserialize_with = "lenient::scalar")]
    code: Option<i64>,
    #[serde(default, deserialize_with = "lenient::scalar")]
    message: Option<String>,
}

/// What no code tells: the words begin so, and their code is not known (admin-api.md §4.1).
const OTHER_DEPLOYMENT: &str = "Cross-deployment";

/// The code of a refusal, when the body is Duo's.
pub(super) fn code(body: &[u8]) -> Option<u32> {
    let refusal: Refusal = serde_json::from_slice(body).ok()?;
    Some(five_digits(refusal.code))
}

/// Whether a refusal says that the child asked for lies on another deployment.
pub(super) fn is_other_deployment(body: &[u8]) -> bool {
    let refusal = serde_json::from_slice::<Refusal>(body);
    refusal.is_ok_and(|refusal| refusal.message.is_some_and(|message| message.starts_with(OTHER_DEPLOYMENT)))
}

fn five_digits(code: Option<i64>) -> u32 {
    code.and_then(|code| u32::try_from(code).ok())
        .filter(|code| (10_000..100_000).contains(code))
        .unwrap_or(0)
}

/// A failure inside a 200: a server's fault unless its code says 4xx.
pub(super) fn check_stat(stat: Option<&str>, code: Option<i64>, status: u16) -> Result<(), ApiError> {
    if stat.is_none_or(|stat| stat == "OK") {
        return Ok(());
    }
    let code = five_digits(code);
    match code / 100 {
        429 => Err(ApiError::RateLimited),
        class @ 400..=499 => Err(ApiError::Duo { status: u16::try_from(class).unwrap_or(status), code }),
        _ => Err(ApiError::Duo { status, code }),
    }
}

/// The raw `response` of a successful answer.
pub(super) fn open(response: &Response) -> Result<&RawValue, ApiError> {
    let envelope: Envelope<'_> = serde_json::from_str(text(response)?).map_err(|error| bad_json(&error))?;
    check_stat(envelope.stat.as_deref(), envelope.code, response.status)?;
    envelope.response.ok_or_else(|| schema("response"))
}

/// A single object.
pub(crate) fn object<T: DeserializeOwned>(response: &Response) -> Result<T, ApiError> {
    let raw = open(response)?.get();
    if !raw.starts_with('{') {
        return Err(schema("response"));
    }
    let mut json = serde_json::Deserializer::from_str(raw);
    serde_path_to_error::deserialize(&mut json)
        .map_err(|error| schema(&format!("response.{}", shown_path(error.path()))))
}

/// An array that comes whole; a row that cannot be decoded fails it.
pub(crate) fn list<T: DeserializeOwned>(response: &Response) -> Result<Vec<T>, ApiError> {
    let raw = open(response)?.get();
    let mut json = serde_json::Deserializer::from_str(raw);
    serde_path_to_error::deserialize(&mut json)
        .map_err(|error| schema(&format!("response{}", shown_path(error.path()))))
}

/// Success, whatever it holds.
pub(crate) fn nothing(response: &Response) -> Result<(), ApiError> {
    open(response).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Summary;
    use bytes::Bytes;

    fn answer(body: &[u8]) -> Response {
        Response {
            status: 200,
            date: None,
            content_type: Some("application/json".into()),
            location: None,
            retry_after: None,
            body: Bytes::copy_from_slice(body),
        }
    }

    fn error(body: &[u8]) -> ApiError {
        object::<Summary>(&answer(body)).unwrap_err()
    }

    #[test]
    fn success() {
        let summary: Summary = object(&answer(br#"{"response":{"user_count":"5"},"stat":"OK"}"#)).unwrap();
        assert_eq!(summary.user_count, Some(5));
        assert!(nothing(&answer(br#"{"response":""}"#)).is_ok());
    }

    #[test]
    fn faults() {
        for (body, code) in [
            (&b""[..], "RESP_NOT_JSON"),
            (b"<html>Sign in to Wi-Fi", "RESP_NOT_JSON"),
            (b"hello", "RESP_NOT_JSON"),
            (b"\xef\xbb\xbf{\"stat\":\"OK\"}", "RESP_BAD_JSON"),
            (br#"{"stat":"OK","response":{"user_count":"#, "RESP_BAD_JSON"),
            (b"{\"stat\":\"OK\",\"response\":{\"edition\":\"\xff\"}}", "RESP_BAD_JSON"),
            (br#"{"stat":"OK","stat":"FAIL","response":{}}"#, "RESP_BAD_JSON"),
            (br#"{"stat":"OK","response":{}} trailing"#, "RESP_BAD_JSON"),
            (br#"{"stat":"OK","response":[]}"#, "SCHEMA_CHANGED"),
            (br#"{"stat":"OK","response":null}"#, "SCHEMA_CHANGED"),
            (br#"{"stat":"OK"}"#, "SCHEMA_CHANGED"),
            (br#"{"stat":"FAIL","code":50000,"message":"x"}"#, "SERVER_ERROR"),
            (br#"{"stat":"FAIL"}"#, "SERVER_ERROR"),
            (br#"{"stat":"FAIL","code":40301}"#, "PERM_MISSING"),
            (br#"{"stat":"FAIL","code":40105}"#, "CLOCK_SKEW"),
            (br#"{"stat":"FAIL","code":42901}"#, "RATE_LIMIT"),
        ] {
            assert_eq!(error(body).code(), code, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn positions_of_broken_bytes() {
        assert_eq!(error(b"{\n\"a\":\"\xff\"}"), ApiError::BadJson { line: 2, column: 6 });
        assert_eq!(error(b"{\n  oops}"), ApiError::BadJson { line: 2, column: 3 });
    }

    #[test]
    fn errors_carry_no_values() {
        let shown = format!("{:?}", error(br#"{"stat":"OK","stat":"hunter2","response":"hunter2"}"#));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
