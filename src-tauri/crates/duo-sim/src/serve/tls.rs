//! Certificates made at start, sound or faulty.

use std::io;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::fault::FaultKind;
use crate::serve::ServeError;
use crate::simulator::Simulator;

const TLS_FAULTS: [FaultKind; 5] = [
    FaultKind::TlsSelfSigned,
    FaultKind::TlsExpired,
    FaultKind::TlsNotYet,
    FaultKind::TlsWrongName,
    FaultKind::TlsOld,
];
/// Alert 70, protocol version, in a TLS 1.1 record.
const TOO_NEW: [u8; 7] = [0x15, 0x03, 0x02, 0x00, 0x02, 0x02, 0x46];

/// A certificate for the simulator's hosts and the authority that issued it.
pub(super) struct Identity {
    pub(super) ca_pem: String,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    pub(super) fn for_simulator(simulator: &Simulator) -> Result<Self, rcgen::Error> {
        let fault = simulator.fault_among(&TLS_FAULTS);
        let ca_key = KeyPair::generate()?;
        let ca = authority(simulator.fault_among(&[FaultKind::TlsMitmTrusted]).is_some());
        let ca_pem = ca.self_signed(&ca_key)?.pem();
        let key = KeyPair::generate()?;
        let hosts = simulator.hosts();
        let names = if fault == Some(FaultKind::TlsWrongName) { vec!["www.example.com"] } else { hosts };
        let mut leaf = CertificateParams::new(names.iter().copied().map(str::to_owned).collect::<Vec<_>>())?;
        leaf.distinguished_name.push(DnType::CommonName, names.first().copied().unwrap_or_default());
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.use_authority_key_identifier_extension = true;
        leaf.not_before = date_time_ymd(if fault == Some(FaultKind::TlsNotYet) { 2048 } else { 2020 }, 1, 1);
        leaf.not_after = date_time_ymd(if fault == Some(FaultKind::TlsExpired) { 2021 } else { 2049 }, 1, 1);
        let certificate = if fault == Some(FaultKind::TlsSelfSigned) {
            leaf.self_signed(&key)?
        } else {
            leaf.signed_by(&key, &Issuer::new(ca, ca_key))?
        };
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        Ok(Self { ca_pem, chain: vec![certificate.der().clone()], key: key.into() })
    }
}

fn authority(is_inspection: bool) -> CertificateParams {
    let mut ca = CertificateParams::default();
    let (name, owner) = if is_inspection {
        ("TLS inspection", "Example Corp")
    } else {
        ("duo-sim test authority", "duo-sim")
    };
    ca.distinguished_name.push(DnType::CommonName, name);
    ca.distinguished_name.push(DnType::OrganizationName, owner);
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    ca.not_before = date_time_ymd(2020, 1, 1);
    ca.not_after = date_time_ymd(2049, 1, 1);
    ca
}

/// Turns TCP connections into TLS ones, or refuses to.
pub(super) struct Front {
    acceptor: TlsAcceptor,
    is_old: bool,
}

impl Front {
    pub(super) fn new(identity: &Identity, simulator: &Simulator) -> Result<Self, ServeError> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(identity.chain.clone(), identity.key.clone_key())?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let is_old = simulator.fault_among(&[FaultKind::TlsOld]).is_some();
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), is_old })
    }

    pub(super) async fn accept(&self, mut stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        if self.is_old {
            let mut hello = [0_u8; 512];
            let _ = stream.read(&mut hello).await?;
            stream.write_all(&TOO_NEW).await?;
            stream.shutdown().await?;
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        stream.set_nodelay(true)?;
        self.acceptor.accept(stream).await
    }
}
