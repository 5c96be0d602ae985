//! A certificate verifier that lets the platform decide and writes down what it saw.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

use super::issuers::is_public;
use super::records::Records;
use crate::transport::TlsFacts;

#[derive(Debug)]
pub(super) struct RecordingVerifier {
    platform: Arc<dyn ServerCertVerifier>,
    records: Arc<Records>,
    private_issuers: Option<Vec<String>>,
}

/// The certificate is trusted, but its issuer may read the traffic and is not among those that may.
#[derive(Debug, thiserror::Error)]
#[error("the issuer is not a public authority")]
pub(super) struct Inspected;

impl RecordingVerifier {
    pub(super) fn new(
        platform: Arc<dyn ServerCertVerifier>,
        records: Arc<Records>,
        private_issuers: Option<Vec<String>>,
    ) -> Self {
        Self { platform, records, private_issuers }
    }

    fn refuses(&self, facts: &TlsFacts) -> bool {
        let allowed = self.private_issuers.as_ref();
        facts.trusted && !facts.public_ca && allowed.is_some_and(|allowed| !allowed.contains(&facts.issuer))
    }
}

impl ServerCertVerifier for RecordingVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut verdict =
            self.platform.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        if let Some(mut facts) = facts(end_entity, verdict.is_ok()) {
            if self.refuses(&facts) {
                facts.trusted = false;
                verdict = Err(CertificateError::Other(OtherError(Arc::new(Inspected))).into());
            }
            self.records.certificate(server_name, facts);
        }
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.platform.verify_tls12_signature(message, cert, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.platform.verify_tls13_signature(message, cert, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.platform.supported_verify_schemes()
    }
}

fn facts(certificate: &CertificateDer<'_>, trusted: bool) -> Option<TlsFacts> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let validity = certificate.validity();
    let issuer = name(certificate.issuer());
    Some(TlsFacts {
        public_ca: trusted && is_public(&issuer),
        issuer,
        not_before: date(validity.not_before.timestamp()),
        not_after: date(validity.not_after.timestamp()),
        trusted,
        handshake_ms: 0,
    })
}

/// Organisation, else common name, else nothing; cut, since anyone can write anything there.
fn name(name: &X509Name<'_>) -> String {
    let organisation = name.iter_organization().next();
    let attribute = organisation.or_else(|| name.iter_common_name().next());
    let text = attribute.and_then(|attribute| attribute.as_str().ok()).unwrap_or_default();
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

fn date(timestamp: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(timestamp, 0).unwrap_or_default()
}
