//! Over TLS, through the CONNECT proxy.

use std::net::SocketAddr;
use std::sync::Arc;

use duo_sim::serve::{self, Serving};
use duo_sim::{SimRequest, TenantConfig};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::client::Bench;

/// A served tenant, with the folder of its certificate.
struct Served {
    bench: Bench,
    serving: Serving,
    folder: tempfile::TempDir,
}

impl Served {
    async fn start(faults: &[&str]) -> Self {
        let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        let bench = Bench::new(TenantConfig { faults, ..TenantConfig::default() });
        let folder = tempfile::tempdir().unwrap();
        let local = SocketAddr::from(([127, 0, 0, 1], 0));
        let serving = serve::serve(bench.simulator.clone(), local, folder.path()).await.unwrap();
        Self { bench, serving, folder }
    }

    async fn tunnel(&self, authority: &str) -> (String, TcpStream) {
        let mut stream = TcpStream::connect(self.serving.proxy).await.unwrap();
        stream.write_all(format!("CONNECT {authority} HTTP/1.1\r\n\r\n").as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        (String::from_utf8(head).unwrap(), stream)
    }

    async fn connect(&self) -> std::io::Result<TlsStream<TcpStream>> {
        let host = self.bench.simulator.tenant().host().to_owned();
        let (head, stream) = self.tunnel(&format!("{host}:443")).await;
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(&self.serving.ca_file).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(host).unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }
}

fn text(request: &SimRequest) -> String {
    let headers: Vec<String> =
        request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let headers = headers.concat();
    format!("GET {}?{} HTTP/1.1\r\n{headers}\r\n", request.path, request.query)
}

/// Reads one answer: head and body.
async fn read(stream: &mut TlsStream<TcpStream>) -> std::io::Result<(String, Vec<u8>)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).await?;
    Ok((head, body))
}

#[tokio::test]
async fn a_connection_serves_several_requests() {
    let served = Served::start(&[]).await;
    let mut stream = served.connect().await.unwrap();
    for limit in ["1", "300"] {
        let request = served.bench.request("/admin/v1/users", &[("limit", limit)]);
        stream.write_all(text(&request).as_bytes()).await.unwrap();
        let (head, body) = read(&mut stream).await.unwrap();
        assert!(head.starts_with("http/1.1 200") && head.contains("server: duo/1.0"));
        assert_eq!(head.matches("\r\ndate: ").count(), 1);
        assert_eq!(body, served.bench.get("/admin/v1/users", &[("limit", limit)]).body);
    }
    assert!(served.serving.ca_file.starts_with(served.folder.path()));
}

#[tokio::test]
async fn the_proxy_leads_to_the_tenant_alone() {
    let served = Served::start(&[]).await;
    assert!(served.tunnel("api-00000000.duosecurity.com:443").await.0.starts_with("HTTP/1.1 403"));
    let refusing = Served::start(&["proxy_407"]).await;
    let host = refusing.bench.simulator.tenant().host().to_owned();
    assert!(refusing.tunnel(&format!("{host}:443")).await.0.starts_with("HTTP/1.1 407"));
}

/// A page takes so many packets that some are lost for sure, and at a half of them a connection does not last.
#[tokio::test]
async fn lost_packets_come_late_or_break_the_connection() {
    let page = |served: &Served| served.bench.request("/admin/v1/users", &[("limit", "20")]);
    let served = Served::start(&["packet_loss:10"]).await;
    let mut whole = false;
    for _ in 0..20 {
        let Ok(mut stream) = served.connect().await else { continue };
        let sent = stream.write_all(text(&page(&served)).as_bytes()).await;
        if sent.is_ok()
            && let Ok((_, body)) = read(&mut stream).await
        {
            assert_eq!(body, served.bench.get("/admin/v1/users", &[("limit", "20")]).body);
            whole = true;
            break;
        }
    }
    assert!(whole, "nothing comes through");
    let served = Served::start(&["packet_loss:100"]).await;
    assert!(served.connect().await.is_err());
}

#[tokio::test]
async fn certificates_can_be_wrong() {
    for (fault, word) in [
        ("tls_self_signed", "UnknownIssuer"),
        ("tls_expired", "Expired"),
        ("tls_wrong_name", "NotValidForName"),
        ("tls_old", "ProtocolVersion"),
    ] {
        let error = Served::start(&[fault]).await.connect().await.unwrap_err();
        assert!(format!("{error:?}").contains(word), "{fault}: {error:?}");
    }
}

#[tokio::test]
async fn connections_break_where_the_fault_says() {
    for (fault, kind) in [
        ("rst_before_headers", std::io::ErrorKind::ConnectionReset),
        ("rst_mid_body", std::io::ErrorKind::ConnectionReset),
        ("short_body", std::io::ErrorKind::UnexpectedEof),
    ] {
        let served = Served::start(&[fault]).await;
        // Past the proxy: a tunnel would turn the reset into an end.
        let mut stream = direct(&served).await;
        let request = served.bench.request("/admin/v1/users", &[]);
        stream.write_all(text(&request).as_bytes()).await.unwrap();
        let error = read(&mut stream).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault}");
    }
}

#[tokio::test]
async fn a_body_can_go_on_and_headers_can_be_many() {
    let served = Served::start(&["endless_body"]).await;
    let mut stream = served.connect().await.unwrap();
    let request = text(&served.bench.request("/admin/v1/users", &[]));
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut received = 0;
    let mut buffer = vec![0; 64 * 1024];
    while received < 40 * 1024 * 1024 {
        received += stream.read(&mut buffer).await.unwrap();
    }
    let served = Served::start(&["many_headers"]).await;
    let mut stream = served.connect().await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let head = read(&mut stream).await.unwrap().0;
    assert!(head.lines().count() > 10_000);
}

#[tokio::test]
async fn shutting_down_closes_what_is_open() {
    let served = Served::start(&[]).await;
    let mut stream = served.connect().await.unwrap();
    served.serving.shutdown();
    served.serving.stopped().await;
    let mut rest = Vec::new();
    // How the end shows depends on which side of the tunnel goes first.
    let _ = stream.read_to_end(&mut rest).await;
    assert!(rest.is_empty());
    assert!(TcpStream::connect(served.serving.addr).await.is_err());
}

async fn direct(served: &Served) -> TlsStream<TcpStream> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&served.serving.ca_file).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(served.bench.simulator.tenant().host().to_owned()).unwrap();
    let stream = TcpStream::connect(served.serving.addr).await.unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
}
