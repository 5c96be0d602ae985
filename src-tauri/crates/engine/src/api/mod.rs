//! What crosses the border to a user interface: arguments, answers and events. Codes and values, never sentences;
//! no type here can hold a secret on its way out.

mod app;
mod check;
mod clients;
mod connection;
mod coverage;
mod draft;
mod duplicates;
mod event;
mod export;
mod hours;
mod import;
mod licence;
mod logs;
mod network;
mod outside;
mod overview;
mod parent;
mod policy;
mod preferences;
mod price_book;
mod report;
mod sync;
mod upkeep;
mod user;
mod view;

pub use app::*;
pub use check::*;
pub use clients::*;
pub use connection::*;
pub use coverage::*;
pub use draft::*;
pub use duplicates::*;
pub use event::*;
pub use export::*;
pub use hours::*;
pub use import::*;
pub use licence::*;
pub use logs::*;
pub use network::*;
pub use outside::*;
pub use overview::*;
pub use parent::*;
pub use policy::*;
pub use preferences::*;
pub use price_book::*;
pub use report::*;
pub use sync::*;
pub use upkeep::*;
pub use user::*;
pub use view::*;

use std::collections::BTreeMap;

use domain::NotEvaluatedReason;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Code;

/// Values that a text may name: `{host}`, `{n}`, `{permission}`…
pub type Values = BTreeMap<String, String>;

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[error("{}", code.as_str())]
pub struct CommandError {
    /// What happened.
    pub code: Code,
    /// Values for its text.
    pub values: Values,
}

/// A figure, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Measured.
    Value(f64),
    /// Not evaluated, which is not nought.
    NotEvaluated(NotEvaluatedReason),
}

/// A command without an answer or arguments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// A file that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HandedOver {
    /// Where; none when the user said no.
    pub path: Option<String>,
}

impl CommandError {
    /// An error without values.
    pub fn new(code: Code) -> Self {
        Self { code, values: Values::new() }
    }

    /// Adds a value for the text.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.values.insert(name.to_owned(), value.to_string());
        self
    }
}
