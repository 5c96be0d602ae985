//! The HTTPS transport against a server that misbehaves.

use std::time::Duration;

use duo_api::{ApiHost, HttpsOptions, HttpsTransport, Method, Request, Response, Transport, TransportError};

use crate::script::HOST;
use crate::tls_server::{Behaviour, Certificate, TlsServer};

const OK: &str = "HTTP/1.1 200 OK\r\nDate: Wed, 18 Nov 2026 09:15:42 GMT\r\nContent-Type: application/json\r\n\
    Content-Length: 28\r\nRetry-After: 7\r\n\r\n{\"response\":{},\"stat\":\"OK\"}\n";

fn request(path: &str) -> Request {
    Request {
        method: Method::Get,
        host: ApiHost::try_from(HOST).unwrap(),
        path: path.into(),
        query: "limit=1&username=a%2Bb%20~c%2C".into(),
        headers: vec![("Date".into(), "Wed, 18 Nov 2026 09:15:42 -0000".into())],
        body: None,
    }
}

fn transport(server: &TlsServer, proxy: Option<String>) -> HttpsTransport {
    let proxy = proxy.or_else(|| Some(server.proxy()));
    HttpsTransport::new(HttpsOptions { ca_file: Some(server.ca_file()), proxy, ..HttpsOptions::default() })
        .unwrap()
}

async fn exchange(certificate: Certificate, behaviour: Behaviour) -> Result<Response, TransportError> {
    let server = TlsServer::start(certificate, behaviour).await;
    transport(&server, None).send(request("/admin/v1/users")).await
}

#[tokio::test]
async fn an_answer_and_its_facts() {
    let server = TlsServer::start(Certificate::Good, Behaviour::Answer(OK)).await;
    let transport = transport(&server, None);
    let host = ApiHost::try_from(HOST).unwrap();
    assert_eq!(transport.tls_facts(&host), None);
    let response = transport.send(request("/admin/v1/users")).await.unwrap();
    assert_eq!((response.status, response.body.len()), (200, 28));
    assert_eq!(response.date.as_deref(), Some("Wed, 18 Nov 2026 09:15:42 GMT"));
    assert_eq!(response.content_type.as_deref(), Some("application/json"));
    assert_eq!(response.retry_after.as_deref(), Some("7"));
    let facts = transport.tls_facts(&host).unwrap();
    assert_eq!(
        (facts.issuer.as_str(), facts.public_ca, facts.trusted),
        ("Contoso Inspection CA", false, true)
    );
    assert!(facts.not_after > facts.not_before && facts.handshake_ms < 10_000);
    assert_eq!(transport.proxy_for(&host).unwrap().display, format!("127.0.0.1:{}", server.port()));
}

#[tokio::test]
async fn redirects_are_answers() {
    let answer = "HTTP/1.1 301 Moved\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n";
    let response = exchange(Certificate::Good, Behaviour::Answer(answer)).await.unwrap();
    assert_eq!((response.status, response.location.as_deref()), (301, Some("http://evil.example/")));
}

