//! What can go wrong, as a closed set of codes. Nothing here carries text from a request or an answer's rows.

use crate::transport::TransportError;

/// What the caller should do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// May pass by itself; the client has already tried as often as its policy allows.
    Retry,
    /// Will not pass by itself: a person has to change something.
    Stop,
    /// This data set is not available with these rights or this plan; others go on.
    Degrade,
    /// Duo refuses the time of the request even after the client corrected it.
    FixClock,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No HTTP answer at all.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// Something that is not JSON answered, e.g. the sign-in page of a network.
    #[error("answer {status} is not JSON")]
    NotJson {
        /// HTTP status.
        status: u16,
        /// `Content-Type`, cut to 100 characters.
        content_type: Option<String>,
        /// The page's title, cut to 80 characters, control characters removed.
        title: Option<String>,
    },
    /// JSON that does not parse, or an envelope that contradicts itself.
    #[error("answer is broken JSON at {line}:{column}")]
    BadJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A redirect; never followed.
    #[error("answer {status} is a redirect")]
    Redirect {
        /// HTTP status.
        status: u16,
    },
    /// Valid JSON of a shape that Duo does not document.
    #[error("answer has an unknown shape at {path}")]
    Schema {
        /// Where, in our own names: `response.authlogs`.
        path: String,
    },
    /// Paging would not end.
    #[error("paging goes in circles")]
    PageLoop,
    /// Duo refused.
    #[error("Duo answered {status}/{code}")]
    Duo {
        /// HTTP status.
        status: u16,
        /// Duo's five-digit code; 0 when the answer had none.
        code: u32,
    },
    /// The child that was asked for lies on another deployment, where its parent's key opens nothing.
    #[error("the account is on another deployment")]
    OtherDeployment,
    /// 429, and waiting longer was not allowed.
    #[error("Duo asks to slow down")]
    RateLimited,
    /// The caller cancelled.
    #[error("cancelled")]
    Cancelled,
    /// Not on the allow-list; nothing was sent.
    #[error("{path} is not on the allow-list")]
    NotAllowed {
        /// The path that was asked for.
        path: String,
    },
}

impl ApiError {
    /// The stable code of the case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Transport(error) => error.code(),
            Self::NotJson { .. } => "RESP_NOT_JSON",
            Self::BadJson { .. } => "RESP_BAD_JSON",
            Self::Redirect { .. } => "RESP_REDIRECT",
            Self::Schema { .. } => "SCHEMA_CHANGED",
            Self::PageLoop => "PAGE_LOOP",
            Self::Duo { status, code } => duo_error_code(*status, *code),
            Self::OtherDeployment => "CHILD_ELSEWHERE",
            Self::RateLimited => "RATE_LIMIT",
            Self::Cancelled => "CANCELLED",
            Self::NotAllowed { .. } => "NOT_ALLOWED",
        }
    }

    /// The HTTP status, when there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::NotJson { status, .. } | Self::Redirect { status } | Self::Duo { status, .. } => {
                Some(*status)
            }
            Self::OtherDeployment => Some(400),
            Self::RateLimited => Some(429),
            Self::Transport(_)
            | Self::BadJson { .. }
            | Self::Schema { .. }
            | Self::PageLoop
            | Self::Cancelled
            | Self::NotAllowed { .. } => None,
        }
    }

    /// Duo's own code, when the answer had one.
    pub fn duo_code(&self) -> Option<u32> {
        match self {
            Self::Duo { code, .. } if *code != 0 => Some(*code),
            _ => None,
        }
    }

    /// What to do about it.
    pub fn action(&self) -> Action {
        match self {
            Self::Transport(error) => {
                if error.is_transient() {
                    Action::Retry
                } else {
                    Action::Stop
                }
            }
            // A page that answers 401 or 403 is a gate, and asking again does not open it.
            Self::NotJson { status, .. } if (400..500).contains(status) => Action::Stop,
            Self::NotJson { .. } | Self::BadJson { .. } | Self::RateLimited => Action::Retry,
            Self::Duo { status, code } => match duo_error_code(*status, *code) {
                "SERVER_ERROR" => Action::Retry,
                "PERM_MISSING" | "NOT_OFFERED" => Action::Degrade,
                "CLOCK_SKEW" => Action::FixClock,
                _ => Action::Stop,
            },
            Self::Redirect { .. }
            | Self::Schema { .. }
            | Self::PageLoop
            | Self::OtherDeployment
            | Self::Cancelled
            | Self::NotAllowed { .. } => Action::Stop,
        }
    }
}

/// admin-api.md §4.2: the status decides, the code refines 401.
fn duo_error_code(status: u16, code: u32) -> &'static str {
    match (status, code) {
        (_, 40101) => "AUTH_NO_CREDENTIALS",
        (_, 40102) => "AUTH_IKEY",
        (_, 40104 | 40105) => "CLOCK_SKEW",
        (401, _) => "AUTH_SIGNATURE",
        (403, _) => "PERM_MISSING",
        (404, _) => "NOT_OFFERED",
        (429, _) => "RATE_LIMIT",
        (400..=499, _) => "BUG_REQUEST",
        _ => "SERVER_ERROR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duo_codes() {
        for (status, code, name, action) in [
            (401, 40101, "AUTH_NO_CREDENTIALS", Action::Stop),
            (401, 40102, "AUTH_IKEY", Action::Stop),
            (401, 40103, "AUTH_SIGNATURE", Action::Stop),
            (401, 0, "AUTH_SIGNATURE", Action::Stop),
            (401, 40104, "CLOCK_SKEW", Action::FixClock),
            (401, 40105, "CLOCK_SKEW", Action::FixClock),
            (403, 40301, "PERM_MISSING", Action::Degrade),
            (404, 40401, "NOT_OFFERED", Action::Degrade),
            (400, 40002, "BUG_REQUEST", Action::Stop),
            (405, 40501, "BUG_REQUEST", Action::Stop),
            (500, 50000, "SERVER_ERROR", Action::Retry),
            (503, 0, "SERVER_ERROR", Action::Retry),
            (200, 50000, "SERVER_ERROR", Action::Retry),
        ] {
            let error = ApiError::Duo { status, code };
            assert_eq!((error.code(), error.action()), (name, action), "{status}/{code}");
        }
    }

    #[test]
    fn a_gate_is_not_asked_again() {
        let page = |status| ApiError::NotJson { status, content_type: None, title: None };
        assert_eq!(page(200).action(), Action::Retry);
        assert_eq!(page(403).action(), Action::Stop);
        assert_eq!(ApiError::Transport(TransportError::TlsName).action(), Action::Stop);
        assert_eq!(ApiError::Transport(TransportError::Reset).action(), Action::Retry);
    }
}
