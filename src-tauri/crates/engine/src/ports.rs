//! What the engine needs from outside: the network, the keychain, somebody to tell, and places for preferences and files.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use duo_api::{Clock, HttpsOptions, HttpsTransport, SecretKey, Transport, TransportSetupError};
use zeroize::Zeroizing;

use crate::Code;
use crate::api::{CommandError, Event, Preferences};
use crate::network::Network;

/// Everything from outside.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ways to Duo.
    pub transports: Arc<dyn Transports>,
    /// The secret store.
    pub keychain: Arc<dyn Keychain>,
    /// Who is told.
    pub events: Arc<dyn EventSink>,
    /// Preferences of the window.
    pub preferences: Arc<dyn PreferenceStore>,
    /// Where files go.
    pub files: Arc<dyn FileChooser>,
    /// Who opens places outside.
    pub links: Arc<dyn LinkOpener>,
}

/// Ways to Duo.
pub trait Transports: Send + Sync {
    /// To a real tenant.
    ///
    /// # Errors
    /// `FILE_UNREADABLE`, `CA_FILE` or `CA_FILE_PART` when the extra CA file cannot be used, `PROXY_ADDRESS` or
    /// `PROXY_VARIABLE`, `NET_TLS` when TLS cannot be set up.
    fn https(&self) -> Result<Arc<dyn Transport>, CommandError>;

    /// To a real tenant past any proxy.
    ///
    /// # Errors
    /// As [`Self::https`].
    fn https_direct(&self) -> Result<Arc<dyn Transport>, CommandError> {
        self.https()
    }

    /// How real tenants are reached.
    fn network(&self) -> Network {
        Network::default()
    }

    /// Reaches real tenants like this from now on.
    fn follow(&self, _network: Network) {}

    /// Whether tenants could be reached like this.
    ///
    /// # Errors
    /// As [`Self::https`].
    fn try_network(&self, _network: &Network) -> Result<(), CommandError> {
        Ok(())
    }

    /// To the sample tenant.
    fn sample(&self) -> SampleTarget;
}

/// The sample tenant's values and the way to it.
#[derive(Clone)]
pub struct SampleTarget {
    /// API hostname.
    pub host: String,
    /// Integration key.
    pub ikey: String,
    /// Secret key; worthless outside the sample.
    pub skey: Zeroizing<String>,
    /// Seats that its customer pays for.
    pub seats: u32,
    /// In-process.
    pub transport: Arc<dyn Transport>,
}

/// HTTPS for real tenants, and a sample tenant made when it is first asked for.
pub struct NetworkTransports<F> {
    options: HttpsOptions,
    network: Mutex<Network>,
    sample: F,
}

