use chrono::{DateTime, Utc};
use domain::{DataSet, Permission};
use serde::Serialize;
use ts_rs::TS;

use crate::Code;

/// State of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DataSetState {
    /// Never read.
    Never,
    /// Next in this run.
    Waiting,
    /// Being read.
    Running,
    /// Read to its end.
    Done,
    /// Stopped before its end; what was read is kept.
    Partial,
    /// The right is missing; the last good data is kept.
    Denied,
    /// The right is granted; the account's edition lacks it.
    NotInEdition,
    /// Duo does not know it in this deployment.
    NotOffered,
    /// Read, but Duo lists only a part of it.
    Truncated,
    /// Failed; the last good data is kept.
    Failed,
}

/// A data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DataSetStatus {
    /// Which.
    pub data_set: DataSet,
    /// State.
    pub state: DataSetState,
    /// Why, when not done.
    pub code: Option<Code>,
    /// Rows stored.
    pub rows: u64,
    /// Rows that Duo says there are.
    pub total: Option<u64>,
    /// Rows set aside because they could not be read.
    pub quarantined: u64,
    /// Pages and objects of this run that Duo answered with.
    pub requests: u32,
    /// Requests that the rest takes; none = not known yet, or nothing is left.
    pub requests_left: Option<u64>,
    /// When it was last read to its end.
    pub as_of: Option<DateTime<Utc>>,
    /// Sign-ins: without a gap back to here.
    pub read_back_to: Option<DateTime<Utc>>,
    /// Seconds that the rest takes at the present pace; none = not known yet, or nothing is left.
    pub eta_seconds: Option<u64>,
}

/// A client's sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SyncStatus {
    /// Id of the connection.
    pub client: String,
    /// Under way in this program.
    pub running: bool,
    /// Another program on this data folder reads the client now: this one shows what is stored.
    pub elsewhere: bool,
    /// Paused by hand: no round reads it until a sync is started.
    pub paused: bool,
    /// This run takes all of the believed quota.
    pub full_speed: bool,
    /// Why the run ended early.
    pub code: Option<Code>,
    /// Requests that this run sent, those that Duo refused included.
    pub requests_done: u64,
    /// Requests that the rest of the run takes; none = not known yet, or nothing runs.
    pub requests_left: Option<u64>,
    /// Seconds that the rest of the run takes at the present pace; none = not known yet, or nothing runs.
    pub seconds_left: Option<u64>,
    /// Before this Duo asks not to be asked (`Retry-After`), where that is a minute or more ahead.
    pub waits_until: Option<DateTime<Utc>>,
    /// Data sets in order.
    pub data_sets: Vec<DataSetStatus>,
}

impl SyncStatus {
    /// Nothing runs and nothing was ever read.
    pub fn of(client: impl Into<String>) -> Self {
        Self {
            client: client.into(),
            running: false,
            elsewhere: false,
            paused: false,
            full_speed: false,
            code: None,
            requests_done: 0,
            requests_left: None,
            seconds_left: None,
            waits_until: None,
            data_sets: Vec::new(),
        }
    }

    /// What ended the run badly; none when everything that the account offers was read.
    pub fn ending(&self) -> Option<Code> {
        let failed = || self.data_sets.iter().find(|set| set.state == DataSetState::Failed);
        let missing = || Permission::WANTED.into_iter().any(|right| self.is_missing(right));
        self.code
            .or_else(|| failed().map(|set| set.code.unwrap_or(Code::Internal)))
            .or_else(|| missing().then_some(Code::PermMissing))
    }

