//! Sign-ins by weekday and hour.

use std::sync::Arc;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use domain::DataSet;
use store::{ClientDb, StoreError};

use crate::Engine;
use crate::api::{CommandError, HourCount, HoursOf, SignInHours};
use crate::views::{as_of, missing};
use crate::zone::Zone;

const WEEKS: i64 = 4;
/// Hours of a week.
const WEEK: usize = 7 * 24;
const HOUR_S: i64 = 3_600;

/// A stretch within one local hour; both in Unix milliseconds, the end no longer belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    /// Hour of the week, 0 = Monday 0:00.
    slot: usize,
    lo: i64,
    hi: i64,
}

impl Engine {
    /// When people sign in, by the clock of a zone.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, `BAD_ARGUMENTS` for an unknown zone, database codes.
    pub async fn sign_in_hours(self: &Arc<Self>, asked: HoursOf) -> Result<SignInHours, CommandError> {
        self.connection(&asked.client).await?;
        let zone = self.zone_of(&asked.client, asked.time_zone.as_deref()).await?;
        let now = self.ports.clock.utc();
        let app_key = asked.app_key;
        self.read(&asked.client, move |db| {
            let sets = db.data_sets()?;
            let newest = db.coverage()?.and_then(|(_, hi)| DateTime::from_timestamp_millis(hi));
            let to = zone.hour_start(newest.unwrap_or(now));
            let from = to - TimeDelta::weeks(WEEKS);
            let not_evaluated = missing(&sets, DataSet::SignIns);
            let hours = match not_evaluated {
                Some(_) => None,
                None => Some(read_hours(db, app_key.as_deref(), &stretches(zone, from, to))?),
            };
            Ok(SignInHours {
                time_zone: zone.name().to_owned(),
                from,
                to,
                hours,
                not_evaluated,
                as_of: as_of(&sets, &[DataSet::SignIns]),
            })
        })
        .await
    }
}

fn read_hours(
    db: &ClientDb,
    app_key: Option<&str>,
    stretches: &[Stretch],
) -> Result<Vec<HourCount>, StoreError> {
    let spans: Vec<(i64, i64)> = stretches.iter().map(|one| (one.lo, one.hi)).collect();
    let counts = db.sign_ins_within(app_key, &spans)?;
    let read = Read { windows: whole(&db.log_windows()?), gaps: open(&db.gaps_of(DataSet::SignIns)?) };
    Ok(summed(stretches, &counts, &read))
}

/// The hours between two times as the clocks of a zone cut them; where these are put forward or back, an hour of the
/// week is missing or there twice.
fn stretches(zone: Zone, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let local = zone.local(at);
        let past = i64::from(local.minute() * 60 + local.second());
        let next = (at + TimeDelta::seconds(HOUR_S - past)).min(to);
        let slot = (local.weekday().num_days_from_monday() * 24 + local.hour()) as usize;
        found.push(Stretch { slot, lo: at.timestamp_millis(), hi: next.timestamp_millis() });
        at = next;
    }
    found
}

/// What of the log was read.
struct Read {
    /// Finished windows, both ends included.
    windows: Vec<(i64, i64)>,
    /// Stretches of which sign-ins are missing, both ends included.
    gaps: Vec<(i64, i64)>,
}

impl Read {
    fn has(&self, stretch: &Stretch) -> bool {
        self.windows.iter().any(|(lo, hi)| *lo <= stretch.lo && stretch.hi - 1 <= *hi)
            && !self.gaps.iter().any(|(lo, hi)| *lo < stretch.hi && stretch.lo <= *hi)
    }
}

fn whole(windows: &[store::LogWindow]) -> Vec<(i64, i64)> {
    windows.iter().filter(|window| window.done).map(|window| (window.lo_ms, window.hi_ms)).collect()
}

fn open(gaps: &[domain::LogGap]) -> Vec<(i64, i64)> {
    let open = gaps.iter().filter(|gap| gap.closed_at.is_none());
    open.map(|gap| (gap.from.timestamp_millis(), gap.to.timestamp_millis())).collect()
}

