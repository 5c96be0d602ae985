//! The evidence pack as one archive: every form, a table for each list, and a manifest with the SHA-256 of each file.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use chrono::{Datelike, Timelike};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::document::{CheckState, Document};
use super::table::of_list;
use super::values;
use super::why::short;
use crate::Code;
use crate::api::{CommandError, Figure, PermissionState, ReportNames};

impl Document {
    pub(super) fn pack(&self) -> Result<Vec<u8>, CommandError> {
        let full = |_| CommandError::new(Code::DiskFull);
        let mut files = vec![
            ("evidence.html".to_owned(), self.html()?.into_bytes()),
            ("evidence.json".to_owned(), self.json()?),
            ("evidence.xlsx".to_owned(), self.xlsx().map_err(full)?),
            ("evidence.csv".to_owned(), self.csv().map_err(full)?),
        ];
        let told = self.names != ReportNames::Counts;
        for list in self.lists.iter().filter(|list| told && matches!(list.count, Figure::Value(_))) {
            files.push((format!("lists/{}.csv", list.id), of_list(list).map_err(full)?));
        }
        let manifest = serde_json::to_vec_pretty(&self.manifest(&files));
        files.push(("manifest.json".to_owned(), manifest.map_err(|_| CommandError::new(Code::Internal))?));
        self.archive(&files).map_err(|_| CommandError::new(Code::DiskFull))
    }

    /// What the archive holds, and what it rests on.
    fn manifest(&self, files: &[(String, Vec<u8>)]) -> Value {
        let listed: Vec<_> = files
            .iter()
            .map(|(name, bytes)| json!({ "name": name, "bytes": bytes.len(), "sha256": hex(&Sha256::digest(bytes)) }))
            .collect();
        let unread: Vec<_> = self
            .checks
            .iter()
            .filter(|check| check.state() == CheckState::NotReadable)
            .map(|check| {
                let why = match check.count {
                    Figure::NotEvaluated(why) => short(why),
                    Figure::Value(_) => String::new(),
                };
                json!({ "check": check.id, "why": why })
            })
            .collect();
        let right = |granted: bool| {
            let ids =
                self.basis.rights.iter().filter(|right| (right.state == PermissionState::Granted) == granted);
            ids.map(|right| right.id.id()).collect::<Vec<_>>()
        };
        json!({
            "client": self.client,
            "tandem": env!("CARGO_PKG_VERSION"),
            "made": values::time(self.head.made),
            "as_of": self.as_of.map(values::time),
            "time_zone": self.head.zone.name(),
            "rights": { "granted": right(true), "not_granted": right(false) },
            "not_readable": unread,
            "gaps": self.basis.gaps,
            "files": listed,
        })
    }

    fn archive(&self, files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
        let made = self.head.made;
        let part = |number: u32| u8::try_from(number).unwrap_or_default();
        let year = u16::try_from(made.year()).unwrap_or(1980);
        let time = zip::DateTime::from_date_and_time(
            year,
            part(made.month()),
            part(made.day()),
            part(made.hour()),
            part(made.minute()),
            part(made.second()),
        );
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(time.unwrap_or_default());
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            archive.start_file(name, options)?;
            archive.write_all(bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
