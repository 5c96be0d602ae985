//! How much of a run is left. What was not learnt is not promised: then there is no number.

use std::time::Duration;

use domain::{DataSet, Permission};
use duo_api::EndpointClass;

use crate::api::{DataSetState, DataSetStatus, SyncStatus};

/// Rows of a full page (admin-api.md §3.3).
pub(super) fn page_of(set: DataSet) -> u64 {
    match set {
        DataSet::Users => 300,
        set if set.is_log() => 1000,
        _ => 500,
    }
}

/// Requests that a list of which the last reading is known takes once more; a log grows by an unknown part.
pub(crate) fn expected(set: &DataSetStatus) -> Option<u64> {
    let known = set.as_of.is_some() && !is_log(set.data_set);
    known.then(|| set.rows.div_ceil(page_of(set.data_set)).max(1))
}

/// Fills in what is left of each data set and of the run. `eta` says how long so many requests of a class take, if that
/// is known.
pub(super) fn estimate(status: &mut SyncStatus, eta: impl Fn(EndpointClass, u64) -> Option<Duration>) {
    for set in &mut status.data_sets {
        set.requests_left = set.requests_left.filter(|_| is_open(set.state));
        let left = set.requests_left.filter(|_| set.state == DataSetState::Running);
        set.eta_seconds = left.and_then(|left| eta(class(set.data_set), left)).map(whole_seconds);
    }
    let open = || status.data_sets.iter().filter(|set| is_open(set.state));
    let of = |wanted: EndpointClass| -> Option<u64> {
        open().filter(|set| class(set.data_set) == wanted).map(|set| set.requests_left).sum()
    };
    let lefts = EndpointClass::ALL.map(|class| (class, of(class)));
    status.requests_left =
        lefts.iter().map(|(_, left)| *left).sum::<Option<u64>>().filter(|_| status.running);
    let time = |(class, left): &(EndpointClass, Option<u64>)| match left {
        Some(0) => Some(Duration::ZERO),
        left => left.and_then(|left| eta(*class, left)),
    };
    // Logs are read beside the rest, which is read one after the other.
    let (logs, rest): (Vec<_>, Vec<_>) = lefts.iter().partition(|(class, _)| {
        matches!(class, EndpointClass::Log | EndpointClass::V1Log | EndpointClass::V1OfflineLog)
    });
    let rest: Option<Duration> = rest.iter().map(time).sum();
    let logs: Option<Vec<Duration>> = logs.iter().map(time).collect();
    let longest = logs.and_then(|logs| logs.into_iter().chain([rest?]).max());
    status.seconds_left = longest.filter(|_| status.running).map(whole_seconds);
}

const fn is_open(state: DataSetState) -> bool {
    matches!(state, DataSetState::Waiting | DataSetState::Running)
}

fn is_log(set: DataSet) -> bool {
    set.needs() == Permission::ReadLog
}

/// By which quota a data set is read.
fn class(set: DataSet) -> EndpointClass {
    match set {
        DataSet::Account
        | DataSet::Settings
        | DataSet::AdminAuthMethods
        | DataSet::AuthAttempts
        | DataSet::TelephonyCredits => EndpointClass::Object,
        DataSet::AdminLog => EndpointClass::V1Log,
        DataSet::OfflineLog => EndpointClass::V1OfflineLog,
        set if is_log(set) => EndpointClass::Log,
        _ => EndpointClass::Page,
    }
}

fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use DataSetState::{Done, Running, Waiting};

    fn set(data_set: DataSet, state: DataSetState, left: Option<u64>) -> DataSetStatus {
        DataSetStatus { requests_left: left, ..DataSetStatus::of(data_set, state) }
    }

    fn run(sets: Vec<DataSetStatus>) -> SyncStatus {
        let mut status = SyncStatus { running: true, data_sets: sets, ..SyncStatus::of("c") };
        estimate(&mut status, |class, requests| {
            let each = if class == EndpointClass::Log { 30 } else { 1 };
            (class != EndpointClass::Object).then(|| Duration::from_secs(each * requests))
        });
        status
    }

    #[test]
    fn logs_go_on_beside_the_rest() {
        let status = run(vec![
            set(DataSet::Users, Running, Some(3)),
            set(DataSet::Phones, Waiting, Some(7)),
            set(DataSet::SignIns, Running, Some(4)),
        ]);
        assert_eq!((status.requests_left, status.seconds_left), (Some(14), Some(120)));
        assert_eq!(status.data_sets[0].eta_seconds, Some(3));
        assert_eq!(status.data_sets[1].eta_seconds, None, "it has not begun");
    }

    #[test]
    fn what_is_not_known_is_not_promised() {
        let status = run(vec![set(DataSet::Users, Running, Some(3)), set(DataSet::Phones, Waiting, None)]);
        assert_eq!((status.requests_left, status.seconds_left), (None, None));
        let status = run(vec![set(DataSet::Account, Running, Some(1))]);
        assert_eq!((status.requests_left, status.seconds_left), (Some(1), None), "no answer was timed yet");
    }

    #[test]
    fn nothing_is_left_of_what_ended() {
        let status = run(vec![set(DataSet::Users, Done, Some(3)), set(DataSet::SignIns, Running, Some(1))]);
        assert_eq!((status.requests_left, status.data_sets[0].requests_left), (Some(1), None));
        let mut status = SyncStatus { running: false, ..status };
        estimate(&mut status, |_, _| Some(Duration::ZERO));
        assert_eq!((status.requests_left, status.seconds_left), (None, None));
    }

    #[test]
    fn a_list_is_expected_to_be_as_long_as_last_time() {
        let mut phones = set(DataSet::Phones, Waiting, None);
        phones.rows = 501;
        assert_eq!(expected(&phones), None, "never read");
        phones.as_of = chrono::DateTime::from_timestamp(1_790_000_000, 0);
        assert_eq!(expected(&phones), Some(2));
        phones.data_set = DataSet::SignIns;
        assert_eq!(expected(&phones), None, "a log grows");
    }
}
