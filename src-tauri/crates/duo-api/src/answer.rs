//! From an HTTP answer to a value, or to the reason why not.

mod envelope;
mod metadata;
mod page;
mod quarantine;
mod status;

pub(crate) use envelope::{list, nothing, object};
pub(crate) use metadata::{Metadata, NextOffset};
pub(crate) use page::{RawPage, log_page, log_total, object_page};
pub(crate) use quarantine::without_secrets;
pub(crate) use status::check_status;

use crate::error::ApiError;
use crate::transport::Response;

/// The body as text; JSON is UTF-8, and the parser is faster when it need not ask.
fn text(response: &Response) -> Result<&str, ApiError> {
    let body = response.body.as_ref();
    if looks_like_json(body) {
        std::str::from_utf8(body).map_err(|error| bad_bytes(body, error.valid_up_to()))
    } else {
        Err(status::not_json(response))
    }
}

/// JSON begins with a bracket; a byte-order mark before it is a fault in JSON, not another format.
fn looks_like_json(body: &[u8]) -> bool {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, Some(b'{' | b'['))
}

fn bad_bytes(body: &[u8], at: usize) -> ApiError {
    let before = body.get(..at).unwrap_or_default();
    let lines: Vec<&[u8]> = before.split(|byte| *byte == b'\n').collect();
    let column = lines.last().map_or(0, |line| line.len()) + 1;
    ApiError::BadJson { line: lines.len(), column }
}

/// serde's text is not kept: it quotes values.
fn bad_json(error: &serde_json::Error) -> ApiError {
    ApiError::BadJson { line: error.line(), column: error.column() }
}

fn schema(path: &str) -> ApiError {
    ApiError::Schema { path: path.to_owned() }
}
