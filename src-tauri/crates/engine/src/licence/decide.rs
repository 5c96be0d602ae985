//! Decisions about users, and saved scenarios.

use std::sync::Arc;

use chrono::{Days, NaiveTime};
use store::{ExclusionRow, ScenarioRow};

use crate::api::{
    ClientRef, CommandError, LicenceDecide, LicenceDecided, LicenceRestore, Nothing, SavedScenario,
    ScenarioSave,
};
use crate::{Code, Engine};

const REASONS: [&str; 7] =
    ["on_leave", "service", "break_glass", "shared", "joining", "client_wish", "other"];
const LONGEST: usize = 2_000;

impl Engine {
    /// Excludes users, or leaves them to the client to decide. What stood there before comes back, for
    /// `licence_restore`.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` without users, note or name, or for a reason that is not in the list.
    pub async fn licence_decide(
        self: &Arc<Self>,
        asked: LicenceDecide,
    ) -> Result<LicenceDecided, CommandError> {
        let (note, by) = (asked.note.trim(), asked.by.trim());
        let told = [note, by].iter().all(|text| !text.is_empty() && text.len() <= LONGEST);
        if asked.users.is_empty() || !told || !REASONS.contains(&asked.reason.as_str()) {
            return Err(CommandError::new(Code::BadArguments));
        }
        self.connection(&asked.client).await?;
        let at = self.ports.clock.utc();
        // It counts to the end of its last day.
        let until = asked.until.and_then(|day| day.checked_add_days(Days::new(1)));
        let rows: Vec<ExclusionRow> = asked
            .users
            .iter()
            .map(|user_id| ExclusionRow {
                user_id: user_id.clone(),
                client_decision: asked.client_decision,
                reason: asked.reason.clone(),
                note: note.to_owned(),
                until: until.map(|day| day.and_time(NaiveTime::MIN).and_utc()),
                by: by.to_owned(),
                at,
            })
            .collect();
        let users = asked.users;
        let before = self.read(&asked.client, move |db| db.decide(&users, &rows)).await?;
        self.refresh_sums(&asked.client).await?;
        Ok(LicenceDecided { before })
    }

    /// Puts decisions back as they were.
    pub async fn licence_restore(
        self: &Arc<Self>,
        asked: LicenceRestore,
    ) -> Result<LicenceDecided, CommandError> {
        self.connection(&asked.client).await?;
        let LicenceRestore { client, users, before } = asked;
        let before = self.read(&client, move |db| db.decide(&users, &before)).await?;
        self.refresh_sums(&client).await?;
        Ok(LicenceDecided { before })
    }

    /// Saved scenarios by name.
    pub async fn licence_scenarios(
        self: &Arc<Self>,
        of: ClientRef,
    ) -> Result<Vec<SavedScenario>, CommandError> {
        self.connection(&of.client).await?;
        let rows = self.read(&of.client, store::ClientDb::scenarios).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let scenario = serde_json::from_str(&row.content).ok()?;
                Some(SavedScenario { name: row.name, scenario, at: row.at })
            })
            .collect())
    }

    /// Saves a scenario by name, or forgets it.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for a name that is empty or longer than 64 characters.
    pub async fn licence_scenario_save(
        self: &Arc<Self>,
        save: ScenarioSave,
    ) -> Result<Nothing, CommandError> {
        let name = save.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 64 {
            return Err(CommandError::new(Code::BadArguments));
        }
        self.connection(&save.client).await?;
        let content = save.scenario.map(|scenario| serde_json::to_string(&scenario)).transpose();
        let content = content.map_err(|_| CommandError::new(Code::Internal))?;
        let at = self.ports.clock.utc();
        self.read(&save.client, move |db| match content {
            Some(content) => db.put_scenario(&ScenarioRow { name, content, at }),
            None => db.remove_scenario(&name),
        })
        .await?;
        Ok(Nothing {})
    }
}
