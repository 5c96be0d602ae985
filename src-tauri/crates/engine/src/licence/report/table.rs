//! The candidates as CSV.

use store::Row;

use super::Report;
use crate::api::ReportNames;
use crate::export::{guarded, record};
use crate::licence::rows::{list, reclaimed, synced, text};

impl Report {
    pub(super) fn csv(&self, rows: &[Row]) -> std::io::Result<Vec<u8>> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        let head = [
            "user",
            "lane",
            "reclaim",
            "step",
            "reasons",
            "last_seen",
            "evidence",
            "trash_on",
            "directory",
            "decision",
            "note",
        ];
        record(head.map(str::to_owned), &mut out)?;
        let told = self.of.names != ReportNames::Counts;
        for row in rows.iter().filter(|_| told) {
            let cells = [
                self.people.name(row),
                text(row, "lane").to_owned(),
                reclaimed(row, &self.of.scenario).to_string(),
                text(row, "step").to_owned(),
                list(row, "reasons").join("; "),
                text(row, "last_seen").to_owned(),
                text(row, "evidence").to_owned(),
                text(row, "trash_on").to_owned(),
                synced(row).to_string(),
                text(row, "decision").to_owned(),
                if self.people.told() { text(row, "note").to_owned() } else { String::new() },
            ];
            record(cells.map(guarded), &mut out)?;
        }
        Ok(out)
    }
}
