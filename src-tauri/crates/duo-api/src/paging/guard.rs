//! Guards against paging that never ends.

use std::collections::BTreeSet;

use crate::cursor::{LogCursor, Offset};
use crate::error::ApiError;

/// Empty pages in a row that move nothing.
const MAX_EMPTY: u32 = 3;
/// Empty pages in a row even if the cursor's time moves.
const MAX_EMPTY_MOVING: u32 = 100;

/// Offsets must grow, and pages must hold something.
#[derive(Debug)]
pub(super) struct OffsetGuard {
    at: Offset,
    empty: u32,
}

impl OffsetGuard {
    pub(super) fn new(at: Offset) -> Self {
        Self { at, empty: 0 }
    }

    pub(super) fn step(&mut self, next: Offset, page_is_empty: bool) -> Result<Offset, ApiError> {
        self.empty = if page_is_empty { self.empty + 1 } else { 0 };
        if next <= self.at || self.empty >= MAX_EMPTY {
            return Err(ApiError::PageLoop);
        }
        self.at = next;
        Ok(next)
    }
}

/// Logs are asked for oldest first: the cursor's time must not go back, and no cursor may come twice.
#[derive(Debug)]
pub(super) struct LogGuard {
    newest: i64,
    /// Cursors of the newest millisecond: only among these can a circle close.
    seen: BTreeSet<String>,
    empty: u32,
    empty_in_place: u32,
}

impl LogGuard {
    pub(super) fn new(from: Option<&LogCursor>) -> Self {
        Self {
            newest: from.map_or(i64::MIN, LogCursor::ts_ms),
            seen: from.into_iter().map(|cursor| cursor.as_str().to_owned()).collect(),
            empty: 0,
            empty_in_place: 0,
        }
    }

    pub(super) fn step(&mut self, next: &LogCursor, page_is_empty: bool) -> Result<(), ApiError> {
        let moved = next.ts_ms() > self.newest;
        self.empty = if page_is_empty { self.empty + 1 } else { 0 };
        self.empty_in_place = if page_is_empty && !moved { self.empty_in_place + 1 } else { 0 };
        if moved {
            self.newest = next.ts_ms();
            self.seen.clear();
        }
        let back = next.ts_ms() < self.newest;
        let again = !self.seen.insert(next.as_str().to_owned());
        if back || again || self.empty_in_place >= MAX_EMPTY || self.empty >= MAX_EMPTY_MOVING {
            return Err(ApiError::PageLoop);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(ms: u64, id: &str) -> LogCursor {
        LogCursor::try_from(format!("{ms},{id}").as_str()).unwrap()
    }

    const MS: u64 = 1_792_000_000_000;

    #[test]
    fn offsets_grow() {
        let mut guard = OffsetGuard::new(Offset(0));
        assert_eq!(guard.step(Offset(300), false), Ok(Offset(300)));
        assert_eq!(guard.step(Offset(300), false), Err(ApiError::PageLoop));
        assert_eq!(OffsetGuard::new(Offset(600)).step(Offset(0), false), Err(ApiError::PageLoop));
    }

    #[test]
    fn empty_lists_end() {
        let mut guard = OffsetGuard::new(Offset(0));
        assert!(guard.step(Offset(1), true).is_ok() && guard.step(Offset(2), true).is_ok());
        assert_eq!(guard.step(Offset(3), true), Err(ApiError::PageLoop));
    }

    #[test]
    fn the_same_cursor_again_is_a_loop() {
        let mut guard = LogGuard::new(None);
        assert_eq!(guard.step(&cursor(MS, "a"), false), Ok(()));
        assert_eq!(guard.step(&cursor(MS, "b"), false), Ok(()));
        assert_eq!(guard.step(&cursor(MS, "a"), false), Err(ApiError::PageLoop));
        assert_eq!(
            LogGuard::new(Some(&cursor(MS, "a"))).step(&cursor(MS, "a"), false),
            Err(ApiError::PageLoop)
        );
    }

    #[test]
    fn time_does_not_go_back() {
        let mut guard = LogGuard::new(Some(&cursor(MS, "a")));
        assert_eq!(guard.step(&cursor(MS - 1, "b"), false), Err(ApiError::PageLoop));
    }

    #[test]
    fn empty_pages() {
        let mut guard = LogGuard::new(None);
        assert!(guard.step(&cursor(MS, "a"), true).is_ok(), "once is fine");
        assert!(guard.step(&cursor(MS, "b"), false).is_ok());
        assert!(guard.step(&cursor(MS, "c"), true).is_ok() && guard.step(&cursor(MS, "d"), true).is_ok());
        assert_eq!(guard.step(&cursor(MS, "e"), true), Err(ApiError::PageLoop));
        let mut guard = LogGuard::new(None);
        let steps = (0..1000).take_while(|n| guard.step(&cursor(MS + n, "a"), true).is_ok()).count();
        assert_eq!(steps, 99, "moving, but for ever empty");
    }
}