fn summed(stretches: &[Stretch], counts: &[u64], read: &Read) -> Vec<HourCount> {
    let mut hours = vec![HourCount::default(); WEEK];
    for (stretch, count) in stretches.iter().zip(counts) {
        let hour = &mut hours[stretch.slot];
        hour.sign_ins += count;
        if read.has(stretch) { hour.read += 1 } else { hour.unread += 1 }
    }
    hours
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn cut(zone: &str, to: &str) -> Vec<Stretch> {
        let zone = Zone::named(zone).unwrap();
        let to = zone.hour_start(time(to));
        stretches(zone, to - TimeDelta::weeks(WEEKS), to)
    }

    fn hours_of(stretches: &[Stretch], slot: usize) -> usize {
        stretches.iter().filter(|one| one.slot == slot).count()
    }

    #[test]
    fn every_hour_of_the_week_comes_four_times() {
        for zone in ["UTC", "Europe/Zurich", "Asia/Kolkata", "Asia/Kathmandu"] {
            let cut = cut(zone, "2026-08-19T13:47:12Z");
            assert_eq!(cut.len(), 4 * WEEK, "{zone}");
            assert!((0..WEEK).all(|slot| hours_of(&cut, slot) == 4), "{zone}");
            assert!(cut.windows(2).all(|two| two[0].hi == two[1].lo), "{zone}");
            assert!(cut.iter().all(|one| one.hi - one.lo == HOUR_S * 1_000), "{zone}");
        }
    }

    #[test]
    fn hours_are_those_of_the_clock_on_the_wall() {
        // Wednesday 19 August 2026, 13:47 in Greenwich: 15:47 in Zurich, 19:17 in Kolkata.
        for (zone, slot) in [("UTC", 12), ("Europe/Zurich", 14), ("Asia/Kolkata", 18)] {
            assert_eq!(cut(zone, "2026-08-19T13:47:12Z").last().unwrap().slot, 2 * 24 + slot, "{zone}");
        }
    }

    #[test]
    fn where_clocks_change_an_hour_is_missing_or_comes_again() {
        let sunday = |hour: usize| 6 * 24 + hour;
        // 29 March 2026: from 2:00 to 3:00 in Zurich; 25 October: from 3:00 back to 2:00.
        let spring = cut("Europe/Zurich", "2026-04-10T12:00:00Z");
        assert_eq!([1, 2, 3].map(|hour| hours_of(&spring, sunday(hour))), [4, 3, 4]);
        let autumn = cut("Europe/Zurich", "2026-11-10T12:00:00Z");
        assert_eq!([1, 2, 3].map(|hour| hours_of(&autumn, sunday(hour))), [4, 5, 4]);
        // Lord Howe moves its clocks by half an hour: no minute is lost or counted twice.
        let half = cut("Australia/Lord_Howe", "2026-10-20T12:00:00Z");
        assert!(half.windows(2).all(|two| two[0].hi == two[1].lo && two[0].lo < two[0].hi));
    }

    #[test]
    fn what_was_not_read_is_told_hour_by_hour() {
        let cut = cut("UTC", "2026-08-19T13:00:00Z");
        let (first, last) = (cut[0], cut[cut.len() - 1]);
        // All but the first hour was read, and in the last one sign-ins are missing.
        let read = Read { windows: vec![(first.lo + 1, last.hi)], gaps: vec![(last.hi - 1, last.hi + 5)] };
        let hours = summed(&cut, &vec![2; cut.len()], &read);
        assert_eq!(hours[first.slot], HourCount { sign_ins: 8, read: 3, unread: 1 });
        assert_eq!(hours[last.slot], HourCount { sign_ins: 8, read: 3, unread: 1 });
        assert_eq!(hours.iter().map(|hour| hour.unread).sum::<u32>(), 2);
        let nothing = summed(&cut, &vec![0; cut.len()], &Read { windows: Vec::new(), gaps: Vec::new() });
        assert!(nothing.iter().all(|hour| *hour == HourCount { sign_ins: 0, read: 0, unread: 4 }));
    }
}
