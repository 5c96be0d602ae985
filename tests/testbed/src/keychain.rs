use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use engine::{Keychain, KeychainError, SecretKey};
use zeroize::Zeroizing;

/// A moment at which a call of the keychain stands still for ever, as if the program ended there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeychainStep {
    /// Asked to keep a secret, nothing kept.
    BeforeSet,
    /// The secret is kept, nobody told.
    AfterSet,
    /// Asked to remove one, nothing removed.
    BeforeDelete,
    /// Removed, nobody told.
    AfterDelete,
}

/// A keychain in memory that tells what it holds, and can fail.
#[derive(Default)]
pub struct MemoryKeychain {
    items: Mutex<HashMap<String, Zeroizing<String>>>,
    /// What every call fails with.
    pub fails: Mutex<Option<KeychainError>>,
    halt: Mutex<Option<KeychainStep>>,
    halted: tokio::sync::Notify,
}

impl MemoryKeychain {
    /// Ids of its items.
    pub fn ids(&self) -> Vec<String> {
        self.items.lock().unwrap().keys().cloned().collect()
    }

    /// Calls stand still at this step from now on.
    pub fn halt_at(&self, step: KeychainStep) {
        *self.halt.lock().unwrap() = Some(step);
    }

    /// Calls stand still no more.
    pub fn go_on(&self) {
        *self.halt.lock().unwrap() = None;
    }

    /// Waits until a call stands still.
    pub async fn halted(&self) {
        self.halted.notified().await;
    }

    async fn pass(&self, step: KeychainStep) {
        let halts = *self.halt.lock().unwrap() == Some(step);
        if halts {
            self.halted.notify_one();
            std::future::pending::<()>().await;
        }
    }

    fn works(&self) -> Result<(), KeychainError> {
        self.fails.lock().unwrap().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl Keychain for MemoryKeychain {
    async fn set(&self, id: &str, secret: &SecretKey) -> Result<(), KeychainError> {
        self.works()?;
        self.pass(KeychainStep::BeforeSet).await;
        self.items.lock().unwrap().insert(id.to_owned(), Zeroizing::new(secret.expose().to_owned()));
        self.pass(KeychainStep::AfterSet).await;
        Ok(())
    }

    async fn get(&self, id: &str) -> Result<SecretKey, KeychainError> {
        self.works()?;
        let items = self.items.lock().unwrap();
        items.get(id).map(|secret| SecretKey::new(secret.to_string())).ok_or(KeychainError::Missing)
    }

    async fn delete(&self, id: &str) -> Result<(), KeychainError> {
        self.works()?;
        self.pass(KeychainStep::BeforeDelete).await;
        self.items.lock().unwrap().remove(id);
        self.pass(KeychainStep::AfterDelete).await;
        Ok(())
    }

    async fn holds(&self, id: &str) -> Result<bool, KeychainError> {
        self.works()?;
        Ok(self.items.lock().unwrap().contains_key(id))
    }
}
