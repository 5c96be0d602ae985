//! Where a connection's secret comes from: the keychain, or this process's memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use duo_api::SecretKey;

use crate::ports::{Keychain, KeychainError};

pub(crate) struct Secrets {
    keychain: Arc<dyn Keychain>,
    session: Mutex<HashMap<String, Arc<SecretKey>>>,
}

impl Secrets {
    pub(crate) fn new(keychain: Arc<dyn Keychain>) -> Self {
        Self { keychain, session: Mutex::default() }
    }

    /// Keeps a secret until the process ends.
    pub(crate) fn keep(&self, client: &str, secret: SecretKey) {
        self.memory().insert(client.to_owned(), Arc::new(secret));
    }

    /// Writes to the keychain and reads back.
    pub(crate) async fn save(&self, client: &str, secret: &SecretKey) -> Result<(), KeychainError> {
        self.keychain.set(client, secret).await
    }

    /// The secret, from memory or the keychain.
    pub(crate) async fn get(&self, client: &str, session_only: bool) -> Result<SecretKey, KeychainError> {
        if let Some(secret) = self.memory().get(client) {
            return Ok(SecretKey::new(secret.expose().to_owned()));
        }
        if session_only { Err(KeychainError::Session) } else { self.keychain.get(client).await }
    }

    /// Whether the keychain has it, or this process.
    pub(crate) async fn there(&self, client: &str) -> Result<bool, KeychainError> {
        if self.held(client) { Ok(true) } else { self.keychain.holds(client).await }
    }

    /// Whether this process holds it.
    pub(crate) fn held(&self, client: &str) -> bool {
        self.memory().contains_key(client)
    }

    /// Removes it everywhere. A session-only secret never was in the keychain, which is then not asked.
    pub(crate) async fn forget(&self, client: &str, session_only: bool) -> Result<(), KeychainError> {
        self.memory().remove(client);
        if session_only { Ok(()) } else { self.keychain.delete(client).await }
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<SecretKey>>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
