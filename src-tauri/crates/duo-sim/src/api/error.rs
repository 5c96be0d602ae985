//! Refusals, with the words and the spacing of the real ones (admin-api.md §3.2, §4.1).

use crate::message::SimResponse;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("Missing required request parameters")]
    MissingParameter(&'static str),
    #[error("Invalid request parameters")]
    InvalidParameter(&'static str),
    #[error(
        "Cross-deployment Admin API usage through Accounts API is currently not available, please refer to: https://duo.com/docs/accountsapi#using-accounts-api-with-admin-api"
    )]
    OtherDeployment,
    #[error("Missing request credentials")]
    MissingCredentials,
    #[error("Invalid identity in request credentials")]
    UnknownKey,
    #[error("Invalid signature in request credentials")]
    BadSignature,
    #[error("Missing request timestamp")]
    MissingDate,
    #[error("Bad request timestamp")]
    BadDate,
    #[error("Access forbidden")]
    Forbidden,
    #[error("Resource not found")]
    NotFound,
    #[error("Method not allowed")]
    WrongMethod,
    #[error("Too Many Requests")]
    TooMany,
    #[error("Unknown internal server error")]
    Internal,
}

impl ApiError {
    pub(crate) const fn code(&self) -> u32 {
        match self {
            Self::MissingParameter(_) => 40001,
            Self::InvalidParameter(_) => 40002,
            Self::OtherDeployment => 40003,
            Self::MissingCredentials => 40101,
            Self::UnknownKey => 40102,
            Self::BadSignature => 40103,
            Self::MissingDate => 40104,
            Self::BadDate => 40105,
            Self::Forbidden => 40301,
            Self::NotFound => 40401,
            Self::WrongMethod => 40501,
            Self::TooMany => 42901,
            Self::Internal => 50000,
        }
    }

    /// Error bodies are spaced after `:` and `,`, unlike successes.
    pub(crate) fn response(&self) -> SimResponse {
        let code = self.code();
        let detail = match self {
            Self::MissingParameter(detail) | Self::InvalidParameter(detail) => {
                format!(", \"message_detail\": \"{detail}\"")
            }
            _ => String::new(),
        };
        let body = format!("{{\"code\": {code}, \"message\": \"{self}\"{detail}, \"stat\": \"FAIL\"}}");
        let status = u16::try_from(code / 100).unwrap_or(500);
        SimResponse { status, headers: Vec::new(), body: body.into_bytes() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_spaced_as_duos_are() {
        let response = ApiError::UnknownKey.response();
        assert_eq!(response.status, 401);
        let text = String::from_utf8(response.body).unwrap();
        let expected =
            r#"{"code": 40102, "message": "Invalid identity in request credentials", "stat": "FAIL"}"#;
        assert_eq!(text, expected);
        let text = String::from_utf8(ApiError::InvalidParameter("maxtime").response().body).unwrap();
        assert!(text.contains(r#", "message_detail": "maxtime", "stat": "FAIL"}"#));
    }
}
