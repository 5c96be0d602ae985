//! Accounts of probably one person.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::analysis::{Rules, UserFacts, duplicates};
use store::{ClientDb, StoreError};

use crate::Engine;
use crate::api::{CommandError, DuplicateUser, LicenceDuplicate, LicenceDuplicates, LicenceDuplicatesOf};
use crate::worked::Age;

impl Engine {
    /// Groups of two or more, by what they share: who is kept, who is flagged. Of a large tenant there are thousands.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, database codes.
    pub async fn licence_duplicates(
        self: &Arc<Self>,
        of: LicenceDuplicatesOf,
    ) -> Result<LicenceDuplicates, CommandError> {
        self.connection(&of.client).await?;
        let found = self.all_duplicates(&of.client).await?;
        let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let groups = found.iter().take(usize::try_from(of.limit).unwrap_or(usize::MAX)).cloned().collect();
        Ok(LicenceDuplicates { total, groups })
    }

    pub(crate) async fn all_duplicates(
        self: &Arc<Self>,
        client: &str,
    ) -> Result<Arc<Vec<LicenceDuplicate>>, CommandError> {
        let file = self.database(client).await?;
        let generation = self.read(client, ClientDb::generation).await?;
        // No day: nothing in it grows older.
        let age = Age::new(&file, generation, NaiveDate::MIN);
        self.duplicates.of(age, async || self.read(client, found).await).await
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
