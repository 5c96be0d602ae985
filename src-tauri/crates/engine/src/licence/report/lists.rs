//! The numbered lists of people behind the figures.

use chrono::{DateTime, Utc};
use domain::analysis::Lane;
use serde::Serialize;
use store::{Condition, Operator, Row};

use super::Report;
use crate::api::{LicenceScenario, ReportNames};
use crate::licence::number;
use crate::licence::rows::{Found, list, reason, said, synced, text};

/// Keys of the lists.
const LISTS: [&str; 4] = ["reclaim", "review", "protected", "excluded"];

/// People of one kind.
#[derive(Serialize)]
pub(super) struct List {
    title: String,
    note: String,
    count: u64,
    rows: Vec<Entry>,
    /// How many of how many are told, where not all are.
    first: Option<(String, String)>,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    why: String,
    last_seen: Option<String>,
    evidence: String,
    /// About when Duo itself moves the user to the Trash.
    trash: Option<String>,
    synced: bool,
    note: String,
}

/// Who stands in each list: candidates who meet all conditions of one of its sets.
pub(super) fn who(scenario: &LicenceScenario) -> [Vec<Vec<Condition>>; LISTS.len()] {
    let condition =
        |column: &str, op, value: &str| Condition { column: column.to_owned(), op, value: value.to_owned() };
    let lane = |lane: Lane| condition("lane", Operator::Eq, lane.id());
    let excluded = |op| condition("decision", op, "excluded");
    let ids: Vec<&str> = scenario.reasons.iter().map(|reason| reason.id()).collect();
    let chosen = condition("step", Operator::In, &serde_json::Value::from(ids.clone()).to_string());
    let not_chosen = ids.iter().map(|id| condition("step", Operator::Ne, id));
    let mut review = vec![lane(Lane::Review), excluded(Operator::Ne)];
    review.extend(not_chosen);
    [
        vec![vec![lane(Lane::Ready)], vec![lane(Lane::Review), chosen]],
        vec![review],
        vec![vec![lane(Lane::Protected), excluded(Operator::Ne)]],
        vec![vec![excluded(Operator::Eq)]],
    ]
}

impl Report {
    pub(super) fn lists(&self, found: &[Found]) -> Vec<List> {
        let told = self.of.names != ReportNames::Counts;
        let list = |(key, found): (&str, &Found)| {
            let rows: Vec<Entry> = found.rows.iter().filter(|_| told).map(|row| self.entry(row)).collect();
            let first = (!rows.is_empty() && (rows.len() as u64) < found.all)
                .then(|| (number(rows.len() as f64), number(found.all as f64)));
            List {
                title: said(&format!("licrep_list_{key}"), &[]),
                note: said(&format!("licrep_list_{key}_note"), &[]),
                count: found.all,
                rows,
                first,
            }
        };
        LISTS.into_iter().zip(found).map(list).collect()
    }

    fn entry(&self, row: &Row) -> Entry {
        let why: Vec<_> = list(row, "reasons").into_iter().map(|id| reason(row, id)).collect();
        let evidence = text(row, "evidence");
        Entry {
            name: self.people.name(row),
            why: why.join(", "),
            last_seen: Some(text(row, "last_seen").to_owned()).filter(|text| !text.is_empty()),
            evidence: if evidence.is_empty() {
                String::new()
            } else {
                said(&format!("evidence_{evidence}"), &[])
            },
            trash: text(row, "trash_on")
                .parse::<DateTime<Utc>>()
                .ok()
                .map(|at| said("duo_trashes", &[("date", &self.zone.day(at))])),
            synced: synced(row),
            note: if self.people.told() { text(row, "note").to_owned() } else { String::new() },
        }
    }
}
