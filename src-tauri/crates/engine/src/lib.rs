//! Use cases of Tandem: check, connect, sync, views, exports. No window and no terminal below here.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # async fn example(ports: engine::Ports, folder: std::path::PathBuf) -> Result<(), engine::api::CommandError> {
//! let engine = engine::Engine::open(engine::Options {
//!     data_dir: folder,
//!     ports,
//!     demo: false,
//!     notices: Vec::new(),
//! })
//! .await?;
//! let clients = engine.call("clients", serde_json::json!({})).await?;
//! # let _ = clients;
//! # Ok(())
//! # }
//! ```
//!
//! * [`api`] is what crosses the border: codes and values, never sentences, never a secret.
//! * [`registry`] is the one list of commands; dispatch and the TypeScript contract come from it.
//! * [`Ports`] is what comes from outside: clock, network, keychain, events, preferences.
//! * Only this crate turns Duo's wire types into records.

pub mod api;
mod app;
mod backup;
mod call;
pub mod check;
mod checking;
mod clients;
mod clock;
mod code;
mod columns;
mod commands;
mod connection;
mod coverage;
mod damage;
mod databases;
pub mod diagnostics;
mod drafts;
mod due;
mod engine;
mod error;
pub mod export;
pub mod failpoint;
pub mod fields;
mod findings;
mod hand_over;
mod hours;
mod ingest;
mod kept;
mod keychain;
mod lanes;
mod licence;
mod link;
mod links;
mod lock;
mod logs;
mod network;
mod notify;
mod overview;
mod pacing;
mod parent;
pub mod paste;
mod pause;
mod place;
mod policy_result;
mod ports;
mod purge;
pub mod registry;
mod report;
mod result;
mod round;
mod save;
mod secrets;
mod settings_file;
mod sheet;
mod sizes;
pub mod sync;
mod syncing;
pub mod text;
mod user;
mod views;
mod whole_file;
mod worked;
mod zone;

pub use async_trait::async_trait;
pub use code::Code;
pub use duo_api::{Clock, HttpsOptions, Pacing, SecretKey, SystemClock};
pub use engine::Engine;
pub use keychain::OsKeychain;
pub use link::linked_client;
pub use logs::{guard_panics, keep_logs, rehearse_panic};
pub use network::Network;
pub use parent::AddChildren;
pub use place::{Place, Screen};
pub use ports::{
    EventSink, FileChooser, Keychain, KeychainError, LinkOpener, NetworkTransports, Options, Ports,
    PreferenceStore, SampleTarget, Silent, Transports,
};
pub use round::RoundOptions;
pub use save::Save;
pub use settings_file::{Admitted, admit_settings, keep_good_settings, settings_file};
pub use store::columns;
pub use sync::SyncOptions;
pub use whole_file::WholeFile;
