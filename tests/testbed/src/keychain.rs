use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use engine::{Keychain, KeychainError, SecretKey};
use zeroize::Zeroizing;

/// A keychain in memory that tells what it holds, and can fail.
#[derive(Default)]
pub struct MemoryKeychain {
    items: Mutex<HashMap<String, Zeroizing<String>>>,
    /// What every call fails with.
    pub fails: Mutex<Option<KeychainError>>,
}

impl MemoryKeychain {
    /// Ids of its items.
    pub fn ids(&self) -> Vec<String> {
        self.items.lock().unwrap().keys().cloned().collect()
    }

    fn works(&self) -> Result<(), KeychainError> {
        self.fails.lock().unwrap().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl Keychain for MemoryKeychain {
    async fn set(&self, id: &str, secret: &SecretKey) -> Result<(), KeychainError> {
        self.works()?;
        self.items.lock().unwrap().insert(id.to_owned(), Zeroizing::new(secret.expose().to_owned()));
        Ok(())
    }

    async fn get(&self, id: &str) -> Result<SecretKey, KeychainError> {
        self.works()?;
        let items = self.items.lock().unwrap();
        items.get(id).map(|secret| SecretKey::new(secret.to_string())).ok_or(KeychainError::Missing)
    }

    async fn delete(&self, id: &str) -> Result<(), KeychainError> {
        self.works()?;
        self.items.lock().unwrap().remove(id);
        Ok(())
    }
}
