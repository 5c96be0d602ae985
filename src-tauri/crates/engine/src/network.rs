//! How Duo is reached: what was set, kept in the registry; the proxy's password, kept in the keychain.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use duo_api::{HttpsOptions, RetryPolicy, SecretKey, Transport};
use zeroize::Zeroizing;

use crate::api::{
    CommandError, InspectionPolicy, NetworkSettings, NetworkSettingsSet, Nothing, ProxyMode, ProxyPassword,
};
use crate::ports::Keychain;
use crate::{Code, Engine};

const SETTING: &str = "network";
/// Name of the keychain's item with the proxy's password. No client's: those are UUIDs.
const PASSWORD: &str = "proxy";

/// How Duo is reached, with the proxy's password once it is known.
#[derive(Clone, Default)]
pub struct Network {
    /// What was set.
    pub settings: NetworkSettings,
    /// Password of the manual proxy.
    pub password: Option<Zeroizing<String>>,
}

impl Network {
    /// As the transport takes it; what `own` says is stronger.
    pub fn https(&self, own: &HttpsOptions) -> HttpsOptions {
        let NetworkSettings { proxy, ca_file, inspection, issuers, .. } = &self.settings;
        let fixed = own.no_proxy || own.proxy.is_some();
        HttpsOptions {
            ca_file: own.ca_file.clone().or_else(|| (!ca_file.is_empty()).then(|| PathBuf::from(ca_file))),
            no_proxy: own.no_proxy || (!fixed && *proxy == ProxyMode::None),
            proxy: if fixed { own.proxy.clone() } else { self.manual_proxy() },
            private_issuers: match inspection {
                InspectionPolicy::Warn => own.private_issuers.clone(),
                InspectionPolicy::Block => Some(issuers.clone()),
            },
        }
    }

    /// What was set for the data in `dir`, for a command that opens no engine. Nothing is made or changed; the keychain is
    /// asked only for the password of a manual proxy.
    ///
    /// # Errors
    /// Database codes: going on without the settings might send what they forbid.
    pub async fn stored(dir: &Path, keychain: &dyn Keychain) -> Result<Option<Self>, CommandError> {
        let dir = dir.to_owned();
        let read = move || store::Registry::setting_in(&dir, SETTING);
        let text = tokio::task::spawn_blocking(read).await??;
        let Some(settings) = text.and_then(|text| serde_json::from_str::<NetworkSettings>(&text).ok()) else {
            return Ok(None);
        };
        let kept = settings.proxy == ProxyMode::Manual && settings.proxy_password == ProxyPassword::Keychain;
        let password = if kept { keychain.get(PASSWORD).await.ok() } else { None };
        let password = password.map(|secret| Zeroizing::new(secret.expose().to_owned()));
        Ok(Some(Self { settings, password }))
    }

    fn manual_proxy(&self) -> Option<String> {
        let NetworkSettings { proxy, proxy_host, proxy_port, proxy_user, .. } = &self.settings;
        if *proxy != ProxyMode::Manual {
            return None;
        }
        let password = self.password.as_ref().map_or("", |password| password.as_str());
        let sign_in = match (proxy_user.as_str(), password) {
            ("", _) => String::new(),
            (user, password) => format!("{}:{}@", escaped(user), escaped(password)),
        };
        Some(format!("http://{sign_in}{proxy_host}:{proxy_port}"))
    }
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Network").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Bounds of what can be set, both included.
const AT_ONCE: RangeInclusive<u8> = 1..=4;
const CHECK_SECONDS: RangeInclusive<u16> = 5..=30;
const SYNC_SECONDS: RangeInclusive<u16> = 30..=120;

impl NetworkSettings {
    /// How many clients are asked at once.
    pub(crate) fn places(&self) -> usize {
        self.at_once.clamp(*AT_ONCE.start(), *AT_ONCE.end()).into()
    }

    /// Limits of a check that somebody watches.
    pub(crate) fn for_check(&self) -> RetryPolicy {
        let seconds = self.check_seconds.clamp(*CHECK_SECONDS.start(), *CHECK_SECONDS.end());
        RetryPolicy { request_timeout: Duration::from_secs(seconds.into()), ..RetryPolicy::check() }
    }

    /// Limits of a sync.
    pub(crate) fn for_sync(&self) -> RetryPolicy {
        let seconds = self.sync_seconds.clamp(*SYNC_SECONDS.start(), *SYNC_SECONDS.end());
        RetryPolicy { request_timeout: Duration::from_secs(seconds.into()), ..RetryPolicy::sync() }
    }
}

impl Engine {
    /// How Duo is reached.
    #[allow(clippy::unused_async, reason = "every command is asynchronous")]
    pub async fn network_settings(self: &Arc<Self>, _: Nothing) -> Result<NetworkSettings, CommandError> {
        Ok(self.ports.transports.network().settings)
    }

