//! Rows of the review for files.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::DataSet;
use serde_json::Value;
use store::{ClientDb, Condition, Operator, Row, StoreError, ViewName, ViewQuery};

use super::idle_days;
use crate::Engine;
use crate::api::{CommandError, LicenceScenario};
pub(super) use crate::text::said;
use crate::views::as_of;

const PAGE: u32 = 1_000;

/// Candidates that were asked for.
#[derive(Default)]
pub(super) struct Found {
    /// The first of them.
    pub(super) rows: Vec<Row>,
    /// How many there are.
    pub(super) all: u64,
}

impl Engine {
    /// Every candidate under a scenario, by lane and name; the excluded too.
    pub(super) async fn candidates(
        self: &Arc<Self>,
        client: &str,
        scenario: &LicenceScenario,
    ) -> Result<Vec<Row>, CommandError> {
        let all = self.candidates_of(client, scenario, vec![vec![Vec::new()]], usize::MAX).await?;
        Ok(all.into_iter().flat_map(|found| found.rows).collect())
    }

    /// `DU…` of every candidate under a scenario, in no order.
    pub(super) async fn candidate_ids(
        self: &Arc<Self>,
        client: &str,
        scenario: &LicenceScenario,
    ) -> Result<Vec<String>, CommandError> {
        let idle_days = idle_days(scenario, &self.licence_defaults_stored().await?);
        let now = self.ports.clock.utc();
        self.read(client, move |db| {
            let at = as_of(&db.data_sets()?, &[DataSet::Users]).unwrap_or(now);
            let query =
                ViewQuery { filter: vec![candidate()], idle_days: Some(idle_days), ..ViewQuery::default() };
            let rows = db.view_columns(ViewName::Licences, &["user_id"], &query, at)?;
            Ok(ids(&rows).into_iter().map(str::to_owned).collect())
        })
        .await
    }

    /// Candidates in lists, by lane and name: in each stands who meets all conditions of one of its sets, of which nobody
    /// meets two. Of a long list the first `most`.
    pub(super) async fn candidates_of(
        self: &Arc<Self>,
        client: &str,
        scenario: &LicenceScenario,
        lists: impl IntoIterator<Item = Vec<Vec<Condition>>> + Send + 'static,
        most: usize,
    ) -> Result<Vec<Found>, CommandError> {
        let idle_days = idle_days(scenario, &self.licence_defaults_stored().await?);
        let now = self.ports.clock.utc();
        self.read(client, move |db| {
            let at = as_of(&db.data_sets()?, &[DataSet::Users]).unwrap_or(now);
            let query = ViewQuery {
                sort: Some(store::Sort { column: "lane".to_owned(), descending: false }),
                idle_days: Some(idle_days),
                ..ViewQuery::default()
            };
            // Several questions about the same rows.
            db.prepare_view(ViewName::Licences, &query, at)?;
            let list = |sets: Vec<Vec<Condition>>| {
                let mut found = Found::default();
                for mut filter in sets {
                    filter.push(candidate());
                    add(&mut found, db, ViewQuery { filter, ..query.clone() }, at, most)?;
                }
                Ok(found)
            };
            lists.into_iter().map(list).collect()
        })
        .await
    }
}

fn candidate() -> Condition {
    Condition { column: "lane".to_owned(), op: Operator::Present, value: String::new() }
}

/// Ids of users.
pub(super) fn ids(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| text(row, "user_id")).collect()
}

/// Adds those who meet a query, as long as there are not `most`.
fn add(
    found: &mut Found,
    db: &ClientDb,
    mut query: ViewQuery,
    at: DateTime<Utc>,
    most: usize,
) -> Result<(), StoreError> {
    loop {
        let room = most.saturating_sub(found.rows.len());
        // The number of all is told with a row.
        query.limit = u32::try_from(room).unwrap_or(PAGE).clamp(1, PAGE);
        let page = db.view(ViewName::Licences, &query, at)?;
        let read = page.rows.len();
        found.rows.extend(page.rows.into_iter().take(room));
        query.offset += read as u64;
        if read == 0 || query.offset >= page.total || found.rows.len() >= most {
            found.all += page.total;
            return Ok(());
        }
    }
}

/// Whether the scenario reclaims the user.
pub(super) fn reclaimed(row: &Row, scenario: &LicenceScenario) -> bool {
    match text(row, "lane") {
        "ready" => true,
        "review" => scenario.reasons.iter().any(|reason| reason.id() == text(row, "step")),
        _ => false,
    }
}

/// A text of a row; empty when there is none.
pub(super) fn text<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
}

/// A list of a row.
pub(super) fn list<'r>(row: &'r Row, column: &str) -> Vec<&'r str> {
    let items = row.get(column).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether the user comes from a directory.
pub(super) fn synced(row: &Row) -> bool {
    row.get("directory").and_then(Value::as_bool) == Some(true)
}

/// A reason in words, with its days.
pub(super) fn reason(row: &Row, id: &str) -> String {
    match (id, row.get("idle_days").and_then(Value::as_u64)) {
        ("idle", Some(days)) => said("reason_idle_days", &[("days", &days.to_string())]),
        _ => said(&format!("reason_{id}"), &[]),
    }
}
