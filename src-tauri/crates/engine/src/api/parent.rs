use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{SavedConnection, Values};
use crate::Code;

/// A managed-service account whose key opens several clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Parent {
    /// Id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its own API hostname.
    pub host: String,
    /// Shortened integration key.
    pub ikey: String,
    /// The secret lives until the program ends.
    pub session_only: bool,
    /// Clients connected through it.
    pub clients: u32,
    /// When it was saved.
    pub created: DateTime<Utc>,
}

/// The parent of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ParentName {
    /// Id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Whose children are meant.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ParentSource {
    /// Those that a wizard's checked draft opens.
    Draft(String),
    /// Those of a parent that is saved, by its id.
    Saved(String),
}

/// Asks for the children of a parent.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ParentChildrenOf {
    /// Whose.
    pub source: ParentSource,
}

/// What can be done with a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChildState {
    /// It can be added.
    New,
    /// It was disconnected here and its data is kept; adding it takes that up.
    Kept,
    /// It is a client already.
    Added,
    /// It is on another deployment: the parent's key does not open it.
    Elsewhere,
    /// It could not be opened just now.
    Unreadable,
}

/// A child of a parent, as Duo lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ParentChild {
    /// `DA…`.
    pub account_id: String,
    /// As Duo calls it.
    pub name: String,
    /// API hostname; as Duo tells it.
    pub host: String,
    /// What can be done.
    pub state: ChildState,
    /// Why it can't be added.
    pub code: Option<Code>,
    /// A name under which it can be saved.
    pub suggested: String,
    /// The client that it is, or was.
    pub saved: Option<SavedConnection>,
}

/// The children of a parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ParentChildren {
    /// The parent, once one of them was added.
    pub parent: Option<Parent>,
    /// API hostname of the parent.
    pub host: String,
    /// Shortened integration key.
    pub ikey: String,
    /// By name.
    pub children: Vec<ParentChild>,
    /// Clients through this parent that Duo does not list any more.
    pub gone: Vec<SavedConnection>,
}

/// A child to add.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ChildPick {
    /// `DA…`.
    pub account_id: String,
    /// Name of the client, and of its company.
    pub name: String,
}

/// Adds children of a parent, each as a client of its own, and starts their first syncs.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ParentAdd {
    /// Whose.
    pub source: ParentSource,
    /// Name of the parent; empty = its hostname, or as it is called already.
    pub name: String,
    /// Which.
    pub children: Vec<ChildPick>,
    /// Keep the secret key in memory only.
    pub session_only: bool,
}

/// What became of a child that was to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ChildAdded {
    /// `DA…`.
    pub account_id: String,
    /// Name asked for.
    pub name: String,
    /// Id of the client; none when it was not added.
    pub client: Option<String>,
    /// Why it was not.
    pub code: Option<Code>,
    /// Values for the text.
    pub values: Values,
}

/// What became of the children that were to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ParentAdded {
    /// The parent; none when nothing was added and it was not saved before.
    pub parent: Option<Parent>,
    /// Each, in the order asked for.
    pub children: Vec<ChildAdded>,
}

/// Gives a parent another name.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ParentRename {
    /// Id.
    pub parent: String,
    /// Name.
    pub name: String,
}

/// Puts a checked draft's key in the place of a parent's, for all of its clients.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ParentRekey {
    /// Id.
    pub parent: String,
    /// Draft.
    pub draft: String,
    /// Keep the secret key in memory only.
    pub session_only: bool,
}

/// Disconnects every client of a parent and removes its secret.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ParentForget {
    /// Id.
    pub parent: String,
    /// Wipe their data too.
    pub delete_data: bool,
}
