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
    /// The right is granted; the account's edition lacks it.
    NotInEdition,
    /// Duo does not know it in this deployment.
    NotOffered,
    /// Duo lists only a part; other sets go on.
    Truncated,
    /// Something went wrong; other sets go on.
    Failed(Code),
    /// The keys, the disk or the user say stop: nothing goes on.
    All(Code),
}

impl Stop {
    pub(crate) const fn state(&self) -> DataSetState {
        match self {
            Self::Denied => DataSetState::Denied,
            Self::NotInEdition => DataSetState::NotInEdition,
            Self::NotOffered => DataSetState::NotOffered,
            Self::Truncated => DataSetState::Truncated,
            Self::Failed(_) => DataSetState::Failed,
            Self::All(_) => DataSetState::Partial,
        }
    }

    pub(crate) const fn code(&self) -> Code {
        match self {
            Self::Denied => Code::PermMissing,
            Self::NotInEdition => Code::NotInEdition,
            Self::NotOffered => Code::NotOffered,
            Self::Truncated => Code::ListTruncated,
            Self::Failed(code) | Self::All(code) => *code,
        }
    }

    pub(crate) fn mark(&self) -> DataSetMark {
        match self {
            Self::Denied => DataSetMark::Denied,
            Self::NotInEdition => DataSetMark::NotInEdition,
            Self::NotOffered => DataSetMark::NotOffered,
            Self::Truncated => DataSetMark::Truncated { code: self.code().as_str().to_owned() },
            Self::Failed(code) => DataSetMark::Failed { code: code.as_str().to_owned() },
            Self::All(code) => DataSetMark::Partial { code: code.as_str().to_owned() },
        }
    }
}

/// Whether Duo's answer did not come, or another's came in its place.
pub(super) const fn unanswered(code: Code) -> bool {
    matches!(
        code,
        Code::NetTimeout | Code::NetReset | Code::NetTruncated | Code::NetProtocol | Code::RespNotJson
    )
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
