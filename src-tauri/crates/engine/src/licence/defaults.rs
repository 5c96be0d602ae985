//! What every review goes by: a setting, and the rules made from it.

use std::sync::Arc;

use domain::analysis::Rules;

use crate::api::{CommandError, LicenceDefaults, Nothing};
use crate::{Code, Engine};

const SETTING: &str = "licence_defaults";
const MOST: usize = 200;

impl Engine {
    /// What the licence reviews of all clients go by.
    pub async fn licence_defaults(self: &Arc<Self>, _: Nothing) -> Result<LicenceDefaults, CommandError> {
        self.licence_defaults_stored().await
    }

    /// Changes it, and reviews the stored data of every client anew.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for days or per cent out of bounds, and for words or groups of more than 64 characters.
    pub async fn licence_defaults_set(
        self: &Arc<Self>,
        mut set: LicenceDefaults,
    ) -> Result<LicenceDefaults, CommandError> {
        let words = tidied(&mut set.protect) && tidied(&mut set.protect_groups);
        let currency = set
            .currency
            .as_ref()
            .is_none_or(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()));
        let bounds = (30..=180).contains(&set.idle_days) && set.grace_days <= 90 && set.buffer_percent <= 100;
        if !(words && currency && bounds) {
            return Err(CommandError::new(Code::BadArguments));
        }
        let text = serde_json::to_string(&set).map_err(|_| CommandError::new(Code::Internal))?;
        self.registry(move |registry| registry.set_setting(SETTING, &text)).await?;
        self.assess_all_clients().await?;
        Ok(set)
    }

    pub(crate) async fn licence_defaults_stored(&self) -> Result<LicenceDefaults, CommandError> {
        let text = self.registry(|registry| registry.setting(SETTING)).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// The rules of the review.
    pub(crate) async fn licence_rules(&self) -> Result<Rules, CommandError> {
        let defaults = self.licence_defaults_stored().await?;
        let mut rules =
            Rules { idle_days: defaults.idle_days, grace_days: defaults.grace_days, ..Rules::default() };
        rules.service_words.extend(defaults.protect);
        rules.protected_groups = defaults.protect_groups;
        Ok(rules)
    }

    async fn assess_all_clients(self: &Arc<Self>) -> Result<(), CommandError> {
        let rules = self.licence_rules().await?;
        let now = self.ports.clock.utc();
        for connection in self.registry(store::Registry::connections).await? {
            let rules = rules.clone();
            let work = move |db: &store::ClientDb| match db.user_totals()?.assessed {
                Some(_) => db.assess(&rules, now),
                None => Ok(()),
            };
            match self.read(&connection.id, work).await {
                // One damaged file holds up no other client.
                Err(error) if error.code == Code::DbCorrupt => continue,
                other => other?,
            }
            self.refresh_sums(&connection.id).await?;
        }
        Ok(())
    }
}

/// Leaves what says something, in lower case; false = too many or too long.
fn tidied(names: &mut Vec<String>) -> bool {
    *names = names.iter().map(|name| name.trim().to_lowercase()).collect();
    names.retain(|name| !name.trim_end_matches('*').is_empty());
    names.dedup();
    names.len() <= MOST && names.iter().all(|name| name.chars().count() <= 64)
}
