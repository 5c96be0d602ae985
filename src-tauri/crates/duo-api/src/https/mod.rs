//! The HTTPS transport: reqwest over rustls with the platform's certificate verifier.

mod authorities;
mod classify;
mod environment;
mod issuers;
mod records;
mod setup;
mod verifier;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_TYPE, DATE, HeaderName, LOCATION, RETRY_AFTER};
use hyper_util::client::proxy::matcher::Matcher;

pub use setup::{HttpsOptions, TransportSetupError};

use crate::allow::is_allowed;
use crate::clock::SystemClock;
use crate::credentials::ApiHost;
use crate::transport::{Method, ProxyInfo, Request, Response, TlsFacts, Transport, TransportError};
use records::Records;

/// A body larger than this is not Duo's.
const MAX_BODY: usize = 32 * 1024 * 1024;

/// Sends over HTTPS, port 443, TLS ≥ 1.2, to Duo hosts and allowed paths only; follows no redirect.
pub struct HttpsTransport {
    client: reqwest::Client,
    proxies: Option<Matcher>,
    records: Arc<Records>,
}

impl HttpsTransport {
    /// Reads the platform's roots, the extra CA file and the proxy settings.
    #[allow(clippy::needless_pass_by_value, reason = "options are made for this call")]
    pub fn new(options: HttpsOptions) -> Result<Self, TransportSetupError> {
        let records = Arc::new(Records::new(Arc::new(SystemClock::new())));
        let tls = setup::tls_config(&options, &records)?;
        let proxies = setup::proxy_matcher(&options);
        let client = setup::http_client(tls, &options)?;
        Ok(Self { client, proxies, records })
    }

    async fn exchange(&self, request: &Request) -> Result<Response, ExchangeError> {
        let mut response = self.client.execute(build(request)?).await?;
        let header = |name: HeaderName| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let (date, content_type) = (header(DATE), header(CONTENT_TYPE));
        let (location, retry_after) = (header(LOCATION), header(RETRY_AFTER));
        let status = response.status().as_u16();
        let body = read_body(&mut response).await?;
        Ok(Response { status, date, content_type, location, retry_after, body })
    }
}

impl std::fmt::Debug for HttpsTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpsTransport").finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for HttpsTransport {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if !is_allowed(request.method, &request.path) {
            return Err(TransportError::HostNotAllowed);
        }
        self.exchange(&request).await.map_err(|error| match error {
            ExchangeError::Http(error) => {
                classify::classify(&error, self.records.facts(request.host.as_str()).as_ref())
            }
            ExchangeError::TooLarge => TransportError::TooLarge,
            ExchangeError::Build => TransportError::Internal,
        })
    }

    fn proxy_for(&self, host: &ApiHost) -> Option<ProxyInfo> {
        let target = format!("https://{host}").parse().ok()?;
        let intercept = self.proxies.as_ref()?.intercept(&target)?;
        let uri = intercept.uri();
        let default = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        Some(ProxyInfo { display: format!("{}:{}", uri.host()?, uri.port_u16().unwrap_or(default)) })
    }

    fn tls_facts(&self, host: &ApiHost) -> Option<TlsFacts> {
        self.records.facts(host.as_str())
    }
}

enum ExchangeError {
    Http(reqwest::Error),
    TooLarge,
    Build,
}

impl From<reqwest::Error> for ExchangeError {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

/// The URL must be, byte for byte, what was signed; a parser that "repairs" it is an error.
fn build(request: &Request) -> Result<reqwest::Request, ExchangeError> {
    let mark = if request.query.is_empty() { "" } else { "?" };
    let text = format!("https://{}{}{mark}{}", request.host, request.path, request.query);
    let url = reqwest::Url::parse(&text).map_err(|_| ExchangeError::Build)?;
    if url.as_str() != text || url.host_str() != Some(request.host.as_str()) {
        return Err(ExchangeError::Build);
    }
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut built = reqwest::Request::new(method, url);
    for (name, value) in &request.headers {
        let name: HeaderName = name.parse().map_err(|_| ExchangeError::Build)?;
        let mut value = http::HeaderValue::from_str(value).map_err(|_| ExchangeError::Build)?;
        value.set_sensitive(name == http::header::AUTHORIZATION);
        built.headers_mut().insert(name, value);
    }
    *built.body_mut() = request.body.clone().map(reqwest::Body::from);
    Ok(built)
}

async fn read_body(response: &mut reqwest::Response) -> Result<Bytes, ExchangeError> {
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    if announced > MAX_BODY {
        return Err(ExchangeError::TooLarge);
    }
    let mut body = BytesMut::with_capacity(announced.min(4 * 1024 * 1024));
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(ExchangeError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
