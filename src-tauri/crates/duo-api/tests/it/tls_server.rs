//! A CONNECT proxy that is its own destination: it says "connected" and then speaks TLS itself.

use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

use crate::script::HOST;

/// What the server does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// Sends these bytes over TLS and closes properly.
    Answer(&'static str),
    /// Sends these bytes over TLS and closes the connection without TLS's goodbye.
    ThenLeave(&'static str),
    /// Sends these bytes over TLS and resets the connection.
    ThenReset(&'static str),
    /// An endless chunked body.
    Endless,
    /// Ten thousand headers.
    ManyHeaders,
    /// Answers the handshake with the alert `protocol_version`.
    OldTls,
    /// Answers CONNECT with these bytes.
    Proxy(&'static str),
}

/// The server's certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certificate {
    Good,
    SelfSigned,
    Expired,
    OtherHost,
}

pub(crate) struct TlsServer {
    folder: TempDir,
    port: u16,
}

impl TlsServer {
    pub(crate) async fn start(certificate: Certificate, behaviour: Behaviour) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (ca, chain, key) = certificates(certificate);
        std::fs::write(folder.path().join("ca.pem"), ca).unwrap();
        let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, acceptor.clone(), behaviour));
            }
        });
        Self { folder, port }
    }

    pub(crate) fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    pub(crate) fn proxy(&self) -> String {
        format!("http://ann:hunter2@127.0.0.1:{}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

async fn serve(mut stream: TcpStream, acceptor: TlsAcceptor, behaviour: Behaviour) {
    read_head(&mut stream).await;
    if let Behaviour::Proxy(answer) = behaviour {
        let _ = stream.write_all(answer.as_bytes()).await;
        return;
    }
    stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.unwrap();
    if behaviour == Behaviour::OldTls {
        let mut hello = [0; 64];
        let _ = stream.read(&mut hello).await;
        let _ = stream.write_all(&[0x15, 3, 1, 0, 2, 2, 70]).await;
        return;
    }
    if let Ok(mut stream) = acceptor.accept(stream).await {
        read_head(&mut stream).await;
        answer(stream, behaviour).await;
    }
}

async fn answer(mut stream: TlsStream<TcpStream>, behaviour: Behaviour) {
    match behaviour {
        Behaviour::Answer(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
        Behaviour::ThenLeave(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.flush().await;
            let _ = stream.get_mut().0.shutdown().await;
        }
        Behaviour::ThenReset(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.flush().await;
            // Let the bytes arrive: a reset overtakes what is still unread.
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            stream.get_ref().0.set_zero_linger().unwrap();
        }
        Behaviour::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await;
            let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
            while stream.write_all(chunk.as_bytes()).await.is_ok() {}
        }
        Behaviour::ManyHeaders => {
            let headers = "X-A: 1\r\n".repeat(10_000);
            let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes()).await;
            let _ = stream.shutdown().await;
        }
        Behaviour::OldTls | Behaviour::Proxy(_) => {}
    }
}

async fn read_head(stream: &mut (impl AsyncReadExt + Unpin)) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
}

/// The CA as PEM, and the server's chain and key.
fn certificates(certificate: Certificate) -> (String, Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::default();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.distinguished_name = name("Contoso Inspection CA");
    let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
    let issuer = Issuer::new(ca, ca_key);

    let host = if certificate == Certificate::OtherHost { "api-0.duosecurity.com" } else { HOST };
    let key = KeyPair::generate().unwrap();
    let mut leaf = CertificateParams::new(vec![host.to_owned()]).unwrap();
    if certificate == Certificate::Expired {
        leaf.not_before = rcgen::date_time_ymd(2020, 1, 1);
        leaf.not_after = rcgen::date_time_ymd(2020, 2, 1);
    }
    let leaf = if certificate == Certificate::SelfSigned {
        leaf.distinguished_name = name("Somebody");
        leaf.self_signed(&key).unwrap()
    } else {
        leaf.signed_by(&key, &issuer).unwrap()
    };
    (ca_pem, vec![leaf.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
}

fn name(organisation: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, organisation);
    name
}
