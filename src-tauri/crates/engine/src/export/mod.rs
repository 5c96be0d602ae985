//! A view as a file: CSV, XLSX, JSON or one JSON object a line. The one exporter of window and command line.
//!
//! CSV is UTF-8 with a byte-order mark, CRLF, everything quoted. A cell that a spreadsheet would take for a formula
//! gets an apostrophe in front (ASVS 1.2.10), which alters values such as `+amy@…` and can be left off; the other forms
//! leave values as they are. Times are ISO 8601 in UTC. Lists are joined as text in CSV and XLSX. What was not read is
//! told with the rows (`not_read`).

mod cells;
mod command;
mod name;
mod not_read;
mod running;
mod sheet;
mod xlsx;

use std::io::Write;
use std::sync::Arc;

use store::{ViewName, ViewQuery};

pub(crate) use self::cells::guarded;
pub(crate) use self::name::file_name;
pub use self::not_read::{NotRead, tell_beside};
pub(crate) use self::running::Exports;
use self::sheet::Sheet;
pub(crate) use self::sheet::record;
pub(crate) use self::xlsx::{BookSheet, workbook};
pub use crate::api::ExportFormat as Format;
use crate::api::{CommandError, ViewRows};
use crate::{Code, Engine};

const PAGE: u32 = 1000;

/// What of a view, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Form of the file.
    pub format: Format,
    /// Ids of the columns, in their order; empty = all that the view has.
    pub columns: Vec<String>,
    /// `hidden` in place of addresses.
    pub hide_ips: bool,
    /// Cells of a CSV that look like formulas get an apostrophe.
    pub guard_formulas: bool,
}

impl Options {
    /// All columns, addresses too, formulas made harmless.
    pub const fn new(format: Format) -> Self {
        Self { format, columns: Vec::new(), hide_ips: false, guard_formulas: true }
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Rows in the file.
    pub rows: u64,
    /// What they leave out; all forms but CSV say so themselves.
    pub not_read: Vec<NotRead>,
}

impl Engine {
    /// Writes every row that matches; the query's window is ignored. `told` hears rows written and rows in all.
    ///
    /// # Errors
    /// `PERM_MISSING` when the view cannot be evaluated, `UNKNOWN_COLUMN`, `DISK_FULL` or `FILE_READONLY` when writing
    /// fails, and those of [`Engine::view_rows`].
    pub async fn export(
        self: &Arc<Self>,
        client: &str,
        view: ViewName,
        query: ViewQuery,
        options: Options,
        out: &mut (dyn Write + Send),
        told: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<Written, CommandError> {
        let mut query = ViewQuery { offset: 0, limit: PAGE, after: None, ..query };
        let mut sheet = Sheet::new(columns(view, &options.columns)?, options);
        let mut begun = false;
        loop {
            let asked = ViewRows { client: client.to_owned(), view, query: query.clone() };
            let mut page = self.view_rows(asked).await?;
            let Some(rows) = page.rows.take() else {
                return Err(CommandError::new(Code::PermMissing).with("data", view.id()));
            };
            let count = rows.len();
            if !begun {
                sheet.head(&page, out).map_err(written_badly)?;
                begun = true;
            }
            sheet.rows(rows, out).map_err(written_badly)?;
            told(sheet.written, page.total);
            let last = count == 0 || sheet.written >= page.total;
            match page.next {
                Some(next) => query.after = Some(next),
                // A view that pages by key has ended; one that pages by offset has when all rows are written.
                None if last || query.after.is_some() => break,
                None => query.offset += count as u64,
            }
        }
        let rows = sheet.written;
        let not_read = sheet.foot(out).map_err(written_badly)?;
        Ok(Written { rows, not_read })
    }
}

/// The ids that were asked for, each a column of the view.
fn columns(view: ViewName, asked: &[String]) -> Result<Vec<&'static str>, CommandError> {
    let all = store::columns(view);
    if asked.is_empty() {
        return Ok(all.iter().map(|column| column.id).collect());
    }
    let known = asked.iter().map(|id| all.iter().find(|column| column.id == id).map(|column| column.id));
    known.collect::<Option<Vec<_>>>().ok_or_else(|| CommandError::new(Code::UnknownColumn))
}

// Handed to `map_err`.
#[allow(clippy::needless_pass_by_value)]
fn written_badly(error: std::io::Error) -> CommandError {
    CommandError::new(match error.kind() {
        std::io::ErrorKind::StorageFull => Code::DiskFull,
        _ => Code::FileReadonly,
    })
}
