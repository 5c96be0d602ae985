//! Going on from an earlier check: what was good stays, what failed and what comes after it is asked again.

use crate::api::{CheckId, CheckReport, RowState};

use super::rows::ORDER;

/// The first row to ask again; none = every row was asked and none failed.
pub(super) fn first_open(report: &CheckReport) -> Option<CheckId> {
    let open = |id: &CheckId| {
        report.checks.iter().find(|row| row.id == *id).is_some_and(|row| match row.state {
            RowState::Fail | RowState::Running => true,
            // A keychain that refused is a warning: the connection can be kept without it.
            RowState::Warn => row.id == CheckId::Keychain,
            RowState::Skipped => row.values.contains_key("needs") || row.code == Some(crate::Code::Cancelled),
            RowState::Pass => false,
        })
    };
    ORDER.into_iter().find(|id| open(id))
}
