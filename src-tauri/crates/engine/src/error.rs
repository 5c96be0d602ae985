//! From the lower layers' errors to codes and values.

use duo_api::{ApiError, TransportError};
use store::StoreError;

use crate::Code;
use crate::api::{CommandError, Values};

/// The code of an error of the client's.
pub(crate) fn api_code(error: &ApiError) -> Code {
    Code::from_text(error.code()).unwrap_or(Code::Internal)
}

/// What its text may name.
pub(crate) fn api_values(error: &ApiError) -> Values {
    let mut values = Values::new();
    if let Some(status) = error.status() {
        values.insert("status".into(), status.to_string());
    }
    if let Some(code) = error.duo_code() {
        values.insert("code".into(), code.to_string());
    }
    match error {
        ApiError::Transport(
            TransportError::TlsUntrusted { issuer: Some(issuer) }
            | TransportError::TlsInspected { issuer: Some(issuer) },
        ) => {
            values.insert("issuer".into(), issuer.clone());
        }
        ApiError::Transport(TransportError::TlsExpired { not_before, not_after }) => {
            for (name, date) in [("not_before", not_before), ("not_after", not_after)] {
                if let Some(date) = date {
                    values.insert(name.into(), date.date_naive().to_string());
                }
            }
        }
        ApiError::NotJson { content_type, title, .. } => {
            for (name, text) in [("content_type", content_type), ("title", title)] {
                if let Some(text) = text {
                    values.insert(name.into(), text.clone());
                }
            }
        }
        ApiError::Schema { path } => {
            values.insert("path".into(), path.clone());
        }
        _ => {}
    }
    values
}

impl From<ApiError> for CommandError {
    fn from(error: ApiError) -> Self {
        Self { code: api_code(&error), values: api_values(&error) }
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        let refused = Self::new(Code::from_text(error.code()).unwrap_or(Code::DbIo));
        match error {
            StoreError::ReadOnly(path) | StoreError::Unreadable(path) if !path.as_os_str().is_empty() => {
                refused.with("path", path.display())
            }
            _ => refused,
        }
    }
}

impl From<tokio::task::JoinError> for CommandError {
    fn from(_: tokio::task::JoinError) -> Self {
        Self::new(Code::Internal)
    }
}
