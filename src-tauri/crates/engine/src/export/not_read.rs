//! What an export lacks: stretches of logs in which events are missing, and data sets that could not be read. A workbook
//! has a sheet of it, a file of JSON lines a last line of its own kind, a document a member; a CSV holds rows alone, so
//! that every reader takes it, and a list lies beside it.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use domain::{LogGap, NotEvaluated};
use serde_json::{Value, json};

use super::cells::guarded;
use super::sheet::record;
use super::written_badly;
use crate::api::{CommandError, Values, ViewPage};
use crate::text::{text, why};
use crate::whole_file::WholeFile;

/// Something that the rows of an export leave out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRead {
    /// Id of the data set.
    pub what: String,
    /// Start and end of the stretch, both in it; none = all of it.
    pub stretch: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Why, in words.
    pub why: String,
}

/// What a page says to be missing.
pub(super) fn of(page: &ViewPage) -> Vec<NotRead> {
    let sets = page.not_evaluated.iter().map(|one: &NotEvaluated| NotRead {
        what: one.what.clone(),
        stretch: None,
        why: why(one.why),
    });
    let gaps = page.gaps.iter().map(|gap: &LogGap| NotRead {
        what: gap.data_set.id().to_owned(),
        stretch: Some((gap.from, gap.to)),
        why: said(&format!("gap_{}", gap.why.id())),
    });
    sets.chain(gaps).collect()
}

impl NotRead {
    /// As an object: `what`, `from`, `to`, `why`.
    pub(super) fn value(&self) -> Value {
        let [_, from, to, why] = self.cells();
        json!({ "what": self.what, "from": from, "to": to, "why": why })
    }

    /// As cells under [`head`].
    pub(super) fn cells(&self) -> [Option<String>; 4] {
        let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let (from, to) = self.stretch.map(|(from, to)| (time(from), time(to))).unzip();
        let what = text(&format!("data_set_{}", self.what), &Values::new());
        [Some(what.unwrap_or_else(|| self.what.clone())), from, to, Some(self.why.clone())]
    }
}

/// Name of the sheet.
pub(super) fn name() -> String {
    said("export_not_read")
}

/// Heads of the columns.
pub(super) fn head() -> [String; 4] {
    ["what", "from", "to", "why"].map(|id| said(&format!("export_not_read_{id}")))
}

/// Writes the list beside a CSV, as `name.not-read.csv`, and gives where; where nothing is missing, none is written and
/// that of an earlier export goes.
///
/// # Errors
/// `FILE_READONLY`, `DISK_FULL`.
pub fn tell_beside(csv: &Path, missing: &[NotRead]) -> Result<Option<PathBuf>, CommandError> {
    let path = csv.with_extension("not-read.csv");
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    record(head(), &mut bytes).map_err(written_badly)?;
    if missing.is_empty() {
        if std::fs::read(&path).is_ok_and(|old| old.starts_with(&bytes)) {
            // One that stays is older than the file that it would be taken for.
            let _ = std::fs::remove_file(&path);
        }
        return Ok(None);
    }
    for one in missing {
        record(one.cells().map(|cell| guarded(cell.unwrap_or_default())), &mut bytes)
            .map_err(written_badly)?;
    }
    let mut file = WholeFile::at(&path)?;
    file.write_all(&bytes).map_err(written_badly)?;
    file.publish()?;
    Ok(Some(path))
}

fn said(key: &str) -> String {
    text(key, &Values::new()).unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing() -> NotRead {
        let at = |text: &str| text.parse().unwrap();
        NotRead {
            what: "sign_ins".into(),
            stretch: Some((at("2026-09-04T00:00:00Z"), at("2026-09-05T01:02:03.004Z"))),
            why: "lost".into(),
        }
    }

    #[test]
    fn a_list_lies_beside_a_csv_while_something_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("acme.signins.csv");
        let path = tell_beside(&csv, &[missing()]).unwrap().unwrap();
        assert_eq!(path, folder.path().join("acme.signins.not-read.csv"));
        let text = std::fs::read_to_string(&path).unwrap();
        let stretch = "\"2026-09-04T00:00:00.000Z\",\"2026-09-05T01:02:03.004Z\"";
        assert!(text.ends_with(&format!("\r\n\"Sign-ins\",{stretch},\"lost\"\r\n")), "{text}");
        assert_eq!(tell_beside(&csv, &[]).unwrap(), None);
        assert!(!path.exists());
        std::fs::write(&path, "somebody's own").unwrap();
        assert_eq!(tell_beside(&csv, &[]).unwrap(), None);
        assert!(path.exists(), "not ours");
    }
}
