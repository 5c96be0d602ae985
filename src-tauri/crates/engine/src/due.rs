//! What is due to be read, from how old it is and from what went wrong with it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::DataSet;

use crate::Engine;
use crate::api::{ClientRef, CommandError, DataSetState, DataSetStatus, KeepFresh};

/// Users, applications and the rest of the inventory are read anew after this long.
const INVENTORY: TimeDelta = TimeDelta::hours(24);
/// Logs are read on after this long, and what Duo answered badly is asked for again.
const LOGS: TimeDelta = TimeDelta::hours(1);
/// What was read later than now by more than this was read before a clock was put back; its age is not known.
const TOLERANCE: TimeDelta = TimeDelta::minutes(1);

/// When somebody looks for what is due.
struct Look {
    /// Duo's time, as that of the data sets is.
    now: DateTime<Utc>,
    /// No set is read again sooner.
    apart: TimeDelta,
    /// Since this program last read the client; none = it did not, or Duo did not answer.
    heard: Option<TimeDelta>,
}

impl Engine {
    /// The data sets of a client that are due as often as is chosen.
    pub(crate) async fn due(
        self: &Arc<Self>,
        client: &str,
        keep: KeepFresh,
    ) -> Result<Vec<DataSet>, CommandError> {
        let Some(apart) = apart(keep) else { return Ok(Vec::new()) };
        let status = self.sync_status(ClientRef { client: client.to_owned() }).await?;
        let (id, now) = (client.to_owned(), self.ports.clock.utc());
        let skew = self.registry(move |registry| registry.clock_skew(&id)).await?;
        let heard = self.syncs.heard(client).map(|at| now - at);
        Ok(due(&status.data_sets, &Look { now: duo_time(now, skew), apart, heard }))
    }
}

const fn apart(keep: KeepFresh) -> Option<TimeDelta> {
    match keep {
        KeepFresh::AsDue => Some(TimeDelta::zero()),
        KeepFresh::SixHours => Some(TimeDelta::hours(6)),
        KeepFresh::Daily => Some(TimeDelta::hours(24)),
        KeepFresh::Never => None,
    }
}

/// By how far this computer was ahead when it was measured, unless its clock was put back since then.
fn duo_time(now: DateTime<Utc>, skew: Option<(DateTime<Utc>, i64)>) -> DateTime<Utc> {
    let ahead = skew.filter(|(at, _)| *at <= now).and_then(|(_, seconds)| TimeDelta::try_seconds(seconds));
    ahead.and_then(|ahead| now.checked_sub_signed(ahead)).unwrap_or(now)
}

/// The data sets to read now. Those that Duo refused or does not offer are asked for again with the inventory, so that
/// a right that was granted meanwhile is found. Logs are read together: each by itself would be a sync of its own.
fn due(sets: &[DataSetStatus], look: &Look) -> Vec<DataSet> {
    let (logs, inventory): (Vec<_>, Vec<_>) = sets.iter().partition(|set| set.data_set.is_log());
    let refused = |set: &DataSetStatus| {
        matches!(set.state, DataSetState::Denied | DataSetState::NotInEdition | DataSetState::NotOffered)
    };
    let inventory_due = inventory.iter().any(|set| !refused(set) && look.wants(set, INVENTORY));
    let logs_due = logs.iter().any(|set| set.state == DataSetState::Done && look.wants(set, LOGS));
    let log = |set: &DataSetStatus| logs_due || look.wants(set, LOGS);
    let chosen = sets.iter().filter(|set| if set.data_set.is_log() { log(set) } else { inventory_due });
    chosen.map(|set| set.data_set).collect()
}

impl Look {
    fn wants(&self, set: &DataSetStatus, cadence: TimeDelta) -> bool {
        match set.state {
            DataSetState::Done => {
                let old = |age: TimeDelta| age >= cadence.max(self.apart) || age < -TOLERANCE;
                set.as_of.is_none_or(|read| old(self.now - read))
            }
            // Cut short: the rest is still to come.
            DataSetState::Never | DataSetState::Waiting | DataSetState::Running | DataSetState::Partial => {
                self.may_ask_again(self.apart)
            }
            DataSetState::Denied
            | DataSetState::NotInEdition
            | DataSetState::NotOffered
            | DataSetState::Truncated
            | DataSetState::Failed => self.may_ask_again(LOGS.max(self.apart)),
        }
    }

