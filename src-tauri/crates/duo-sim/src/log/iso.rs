//! Instants as the logs write them.

use chrono::{DateTime, Datelike, Timelike};

/// ISO 8601 with microseconds and an offset. Written by hand: logs are written by the million.
pub(crate) fn iso(ms: i64, micros: u64) -> String {
    let at = DateTime::from_timestamp_millis(ms).unwrap_or_default();
    let mut text = String::with_capacity(32);
    push(&mut text, at.year().unsigned_abs(), 4);
    let parts =
        [('-', at.month()), ('-', at.day()), ('T', at.hour()), (':', at.minute()), (':', at.second())];
    for (mark, part) in parts {
        text.push(mark);
        push(&mut text, part, 2);
    }
    text.push('.');
    push(&mut text, at.timestamp_subsec_millis(), 3);
    push(&mut text, u32::try_from(micros).unwrap_or(0), 3);
    text.push_str("+00:00");
    text
}

fn push(text: &mut String, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        text.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back_to_the_microsecond() {
        for ms in [0, 1_792_000_000_351, 1_795_000_009_007, 951_782_400_000] {
            let text = iso(ms, 46);
            let at = DateTime::parse_from_rfc3339(&text).unwrap();
            assert_eq!(at.timestamp_micros(), ms * 1000 + 46, "{text}");
            assert_eq!(text.len(), "2026-10-14T17:46:40.351346+00:00".len());
        }
    }
}
