//! How a success is written: compact JSON with its keys in alphabetical order (admin-api.md §3.1).

use serde::Serialize;
use serde_json::Value;

/// A single object.
#[derive(Debug, Serialize)]
struct Single<T> {
    response: T,
    stat: &'static str,
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub(crate) struct Listing<T> {
    pub(crate) metadata: Metadata,
    pub(crate) response: Vec<T>,
    pub(crate) stat: &'static str,
}

/// A page of a log: the metadata lies beside the rows.
#[derive(Debug, Serialize)]
pub(crate) struct AuthLogs<T> {
    pub(crate) authlogs: Vec<T>,
    pub(crate) metadata: Metadata,
}

/// A page of the activity log.
#[derive(Debug, Serialize)]
pub(crate) struct Items<T> {
    pub(crate) items: Vec<T>,
    pub(crate) metadata: Metadata,
}

/// Where the next page is. The fields are JSON values since faults change their types.
#[derive(Debug, Serialize)]
pub(crate) struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_offset: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prev_offset: Option<u64>,
    pub(crate) total_objects: Value,
}

/// The body of a success.
pub(crate) fn single<T: Serialize>(response: T) -> Vec<u8> {
    write(&Single { response, stat: "OK" })
}

/// Writes any record. The records here hold nothing that JSON cannot.
pub(crate) fn write<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
