use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which proxy leads to Duo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProxyMode {
    /// The system's or the environment's.
    #[default]
    System,
    /// None.
    None,
    /// The one that was entered.
    Manual,
}

/// What to do about a network that reads TLS traffic by a certificate authority of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InspectionPolicy {
    /// Tell, and go on.
    #[default]
    Warn,
    /// Refuse to connect, except by remembered issuers.
    Block,
}

/// Where the proxy's password is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProxyPassword {
    /// There is none.
    #[default]
    None,
    /// In the keychain.
    Keychain,
    /// In memory until the program ends, since there is no keychain.
    Session,
}

/// How Duo is reached. The proxy's password is never part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct NetworkSettings {
    /// Which proxy.
    pub proxy: ProxyMode,
    /// Host of the manual proxy.
    pub proxy_host: String,
    /// Its port.
    pub proxy_port: u16,
    /// User it wants; empty = none.
    pub proxy_user: String,
    /// Where that user's password is.
    pub proxy_password: ProxyPassword,
    /// PEM file with further root certificates; empty = none.
    pub ca_file: String,
    /// Networks that inspect TLS.
    pub inspection: InspectionPolicy,
    /// Issuers that may inspect, as certificates spell them.
    pub issuers: Vec<String>,
    /// Mail domains of the MSP itself.
    pub own_domains: Vec<String>,
    /// Clients that are checked or synced at once: 1 to 4.
    pub at_once: u8,
    /// Seconds that a check waits for an answer: 5 to 30.
    pub check_seconds: u16,
    /// Seconds that a sync waits for an answer, to its last byte: 30 to 120.
    pub sync_seconds: u16,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            proxy: ProxyMode::default(),
            proxy_host: String::new(),
            proxy_port: 0,
            proxy_user: String::new(),
            proxy_password: ProxyPassword::default(),
            ca_file: String::new(),
            inspection: InspectionPolicy::default(),
            issuers: Vec::new(),
            own_domains: Vec::new(),
            at_once: 4,
            check_seconds: 10,
            sync_seconds: 120,
        }
    }
}

/// Changes how Duo is reached.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct NetworkSettingsSet {
    /// Everything; its `proxy_password` is not looked at.
    pub settings: NetworkSettings,
    /// A new password for the proxy; none = as it was, empty = forget it.
    #[serde(default)]
    pub password: Option<String>,
}

impl std::fmt::Debug for NetworkSettingsSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NetworkSettingsSet").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Text for whoever helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Diagnostics {
    /// Lines without secrets, names and addresses.
    pub text: String,
}

/// Asks for the diagnostics of a client's sync.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DiagnosticsOfClient {
    /// Id of the connection.
    pub client: String,
    /// The page's engine, such as `WebKit 605.1.15`; none on the command line.
    #[serde(default)]
    pub webview: Option<String>,
}

/// Asks for the diagnostics of a draft's last check.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DiagnosticsOf {
    /// Handle.
    pub draft: String,
    /// The page's engine, such as `WebKit 605.1.15`; none on the command line.
    #[serde(default)]
    pub webview: Option<String>,
}
