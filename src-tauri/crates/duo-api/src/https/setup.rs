//! Options of the HTTPS transport, and the client made from them.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls_platform_verifier::Verifier;

use super::records::Records;
use super::verifier::RecordingVerifier;
use super::{authorities, environment};

/// How to reach Duo.
#[derive(Clone, Default)]
pub struct HttpsOptions {
    /// PEM or DER file with further root certificates, trusted beside the platform's.
    pub ca_file: Option<PathBuf>,
    /// Ignore proxies of the environment and the system.
    pub no_proxy: bool,
    /// Use this proxy (`http://host:port`) in place of the environment's and the system's.
    pub proxy: Option<String>,
    /// Refuse certificates of issuers that are not public authorities, except these; `None` = refuse none.
    pub private_issuers: Option<Vec<String>>,
}

impl fmt::Debug for HttpsOptions {
    /// The proxy's text may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpsOptions")
            .field("ca_file", &self.ca_file)
            .field("no_proxy", &self.no_proxy)
            .field("proxy", &self.proxy.as_ref().map(|_| "…"))
            .field("private_issuers", &self.private_issuers)
            .finish()
    }
}

/// Why the transport cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportSetupError {
    /// The CA file cannot be read.
    #[error("CA file {path} cannot be read")]
    CaFileUnreadable {
        /// The file.
        path: PathBuf,
    },
    /// The CA file holds no usable certificate.
    #[error("CA file {path} holds no usable certificate")]
    CaFileInvalid {
        /// The file.
        path: PathBuf,
    },
    /// One of several certificates of the CA file cannot be used.
    #[error("certificate {number} of CA file {path} cannot be used")]
    CaFilePart {
        /// The file.
        path: PathBuf,
        /// Which, from 1.
        number: usize,
    },
    /// This computer has no trusted root certificates.
    #[error("no trusted root certificates on this computer")]
    NoRoots,
    /// The proxy's address is not one.
    #[error("proxy address is not valid")]
    Proxy,
    /// The environment names a proxy whose address is not one.
    #[error("{variable} is not the address of a proxy")]
    ProxyVariable {
        /// Name of the variable.
        variable: &'static str,
    },
    /// The HTTP client cannot be made.
    #[error("HTTP client cannot be made")]
    Client,
}

pub(super) fn tls_config(
    options: &HttpsOptions,
    records: &Arc<Records>,
) -> Result<ClientConfig, TransportSetupError> {
    let ca_file = options.ca_file.as_deref();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let platform = match ca_file {
        Some(path) => Verifier::new_with_extra_roots(authorities::read(path)?, provider.clone())
            .map_err(|_| TransportSetupError::CaFileInvalid { path: path.to_owned() })?,
        None => Verifier::new(provider.clone()).map_err(|_| TransportSetupError::NoRoots)?,
    };
    let verifier =
        RecordingVerifier::new(Arc::new(platform), records.clone(), options.private_issuers.clone());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(|_| TransportSetupError::Client)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.resumption = Resumption::store(records.clone());
    Ok(config)
}

pub(super) fn proxy_matcher(options: &HttpsOptions) -> Option<Matcher> {
    match &options.proxy {
        Some(proxy) => Some(Matcher::builder().all(proxy.clone()).build()),
        None if options.no_proxy => None,
        None => Some(Matcher::from_system()),
    }
}

pub(super) fn http_client(
    tls: ClientConfig,
    options: &HttpsOptions,
) -> Result<reqwest::Client, TransportSetupError> {
    let builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .user_agent(concat!("Tandem/", env!("CARGO_PKG_VERSION")))
        .https_only(true)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(30))
        .timeout(Duration::from_mins(2))
        .pool_max_idle_per_host(3);
    let builder = match &options.proxy {
        Some(proxy) => {
            builder.proxy(reqwest::Proxy::all(proxy.as_str()).map_err(|_| TransportSetupError::Proxy)?)
        }
        None if options.no_proxy => builder.no_proxy(),
        None => match environment::unusable(of_environment) {
            Some(variable) => return Err(TransportSetupError::ProxyVariable { variable }),
            None => builder,
        },
    };
    builder.build().map_err(|_| TransportSetupError::Client)
}

/// What is not text is no address either.
fn of_environment(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_show_no_password() {
        let options =
            HttpsOptions { proxy: Some("http://ann:hunter2@proxy:8080".into()), ..Default::default() };
        assert!(!format!("{options:?}").contains("hunter2"));
    }
}
