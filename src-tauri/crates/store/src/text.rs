//! Text in SQL: order and search that know more than ASCII.

use std::cmp::Ordering;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use crate::StoreError;

/// Adds the collation `ANYCASE` and the function `holds(text, folded needle)`.
///
/// SQLite's own `NOCASE` and `LIKE` fold ASCII only, and `LIKE` stops at a NUL.
pub(crate) fn register(connection: &Connection) -> Result<(), StoreError> {
    connection.create_collation("ANYCASE", any_case)?;
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("holds", 2, flags, |context| {
        Ok(match (context.get_raw(0), context.get_raw(1)) {
            (ValueRef::Text(text), ValueRef::Text(needle)) => holds(text, needle),
            _ => false,
        })
    })?;
    Ok(())
}

/// The form in which needles are given to `holds`.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn holds(text: &[u8], needle: &[u8]) -> bool {
    if text.is_ascii() {
        return find(needle, text.iter().map(u8::to_ascii_lowercase));
    }
    let folded = fold(&String::from_utf8_lossy(text));
    find(needle, folded.bytes())
}

fn find(needle: &[u8], mut text: impl Iterator<Item = u8> + Clone) -> bool {
    let Some((first, rest)) = needle.split_first() else { return true };
    while let Some(byte) = text.next() {
        let mut ahead = text.clone();
        if byte == *first && rest.iter().all(|wanted| ahead.next() == Some(*wanted)) {
            return true;
        }
    }
    false
}

/// The collation `ANYCASE`.
pub(crate) fn any_case(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        let folded = |text: &'_ u8| text.to_ascii_lowercase();
        return left.as_bytes().iter().map(folded).cmp(right.as_bytes().iter().map(folded));
    }
    left.chars().flat_map(char::to_lowercase).cmp(right.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_folds_any_letter_and_takes_nothing_as_a_pattern() {
        assert!(holds("MÜLLER".as_bytes(), fold("müll").as_bytes()));
        assert!(holds(b"a\0b%c_d", b"b%c_"));
        assert!(holds(b"aab", b"ab"));
        assert!(!holds(b"abc", b"a%c"));
        assert!(holds(b"anything", b""));
        assert!(!holds(b"ab", b"abc"));
    }

    #[test]
    fn order_ignores_case_beyond_ascii() {
        assert_eq!(any_case("Émile", "éMILE"), Ordering::Equal);
        assert_eq!(any_case("b", "A"), Ordering::Greater);
        assert_eq!(any_case("zoe", "Émile"), Ordering::Less);
    }
}
