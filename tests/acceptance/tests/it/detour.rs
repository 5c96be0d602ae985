//! A transport that does something else from a certain request on.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use duo_api::{Request, Response, Transport, TransportError};
use tokio_util::sync::CancellationToken;

/// What happens instead of, or before, sending.
pub(crate) enum Turn {
    /// The token is cancelled, and the request is not answered any more: whether an answer still counted would be chance.
    Cancel(CancellationToken),
    /// Nothing is ever answered; the token tells that it came to that.
    Hang(CancellationToken),
}

/// Passes requests on, and remembers the signed ones; one of them takes the turn.
pub(crate) struct Detour {
    to: Arc<dyn Transport>,
    seen: Mutex<Vec<String>>,
    at: u64,
    turn: Turn,
}

impl Detour {
    /// `at` counts from 1.
    pub(crate) fn new(to: Arc<dyn Transport>, at: u64, turn: Turn) -> Self {
        Self { to, seen: Mutex::default(), at, turn }
    }

    /// `path?query` of the requests so far.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    /// Its number; none for the unsigned ping.
    fn remember(&self, request: &Request) -> u64 {
        if request.path == "/auth/v2/ping" {
            return 0;
        }
        let mut seen = self.seen.lock().unwrap();
        seen.push(format!("{}?{}", request.path, request.query));
        seen.len() as u64
    }
}

#[async_trait]
impl Transport for Detour {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let number = self.remember(&request);
        match &self.turn {
            Turn::Cancel(token) if number == self.at => {
                token.cancel();
                std::future::pending::<()>().await;
            }
            Turn::Hang(reached) if number >= self.at => {
                reached.cancel();
                std::future::pending::<()>().await;
            }
            Turn::Cancel(_) | Turn::Hang(_) => {}
        }
        self.to.send(request).await
    }

    fn in_process(&self) -> bool {
        true
    }
}
