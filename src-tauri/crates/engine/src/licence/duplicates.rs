//! Accounts of probably one person.

use std::sync::Arc;

use domain::analysis::{Rules, UserFacts, duplicates};

use crate::Engine;
use crate::api::{ClientRef, CommandError, DuplicateUser, LicenceDuplicate};

impl Engine {
    /// Groups of two or more, by what they share: who is kept, who is flagged.
    pub async fn licence_duplicates(
        self: &Arc<Self>,
        of: ClientRef,
    ) -> Result<Vec<LicenceDuplicate>, CommandError> {
        self.connection(&of.client).await?;
        // Whom the rules protect makes nobody a duplicate.
        let facts = self.read(&of.client, |db| db.user_facts(&Rules::default())).await?;
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
