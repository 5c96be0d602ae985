use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Values;
use crate::Code;

/// Text of a file of connections: one that was handed over, or a table with a head (CSV). May hold secrets, which are
/// not taken.
#[derive(Clone, Deserialize, TS)]
pub struct ConnectionsText {
    /// The text; wiped after reading.
    pub text: String,
}

/// A connection of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ConnectionFound {
    /// Its place, from 0.
    pub row: u32,
    /// Its name.
    pub name: String,
    /// The client company.
    pub organisation: String,
    /// Name of its group; empty = none.
    pub group: String,
    /// API hostname.
    pub host: String,
    /// Why it cannot be added; none = it can.
    pub code: Option<Code>,
    /// Values for the text.
    pub values: Values,
}

/// What a file of connections holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ConnectionsFound {
    /// In order of the file.
    pub connections: Vec<ConnectionFound>,
    /// Something in it looks like a secret key.
    pub secrets: bool,
}

/// Adds connections of a file.
#[derive(Clone, Deserialize, TS)]
pub struct ConnectionsImport {
    /// The text; wiped after reading.
    pub text: String,
    /// Places of those to add.
    pub rows: Vec<u32>,
}

/// What was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ConnectionsImported {
    /// Ids, in order of the file.
    pub added: Vec<String>,
}
