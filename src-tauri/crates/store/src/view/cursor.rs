//! Cursors of the sign-ins view: the number of the last row of a page.

use crate::StoreError;

/// `d` or `a` for the direction, then the number.
pub(super) fn write(id: i64, descending: bool) -> String {
    format!("{}.{id}", if descending { 'd' } else { 'a' })
}

pub(super) fn parse(text: &str, descending: bool) -> Result<i64, StoreError> {
    let id = text.strip_prefix(if descending { "d." } else { "a." });
    id.and_then(|id| id.parse().ok()).ok_or(StoreError::BadCursor)
}

#[cfg(test)]
mod tests {
    use super::*;

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