    /// Changes how Duo is reached, for every check and sync that begins from now on.
    ///
    /// # Errors
    /// `PROXY_ADDRESS`, `FILE_UNREADABLE`, `CA_FILE`, `BAD_ARGUMENTS` for what is out of bounds, database codes. Without a keychain the password is kept in
    /// memory, and the answer says so.
    pub async fn network_settings_set(
        self: &Arc<Self>,
        set: NetworkSettingsSet,
    ) -> Result<NetworkSettings, CommandError> {
        let before = self.ports.transports.network();
        let mut settings = cleaned(set.settings)?;
        settings.proxy_password = before.settings.proxy_password;
        let given = set.password.map(Zeroizing::new);
        let given = if settings.proxy_user.is_empty() { Some(Zeroizing::default()) } else { given };
        let mut network = Network { settings, password: before.password };
        self.ports.transports.try_network(&network)?;
        if let Some(password) = given {
            self.keep_password(&mut network, password).await;
        }
        self.keep_network(network.clone()).await?;
        Ok(network.settings)
    }

    /// Lets an issuer inspect from now on without a warning.
    pub(crate) async fn remember_issuer(&self, issuer: &str) -> Result<(), CommandError> {
        let mut network = self.ports.transports.network();
        if !network.settings.issuers.iter().any(|known| known == issuer) {
            network.settings.issuers.push(issuer.to_owned());
        }
        self.keep_network(network).await
    }

    /// How many clients are asked at once.
    pub(crate) fn places(&self) -> usize {
        self.ports.transports.network().settings.places()
    }

    /// The way to a real tenant as set now.
    pub(crate) async fn https(&self) -> Result<Arc<dyn Transport>, CommandError> {
        self.know_password().await;
        self.ports.transports.https()
    }

    /// Fetches the proxy's password when it is needed; without it the proxy will say what it misses.
    pub async fn know_password(&self) {
        let mut network = self.ports.transports.network();
        let NetworkSettings { proxy, proxy_password, .. } = network.settings;
        if proxy == ProxyMode::Manual && proxy_password != ProxyPassword::None && network.password.is_none() {
            let known = self.secrets.get(PASSWORD, proxy_password == ProxyPassword::Session).await;
            network.password = known.ok().map(|secret| Zeroizing::new(secret.expose().to_owned()));
            self.ports.transports.follow(network);
        }
    }

    /// What was set in an earlier run. A setting that cannot be read is as if nothing was set.
    pub(crate) fn follow_settings(&self) -> Result<(), CommandError> {
        let text = self.registry.setting(SETTING)?;
        let settings = text.and_then(|text| serde_json::from_str(&text).ok());
        if let Some(settings) = settings {
            self.ports.transports.follow(Network { settings, password: None });
        }
        Ok(())
    }

    /// Puts a new password where it is to stay; an empty one is forgotten.
    async fn keep_password(&self, network: &mut Network, password: Zeroizing<String>) {
        let place = &mut network.settings.proxy_password;
        if *place != ProxyPassword::None {
            // A keychain that is absent or locked must not keep a proxy from being changed.
            let _ = self.secrets.forget(PASSWORD, *place == ProxyPassword::Session).await;
        }
        network.password = None;
        *place = ProxyPassword::None;
        if password.is_empty() {
            return;
        }
        let secret = SecretKey::new(password.to_string());
        *place = if self.secrets.save(PASSWORD, &secret).await.is_ok() {
            ProxyPassword::Keychain
        } else {
            self.secrets.keep(PASSWORD, secret);
            ProxyPassword::Session
        };
        network.password = Some(password);
    }