impl<F: Fn() -> SampleTarget + Send + Sync> NetworkTransports<F> {
    /// `options` are stronger than what the network's settings say. `sample` is called for each use; it is expected to
    /// remember what it made.
    pub fn new(options: HttpsOptions, sample: F) -> Self {
        Self { options, network: Mutex::default(), sample }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Network> {
        self.network.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: Fn() -> SampleTarget + Send + Sync> Transports for NetworkTransports<F> {
    fn https(&self) -> Result<Arc<dyn Transport>, CommandError> {
        let options = self.lock().https(&self.options);
        made(options)
    }

    fn https_direct(&self) -> Result<Arc<dyn Transport>, CommandError> {
        let options = self.lock().https(&self.options);
        made(HttpsOptions { no_proxy: true, proxy: None, ..options })
    }

    fn network(&self) -> Network {
        self.lock().clone()
    }

    fn follow(&self, network: Network) {
        *self.lock() = network;
    }

    fn try_network(&self, network: &Network) -> Result<(), CommandError> {
        made(network.https(&self.options)).map(drop)
    }

    fn sample(&self) -> SampleTarget {
        (self.sample)()
    }
}

fn made(options: HttpsOptions) -> Result<Arc<dyn Transport>, CommandError> {
    match HttpsTransport::new(options) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => Err(match error {
            TransportSetupError::CaFileUnreadable { path } => {
                CommandError::new(Code::FileUnreadable).with("path", path.display())
            }
            TransportSetupError::CaFileInvalid { path } => {
                CommandError::new(Code::CaFile).with("path", path.display())
            }
            TransportSetupError::CaFilePart { path, number } => {
                CommandError::new(Code::CaFilePart).with("path", path.display()).with("number", number)
            }
            TransportSetupError::Proxy => CommandError::new(Code::ProxyAddress),
            TransportSetupError::ProxyVariable { variable } => {
                CommandError::new(Code::ProxyVariable).with("variable", variable)
            }
            TransportSetupError::NoRoots | TransportSetupError::Client => CommandError::new(Code::NetTls),
        }),
    }
}

/// Somebody who reaches beyond the window in the system's own way. Addresses come from the engine's closed list only.
pub trait LinkOpener: Send + Sync {
    /// Whether it was opened. May block.
    fn open(&self, address: &'static str) -> bool;

    /// Shows a folder of the app's own in the system's file viewer; whether it did. May block.
    fn open_folder(&self, folder: &Path) -> bool;

    /// Shows a notification, where the system has such a thing. May block.
    fn tell(&self, _title: &str, _text: &str) {}
}

impl LinkOpener for Silent {
    fn open(&self, _: &'static str) -> bool {
        false
    }

    fn open_folder(&self, _: &Path) -> bool {
        false
    }
}

/// Why the keychain did not do what was asked. Carries nothing: the libraries' own errors can hold the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// There is none.
    #[error("no keychain")]
    Unavailable,
    /// It is locked, or somebody said no.
    #[error("keychain locked")]
    Locked,
    /// It did not answer in time.
    #[error("keychain timed out")]
    Timeout,
    /// It holds no such item.
    #[error("no such item")]
    Missing,
    /// It was kept for a session that has ended.
    #[error("kept for one session")]
    Session,
    /// The item cannot be read back as what was written.
    #[error("item unreadable")]
    Bad,
}

impl KeychainError {
    /// The code that tells it.
    pub const fn code(self) -> Code {
        match self {
            Self::Unavailable => Code::KeyUnavailable,
            Self::Locked => Code::KeyLocked,
            Self::Timeout => Code::KeyTimeout,
            Self::Missing => Code::KeyMissing,
            Self::Session => Code::KeySession,
            Self::Bad => Code::KeyBad,
        }
    }
}

impl From<KeychainError> for CommandError {
    fn from(error: KeychainError) -> Self {
        Self::new(error.code())
    }
}

/// The secret store; an item an id.
#[async_trait]
pub trait Keychain: Send + Sync {
    /// Writes and reads back.
    async fn set(&self, id: &str, secret: &SecretKey) -> Result<(), KeychainError>;
    /// Reads.
    async fn get(&self, id: &str) -> Result<SecretKey, KeychainError>;
    /// Removes; an absent item is no error.
    async fn delete(&self, id: &str) -> Result<(), KeychainError>;
    /// Whether there is such an item. Reads no secret and asks nobody; a keychain that cannot look without asking
    /// says that it is there.
    async fn holds(&self, id: &str) -> Result<bool, KeychainError>;
}

/// Somebody to tell.
pub trait EventSink: Send + Sync {
    /// Must not block.
    fn send(&self, event: Event);
}

/// A sink that tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl EventSink for Silent {
    fn send(&self, _: Event) {}
}

/// A place for preferences.
pub trait PreferenceStore: Send + Sync {
    /// What is saved, or defaults.
    fn get(&self) -> Preferences;
    /// Saves.
    ///
    /// # Errors
    /// `FILE_READONLY`.
    fn set(&self, preferences: &Preferences) -> Result<(), CommandError>;
    /// Gives the window the size and the place of a first start; false where there is no window.
    fn reset_window(&self) -> bool {
        false
    }
}

impl PreferenceStore for Silent {
    fn get(&self) -> Preferences {
        Preferences::default()
    }

    fn set(&self, _: &Preferences) -> Result<(), CommandError> {
        Ok(())
    }
}

/// Somebody who says where a file goes.
#[async_trait]
pub trait FileChooser: Send + Sync {
    /// Asks for a place for a file, with a name to begin with; none = no.
    async fn choose(&self, name: &str) -> Option<PathBuf>;

    /// Asks for a file that is there, by its ending without the dot; none = no.
    async fn pick(&self, _ending: &str) -> Option<PathBuf> {
        None
    }
}

#[async_trait]
impl FileChooser for Silent {
    async fn choose(&self, _: &str) -> Option<PathBuf> {
        None
    }
}

/// How an engine is opened.
pub struct Options {
    /// Folder of `clients.db` and `clients/`.
    pub data_dir: PathBuf,
    /// Everything from outside.
    pub ports: Ports,
    /// Offer the sample tenant first.
    pub demo: bool,
    /// Things to tell that happened before the engine opened.
    pub notices: Vec<crate::api::Notice>,
}
