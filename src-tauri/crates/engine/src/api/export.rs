use serde::{Deserialize, Serialize};
use store::{ViewName, ViewQuery};
use ts_rs::TS;

/// Form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated values.
    Csv,
    /// A workbook for spreadsheets.
    Xlsx,
    /// One document: view, age, rows, what was not evaluated.
    Json,
    /// One object a line.
    Ndjson,
}

impl ExportFormat {
    /// What its files end in.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
        }
    }
}

/// Asks for a view as a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportView {
    /// Names the export, to stop it and to know its progress.
    pub id: String,
    /// Id of the connection.
    pub client: String,
    /// Which view.
    pub view: ViewName,
    /// Filter and sort; the window is ignored.
    pub query: ViewQuery,
    /// Ids of the columns in their order; empty = all.
    pub columns: Vec<String>,
    /// Form of the file.
    pub format: ExportFormat,
    /// `hidden` in place of addresses.
    pub hide_ips: bool,
    /// Cells of a CSV that look like formulas get an apostrophe in front.
    pub guard_formulas: bool,
}

/// Names an export.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportRef {
    /// As it was asked for.
    pub id: String,
}

/// A view that was written.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Exported {
    /// Where; none when the user chose no file.
    pub path: Option<String>,
    /// Rows in it.
    pub rows: u64,
    /// Stretches of logs and data sets that were not read, so that their rows are missing; all forms but CSV say which.
    pub not_read: u64,
    /// Where the list of them lies that was written beside a CSV.
    pub list: Option<String>,
}
