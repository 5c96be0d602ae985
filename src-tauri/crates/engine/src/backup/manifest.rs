//! What a backup says of itself: who made it, when, of which schemas, and the SHA-256 of each of its files.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::backup::{SCHEMA_VERSIONS, client_path};

use crate::Code;
use crate::api::CommandError;

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const REGISTRY: &str = "clients.db";
pub(super) const PREFERENCES: &str = "preferences.json";
/// Version of the archive itself.
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    pub(super) tandem: String,
    pub(super) made: DateTime<Utc>,
    pub(super) schema: Schemas,
    pub(super) files: Vec<Listed>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Schemas {
    pub(super) registry: usize,
    pub(super) client: usize,
}

/// A file of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Manifest {
    pub(super) fn new(made: DateTime<Utc>, files: Vec<Listed>) -> Self {
        let (registry, client) = SCHEMA_VERSIONS;
        let tandem = env!("CARGO_PKG_VERSION").to_owned();
        Self { format: FORMAT, tandem, made, schema: Schemas { registry, client }, files }
    }

    /// Only what this version knows, and names that lead nowhere else.
    ///
    /// # Errors
    /// `FILE_NEWER`, `BACKUP_DAMAGED`.
    pub(super) fn admit(self) -> Result<Self, CommandError> {
        let (registry, client) = SCHEMA_VERSIONS;
        if self.format > FORMAT || self.schema.registry > registry || self.schema.client > client {
            return Err(CommandError::new(Code::FileNewer));
        }
        let known = |name: &str| matches!(name, REGISTRY | PREFERENCES) || client_of(name).is_some();
        let mut names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        let twice = names.windows(2).any(|pair| pair[0] == pair[1]);
        if twice || !names.iter().all(|name| known(name)) || !names.contains(&REGISTRY) {
            return Err(CommandError::new(Code::BackupDamaged));
        }
        Ok(self)
    }

    pub(super) fn file(&self, name: &str) -> Result<&Listed, CommandError> {
        let found = self.files.iter().find(|file| file.name == name);
        found.ok_or_else(|| CommandError::new(Code::BackupDamaged))
    }
}

/// The name of a client's database in the archive.
pub(super) fn client_name(id: &str) -> String {
    format!("clients/{id}.db")
}

/// The client of a name, which must be an id: it becomes part of a path.
pub(super) fn client_of(name: &str) -> Option<&str> {
    let id = name.strip_prefix("clients/")?.strip_suffix(".db")?;
    client_path(std::path::Path::new(""), id).is_ok().then_some(id)
}

/// The SHA-256 of what was given to it, in small hexadecimal digits.
pub(super) fn digest(sum: Sha256) -> String {
    sum.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Manifest {
        let files =
            names.iter().map(|name| Listed { name: (*name).to_owned(), bytes: 0, sha256: String::new() });
        Manifest::new(DateTime::default(), files.collect())
    }

    const ID: &str = "0b5f8e3a-1c2d-4e5f-8a9b-0c1d2e3f4a5b";

    #[test]
    fn names_lead_nowhere_but_into_the_folder() {
        let client = client_name(ID);
        assert!(of(&[REGISTRY, PREFERENCES, &client]).admit().is_ok());
        let upper = client_name(&ID.to_uppercase());
        for name in
            ["../clients.db", "/etc/passwd", "clients/../x.db", "clients/.db", "clients/a\\b.db", "x", &upper]
        {
            assert_eq!(of(&[REGISTRY, name]).admit().unwrap_err().code, Code::BackupDamaged, "{name}");
        }
        assert!(of(&[&client]).admit().is_err(), "without a registry");
        assert!(of(&[REGISTRY, REGISTRY]).admit().is_err(), "twice");
    }

    #[test]
    fn what_a_newer_version_made_is_told() {
        let newer = |change: fn(&mut Manifest)| {
            let mut manifest = of(&[REGISTRY, "what comes"]);
            change(&mut manifest);
            manifest.admit().unwrap_err().code
        };
        assert_eq!(newer(|manifest| manifest.format += 1), Code::FileNewer);
        assert_eq!(newer(|manifest| manifest.schema.registry += 1), Code::FileNewer);
        assert_eq!(newer(|manifest| manifest.schema.client += 1), Code::FileNewer);
    }
}