    /// A right is missing when the data set that every account has was refused, or some were and it opened none; another
    /// refusal is the edition's.
    pub(crate) fn is_missing(&self, right: Permission) -> bool {
        use DataSetState::{Denied, Never, NotInEdition, NotOffered};
        let everybodys = |set: DataSet| matches!(set, DataSet::Account | DataSet::Users | DataSet::SignIns);
        let refused = |set: &DataSetStatus| everybodys(set.data_set) && set.state == Denied;
        if self.data_sets.iter().any(|set| set.data_set.needs() == right && refused(set)) {
            return true;
        }
        // What an edition may lack is read once a day: that it was there says nothing of now.
        let of_right = |set: &&DataSetStatus| set.data_set.needs() == right && !set.data_set.is_gated();
        let states = || self.data_sets.iter().filter(of_right).map(|set| set.state);
        let closed = |state| matches!(state, Denied | Never | NotInEdition | NotOffered);
        states().all(closed) && states().any(|state| state == Denied)
    }
}

impl DataSetStatus {
    /// In this state, and nothing was ever read of it.
    pub fn of(data_set: DataSet, state: DataSetState) -> Self {
        Self {
            data_set,
            state,
            code: None,
            rows: 0,
            total: None,
            quarantined: 0,
            requests: 0,
            requests_left: None,
            as_of: None,
            read_back_to: None,
            eta_seconds: None,
        }
    }
}

/// How a client fared in a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RoundOutcome {
    /// Id of the connection.
    pub client: String,
    /// Its name.
    pub name: String,
    /// Whether anything was due and read.
    pub synced: bool,
    /// What somebody must see to.
    pub code: Option<Code>,
    /// Whether that is new since the round before.
    pub news: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: Option<Code>, sets: &[(DataSet, DataSetState, Option<Code>)]) -> SyncStatus {
        let set = |(data_set, state, code): &(DataSet, DataSetState, Option<Code>)| DataSetStatus {
            code: *code,
            ..DataSetStatus::of(*data_set, *state)
        };
        let data_sets = sets.iter().map(set).collect();
        SyncStatus { code, data_sets, ..SyncStatus::of("c") }
    }

    #[test]
    fn a_right_without_any_data_set_is_missing_and_a_single_refusal_is_the_editions() {
        use DataSetState::{Denied, Done, Never, NotOffered};
        let missing = Some(Code::PermMissing);
        let done = status(None, &[(DataSet::Users, Done, None), (DataSet::Tokens, Denied, missing)]);
        assert_eq!(done.ending(), None);
        let offered = status(None, &[(DataSet::Users, Done, None), (DataSet::SignIns, NotOffered, None)]);
        assert_eq!(offered.ending(), None);
        let limited = status(None, &[(DataSet::Users, Done, None), (DataSet::SignIns, Denied, missing)]);
        assert_eq!(limited.ending(), missing);
        let revoked =
            status(None, &[(DataSet::SignIns, Denied, missing), (DataSet::Activity, NotOffered, None)]);
        assert_eq!(revoked.ending(), missing);
        let midway = status(None, &[(DataSet::SignIns, Denied, missing), (DataSet::Activity, Done, None)]);
        assert_eq!(midway.ending(), missing);
        // The lesser logs are due some minutes before the sign-ins: nothing is known of the right yet.
        let before = status(None, &[(DataSet::SignIns, Done, None), (DataSet::Activity, Denied, missing)]);
        assert!(!before.is_missing(DataSet::SignIns.needs()) && before.ending().is_none());
        let earlier =
            status(None, &[(DataSet::SignIns, Denied, missing), (DataSet::TrustMonitor, Done, None)]);
        assert_eq!(earlier.ending(), missing);
        let never = status(None, &[(DataSet::Users, Done, None), (DataSet::SignIns, Never, None)]);
        assert_eq!(never.ending(), None);
    }

    #[test]
    fn what_stopped_the_run_comes_before_what_failed_in_it() {
        let set = (DataSet::Users, DataSetState::Failed, Some(Code::SchemaChanged));
        assert_eq!(status(None, &[set]).ending(), Some(Code::SchemaChanged));
        assert_eq!(status(Some(Code::Cancelled), &[set]).ending(), Some(Code::Cancelled));
    }
}
