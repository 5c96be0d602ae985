//! Accounts of probably one person.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::analysis::{Rules, UserFacts, duplicates};
use store::{ClientDb, StoreError};

use crate::Engine;
use crate::api::{ClientRef, CommandError, DuplicateUser, LicenceDuplicate};
use crate::worked::Age;

impl Engine {
    /// Groups of two or more, by what they share: who is kept, who is flagged.
    pub async fn licence_duplicates(
        self: &Arc<Self>,
        of: ClientRef,
    ) -> Result<Vec<LicenceDuplicate>, CommandError> {
        self.connection(&of.client).await?;
        let file = self.database(&of.client).await?;
        let generation = self.read(&of.client, ClientDb::generation).await?;
        // No day: nothing in it grows older.
        let age = Age::new(&file, generation, NaiveDate::MIN);
        let found = self.duplicates.of(age, async || self.read(&of.client, found).await).await?;
        Ok(found.to_vec())
    }
}

fn found(db: &ClientDb) -> Result<Vec<LicenceDuplicate>, StoreError> {
    // Whom the rules protect makes nobody a duplicate.
    let facts = db.user_facts(&Rules::default())?;
    Ok(duplicates(&facts)
        .into_iter()
        .map(|group| LicenceDuplicate {
            by: group.key.id().to_owned(),
            key: group.key.text().to_owned(),
            kept: shown(group.kept),
            flagged: group.flagged.into_iter().map(shown).collect(),
        })
        .collect())
}

fn shown(user: &UserFacts) -> DuplicateUser {
    DuplicateUser {
        user_id: user.user_id.clone(),
        username: user.username.clone(),
        realname: user.realname.clone(),
        last_seen: user.last_seen().0,
        created: user.created,
    }
}
