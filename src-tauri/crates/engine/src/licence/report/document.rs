//! The review as JSON.

use serde_json::{Map, Value, json};
use store::Row;

use super::Report;
use crate::Code;
use crate::api::{CommandError, ReportNames};
use crate::licence::rows::reclaimed;

impl Report {
    pub(super) fn json(&self, rows: &[Row]) -> Result<Vec<u8>, CommandError> {
        let mut review = json!(self.review);
        let read = self.readable();
        if let Some(map) = review.as_object_mut() {
            map.remove("history");
            if !read {
                uncounted(map);
            }
            if !self.of.msp {
                map.remove("msp");
            }
            if !self.of.prices {
                for key in ["terms", "saving"] {
                    if let Some(part) = map.get_mut(key).and_then(Value::as_object_mut) {
                        part.retain(|name, _| !name.ends_with("_hundredths") && name != "currency");
                    }
                }
            }
            if !self.of.msp
                && let Some(terms) = map.get_mut("terms").and_then(Value::as_object_mut)
            {
                terms.remove("billed");
                terms.remove("sell_hundredths");
            }
        }
        let people: Vec<_> = rows
            .iter()
            .filter(|_| self.of.names != ReportNames::Counts)
            .map(|row| {
                json!({
                    "user": self.people.name(row),
                    "lane": row.get("lane"),
                    "step": row.get("step"),
                    "reasons": row.get("reasons"),
                    "last_seen": row.get("last_seen"),
                    "evidence": row.get("evidence"),
                    "trash_on": row.get("trash_on"),
                    "directory": row.get("directory"),
                    "decision": row.get("decision"),
                    "reclaim": reclaimed(row, &self.of.scenario),
                })
            })
            .collect();
        let document = json!({
            "client": self.client,
            "version": env!("CARGO_PKG_VERSION"),
            "review": review,
            "scope": self.sets,
            "gaps": self.gaps,
            "candidates": read.then_some(people),
        });
        serde_json::to_vec_pretty(&document).map_err(|_| CommandError::new(Code::Internal))
    }
}

/// Counts of users that were never read: null, as 0 would be an answer.
fn uncounted(review: &mut Map<String, Value>) {
    for count in ["active", "waterfall", "lanes", "ticks", "excluded", "expired", "client_decision"] {
        review.insert(count.to_owned(), Value::Null);
    }
}
