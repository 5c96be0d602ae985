//! Cursors of the sign-ins view: the number of the last row of a page, in other orders than that of time after the
//! number of its text.

use super::query::Sort;
use crate::StoreError;

/// `d` or `a` for the direction, then the number.
pub(super) fn write(id: i64, descending: bool) -> String {
    format!("{}.{id}", if descending { 'd' } else { 'a' })
}

pub(super) fn parse(text: &str, descending: bool) -> Result<i64, StoreError> {
    let id = text.strip_prefix(if descending { "d." } else { "a." });
    id.and_then(|id| id.parse().ok()).ok_or(StoreError::BadCursor)
}

/// The column and `d` or `a`, then both numbers; `-` is no text.
pub(super) fn write_by(sort: &Sort, text: Option<i64>, id: i64) -> String {
    let text = text.map_or_else(|| "-".to_owned(), |text| text.to_string());
    format!("{}.{}.{text}.{id}", sort.column, if sort.descending { 'd' } else { 'a' })
}

pub(super) fn parse_by(text: &str, sort: &Sort) -> Result<(Option<i64>, i64), StoreError> {
    let numbers = || {
        let rest = text.strip_prefix(sort.column.as_str())?;
        let rest = rest.strip_prefix(if sort.descending { ".d." } else { ".a." })?;
        let (text, id) = rest.split_once('.')?;
        let text = if text == "-" { None } else { Some(text.parse().ok()?) };
        Some((text, id.parse().ok()?))
    };
    numbers().ok_or(StoreError::BadCursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_a_column_reads_as_written_in_its_own_order_only() {
        let sort = |column: &str, descending| Sort { column: column.to_owned(), descending };
        for (text, id) in [(Some(7), -5), (None, i64::MAX)] {
            let cursor = write_by(&sort("os", true), text, id);
            assert_eq!(parse_by(&cursor, &sort("os", true)).unwrap(), (text, id));
            for other in [sort("os", false), sort("o", true), sort("ip", true)] {
                assert!(matches!(parse_by(&cursor, &other), Err(StoreError::BadCursor)));
            }
        }
        for text in ["", "os", "os.d.", "os.d.1", "os.d.x.1", "os.d.1.x", "os.d.1.1.1", "d.1"] {
            assert!(matches!(parse_by(text, &sort("os", true)), Err(StoreError::BadCursor)), "{text}");
        }
    }

    #[test]
    fn a_cursor_reads_as_written_in_its_own_direction_only() {
        for id in [-5, 0, i64::MAX] {
            let text = write(id, true);
            assert_eq!(parse(&text, true).unwrap(), id);
            assert!(matches!(parse(&text, false), Err(StoreError::BadCursor)));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "d", "d.", "d.x", "d.1.b.00", "d.99999999999999999999", "1", "d.é"] {
            assert!(matches!(parse(text, true), Err(StoreError::BadCursor)), "{text}");
        }
    }
}
