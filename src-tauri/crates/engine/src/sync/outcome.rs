//! How a data set's reading ended.

use duo_api::ApiError;
use store::{DataSetMark, StoreError};

use crate::Code;
use crate::api::DataSetState;
use crate::error::api_code;

/// Why a data set was not read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The right is missing.
    Denied,
    /// The account does not offer it.
    NotOffered,
    /// Duo gave less than there is; other sets go on.
    Cut(Code),
    /// Something went wrong; other sets go on.
    Failed(Code),
    /// The keys, the disk or the user say stop: nothing goes on.
    All(Code),
}

impl Stop {
    pub(crate) const fn state(&self) -> DataSetState {
        match self {
            Self::Denied => DataSetState::Denied,
            Self::NotOffered => DataSetState::NotOffered,
            Self::Failed(_) => DataSetState::Failed,
            Self::Cut(_) | Self::All(_) => DataSetState::Partial,
        }
    }

    pub(crate) const fn code(&self) -> Code {
        match self {
            Self::Denied => Code::PermMissing,
            Self::NotOffered => Code::NotOffered,
            Self::Cut(code) | Self::Failed(code) | Self::All(code) => *code,
        }
    }

    pub(crate) fn mark(&self) -> DataSetMark {
        match self {
            Self::Denied => DataSetMark::Denied,
            Self::NotOffered => DataSetMark::NotOffered,
            Self::Failed(code) => DataSetMark::Failed { code: code.as_str().to_owned() },
            Self::Cut(code) | Self::All(code) => DataSetMark::Partial { code: code.as_str().to_owned() },
        }
    }
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        match api_code(&error) {
            Code::PermMissing => Self::Denied,
            Code::NotOffered => Self::NotOffered,
            // The keys worked when the connection was checked: somebody replaced them.
            Code::AuthSignature => Self::All(Code::AuthRotated),
            code @ (Code::AuthIkey
            | Code::AuthNoCredentials
            | Code::ClockSkew
            | Code::Cancelled
            | Code::NetDns
            | Code::NetConnect
            | Code::NetProxy
            | Code::NetProxyAuth
            | Code::NetProxyRefused
            | Code::NetTls
            | Code::NetTlsUntrusted
            | Code::NetTlsExpired
            | Code::NetTlsName
            | Code::NetTlsVersion
            | Code::RateLimit
            | Code::RespRedirect) => Self::All(code),
            code => Self::Failed(code),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::All(Code::from_text(error.code()).unwrap_or(Code::DbIo))
    }
}

impl From<tokio::task::JoinError> for Stop {
    fn from(_: tokio::task::JoinError) -> Self {
        Self::All(Code::Internal)
    }
}
