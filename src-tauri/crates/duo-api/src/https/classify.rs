//! From the errors of reqwest, hyper, rustls and the system to ours, by type.

use std::error::Error;
use std::io;

use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use rustls::{AlertDescription, CertificateError};

use super::verifier::Inspected;
use crate::transport::{TlsFacts, TransportError};

/// hyper-util keeps the name of this enum to itself, not the type.
type TunnelError = <Tunnel<HttpConnector> as tower_service::Service<http::Uri>>::Error;

pub(super) fn classify(error: &reqwest::Error, facts: Option<&TlsFacts>) -> TransportError {
    // A proxy's name that does not resolve is the proxy's fault, so the tunnel speaks first.
    if let Some(tunnel) = chain(error).find_map(|cause| cause.downcast_ref()) {
        return from_tunnel(tunnel);
    }
    if error.is_timeout() {
        return TransportError::Timeout;
    }
    if error.is_dns() {
        return TransportError::Dns;
    }
    let connecting = error.is_connect();
    let before_answer = connecting || error.is_request();
    match chain(error).find_map(|cause| from_cause(cause, facts, before_answer)) {
        Some(known) => known,
        None if connecting => TransportError::Connect,
        None if error.is_builder() => TransportError::Internal,
        None => TransportError::Protocol,
    }
}

fn from_cause(
    cause: &(dyn Error + 'static),
    facts: Option<&TlsFacts>,
    before_answer: bool,
) -> Option<TransportError> {
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return Some(from_tls(tls, facts));
    }
    if let Some(http) = cause.downcast_ref::<hyper::Error>() {
        return from_hyper(http);
    }
    cause.downcast_ref::<io::Error>().and_then(|io| from_io(io, before_answer))
}

fn from_tunnel(error: &TunnelError) -> TransportError {
    match error {
        TunnelError::ProxyAuthRequired => TransportError::ProxyAuth,
        TunnelError::ConnectFailed(_) => TransportError::ProxyUnreachable,
        _ => TransportError::ProxyRefused,
    }
}

fn from_tls(error: &rustls::Error, facts: Option<&TlsFacts>) -> TransportError {
    match error {
        rustls::Error::InvalidCertificate(certificate) => from_certificate(certificate, facts),
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(AlertDescription::ProtocolVersion) => TransportError::TlsVersion,
        _ => TransportError::Tls,
    }
}

fn from_certificate(error: &CertificateError, facts: Option<&TlsFacts>) -> TransportError {
    match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => TransportError::TlsExpired {
            not_before: facts.map(|facts| facts.not_before),
            not_after: facts.map(|facts| facts.not_after),
        },
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            TransportError::TlsName
        }
        CertificateError::Other(other) if other.0.is::<Inspected>() => {
            TransportError::TlsInspected { issuer: facts.map(|facts| facts.issuer.clone()) }
        }
        _ => TransportError::TlsUntrusted { issuer: facts.map(|facts| facts.issuer.clone()) },
    }
}

fn from_hyper(error: &hyper::Error) -> Option<TransportError> {
    if error.is_parse() {
        Some(TransportError::Protocol)
    } else if error.is_incomplete_message() || error.is_closed() {
        Some(TransportError::Reset)
    } else {
        None
    }
}

/// Errors that carry another one inside say nothing themselves. An end without TLS's goodbye is a body cut short like any
/// other: many servers never say goodbye.
fn from_io(error: &io::Error, before_answer: bool) -> Option<TransportError> {
    use io::ErrorKind as Kind;
    match error.kind() {
        _ if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>() || inner.is::<io::Error>()) => {
            None
        }
        Kind::TimedOut => Some(TransportError::Timeout),
        Kind::ConnectionRefused
        | Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::NetworkDown
        | Kind::AddrNotAvailable
        | Kind::PermissionDenied => Some(TransportError::Connect),
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe | Kind::NotConnected => {
            Some(TransportError::Reset)
        }
        Kind::UnexpectedEof if before_answer => Some(TransportError::Reset),
        Kind::UnexpectedEof => Some(TransportError::Truncated),
        _ => None,
    }
}

/// The error and its causes. What an `io::Error` wraps is a cause too, though `source` skips it.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error: &'a (dyn Error + 'static) = *error;
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        match wrapped {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_errors() {
        use rustls::Error as E;
        let untrusted = E::InvalidCertificate(CertificateError::UnknownIssuer);
        assert_eq!(from_tls(&untrusted, None), TransportError::TlsUntrusted { issuer: None });
        let name = E::InvalidCertificate(CertificateError::NotValidForName);
        assert_eq!(from_tls(&name, None), TransportError::TlsName);
        let expired = E::InvalidCertificate(CertificateError::Expired);
        assert_eq!(from_tls(&expired, None).code(), "NET_TLS_EXPIRED");
        let version = E::AlertReceived(AlertDescription::ProtocolVersion);
        assert_eq!(from_tls(&version, None), TransportError::TlsVersion);
        assert_eq!(from_tls(&E::DecryptError, None), TransportError::Tls);
    }

    #[test]
    fn io_errors() {
        let kind = |kind: io::ErrorKind, connecting: bool| from_io(&kind.into(), connecting);
        assert_eq!(kind(io::ErrorKind::ConnectionRefused, true), Some(TransportError::Connect));
        assert_eq!(kind(io::ErrorKind::ConnectionReset, false), Some(TransportError::Reset));
        assert_eq!(kind(io::ErrorKind::UnexpectedEof, false), Some(TransportError::Truncated));
        assert_eq!(kind(io::ErrorKind::Other, false), None);
    }

    #[test]
    fn the_chain_sees_into_io_errors() {
        let inner = rustls::Error::DecryptError;
        let outer = io::Error::new(io::ErrorKind::InvalidData, inner);
        assert!(chain(&outer).any(<dyn Error>::is::<rustls::Error>));
    }
}
