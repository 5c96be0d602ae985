//! A sync's progress on standard error: a line when a data set changes its state, and now and then between.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use engine::EventSink;
use engine::api::{DataSetState, DataSetStatus, Event};

use crate::output::Output;
use crate::text;

/// Rows between two lines about the same data set.
const STRIDE: u64 = 5_000;

pub(crate) struct Progress {
    output: Output,
    told: Mutex<HashMap<String, (DataSetState, u64)>>,
}

impl Progress {
    pub(crate) fn new(output: Output) -> Self {
        Self { output, told: Mutex::default() }
    }

    /// Whether this is news.
    fn is_news(&self, status: &DataSetStatus) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (status.state, status.rows / STRIDE);
        let before = told.insert(status.data_set.id().to_owned(), now);
        !matches!(status.state, DataSetState::Never | DataSetState::Waiting) && before != Some(now)
    }
}

impl EventSink for Progress {
    fn send(&self, event: Event) {
        if let Event::SyncProgress { status } = event {
            for status in status.data_sets.iter().filter(|status| self.is_news(status)) {
                self.output.message(&line(status));
            }
        }
    }
}

/// `Sign-ins: Reading, 12000 of 58000, about 24 min left`.
pub(crate) fn line(status: &DataSetStatus) -> String {
    let running = status.state == DataSetState::Running;
    let name = text::label("data_set", status.data_set.id());
    let state = text::label("data_set_state", &text::id(status.state));
    let rows = (status.rows > 0 || status.state == DataSetState::Done).then(|| match status.total {
        Some(total) if running => format!("{} of {total}", status.rows),
        _ => status.rows.to_string(),
    });
    let left = status.eta_seconds.filter(|_| running).map(|seconds| match seconds {
        0..90 => format!("about {seconds} s left"),
        _ => format!("about {} min left", seconds.div_ceil(60)),
    });
    let set_aside = (status.quarantined > 0).then(|| format!("{} set aside", status.quarantined));
    let code = status.code.map(|code| code.as_str().to_owned());
    let parts: Vec<String> = [Some(state), rows, left, set_aside, code].into_iter().flatten().collect();
    format!("{name}: {}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use domain::DataSet;

    use super::*;

    fn status(state: DataSetState, rows: u64) -> DataSetStatus {
        DataSetStatus {
            rows,
            total: Some(58_000),
            quarantined: 2,
            requests: 12,
            requests_left: Some(46),
            eta_seconds: Some(1_440),
            ..DataSetStatus::of(DataSet::SignIns, state)
        }
    }

    #[test]
    fn a_running_set_says_how_far_it_is_and_a_complete_one_how_much_there_is() {
        assert_eq!(
            line(&status(DataSetState::Running, 12_000)),
            "Sign-ins: Reading, 12000 of 58000, about 24 min left, 2 set aside"
        );
        assert_eq!(line(&status(DataSetState::Done, 58_000)), "Sign-ins: Complete, 58000, 2 set aside");
    }

    #[test]
    fn only_changes_and_long_strides_are_news() {
        let progress = Progress::new(Output::new(false, true));
        assert!(!progress.is_news(&status(DataSetState::Waiting, 0)));
        assert!(progress.is_news(&status(DataSetState::Running, 1)));
        assert!(!progress.is_news(&status(DataSetState::Running, STRIDE - 1)));
        assert!(progress.is_news(&status(DataSetState::Running, STRIDE)));
        assert!(progress.is_news(&status(DataSetState::Done, STRIDE)));
    }
}
