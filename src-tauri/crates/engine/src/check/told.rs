//! Who is told how a check goes on.

use std::sync::{Mutex, PoisonError};

use duo_api::RateWait;

use super::CheckProgress;
use super::rows::{row, values};
use crate::Code;
use crate::api::{CheckId, RowState};

type Progress<'a> = &'a mut (dyn FnMut(CheckProgress) + Send);

/// The listener, and the row that began and has not ended: what is shared with whoever waits.
pub(super) struct Told<'a>(Mutex<(Progress<'a>, Option<CheckId>)>);

impl<'a> Told<'a> {
    pub(super) fn new(progress: Progress<'a>) -> Self {
        Self(Mutex::new((progress, None)))
    }

    pub(super) fn tell(&self, what: CheckProgress) {
        (self.lock().0)(what);
    }

    pub(super) fn begins(&self, id: CheckId) {
        self.lock().1 = Some(id);
        self.tell(CheckProgress::Row(row(id, RowState::Running, None, 0, values([]))));
    }

    pub(super) fn under_way(&self) -> Option<CheckId> {
        self.lock().1
    }

    /// The row under way waits for Duo.
    pub(super) fn waits(&self, wait: RateWait) {
        let Some(id) = self.under_way() else { return };
        let seconds = wait.wait.as_secs_f64().ceil();
        let named = values([
            ("seconds", format!("{seconds:.0}")),
            ("number", wait.number.to_string()),
            ("of", wait.of.map_or_else(String::new, |of| of.to_string())),
        ]);
        self.tell(CheckProgress::Row(row(id, RowState::Running, Some(Code::RateLimit), 0, named)));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (Progress<'a>, Option<CheckId>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
