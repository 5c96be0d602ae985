//! Times are stored as Unix milliseconds and shown as ISO 8601 in UTC.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

pub(crate) const DAY_MS: i64 = 86_400_000;

pub(crate) fn ms(time: Option<DateTime<Utc>>) -> Option<i64> {
    time.map(|time| time.timestamp_millis())
}

pub(crate) fn at(ms: Option<i64>) -> Option<DateTime<Utc>> {
    ms.and_then(DateTime::from_timestamp_millis)
}

/// Whole seconds, or with milliseconds.
pub(crate) fn iso(ms: i64, millis: bool) -> Option<String> {
    let format = if millis { SecondsFormat::Millis } else { SecondsFormat::Secs };
    DateTime::from_timestamp_millis(ms).map(|time| time.to_rfc3339_opts(format, true))
}

/// The first and last millisecond that a text means: a day, a second or a millisecond.
pub(crate) fn span(text: &str) -> Option<(i64, i64)> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        let start = day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis();
        return Some((start, start + DAY_MS - 1));
    }
    let start = DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis();
    let precise = text.contains('.');
    Some((start, if precise { start } else { start + 999 }))
}

/// The UTC day of a time, counted from 1970-01-01.
pub(crate) const fn day(ms: i64) -> i64 {
    ms.div_euclid(DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_means_the_span_of_its_precision() {
        assert_eq!(span("1970-01-02"), Some((DAY_MS, 2 * DAY_MS - 1)));
        assert_eq!(span("1970-01-01T00:00:01Z"), Some((1000, 1999)));
        assert_eq!(span("1970-01-01T00:00:01.500Z"), Some((1500, 1500)));
        assert_eq!(span("yesterday"), None);
    }

    #[test]
    fn days_before_1970_are_negative() {
        assert_eq!(day(-1), -1);
        assert_eq!(day(DAY_MS), 1);
    }
}
