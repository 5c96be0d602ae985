//! The number of a sign-in: its time in milliseconds, then 20 bits of its id. The table is in order of time, a page is
//! appended, and an event that comes again finds its own place. Ids that share the bits take the next free place.

use std::cell::RefCell;
use std::collections::HashSet;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use super::txid::Txid;
use crate::StoreError;

/// Bits behind the time.
pub(crate) const BITS: u32 = 20;
const PLACES: i64 = 1 << BITS;
/// Times on either side of 1970 that fit: up to the year 2248.
const FARTHEST_MS: i64 = 1 << 42;
/// `id >> BUCKET` is a stretch of 18.6 hours, by which the index of users is cut: what a page adds to it lies close
/// together, and half a year is 232 stretches to look in.
pub(crate) const BUCKET: u32 = BITS + 26;

/// The first number of a millisecond.
pub(crate) const fn first(ts_ms: i64) -> i64 {
    (if ts_ms > FARTHEST_MS {
        FARTHEST_MS
    } else if ts_ms < -FARTHEST_MS {
        -FARTHEST_MS
    } else {
        ts_ms
    }) << BITS
}

/// The last number of a millisecond.
pub(crate) const fn last(ts_ms: i64) -> i64 {
    first(ts_ms) | (PLACES - 1)
}

/// The time of a number.
pub(crate) const fn ts_ms(id: i64) -> i64 {
    id >> BITS
}

/// Where an event belongs.
pub(crate) fn place(ts_ms: i64, txid: &Txid) -> Result<i64, StoreError> {
    if !(-FARTHEST_MS..FARTHEST_MS).contains(&ts_ms) {
        return Err(StoreError::BadWindow);
    }
    Ok(first(ts_ms) | (fnv(txid.bytes()) & (PLACES - 1)))
}

/// The place after one that another event took.
pub(crate) const fn after(id: i64) -> i64 {
    first(ts_ms(id)) | ((id + 1) & (PLACES - 1))
}

/// FNV-1a, folded: stays what it is, since places are stored.
fn fnv(bytes: &[u8]) -> i64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    i64::from_ne_bytes((hash ^ (hash >> BITS) ^ (hash >> (2 * BITS))).to_ne_bytes())
}

/// Adds the function `sign_in_place(ts_ms, txid)` for the step that numbers older rows. It remembers the places of a
/// millisecond, so rows must come in order of time.
pub(crate) fn register(connection: &Connection) -> Result<(), StoreError> {
    let taken: RefCell<(i64, HashSet<i64>)> = RefCell::new((i64::MIN, HashSet::new()));
    connection.create_scalar_function(
        "sign_in_place",
        2,
        FunctionFlags::SQLITE_DIRECTONLY,
        move |context| {
            let wrong = |error| rusqlite::Error::UserFunctionError(Box::new(error));
            let ts_ms: i64 = context.get(0)?;
            let txid = Txid::read(context.get_raw(1)).map_err(wrong)?;
            let mut taken = taken.borrow_mut();
            if taken.0 != ts_ms {
                *taken = (ts_ms, HashSet::new());
            }
            let mut id = place(ts_ms, &txid).map_err(wrong)?;
            while !taken.1.insert(id) {
                id = after(id);
            }
            Ok(id)
        },
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_lies_within_its_millisecond() {
        for ts in [-5, 0, 1_792_886_400_351] {
            let id = place(ts, &Txid::pack("5b4a3c2d-0000-4aaa-8bbb-0123456789ab")).unwrap();
            assert!((first(ts)..=last(ts)).contains(&id));
            assert_eq!(ts_ms(id), ts);
            assert_eq!(after(last(ts)), first(ts));
            assert_eq!(last(ts) + 1, first(ts + 1));
        }
        assert!(place(i64::MAX, &Txid::pack("a")).is_err());
        assert!(first(i64::MAX) > first(1_792_886_400_351) && first(i64::MIN) < first(0));
    }

    #[test]
    fn places_stay_what_they_are() {
        let place = |txid| place(0, &Txid::pack(txid)).unwrap();
        assert_eq!(
            [place(""), place("a"), place("5b4a3c2d-0000-4aaa-8bbb-0123456789ab")],
            [498_171, 673_584, 577_253]
        );
    }
}
