//! The seam between signing and sending.

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};

use crate::credentials::ApiHost;

/// The only two verbs there are; `Post` serves one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// `/accounts/v1/account/list`, which reads too.
    Post,
}

impl Method {
    /// As on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A signed request.
#[derive(Clone)]
pub struct Request {
    /// Verb.
    pub method: Method,
    /// Where it goes; port 443, HTTPS.
    pub host: ApiHost,
    /// Path, starting with `/`.
    pub path: String,
    /// The signed parameter line, to be sent verbatim; empty when there is none.
    pub query: String,
    /// Name and value; `Authorization` among them.
    pub headers: Vec<(String, String)>,
    /// Body bytes exactly as signed.
    pub body: Option<Bytes>,
}

impl Request {
    /// The value of a header, by name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let secret = name.eq_ignore_ascii_case("authorization");
                (name.as_str(), if secret { "…" } else { value.as_str() })
            })
            .collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.host.as_str())
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &headers)
            .field("body_bytes", &self.body.as_ref().map(Bytes::len))
            .finish()
    }
}

/// An HTTP answer of any status, 3xx included.
#[derive(Clone)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// `Date`.
    pub date: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Location`.
    pub location: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// The whole body.
    pub body: Bytes,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Sends requests: over HTTPS, or to a simulator in the same process.
#[async_trait]
pub trait Transport: Send + Sync {
    /// One request, one answer; no retry, no redirect.
    async fn send(&self, request: Request) -> Result<Response, TransportError>;

    /// Whether no network is involved, so that DNS and TLS have nothing to tell.
    fn in_process(&self) -> bool {
        false
    }

    /// The proxy that leads to this host.
    fn proxy_for(&self, _host: &ApiHost) -> Option<ProxyInfo> {
        None
    }

    /// What the last full TLS handshake with this host showed, failed ones included.
    fn tls_facts(&self, _host: &ApiHost) -> Option<TlsFacts> {
        None
    }
}

/// A proxy, as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyInfo {
    /// `host:port`, without user and password.
    pub display: String,
}

impl fmt::Display for ProxyInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display)
    }
}

/// Facts of a server certificate and its handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFacts {
    /// Organisation of the issuer, else its common name.
    pub issuer: String,
    /// The certificate is valid from here,
    pub not_before: DateTime<Utc>,
    /// to here.
    pub not_after: DateTime<Utc>,
    /// Whether the issuer is a known public certification authority; if not, the network may read the traffic.
    pub public_ca: bool,
    /// Whether the certificate was accepted.
    pub trusted: bool,
    /// From the first byte of the handshake to the server's proof, in milliseconds.
    pub handshake_ms: u64,
}

/// Why there is no HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The name does not resolve.
    #[error("name does not resolve")]
    Dns,
    /// Refused or unreachable.
    #[error("connection failed")]
    Connect,
    /// No answer in time.
    #[error("timed out")]
    Timeout,
    /// The connection broke before or in the answer.
    #[error("connection was reset")]
    Reset,
    /// The body ended early.
    #[error("answer was cut off")]
    Truncated,
    /// Not HTTP, or too many headers.
    #[error("answer is not valid HTTP")]
    Protocol,
    /// The proxy does not answer.
    #[error("proxy is not reachable")]
    ProxyUnreachable,
    /// The proxy wants a sign-in (407).
    #[error("proxy wants a sign-in")]
    ProxyAuth,
    /// The proxy answered, and would not connect to the host.
    #[error("proxy refused to connect")]
    ProxyRefused,
    /// The certificate's issuer is not trusted by this computer.
    #[error("certificate is not trusted")]
    TlsUntrusted {
        /// Organisation of the issuer, else its common name.
        issuer: Option<String>,
    },
    /// The certificate is trusted, but its issuer is no public authority, and options forbid such issuers.
    #[error("connection is inspected")]
    TlsInspected {
        /// Organisation of the issuer, else its common name.
        issuer: Option<String>,
    },
    /// The certificate is not valid at this computer's date.
    #[error("certificate is outside its dates")]
    TlsExpired {
        /// Valid from.
        not_before: Option<DateTime<Utc>>,
        /// Valid to.
        not_after: Option<DateTime<Utc>>,
    },
    /// The certificate belongs to another host.
    #[error("certificate is for another host")]
    TlsName,
    /// The server speaks no TLS version from 1.2 on.
    #[error("server speaks no accepted TLS version")]
    TlsVersion,
    /// Any other failure of the handshake.
    #[error("TLS handshake failed")]
    Tls,
    /// The body is larger than 32 MiB.
    #[error("answer is too large")]
    TooLarge,
    /// Not a Duo host, or a path that is not on the allow-list; nothing was sent.
    #[error("request is not allowed")]
    HostNotAllowed,
    /// The transport itself is at fault, e.g. a header that cannot be sent.
    #[error("request could not be built")]
    Internal,
}

impl TransportError {
    /// The stable code of the case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Dns => "NET_DNS",
            Self::Connect => "NET_CONNECT",
            Self::Timeout => "NET_TIMEOUT",
            Self::Reset => "NET_RESET",
            Self::Truncated => "NET_TRUNCATED",
            Self::Protocol | Self::Internal => "NET_PROTOCOL",
            Self::ProxyUnreachable => "NET_PROXY",
            Self::ProxyRefused => "NET_PROXY_REFUSED",
            Self::ProxyAuth => "NET_PROXY_AUTH",
            Self::TlsUntrusted { .. } => "NET_TLS_UNTRUSTED",
            Self::TlsInspected { .. } => "NET_TLS_INSPECTED",
            Self::TlsExpired { .. } => "NET_TLS_EXPIRED",
            Self::TlsName => "NET_TLS_NAME",
            Self::TlsVersion => "NET_TLS_VERSION",
            Self::Tls => "NET_TLS",
            Self::TooLarge => "RESP_TOO_LARGE",
            Self::HostNotAllowed => "NOT_ALLOWED",
        }
    }

    /// Whether the same request may succeed a little later.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Dns
                | Self::Connect
                | Self::Timeout
                | Self::Reset
                | Self::Truncated
                | Self::Protocol
                | Self::ProxyUnreachable
                | Self::ProxyRefused
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_the_authorization_and_the_body() {
        let request = Request {
            method: Method::Get,
            host: ApiHost::try_from("api-1a2b3c4d.duosecurity.com").unwrap(),
            path: "/admin/v1/users".into(),
            query: "limit=1".into(),
            headers: vec![("authorization".into(), "Basic c2VjcmV0".into()), ("Date".into(), "today".into())],
            body: Some(Bytes::from_static(b"{\"a\":\"hidden\"}")),
        };
        let shown = format!("{request:?}");
        assert!(!shown.contains("c2VjcmV0") && !shown.contains("hidden"), "{shown}");
        assert!(shown.contains("today") && shown.contains("limit=1"));
        assert_eq!(request.header("AUTHORIZATION"), Some("Basic c2VjcmV0"));
    }
}
