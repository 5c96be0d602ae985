//! Exports under way, so that they can be stopped.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

/// Exports by the id that whoever asked gave them.
#[derive(Default)]
pub(crate) struct Exports(Mutex<HashMap<String, CancellationToken>>);

impl Exports {
    /// Notes one that begins.
    pub(super) fn begin(&self, id: &str) -> CancellationToken {
        let token = CancellationToken::new();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), token.clone());
        token
    }

    /// Forgets one that ended, and stops it if it runs.
    pub(super) fn end(&self, id: &str) {
        if let Some(token) = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id) {
            token.cancel();
        }
    }
}
