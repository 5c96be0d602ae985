//! The numbered lists of people behind the figures.

use chrono::{DateTime, Utc};
use domain::analysis::Lane;
use serde::Serialize;
use store::Row;

use super::Report;
use crate::api::ReportNames;
use crate::licence::rows::{list, reason, reclaimed, said, synced, text};

/// People of one kind.
#[derive(Serialize)]
pub(super) struct List {
    title: String,
    note: String,
    count: usize,
    rows: Vec<Entry>,
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

impl Report<'_> {
    pub(super) fn lists(&self, rows: &[Row]) -> Vec<List> {
        let scenario = &self.of.scenario;
        let excluded = |row: &Row| text(row, "decision") == "excluded";
        let lane = |row: &Row, lane: Lane| text(row, "lane") == lane.id() && !excluded(row);
        let part = |key: &str, holds: &dyn Fn(&Row) -> bool| {
            let rows: Vec<&Row> = rows.iter().filter(|row| holds(row)).collect();
            let count = rows.len();
            let told = self.of.names != ReportNames::Counts;
            let rows = if told { rows.into_iter().map(|row| self.entry(row)).collect() } else { Vec::new() };
            List {
                title: said(&format!("licrep_list_{key}"), &[]),
                note: said(&format!("licrep_list_{key}_note"), &[]),
                count,
                rows,
            }
        };
        vec![
            part("reclaim", &|row| reclaimed(row, scenario)),
            part("review", &|row| lane(row, Lane::Review) && !reclaimed(row, scenario)),
            part("protected", &|row| lane(row, Lane::Protected)),
            part("excluded", &excluded),
        ]
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
