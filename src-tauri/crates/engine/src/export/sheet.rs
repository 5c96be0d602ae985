//! The file itself, row by row.

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde_json::{Value, json};
use store::Row;

use super::not_read::{self, NotRead};
use super::xlsx::Book;
use super::{Format, Options, cells};
use crate::api::ViewPage;

/// A file under way: head, rows, foot.
pub(super) struct Sheet {
    columns: Vec<&'static str>,
    options: Options,
    book: Option<Book>,
    not_read: Vec<NotRead>,
    pub(super) written: u64,
}

impl Sheet {
    pub(super) fn new(columns: Vec<&'static str>, options: Options) -> Self {
        let book = (options.format == Format::Xlsx).then(|| Book::new(columns.clone()));
        Self { columns, options, book, not_read: Vec::new(), written: 0 }
    }

    pub(super) fn head(&mut self, page: &ViewPage, out: &mut dyn Write) -> io::Result<()> {
        self.not_read = not_read::of(page);
        match self.options.format {
            Format::Csv => {
                out.write_all("\u{feff}".as_bytes())?;
                record(self.columns.iter().map(|&id| id.to_owned()), out)
            }
            Format::Json => {
                let (view, as_of, missing) = (json!(page.view), json!(page.as_of), json!(page.not_evaluated));
                let gaps = json!(page.gaps);
                write!(
                    out,
                    "{{\"view\":{view},\"as_of\":{as_of},\"not_evaluated\":{missing},\"gaps\":{gaps},\"rows\":["
                )
            }
            Format::Ndjson | Format::Xlsx => Ok(()),
        }
    }

    pub(super) fn rows(&mut self, rows: Vec<Row>, out: &mut dyn Write) -> io::Result<()> {
        for mut row in rows {
            let values = self.columns.iter().map(|&id| {
                let value = row.remove(id).unwrap_or(Value::Null);
                (id, cells::shown(id, value, self.options.hide_ips))
            });
            match self.options.format {
                Format::Csv => {
                    let guard = self.options.guard_formulas;
                    let cells = values.map(|(_, value)| {
                        let text = cells::text(Some(&value));
                        if guard && cells::written(Some(&value)) { cells::guarded(text) } else { text }
                    });
                    record(cells.collect::<Vec<_>>(), out)?;
                }
                Format::Json => {
                    let comma = if self.written == 0 { "\n" } else { ",\n" };
                    write!(out, "{comma}{}", object(values))?;
                }
                Format::Ndjson => writeln!(out, "{}", object(values))?,
                Format::Xlsx => {
                    let values: Vec<_> = values.map(|(_, value)| value).collect();
                    if let Some(book) = &mut self.book {
                        book.row(&values)?;
                    }
                }
            }
            self.written += 1;
        }
        Ok(())
    }

    /// Ends the file; gives what its rows leave out.
    pub(super) fn foot(self, out: &mut dyn Write) -> io::Result<Vec<NotRead>> {
        let missing = self.not_read;
        match self.options.format {
            Format::Json => writeln!(out, "\n]}}")?,
            Format::Ndjson if !missing.is_empty() => {
                let values: Vec<_> = missing.iter().map(NotRead::value).collect();
                writeln!(out, "{}", json!({ "not_read": values }))?;
            }
            Format::Csv | Format::Ndjson | Format::Xlsx => {}
        }
        if let Some(book) = self.book {
            book.finish(&missing, out)?;
        }
        out.flush()?;
        Ok(missing)
    }
}

fn object<'v>(values: impl Iterator<Item = (&'v str, Value)>) -> Value {
    Value::Object(values.map(|(id, value)| (id.to_owned(), value)).collect())
}

pub(crate) fn record(cells: impl IntoIterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(cells)?;
    out.write_all(&writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
