//! The faults of a running simulator, with what they remember.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::fault::{Fault, FaultKind};

/// Faults with the number of requests that met them.
#[derive(Debug, Default)]
pub(crate) struct Troubles {
    faults: Vec<(Fault, AtomicI64)>,
    /// Cursors given out for a path by [`FaultKind::CursorLoop`].
    circle: Mutex<BTreeMap<String, Vec<Value>>>,
}

impl Troubles {
    pub(crate) fn new(faults: &[Fault]) -> Self {
        let faults = faults.iter().map(|fault| (fault.clone(), AtomicI64::new(0))).collect();
        Self { faults, circle: Mutex::default() }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// The fault of that kind on that path, without counting the request.
    pub(crate) fn find(&self, kind: FaultKind, path: &str) -> Option<&Fault> {
        self.entry(kind, path).map(|(fault, _)| fault)
    }

    /// Whether the request meets the fault; it is counted.
    pub(crate) fn strikes(&self, kind: FaultKind, path: &str) -> bool {
        self.strikes_times(kind, path, None)
    }

    /// Like [`Self::strikes`], with a number of times in case the fault has none.
    pub(crate) fn strikes_times(&self, kind: FaultKind, path: &str, times: Option<i64>) -> bool {
        let Some((fault, hits)) = self.entry(kind, path) else { return false };
        let hit = hits.fetch_add(1, Ordering::Relaxed);
        kind.has_own_number() || fault.number.or(times).is_none_or(|times| hit < times)
    }

    /// Whether more pages were served on that path than the fault allows.
    pub(crate) fn is_past(&self, kind: FaultKind, path: &str) -> bool {
        self.entry(kind, path)
            .is_some_and(|(fault, pages)| pages.load(Ordering::Relaxed) >= fault.number_or(1))
    }

    /// Counts a page for the kinds that wait for some.
    pub(crate) fn page_served(&self, path: &str) {
        for kind in [FaultKind::PermissionRevoked, FaultKind::SecretRotated] {
            if let Some((_, pages)) = self.entry(kind, path) {
                pages.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// How many rows of a page of `limit` the next one begins with; at least one row is new.
    pub(crate) fn overlap(&self, path: &str, limit: usize) -> usize {
        let rows = self.find(FaultKind::PageOverlap, path).map_or(0, |fault| fault.number_or(20));
        usize::try_from(rows).unwrap_or(0).min(limit.saturating_sub(1))
    }

    /// Whether the request is the first that meets the fault; it is counted.
    pub(crate) fn strikes_first(&self, kind: FaultKind, path: &str) -> bool {
        self.entry(kind, path).is_some_and(|(_, hits)| hits.fetch_add(1, Ordering::Relaxed) == 0)
    }

    /// The next cursor when pages lead round in a circle. `asked` is the cursor of this request.
    pub(crate) fn round(&self, path: &str, asked: Option<&Value>, next: Value) -> Value {
        let Some(fault) = self.find(FaultKind::CursorLoop, path) else { return next };
        let length = usize::try_from(fault.number_or(1)).unwrap_or(1).max(1);
        let mut circle = self.circle.lock().unwrap_or_else(PoisonError::into_inner);
        let given = circle.entry(path.to_owned()).or_default();
        let Some(asked) = asked else {
            *given = vec![next.clone()];
            return next;
        };
        if given.len() < length {
            given.push(next.clone());
            return next;
        }
        let place = given.iter().position(|cursor| cursor == asked).map_or(0, |place| place + 1);
        given[place % given.len()].clone()
    }

    fn entry(&self, kind: FaultKind, path: &str) -> Option<&(Fault, AtomicI64)> {
        self.faults.iter().find(|(fault, _)| fault.kind == kind && fault.covers(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn troubles(names: &[&str]) -> Troubles {
        Troubles::new(&names.iter().map(|name| name.parse().unwrap()).collect::<Vec<_>>())
    }

    #[test]
    fn a_number_is_how_often_a_fault_strikes() {
        let troubles = troubles(&["status_500:2", "bom"]);
        let strikes: Vec<_> = (0..3).map(|_| troubles.strikes(FaultKind::Status500, "/x")).collect();
        assert_eq!(strikes, [true, true, false]);
        assert!((0..9).all(|_| troubles.strikes(FaultKind::Bom, "/x")));
        assert!(!troubles.strikes(FaultKind::Drip, "/x"));
    }

    #[test]
    fn pages_are_counted_on_the_path_of_the_fault() {
        let troubles = troubles(&["permission_revoked:2@/admin/v1/users"]);
        let users = "/admin/v1/users";
        troubles.page_served("/admin/v1/groups");
        troubles.page_served(users);
        assert!(!troubles.is_past(FaultKind::PermissionRevoked, users));
        troubles.page_served(users);
        assert!(troubles.is_past(FaultKind::PermissionRevoked, users));
        assert!(!troubles.is_past(FaultKind::PermissionRevoked, "/admin/v1/groups"));
    }

    #[test]
    fn cursors_come_round_after_the_length_of_the_circle() {
        let troubles = troubles(&["cursor_loop:2"]);
        let mut asked = None;
        let mut seen = Vec::new();
        for page in 1..6 {
            let next = troubles.round("/x", asked.as_ref(), Value::from(page));
            seen.push(next.clone());
            asked = Some(next);
        }
        assert_eq!(seen, [1, 2, 1, 2, 1]);
    }
}
