//! Accounts of probably one person.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which duplicates.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LicenceDuplicatesOf {
    /// Id of the connection.
    pub client: String,
    /// Groups at most.
    pub limit: u32,
}

/// The first groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LicenceDuplicates {
    /// Groups in all.
    pub total: u32,
    /// In order of what they share.
    pub groups: Vec<LicenceDuplicate>,
}

/// Accounts of probably one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LicenceDuplicate {
    /// `email`, `username`.
    pub by: String,
    /// What they share.
    pub key: String,
    /// The one that is kept: seen last.
    pub kept: DuplicateUser,
    /// The others.
    pub flagged: Vec<DuplicateUser>,
}

/// A user of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DuplicateUser {
    /// `DU…`.
    pub user_id: String,
    /// Unique name.
    pub username: String,
    /// Full name.
    pub realname: String,
    /// Last seen.
    pub last_seen: Option<DateTime<Utc>>,
    /// Created.
    pub created: Option<DateTime<Utc>>,
}
