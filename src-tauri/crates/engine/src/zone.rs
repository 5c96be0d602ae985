//! Time zones by their IANA name, for what people read. Times are stored, and exported for machines, in UTC.

use chrono::{DateTime, Timelike, Utc};
use chrono_tz::Tz;

/// A zone in which a file tells its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Zone(Tz);

impl Zone {
    /// Coordinated universal time.
    pub(crate) const UTC: Self = Self(Tz::UTC);

    /// The zone with this name: `Europe/Zurich`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// `Europe/Zurich`.
    pub(crate) fn name(self) -> &'static str {
        self.0.name()
    }

    /// What the clocks show there.
    pub(crate) fn local(self, at: DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&self.0)
    }

    /// The start of the hour in which a time lies, as the clocks there show it.
    pub(crate) fn hour_start(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let local = self.local(at);
        let past = i64::from(local.minute() * 60 + local.second());
        DateTime::from_timestamp(at.timestamp() - past, 0).unwrap_or(at)
    }

    /// `3 Oct 2026`.
    pub(crate) fn day(self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.0).format("%-d %b %Y").to_string()
    }

    /// `3 Oct 2026 14:02 CEST`: summer time tells itself by its letters, or by its offset where the zone has none.
    pub(crate) fn time(self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.0).format("%-d %b %Y %H:%M %Z").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_tells_its_own_day_and_its_summer() {
        let late: DateTime<Utc> = "2026-07-31T23:30:00Z".parse().unwrap();
        let winter: DateTime<Utc> = "2026-01-31T23:30:00Z".parse().unwrap();
        let zurich = Zone::named("Europe/Zurich").unwrap();
        assert_eq!((zurich.name(), zurich.day(late).as_str()), ("Europe/Zurich", "1 Aug 2026"));
        assert_eq!(zurich.time(late), "1 Aug 2026 01:30 CEST");
        assert_eq!(zurich.time(winter), "1 Feb 2026 00:30 CET");
        assert_eq!(Zone::UTC.time(late), "31 Jul 2026 23:30 UTC");
        assert_eq!(Zone::named("America/New_York").unwrap().time(winter), "31 Jan 2026 18:30 EST");
        assert_eq!(Zone::named("America/Sao_Paulo").unwrap().time(winter), "31 Jan 2026 20:30 -03");
    }

    #[test]
    fn what_is_no_zone_is_refused() {
        for name in ["", "Zurich", "Europe/zurich", "../etc/passwd", "Europe/Zurich ", "+01:00"] {
            assert_eq!(Zone::named(name), None, "{name}");
        }
    }
}