    /// A clock that was put back does not keep it from being done.
    fn may_ask_again(&self, after: TimeDelta) -> bool {
        self.heard.is_none_or(|heard| heard >= after || heard < TimeDelta::zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DataSet::{SignIns, Telephony, Tokens, Users};
    use DataSetState::{Denied, Done, Failed, Never, Partial, Truncated};

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap() - TimeDelta::hours(hours)
    }

    /// With how many hours ago each set was read, and this program read the client.
    fn due_of(
        keep: KeepFresh,
        heard: Option<i64>,
        sets: &[(DataSet, DataSetState, Option<i64>)],
    ) -> Vec<DataSet> {
        let of = |(set, state, hours_ago): &(DataSet, DataSetState, Option<i64>)| DataSetStatus {
            as_of: hours_ago.map(at),
            ..DataSetStatus::of(*set, *state)
        };
        let sets: Vec<_> = sets.iter().map(of).collect();
        let look = Look { now: at(0), apart: apart(keep).unwrap(), heard: heard.map(TimeDelta::hours) };
        due(&sets, &look)
    }

    #[test]
    fn what_is_due() {
        for (users, tokens, log, expected) in [
            ((Done, Some(23)), (Done, Some(23)), (Done, Some(0)), vec![]),
            ((Done, Some(23)), (Done, Some(23)), (Done, Some(1)), vec![SignIns]),
            ((Done, Some(24)), (Done, Some(3)), (Done, Some(0)), vec![Users, Tokens]),
            ((Done, Some(2)), (Denied, None), (Done, Some(0)), vec![]),
            ((Done, Some(25)), (Denied, None), (Done, Some(0)), vec![Users, Tokens]),
            ((Never, None), (Never, None), (Never, None), vec![Users, Tokens, SignIns]),
            ((Partial, Some(1)), (Done, Some(1)), (Done, Some(0)), vec![Users, Tokens]),
            ((Done, Some(2)), (Done, Some(2)), (Denied, Some(0)), vec![SignIns]),
        ] {
            let sets = [(Users, users.0, users.1), (Tokens, tokens.0, tokens.1), (SignIns, log.0, log.1)];
            assert_eq!(due_of(KeepFresh::AsDue, None, &sets), expected, "{sets:?}");
        }
    }

    #[test]
    fn a_choice_holds_back_what_would_be_due_sooner() {
        use KeepFresh::{AsDue, Daily, SixHours};
        for (keep, hours_ago, expected) in [
            (AsDue, 1, vec![SignIns]),
            (SixHours, 5, vec![]),
            (SixHours, 6, vec![SignIns]),
            (Daily, 23, vec![]),
            (Daily, 24, vec![Users, SignIns]),
            (Daily, -1, vec![Users, SignIns]),
        ] {
            let sets = [(Users, Done, Some(hours_ago)), (SignIns, Done, Some(hours_ago))];
            assert_eq!(due_of(keep, None, &sets), expected, "{keep:?} {hours_ago}");
        }
        assert_eq!(apart(KeepFresh::Never), None);
    }

    #[test]
    fn what_went_wrong_is_asked_for_again_after_a_while() {
        use KeepFresh::{AsDue, Daily, SixHours};
        for (keep, state, heard, expected) in [
            (AsDue, Partial, Some(0), true),
            (AsDue, Failed, Some(0), false),
            (AsDue, Truncated, Some(0), false),
            (AsDue, Failed, Some(1), true),
            (AsDue, Failed, None, true),
            (AsDue, Failed, Some(-1), true),
            (SixHours, Partial, Some(5), false),
            (SixHours, Failed, Some(6), true),
            (Daily, Partial, None, true),
            (Daily, Failed, Some(23), false),
        ] {
            for set in [Users, SignIns] {
                let due = due_of(keep, heard, &[(set, state, Some(0))]);
                assert_eq!(!due.is_empty(), expected, "{keep:?} {state:?} {heard:?} {set:?}");
            }
        }
    }

    #[test]
    fn logs_are_read_together() {
        let sets = [(SignIns, Done, Some(0)), (Telephony, Done, Some(1))];
        assert_eq!(due_of(KeepFresh::AsDue, None, &sets), [SignIns, Telephony]);
        let sets = [(SignIns, Done, Some(0)), (Telephony, Failed, Some(0))];
        assert_eq!(due_of(KeepFresh::AsDue, None, &sets), [Telephony], "one in trouble pulls no other along");
    }

    #[test]
    fn ages_are_counted_in_duos_time() {
        let hour = 3600;
        for (skew, expected) in [
            (None, at(0)),
            (Some((at(1), hour)), at(1)),
            (Some((at(1), -hour)), at(-1)),
            (Some((at(-1), hour)), at(0)),
            (Some((at(1), i64::MAX)), at(0)),
        ] {
            assert_eq!(duo_time(at(0), skew), expected, "{skew:?}");
        }
    }
}