    async fn keep_network(&self, network: Network) -> Result<(), CommandError> {
        let text = serde_json::to_string(&network.settings).map_err(|_| CommandError::new(Code::Internal))?;
        self.registry(move |registry| registry.set_setting(SETTING, &text)).await?;
        self.ports.transports.follow(network);
        Ok(())
    }
}

/// What was typed, without what cannot be meant.
fn cleaned(mut settings: NetworkSettings) -> Result<NetworkSettings, CommandError> {
    let host = settings.proxy_host.trim();
    let host = host.strip_prefix("http://").unwrap_or(host).trim_end_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let usable = !host.is_empty() && host.chars().all(plain) && settings.proxy_port != 0;
    if settings.proxy == ProxyMode::Manual && !usable {
        return Err(CommandError::new(Code::ProxyAddress));
    }
    let within = AT_ONCE.contains(&settings.at_once)
        && CHECK_SECONDS.contains(&settings.check_seconds)
        && SYNC_SECONDS.contains(&settings.sync_seconds);
    if !within {
        return Err(CommandError::new(Code::BadArguments));
    }
    settings.proxy_host = host.to_owned();
    settings.proxy_user = settings.proxy_user.trim().to_owned();
    settings.ca_file = settings.ca_file.trim().to_owned();
    settings.own_domains = settings
        .own_domains
        .iter()
        .map(|domain| domain.trim().trim_start_matches('@').to_lowercase())
        .filter(|domain| !domain.is_empty())
        .collect();
    settings.own_domains.dedup();
    Ok(settings)
}

/// For the user part of a URL.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manual() -> NetworkSettings {
        NetworkSettings {
            proxy: ProxyMode::Manual,
            proxy_host: " http://proxy.corp/ ".to_owned(),
            proxy_port: 8080,
            proxy_user: "ann@corp".to_owned(),
            ..NetworkSettings::default()
        }
    }

    fn network(settings: NetworkSettings) -> Network {
        Network { settings, password: Some(Zeroizing::new("50%:@ x".to_owned())) }
    }

    #[test]
    fn a_manual_proxy_becomes_a_url() {
        let network = network(cleaned(manual()).unwrap());
        let options = network.https(&HttpsOptions::default());
        assert_eq!(options.proxy.as_deref(), Some("http://ann%40corp:50%25%3A%40%20x@proxy.corp:8080"));
        assert!(!format!("{network:?} {options:?}").contains("50%"), "the password is not shown");
        let nobody = NetworkSettings { proxy_user: String::new(), ..network.settings };
        let options = self::network(nobody).https(&HttpsOptions::default());
        assert_eq!(options.proxy.as_deref(), Some("http://proxy.corp:8080"));
    }

    #[test]
    fn what_the_caller_says_is_stronger() {
        let network = network(cleaned(NetworkSettings { ca_file: "/set.pem".into(), ..manual() }).unwrap());
        let own =
            HttpsOptions { no_proxy: true, ca_file: Some("/own.pem".into()), ..HttpsOptions::default() };
        let options = network.https(&own);
        assert_eq!((options.no_proxy, options.proxy, options.ca_file), (true, None, Some("/own.pem".into())));
    }

    #[test]
    fn blocking_names_who_may_inspect() {
        let mut settings = NetworkSettings { issuers: vec!["Contoso".into()], ..NetworkSettings::default() };
        assert_eq!(network(settings.clone()).https(&HttpsOptions::default()).private_issuers, None);
        settings.inspection = InspectionPolicy::Block;
        let options = network(settings).https(&HttpsOptions::default());
        assert_eq!(options.private_issuers, Some(vec!["Contoso".to_owned()]));
    }

    #[test]
    fn limits_keep_within_their_bounds() {
        let of = |at_once, check_seconds, sync_seconds| NetworkSettings {
            at_once,
            check_seconds,
            sync_seconds,
            ..NetworkSettings::default()
        };
        for (settings, good) in [
            (of(1, 5, 30), true),
            (of(4, 30, 120), true),
            (of(0, 10, 120), false),
            (of(5, 10, 120), false),
            (of(4, 4, 120), false),
            (of(4, 31, 120), false),
            (of(4, 10, 29), false),
            (of(4, 10, 121), false),
        ] {
            assert_eq!(cleaned(settings.clone()).is_ok(), good, "{settings:?}");
            assert!((1..=4).contains(&settings.places()), "whatever was stored");
            let told = (
                settings.for_check().request_timeout.as_secs(),
                settings.for_sync().request_timeout.as_secs(),
            );
            assert!((5..=30).contains(&told.0) && (30..=120).contains(&told.1), "{told:?}");
        }
        let old: NetworkSettings = serde_json::from_str("{}").unwrap();
        assert_eq!(
            (old.places(), old.for_check(), old.for_sync()),
            (4, RetryPolicy::check(), RetryPolicy::sync())
        );
    }

    #[test]
    fn an_address_must_be_one() {
        for host in ["", "proxy corp", "proxy/..", "a@b", "proxy:8080"] {
            let settings = NetworkSettings { proxy_host: host.into(), ..manual() };
            assert_eq!(cleaned(settings).unwrap_err().code, Code::ProxyAddress, "{host}");
        }
        assert!(cleaned(NetworkSettings { proxy_port: 0, ..manual() }).is_err());
        let domains =
            NetworkSettings { own_domains: vec![" @MSP.example ".into(), String::new()], ..manual() };
        assert_eq!(cleaned(domains).unwrap().own_domains, ["msp.example"]);
    }
}
