//! Once a week a log is counted against what Duo says there is. A stretch that holds fewer events is halved until days
//! are left; a day that is short is read again, and what is short still is a gap.

use domain::GapReason;
use duo_api::{CountedLog, LogWindow};
use store::{LogPasses, NewGap};

use super::log::Log;
use super::logs::read_window;
use super::objects::believable;
use super::outcome::Stop;
use super::plan::{DAY_MS, Plan};
use super::run::Source;

const WEEK_MS: i64 = 7 * DAY_MS;
/// Days that a check reads again at most; a log of which more are short is not mended by reading.
const MOST_DAYS: u32 = 31;

/// UTC days since 1970, both included.
type Days = (i64, i64);

/// Counts, if a week has passed since the last time.
pub(super) async fn check<L: Log>(source: &Source, plan: &Plan) -> Result<(), Stop> {
    let Some(log) = L::COUNTED else { return Ok(()) };
    let (passes, covered) = source.store(|db| Ok((db.passes_of(L::SET)?, db.coverage_of(L::SET)?))).await?;
    if !is_due(passes.counted_ms, plan.now_ms) {
        return Ok(());
    }
    let Some(days) = covered.and_then(|(lo, hi)| whole_days(lo.max(plan.reach()), hi)) else { return Ok(()) };
    let mut left = vec![days];
    let mut read_again = 0;
    while let Some(days) = left.pop() {
        let Some(missing) = missing::<L>(source, log, days).await? else { break };
        if missing == 0 {
            close::<L>(source, days).await?;
        } else if days.0 < days.1 && read_again < MOST_DAYS {
            let middle = days.0 + (days.1 - days.0) / 2;
            left.push((days.0, middle));
            left.push((middle + 1, days.1));
        } else {
            let set_aside = if read_again < MOST_DAYS { again::<L>(source, plan, days).await? } else { 0 };
            read_again += 1;
            let Some(missing) = self::missing::<L>(source, log, days).await? else { break };
            if missing > set_aside {
                short::<L>(source, plan, days).await?;
            } else {
                close::<L>(source, days).await?;
            }
        }
        source.pause()?;
    }
    let counted = LogPasses { counted_ms: Some(plan.now_ms), ..LogPasses::default() };
    source.store(move |db| db.passed(L::SET, counted)).await
}

fn is_due(counted_ms: Option<i64>, now_ms: i64) -> bool {
    counted_ms.is_none_or(|counted| !(counted..counted.saturating_add(WEEK_MS)).contains(&now_ms))
}

/// The days that lie whole between two times.
fn whole_days(lo_ms: i64, hi_ms: i64) -> Option<Days> {
    let first = (lo_ms + DAY_MS - 1).div_euclid(DAY_MS);
    let last = (hi_ms + 1).div_euclid(DAY_MS) - 1;
    (first <= last).then_some((first, last))
}

const fn span((first, last): Days) -> (i64, i64) {
    (first * DAY_MS, (last + 1) * DAY_MS - 1)
}

/// How many events Duo counts beyond those stored; none = Duo does not tell.
async fn missing<L: Log>(source: &Source, log: CountedLog, days: Days) -> Result<Option<u64>, Stop> {
    let (lo_ms, hi_ms) = span(days);
    let window = LogWindow { mintime_ms: lo_ms, maxtime_ms: hi_ms };
    let total = believable(source.client.log_total(log, window).await?, 0);
    source.board.update(L::SET, |status| status.requests += 1);
    let stored = source.store(move |db| db.log_count(L::SET, lo_ms, hi_ms)).await?;
    Ok(total.map(|total| total.saturating_sub(stored)))
}

/// Reads a day again; how many of its events could not be read.
async fn again<L: Log>(source: &Source, plan: &Plan, days: Days) -> Result<u64, Stop> {
    let (lo_ms, hi_ms) = span(days);
    Ok(read_window::<L>(source, plan, lo_ms, hi_ms).await?.set_aside)
}

async fn short<L: Log>(source: &Source, plan: &Plan, days: Days) -> Result<(), Stop> {
    let (lo_ms, hi_ms) = span(days);
    let gap = NewGap { lo_ms, hi_ms, why: GapReason::Short, found_ms: plan.now_ms };
    source.store(move |db| db.add_gap(L::SET, &gap)).await
}

async fn close<L: Log>(source: &Source, days: Days) -> Result<(), Stop> {
    let now = source.now();
    source.store(move |db| db.close_gaps(L::SET, GapReason::Short, span(days), now)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_lie_whole_in_a_stretch_are_counted() {
        assert_eq!(whole_days(0, DAY_MS - 1), Some((0, 0)));
        assert_eq!(whole_days(1, DAY_MS - 1), None);
        assert_eq!(whole_days(1, 3 * DAY_MS), Some((1, 2)));
        assert_eq!(span((1, 2)), (DAY_MS, 3 * DAY_MS - 1));
    }

    #[test]
    fn a_week_is_a_week_and_a_clock_that_went_back_counts_again() {
        assert!(is_due(None, 0));
        assert!(!is_due(Some(DAY_MS), DAY_MS + WEEK_MS - 1));
        assert!(is_due(Some(DAY_MS), DAY_MS + WEEK_MS));
        assert!(is_due(Some(2 * DAY_MS), DAY_MS));
    }
}
