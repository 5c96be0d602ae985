//! How far this computer's clock is from Duo's, in words.

use crate::text::said;

/// Up to here a clock is called right.
const TOLERANCE_SECONDS: u64 = 60;

/// Whether a clock that is ahead by so many seconds, or behind, is worth a word.
pub(crate) const fn is_off(seconds: i64) -> bool {
    seconds.unsigned_abs() > TOLERANCE_SECONDS
}

/// `7 min 3 s ahead of Duo's time`.
pub(crate) fn against_duo(seconds: i64) -> String {
    let key = match seconds {
        0 => "clock_same",
        1.. => "clock_ahead",
        _ => "clock_behind",
    };
    said(key, &[("off", &off(seconds.unsigned_abs()))])
}

/// The two largest units: `7 min 3 s`, `4 d 2 h`.
pub(crate) fn off(seconds: u64) -> String {
    let parts = [
        (seconds / 86_400, "d"),
        (seconds / 3600 % 24, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
    ];
    let first = parts.iter().position(|(count, _)| *count > 0).unwrap_or(3);
    let told = parts[first..].iter().take(2).filter(|(count, _)| *count > 0 || first == 3);
    told.map(|(count, unit)| format!("{count} {unit}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_are_enough() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (120, "2 min"),
            (134, "2 min 14 s"),
            (423, "7 min 3 s"),
            (200_000, "2 d 7 h"),
        ] {
            assert_eq!(off(seconds), text);
        }
    }

    #[test]
    fn a_minute_is_tolerated_either_way() {
        for (seconds, is, words) in [
            (0, false, "Same as Duo's time"),
            (60, false, "1 min ahead of Duo's time"),
            (61, true, "1 min 1 s ahead of Duo's time"),
            (-60, false, "1 min behind Duo's time"),
            (-423, true, "7 min 3 s behind Duo's time"),
        ] {
            assert_eq!((is_off(seconds), against_duo(seconds).as_str()), (is, words));
        }
    }
}
