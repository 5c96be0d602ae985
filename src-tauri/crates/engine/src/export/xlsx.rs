//! A workbook: numbers as numbers, texts as texts, never a formula.

use std::io::{self, Seek, SeekFrom, Write};

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::cells;
use super::not_read::{self, NotRead};

/// Rows of a sheet, by the format's own limit.
const SHEET_ROWS: u32 = 1_048_576;
/// UTF-16 units in a cell, by the format's own limit.
const CELL_UNITS: usize = 32_767;

/// Rows are put on disk as they come; a sheet that is full is followed by another.
pub(super) struct Book {
    columns: Vec<&'static str>,
    file: Workbook,
    sheets: usize,
    next: u32,
}

impl Book {
    pub(super) fn new(columns: Vec<&'static str>) -> Self {
        Self { columns, file: Workbook::new(), sheets: 0, next: SHEET_ROWS }
    }

    pub(super) fn row(&mut self, values: &[Value]) -> io::Result<()> {
        if self.next == SHEET_ROWS {
            self.begin()?;
        }
        let at = self.next;
        self.next += 1;
        let sheet = self.file.worksheet_from_index(self.sheets - 1).map_err(failed)?;
        for (column, value) in (0..).zip(values) {
            cell(sheet, at, column, value).map_err(failed)?;
        }
        Ok(())
    }

    /// Writes the whole file; one without rows has its head. What is missing has a sheet of its own, the last.
    pub(super) fn finish(mut self, missing: &[NotRead], out: &mut dyn Write) -> io::Result<()> {
        if self.sheets == 0 {
            self.begin()?;
        }
        if !missing.is_empty() {
            self.tell(missing).map_err(failed)?;
        }
        let mut file = tempfile::tempfile()?;
        self.file.save_to_writer(&mut file).map_err(failed)?;
        file.seek(SeekFrom::Start(0))?;
        io::copy(&mut file, out).map(drop)
    }

    fn tell(&mut self, missing: &[NotRead]) -> Result<(), XlsxError> {
        let sheet = self.file.add_worksheet_with_constant_memory()?;
        sheet.set_name(not_read::name())?.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (at, head) in (0..).zip(not_read::head()) {
            sheet.set_column_width(at, if at == 3 { 60 } else { 26 })?;
            sheet.write_string_with_format(0, at, head, &bold)?;
        }
        for (row, one) in (1..).zip(missing) {
            for (column, text) in (0..).zip(one.cells()) {
                cell(sheet, row, column, &text.map_or(Value::Null, Value::from))?;
            }
        }
        Ok(())
    }

    fn begin(&mut self) -> io::Result<()> {
        let sheet = self.file.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        let bold = Format::new().set_bold();
        for (at, column) in (0..).zip(&self.columns) {
            sheet.set_column_width(at, 18).map_err(failed)?;
            sheet.write_string_with_format(0, at, *column, &bold).map_err(failed)?;
        }
        self.sheets += 1;
        self.next = 1;
        Ok(())
    }
}

/// A sheet of a small workbook.
pub(crate) struct BookSheet {
    /// At most 31 characters.
    pub(crate) name: String,
    /// Heads of the columns.
    pub(crate) head: Vec<String>,
    /// Cells as they stand; nulls stay empty.
    pub(crate) rows: Vec<Vec<Value>>,
}

/// A workbook of a few sheets, whole in memory.
pub(crate) fn workbook(sheets: &[BookSheet]) -> io::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    for one in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(one.name.chars().take(31).collect::<String>()).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (at, head) in (0..).zip(&one.head) {
            sheet.set_column_width(at, if at == 0 { 36 } else { 22 }).map_err(failed)?;
            sheet.write_string_with_format(0, at, writable(head), &bold).map_err(failed)?;
        }
        for (row, values) in (1..).zip(&one.rows) {
            for (column, value) in (0..).zip(values) {
                cell(sheet, row, column, value).map_err(failed)?;
            }
        }
    }
    book.save_to_buffer().map_err(failed)
}

fn cell(sheet: &mut Worksheet, row: u32, column: u16, value: &Value) -> Result<(), XlsxError> {
    match value {
        Value::Null => return Ok(()),
        Value::Bool(yes) => sheet.write_boolean(row, column, *yes)?,
        Value::Number(number) => sheet.write_number(row, column, number.as_f64().unwrap_or_default())?,
        text => sheet.write_string(row, column, writable(&cells::text(Some(text))))?,
    };
    Ok(())
}

/// What XML can hold, and no more than a cell can.
fn writable(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .map(|char| match char {
            '\t' | '\n' | '\r' => char,
            '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
            _ if char.is_control() => char::REPLACEMENT_CHARACTER,
            _ => char,
        })
        .take_while(|char| {
            units += char.len_utf16();
            units <= CELL_UNITS
        })
        .collect()
}

// Handed to `map_err`.
#[allow(clippy::needless_pass_by_value)]
fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}
