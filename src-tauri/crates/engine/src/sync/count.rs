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

/// Milliseconds, both ends included.
type Stretch = (i64, i64);

/// Counts, if a week has passed since the last time.
pub(super) async fn check<L: Log>(source: &Source, plan: &Plan) -> Result<(), Stop> {
    let Some(log) = L::COUNTED else { return Ok(()) };
    let (passes, covered) = source.store(|db| Ok((db.passes_of(L::SET)?, db.coverage_of(L::SET)?))).await?;
    if !is_due(passes.counted_ms, plan.now_ms) {
        return Ok(());
    }
    // What is younger than a day may still grow; the sweep sees to it.
    let whole = covered.map(|(lo, hi)| (lo.max(plan.reach()), hi.min(plan.now_ms - DAY_MS)));
    let Some(whole) = whole.filter(|(lo, hi)| lo < hi) else { return Ok(()) };
    let mut left = vec![whole];
    let mut read_again = 0;
    while let Some(stretch) = left.pop() {
        let Some(missing) = missing::<L>(source, log, stretch).await? else { break };
        if missing == 0 {
            close::<L>(source, stretch).await?;
        } else if let Some((older, newer)) = halves(stretch).filter(|_| read_again < MOST_DAYS) {
            left.extend([older, newer]);
        } else {
            let set_aside = if read_again < MOST_DAYS { again::<L>(source, plan, stretch).await? } else { 0 };
            read_again += 1;
            let Some(missing) = self::missing::<L>(source, log, stretch).await? else { break };
            if missing > set_aside {
                short::<L>(source, plan, stretch).await?;
            } else {
                close::<L>(source, stretch).await?;
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

/// Both halves of a stretch, cut between two UTC days; none = it lies in one.
fn halves((lo_ms, hi_ms): Stretch) -> Option<(Stretch, Stretch)> {
    let (first, last) = (lo_ms.div_euclid(DAY_MS), hi_ms.div_euclid(DAY_MS));
    let cut = (first + (last - first) / 2 + 1) * DAY_MS;
    (first < last).then_some(((lo_ms, cut - 1), (cut, hi_ms)))
}

/// How many events Duo counts beyond those stored, as far back as it has them now; none = Duo does not tell.
async fn missing<L: Log>(
    source: &Source,
    log: CountedLog,
    (lo_ms, hi_ms): Stretch,
) -> Result<Option<u64>, Stop> {
    let lo_ms = lo_ms.max(source.client.oldest_log_ms());
    if lo_ms >= hi_ms {
        return Ok(Some(0));
    }
    let window = LogWindow { mintime_ms: lo_ms, maxtime_ms: hi_ms };
    let total = believable(source.client.log_total(log, window).await?, 0);
    source.board.update(L::SET, |status| status.requests += 1);
    let stored = source.store(move |db| db.log_count(L::SET, lo_ms, hi_ms)).await?;
    Ok(total.map(|total| total.saturating_sub(stored)))
}

/// Reads a day again; how many of its events could not be read.
async fn again<L: Log>(source: &Source, plan: &Plan, (lo_ms, hi_ms): Stretch) -> Result<u64, Stop> {
    Ok(read_window::<L>(source, plan, lo_ms, hi_ms).await?.set_aside)
}

async fn short<L: Log>(source: &Source, plan: &Plan, (lo_ms, hi_ms): Stretch) -> Result<(), Stop> {
    let gap = NewGap { lo_ms, hi_ms, why: GapReason::Short, found_ms: plan.now_ms };
    source.store(move |db| db.add_gap(L::SET, &gap)).await
}

async fn close<L: Log>(source: &Source, stretch: Stretch) -> Result<(), Stop> {
    let now = source.now();
    source.store(move |db| db.close_gaps(L::SET, GapReason::Short, stretch, now)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_meet_between_two_days_and_nothing_is_left_out() {
        assert_eq!(halves((3, DAY_MS - 1)), None);
        assert_eq!(halves((3, DAY_MS)), Some(((3, DAY_MS - 1), (DAY_MS, DAY_MS))));
        assert_eq!(halves((3, 4 * DAY_MS + 7)), Some(((3, 3 * DAY_MS - 1), (3 * DAY_MS, 4 * DAY_MS + 7))));
        assert_eq!(halves((-5, 5)), Some(((-5, -1), (0, 5))));
    }

    #[test]
    fn a_week_is_a_week_and_a_clock_that_went_back_counts_again() {
        assert!(is_due(None, 0));
        assert!(!is_due(Some(DAY_MS), DAY_MS + WEEK_MS - 1));
        assert!(is_due(Some(DAY_MS), DAY_MS + WEEK_MS));
        assert!(is_due(Some(2 * DAY_MS), DAY_MS));
    }
}
