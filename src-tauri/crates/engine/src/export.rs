//! A whole view as a file: CSV, JSON or one JSON object a line.
//!
//! CSV is UTF-8 with a byte-order mark, CRLF, everything quoted. A cell that a spreadsheet would take for a formula
//! gets an apostrophe in front (ASVS 1.2.10), which alters values such as `+amy@…`; JSON leaves them as they are.

use std::io::Write;
use std::sync::Arc;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde_json::{Value, json};
use store::{ColumnSpec, Row, ViewName, ViewQuery};

use crate::api::{CommandError, ViewPage, ViewRows};
use crate::{Code, Engine};

const PAGE: u32 = 1000;

/// Form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// One document: view, age, rows, what was not evaluated.
    Json,
    /// One object a line.
    Ndjson,
}

impl Engine {
    /// Writes every row that matches; the query's window is ignored. Rows written.
    ///
    /// # Errors
    /// `PERM_MISSING` when the view cannot be evaluated, `DISK_FULL` or `FILE_READONLY` when writing fails, and those
    /// of [`Engine::view_rows`].
    pub async fn export(
        self: &Arc<Self>,
        client: &str,
        view: ViewName,
        query: ViewQuery,
        format: Format,
        out: &mut (dyn Write + Send),
    ) -> Result<u64, CommandError> {
        let mut query = ViewQuery { offset: 0, limit: PAGE, after: None, ..query };
        let mut sheet = Sheet { view, format, written: 0 };
        loop {
            let asked = ViewRows { client: client.to_owned(), view, query: query.clone() };
            let mut page = self.view_rows(asked).await?;
            let Some(rows) = page.rows.take() else {
                return Err(CommandError::new(Code::PermMissing).with("data", view.id()));
            };
            let count = rows.len();
            if sheet.written == 0 {
                sheet.head(&page, out).map_err(written_badly)?;
            }
            sheet.rows(rows, out).map_err(written_badly)?;
            let last = count == 0 || sheet.written >= page.total;
            match page.next {
                Some(next) => query.after = Some(next),
                // A view that pages by key has ended; one that pages by offset has when all rows are written.
                None if last || query.after.is_some() => break,
                None => query.offset += count as u64,
            }
        }
        sheet.foot(out).map_err(written_badly)?;
        Ok(sheet.written)
    }
}

struct Sheet {
    view: ViewName,
    format: Format,
    written: u64,
}

impl Sheet {
    fn columns(&self) -> impl Iterator<Item = &'static ColumnSpec> {
        store::columns(self.view).iter()
    }

    fn head(&self, page: &ViewPage, out: &mut dyn Write) -> std::io::Result<()> {
        match self.format {
            Format::Csv => {
                out.write_all("\u{feff}".as_bytes())?;
                Self::record(self.columns().map(|column| column.id.to_owned()), out)
            }
            Format::Json => {
                let (view, as_of, missing) = (json!(page.view), json!(page.as_of), json!(page.not_evaluated));
                write!(out, "{{\"view\":{view},\"as_of\":{as_of},\"not_evaluated\":{missing},\"rows\":[")
            }
            Format::Ndjson => Ok(()),
        }
    }

    fn rows(&mut self, rows: Vec<Row>, out: &mut dyn Write) -> std::io::Result<()> {
        for row in rows {
            match self.format {
                Format::Csv => {
                    let cells = self.columns().map(|column| cell(row.get(column.id))).collect::<Vec<_>>();
                    Self::record(cells, out)?;
                }
                Format::Json => {
                    let comma = if self.written == 0 { "\n" } else { ",\n" };
                    write!(out, "{comma}{}", json!(row))?;
                }
                Format::Ndjson => writeln!(out, "{}", json!(row))?,
            }
            self.written += 1;
        }
        Ok(())
    }

    fn foot(&self, out: &mut dyn Write) -> std::io::Result<()> {
        if self.format == Format::Json {
            writeln!(out, "\n]}}")?;
        }
        out.flush()
    }

    fn record(cells: impl IntoIterator<Item = String>, out: &mut dyn Write) -> std::io::Result<()> {
        let mut writer = WriterBuilder::new()
            .quote_style(QuoteStyle::Always)
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        writer.write_record(cells)?;
        out.write_all(&writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
    }
}

/// Lists as joined text; nothing nested, nothing raw.
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => guarded(text),
        Some(Value::Array(items)) => {
            let texts: Vec<_> = items
                .iter()
                .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
                .collect();
            guarded(&texts.join("; "))
        }
        Some(other) => other.to_string(),
    }
}

fn guarded(text: &str) -> String {
    let first = text.trim_start_matches(' ').chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}")
        }
        _ => text.to_owned(),
    }
}

// Handed to `map_err`.
#[allow(clippy::needless_pass_by_value)]
fn written_badly(error: std::io::Error) -> CommandError {
    CommandError::new(match error.kind() {
        std::io::ErrorKind::StorageFull => Code::DiskFull,
        _ => Code::FileReadonly,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_become_text() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("  @x"), "'  @x");
        assert_eq!(guarded("＝x"), "'＝x");
        assert_eq!(guarded("a=b"), "a=b");
    }

    proptest! {
        #[test]
        fn no_text_is_read_back_as_a_formula(text in ".*") {
            let mut out = Vec::new();
            Sheet::record([cell(Some(&Value::String(text.clone())))], &mut out).unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_slice());
            let record = reader.records().next().unwrap().unwrap();
            let back = record.get(0).unwrap();
            let marked = format!("'{text}");
            prop_assert!(back == text || back == marked);
            prop_assert!(!back.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']));
        }
    }
}
