//! Many numbers as a function of SQL: a list bound to a statement would be taken apart and sorted for each question.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use crate::StoreError;

/// Above this a list is no longer bound.
pub(super) const MANY: usize = 5_000;

/// Gives the connection a function of this name that tells whether its argument is one of the numbers. No statement may
/// be running.
pub(super) fn register(connection: &Connection, name: &str, numbers: &[i64]) -> Result<(), StoreError> {
    let highest = numbers.iter().copied().max().and_then(|most| usize::try_from(most).ok()).unwrap_or(0);
    let mut bits = vec![0_u64; highest / 64 + 1];
    for number in numbers.iter().filter_map(|number| usize::try_from(*number).ok()) {
        bits[number / 64] |= 1 << (number % 64);
    }
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function(name, 1, flags, move |context| {
        let ValueRef::Integer(number) = context.get_raw(0) else { return Ok(false) };
        let Ok(number) = usize::try_from(number) else { return Ok(false) };
        Ok(bits.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1))
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_function_knows_its_numbers_and_no_others() {
        let sqlite = Connection::open_in_memory().unwrap();
        let known = |number: &str| -> bool {
            sqlite.query_row(&format!("SELECT among_0({number})"), [], |row| row.get(0)).unwrap()
        };
        register(&sqlite, "among_0", &[1, 63, 64, 700]).unwrap();
        let asked = ["1", "63", "64", "700", "0", "2", "65", "701", "99999", "-1", "NULL", "'1'"];
        let expected = [true, true, true, true, false, false, false, false, false, false, false, false];
        assert_eq!(asked.map(known), expected);
        register(&sqlite, "among_0", &[]).unwrap();
        assert_eq!(asked.map(known), [false; 12]);
    }
}
