//! Rows of the review for files.

use std::sync::Arc;

use domain::DataSet;
use serde_json::Value;
use store::{Condition, Operator, Row, ViewName, ViewQuery};

use super::idle_days;
use crate::Engine;
use crate::api::{CommandError, LicenceScenario};
pub(super) use crate::text::said;
use crate::views::as_of;

const PAGE: u32 = 1_000;

impl Engine {
    /// Every candidate under a scenario, by lane and name; the excluded too.
    pub(super) async fn candidates(
        self: &Arc<Self>,
        client: &str,
        scenario: &LicenceScenario,
    ) -> Result<Vec<Row>, CommandError> {
        let idle_days = idle_days(scenario, &self.licence_defaults_stored().await?);
        let now = self.ports.clock.utc();
        self.read(client, move |db| {
            let at = as_of(&db.data_sets()?, &[DataSet::Users]).unwrap_or(now);
            let filter =
                vec![Condition { column: "lane".to_owned(), op: Operator::Present, value: String::new() }];
            let mut query = ViewQuery {
                filter,
                sort: Some(store::Sort { column: "lane".to_owned(), descending: false }),
                limit: PAGE,
                idle_days: Some(idle_days),
                ..ViewQuery::default()
            };
            let mut all = Vec::new();
            loop {
                let page = db.view(ViewName::Licences, &query, at)?;
                let read = page.rows.len() as u64;
                all.extend(page.rows);
                query.offset += read;
                if read == 0 || query.offset >= page.total {
                    return Ok(all);
                }
            }
        })
        .await
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
