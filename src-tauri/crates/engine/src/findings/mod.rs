//! The view `findings`: everything of a client that somebody should act on. Each rule stands where its data is; here they
//! are asked, and put into rows.

mod account;
mod apps;
mod connection;
mod people;
mod row;
mod rows;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{DataSet, NotEvaluated, NotEvaluatedReason};
use store::{ViewName, ViewQuery};

use self::row::{list, written};
use crate::Engine;
use crate::api::{CommandError, LicenceReviewOf, LicenceScenario};
use crate::views::as_of;
use crate::worked::Age;

/// Without one of these, some kind of finding cannot be evaluated.
pub(crate) const RESTS_ON: [DataSet; 11] = [
    DataSet::Users,
    DataSet::Groups,
    DataSet::Phones,
    DataSet::Webauthn,
    DataSet::BypassCodes,
    DataSet::Admins,
    DataSet::Applications,
    DataSet::Policies,
    DataSet::Account,
    DataSet::TelephonyCredits,
    DataSet::SignIns,
];

/// The column that has no value while no price was entered.
const MONEY: &str = "money_hundredths";

impl Engine {
    /// The query with the rows that it is to choose from, and what they lack; other views stay as they are.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, database codes.
    pub(crate) async fn told(
        self: &Arc<Self>,
        client: &str,
        view: ViewName,
        query: ViewQuery,
    ) -> Result<(ViewQuery, Option<NotEvaluated>), CommandError> {
        if view != ViewName::Findings {
            return Ok((query, None));
        }
        let (told, lacks) = self.findings(client).await?;
        Ok((ViewQuery { told: Some(told), ..query }, lacks))
    }

    /// Every finding as the view takes them, in no order, and whether money could not be told.
    async fn findings(
        self: &Arc<Self>,
        client: &str,
    ) -> Result<(Arc<str>, Option<NotEvaluated>), CommandError> {
        let row = self.connection(client).await?;
        let summary = self.summary(row).await?;
        let scenario = LicenceScenario::default();
        let review = self.licence_review(LicenceReviewOf { client: client.to_owned(), scenario }).await?;
        let now = self.ports.clock.utc();
        let file = self.database(client).await?;
        let generation = self.read(client, store::ClientDb::generation).await?;
        let age = Age::new(&file, generation, now.date_naive());
        let stored = self.findings.of(age, async || self.stored_findings(client, now).await).await?;
        let mut found = account::licences(&review, now.date_naive());
        let sets = self.read(client, store::ClientDb::data_sets).await?;
        let read = summary.last_sync.or_else(|| sets.iter().filter_map(|row| row.as_of).max());
        found.extend(connection::connection(&summary, read, now));
        found.extend(connection::rights(&sets, &summary.missing));
        let asked = client.to_owned();
        let measured = self.registry(move |registry| registry.clock_skew(&asked)).await?;
        found.extend(connection::clock(&summary, measured));
        let lacks_price = review.saving.as_ref().is_none_or(|saving| saving.hundredths.is_none());
        let lacks =
            lacks_price.then(|| NotEvaluated { what: MONEY.to_owned(), why: NotEvaluatedReason::NotEntered });
        Ok((list(&stored.0, &written(&found)), lacks))
    }

    /// What follows from the client's file alone: of a large tenant, tens of thousands.
    async fn stored_findings(
        self: &Arc<Self>,
        client: &str,
        now: DateTime<Utc>,
    ) -> Result<Found, CommandError> {
        let duplicates = self.all_duplicates(client).await?;
        let found = self
            .read(client, move |db| {
                let sets = db.data_sets()?;
                let at = |of: &[DataSet]| as_of(&sets, of).unwrap_or(now);
                let mut found = people::users(db, at(&[DataSet::Users]))?;
                found.extend(people::codes(db, at(&[DataSet::BypassCodes]))?);
                found.extend(people::admins(db, at(&[DataSet::Admins]))?);
                found.extend(apps::policies(db, at(&[DataSet::Policies]))?);
                found.extend(apps::apps(db, at(&[DataSet::SignIns]))?);
                found.extend(connection::sets(db, &sets)?);
                found.extend(account::telephony(db)?);
                found.extend(people::duplicates(&duplicates));
                Ok(written(&found))
            })
            .await?;
        Ok(Found(found))
    }
}

/// Findings as the view takes them, with a comma after each.
pub(crate) struct Found(String);

/// Whole days from one time to another; none before it.
fn days(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    (to - from).num_days().max(0)
}