#[tokio::test]
async fn certificates_that_are_refused() {
    let answer = Behaviour::Answer(OK);
    assert_eq!(
        exchange(Certificate::SelfSigned, answer).await.unwrap_err(),
        TransportError::TlsUntrusted { issuer: Some("Somebody".into()) }
    );
    assert_eq!(exchange(Certificate::OtherHost, answer).await.unwrap_err(), TransportError::TlsName);
    match exchange(Certificate::Expired, answer).await.unwrap_err() {
        TransportError::TlsExpired { not_before, not_after } => {
            assert_eq!(not_before.unwrap().to_rfc3339(), "2020-01-01T00:00:00+00:00");
            assert_eq!(not_after.unwrap().to_rfc3339(), "2020-02-01T00:00:00+00:00");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_private_issuer_can_be_refused_and_allowed() {
    let server = TlsServer::start(Certificate::Good, Behaviour::Answer(OK)).await;
    let send = |allowed: &[&str]| {
        let options = HttpsOptions {
            ca_file: Some(server.ca_file()),
            proxy: Some(server.proxy()),
            private_issuers: Some(allowed.iter().map(|name| (*name).to_owned()).collect()),
            ..HttpsOptions::default()
        };
        let transport = HttpsTransport::new(options).unwrap();
        async move { transport.send(request("/admin/v1/users")).await.map(|response| response.status) }
    };
    let issuer = Some("Contoso Inspection CA".to_owned());
    assert_eq!(send(&[]).await, Err(TransportError::TlsInspected { issuer: issuer.clone() }));
    assert_eq!(send(&["Somebody"]).await, Err(TransportError::TlsInspected { issuer }));
    assert_eq!(send(&["Contoso Inspection CA"]).await, Ok(200));
}

#[tokio::test]
async fn an_unknown_ca_is_named() {
    let server = TlsServer::start(Certificate::Good, Behaviour::Answer(OK)).await;
    let other = TlsServer::start(Certificate::Good, Behaviour::Answer(OK)).await;
    let options = HttpsOptions {
        ca_file: Some(other.ca_file()),
        proxy: Some(server.proxy()),
        ..HttpsOptions::default()
    };
    let transport = HttpsTransport::new(options).unwrap();
    let error = transport.send(request("/admin/v1/users")).await.unwrap_err();
    assert_eq!(error.code(), "NET_TLS_UNTRUSTED");
    let facts = transport.tls_facts(&ApiHost::try_from(HOST).unwrap()).unwrap();
    assert_eq!((facts.issuer.as_str(), facts.trusted), ("Contoso Inspection CA", false));
}

#[tokio::test]
async fn old_tls_is_told_apart() {
    assert_eq!(exchange(Certificate::Good, Behaviour::OldTls).await.unwrap_err(), TransportError::TlsVersion);
}

#[tokio::test]
async fn broken_answers() {
    let short = "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n{\"response\":[";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"res";
    for (name, behaviour, expected) in [
        ("short body", Behaviour::Answer(short), TransportError::Truncated),
        ("unfinished chunks", Behaviour::Answer(chunked), TransportError::Truncated),
        ("reset in the body", Behaviour::ThenReset(short), TransportError::Reset),
        ("reset before headers", Behaviour::ThenReset(""), TransportError::Reset),
        ("closed before headers", Behaviour::Answer(""), TransportError::Reset),
        ("left before headers", Behaviour::ThenLeave(""), TransportError::Reset),
        ("left in the body", Behaviour::ThenLeave(short), TransportError::Truncated),
        ("not HTTP", Behaviour::Answer("220 mail.example ESMTP\r\n\r\n"), TransportError::Protocol),
        ("many headers", Behaviour::ManyHeaders, TransportError::Protocol),
        ("endless body", Behaviour::Endless, TransportError::TooLarge),
        (
            "announced 10 GB",
            Behaviour::Answer("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"),
            TransportError::TooLarge,
        ),
    ] {
        let answer =
            tokio::time::timeout(Duration::from_secs(30), exchange(Certificate::Good, behaviour)).await;
        assert_eq!(answer.unwrap().unwrap_err(), expected, "{name}");
    }
}

#[tokio::test]
async fn proxies_that_refuse() {
    for (answer, expected) in [
        ("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", TransportError::ProxyAuth),
        ("HTTP/1.1 403 Forbidden\r\n\r\n", TransportError::ProxyRefused),
        ("HTTP/1.1 502 Bad Gateway\r\n\r\n", TransportError::ProxyRefused),
        ("", TransportError::ProxyRefused),
    ] {
        let error = exchange(Certificate::Good, Behaviour::Proxy(answer)).await.unwrap_err();
        assert_eq!(error, expected, "{answer}");
    }
}

#[tokio::test]
async fn proxies_that_are_not_there() {
    let server = TlsServer::start(Certificate::Good, Behaviour::Answer(OK)).await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for proxy in [format!("http://{free}"), "http://proxy.invalid:3128".to_owned()] {
        let error =
            transport(&server, Some(proxy.clone())).send(request("/admin/v1/users")).await.unwrap_err();
        assert_eq!(error, TransportError::ProxyUnreachable, "{proxy}");
    }
}

#[tokio::test]
async fn what_is_not_allowed_is_not_sent() {
    let server = TlsServer::start(Certificate::Good, Behaviour::Answer(OK)).await;
    let transport = transport(&server, None);
    for path in ["/admin/v1/integrations/DIK7L1M5N9P3Q6R0S4T8/skey", "/admin/v1/users/../x", "/admin/v1/logo"]
    {
        assert_eq!(
            transport.send(request(path)).await.unwrap_err(),
            TransportError::HostNotAllowed,
            "{path}"
        );
    }
    let post = Request { method: Method::Post, ..request("/admin/v1/users") };
    assert_eq!(transport.send(post).await.unwrap_err(), TransportError::HostNotAllowed);
}
