//! Client of the Duo Admin API, read-only by construction.
//!
//! ```no_run
//! # use std::sync::Arc;
//! use duo_api::{
//!     ApiHost, Client, Clock, Credentials, Governor, HttpsOptions, HttpsTransport, IntegrationKey, Pacing,
//!     SecretKey, SystemClock,
//! };
//!
//! # async fn example(secret: String) -> Result<(), Box<dyn std::error::Error>> {
//! let credentials = Credentials {
//!     host: ApiHost::try_from("api-1a2b3c4d.duosecurity.com")?,
//!     ikey: IntegrationKey::try_from("DIK7L1M5N9P3Q6R0S4T8")?,
//!     skey: SecretKey::new(secret),
//! };
//! let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
//! let transport = Arc::new(HttpsTransport::new(HttpsOptions::default())?);
//! let governor = Arc::new(Governor::new(Pacing::Polite, clock.clone()));
//! let client = Client::new(Arc::new(credentials), transport, clock, governor);
//!
//! let mut users = client.users(duo_api::Offset::START);
//! while let Some(page) = users.next().await {
//!     let page = page?;
//!     println!("{} users, {} rejected", page.rows.len(), page.rejected.len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! How a request travels: [`Client`] checks the [`allow`]-list, asks the [`Governor`] for its turn, signs with
//! Duo's time ([`sign`], [`clock`]), sends through a [`Transport`], classifies the answer ([`ApiError`]), waits
//! if it must and signs again: the date is part of the signature, so no attempt is ever sent twice.
//!
//! * Lists come as [`Pages`]; a page holds decoded rows, the rows that could not be decoded, and where the next
//!   page begins.
//! * The types in [`wire`] are tolerant: every field but the key may be missing, unknown fields are skipped, and
//!   secrets (`secret_key`, activation codes and links, images, dates of birth) have no field to land in.
//! * Errors carry codes and values, never text from the wire.

pub mod allow;
mod answer;
mod client;
pub mod clock;
mod credentials;
mod cursor;
mod error;
mod https;
mod jitter;
mod pace;
mod paging;
pub mod reach;
pub mod sign;
mod transport;
pub mod wire;

pub use client::{
    Client, CountedLog, InfoSpan, LogWindow, OnWait, Probe, RateWait, RetryPolicy, Timed, TrustMonitorPage,
    TrustMonitorPages,
};
pub use clock::{Clock, ServerClock, SystemClock};
pub use credentials::{AccountId, ApiHost, CredentialError, Credentials, IntegrationKey, SecretKey};
pub use cursor::{BadCursor, LogCursor, Offset};
pub use error::{Action, ApiError};
pub use https::{HttpsOptions, HttpsTransport, TransportSetupError};
pub use pace::{ClassState, EndpointClass, Governor, Learnt, OnLearnt, Pacing, Permit};
pub use paging::{Cursor, Page, Pages, Rejected};
pub use sign::SignatureVersion;
pub use transport::{Method, ProxyInfo, Request, Response, TlsFacts, Transport, TransportError};
