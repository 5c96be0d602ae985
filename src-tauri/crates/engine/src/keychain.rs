//! The operating system's keychain through keyring-core.
//!
//! All calls run on one thread of their own: the Windows store does not keep calls from different threads in order,
//! and Secret Service may wait for ever on a prompt that nobody sees, so the caller waits at most [`PATIENCE`].
//! The store is made anew for each call, since a store that failed once must not stay failed.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use async_trait::async_trait;
use duo_api::SecretKey;
use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use tokio::sync::oneshot;
use zeroize::{Zeroize, Zeroizing};

use crate::ports::{Keychain, KeychainError};

const SERVICE: &str = "Tandem";
const PATIENCE: Duration = Duration::from_secs(15);

type Job = Box<dyn FnOnce() + Send>;

/// The operating system's keychain.
pub struct OsKeychain {
    jobs: mpsc::Sender<Job>,
}

impl Default for OsKeychain {
    fn default() -> Self {
        Self::new()
    }
}

impl OsKeychain {
    /// Starts the thread; touches no keychain yet.
    pub fn new() -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        std::thread::spawn(move || {
            while let Ok(job) = queue.recv() {
                job();
            }
        });
        Self { jobs }
    }

    async fn run<T: Send + 'static>(
        &self,
        id: &str,
        work: impl FnOnce(&Entry) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (reply, answer) = oneshot::channel();
        let id = id.to_owned();
        let job = move || {
            let _ = reply.send(open(&id).and_then(|entry| work(&entry)));
        };
        self.jobs.send(Box::new(job)).map_err(|_| KeychainError::Unavailable)?;
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(KeychainError::Unavailable),
            Err(_) => Err(KeychainError::Timeout),
        }
    }
}

#[async_trait]
impl Keychain for OsKeychain {
    async fn set(&self, id: &str, secret: &SecretKey) -> Result<(), KeychainError> {
        let secret = Zeroizing::new(secret.expose().as_bytes().to_vec());
        self.run(id, move |entry| {
            entry.set_secret(&secret).map_err(without_payload)?;
            let mut back = entry.get_secret().map_err(without_payload)?;
            let same = *back == **secret;
            back.zeroize();
            if same { Ok(()) } else { Err(KeychainError::Bad) }
        })
        .await
    }

    async fn get(&self, id: &str) -> Result<SecretKey, KeychainError> {
        self.run(id, |entry| {
            let bytes = entry.get_secret().map_err(without_payload)?;
            String::from_utf8(bytes).map(SecretKey::new).map_err(|error| {
                error.into_bytes().zeroize();
                KeychainError::Bad
            })
        })
        .await
    }

    async fn delete(&self, id: &str) -> Result<(), KeychainError> {
        self.run(id, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(without_payload(error)),
        })
        .await
    }

    /// The library's look-up on macOS reads the secret, for which the system may ask.
    #[cfg(target_os = "macos")]
    async fn holds(&self, _: &str) -> Result<bool, KeychainError> {
        Ok(true)
    }

    #[cfg(not(target_os = "macos"))]
    async fn holds(&self, id: &str) -> Result<bool, KeychainError> {
        self.run(id, |entry| match entry.get_credential() {
            Ok(_) | Err(Error::Ambiguous(_)) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(without_payload(error)),
        })
        .await
    }
}

fn open(id: &str) -> Result<Entry, KeychainError> {
    store()?.build(SERVICE, id, modifiers().as_ref()).map_err(without_payload)
}

#[cfg(target_os = "linux")]
fn store() -> Result<Arc<CredentialStore>, KeychainError> {
    let store = zbus_secret_service_keyring_store::Store::new().map_err(without_payload)?;
    Ok(store)
}

#[cfg(target_os = "macos")]
fn store() -> Result<Arc<CredentialStore>, KeychainError> {
    let store = apple_native_keyring_store::keychain::Store::new().map_err(without_payload)?;
    Ok(store)
}

#[cfg(target_os = "windows")]
fn store() -> Result<Arc<CredentialStore>, KeychainError> {
    let store = windows_native_keyring_store::Store::new().map_err(without_payload)?;
    Ok(store)
}

#[cfg(not(target_os = "windows"))]
fn modifiers() -> Option<std::collections::HashMap<&'static str, &'static str>> {
    None
}

/// Windows would let the secret roam with the domain profile.
#[cfg(target_os = "windows")]
fn modifiers() -> Option<std::collections::HashMap<&'static str, &'static str>> {
    Some(std::iter::once(("persistence", "Local")).collect())
}

/// `BadEncoding` and `BadDataFormat` carry the secret: wiped here, and nothing of it goes on.
fn without_payload(error: Error) -> KeychainError {
    match error {
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            KeychainError::Bad
        }
        Error::NoEntry => KeychainError::Missing,
        Error::NoStorageAccess(_) => KeychainError::Locked,
        Error::TooLong(..) | Error::Invalid(..) | Error::Ambiguous(_) | Error::BadStoreFormat(_) => {
            KeychainError::Bad
        }
        _ => KeychainError::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_carries_the_secret() {
        let error = without_payload(Error::BadEncoding(b"SECRET".to_vec()));
        assert_eq!(error, KeychainError::Bad);
        assert!(!format!("{error:?} {error}").contains("SECRET"));
    }
}
