//! Offset pages (admin-api.md §3.3).

use serde::Serialize;
use serde_json::Value;

use crate::api::envelope::{self, Listing, Metadata};
use crate::api::error::ApiError;
use crate::api::params::Params;
use crate::api::troubles::Troubles;
use crate::fault::FaultKind;

/// Rows of a page when no limit is asked for.
pub(crate) const DEFAULT_LIMIT: u64 = 100;
/// Most rows of a page of users.
pub(crate) const MOST_USERS: u64 = 300;
/// Most rows of a page of anything else.
pub(crate) const MOST: u64 = 500;
/// Most rows that [`FaultKind::HugePage`] lets through.
const HUGE: u64 = 50_000;

/// The part of a list that is asked for.
pub(crate) struct Window<'a> {
    path: &'a str,
    troubles: &'a Troubles,
    offset: u64,
    limit: u64,
}

impl<'a> Window<'a> {
    /// Reads `limit` and `offset`; a limit above `most` is brought down to it without a word.
    pub(crate) fn read(
        params: &Params,
        most: u64,
        path: &'a str,
        troubles: &'a Troubles,
    ) -> Result<Self, ApiError> {
        let limit = params.number("limit", 1)?.unwrap_or(DEFAULT_LIMIT).min(most);
        let offset = params.number("offset", 0)?.unwrap_or(0);
        let huge = troubles.find(FaultKind::HugePage, path).is_some();
        Ok(Self { path, troubles, offset, limit: if huge { HUGE } else { limit } })
    }

    /// The page of a list of `total` rows, each made from its number.
    pub(crate) fn page<T: Serialize>(&self, total: u32, row: impl Fn(u32) -> T) -> Vec<u8> {
        // A list that shrinks loses its first row before the second page.
        let lost = u64::from(self.offset > 0 && self.has(FaultKind::ListShrinks));
        let total = u64::from(total).saturating_sub(lost);
        let end = (self.offset.saturating_add(self.limit)).min(total);
        let empty = self.has(FaultKind::EmptyPagesForever);
        let rows = if empty { 0..0 } else { self.offset.min(end)..end };
        let response = rows.filter_map(|place| u32::try_from(place + lost).ok()).map(row).collect();
        let metadata = Metadata {
            next_offset: self.next(end, total),
            prev_offset: (self.offset > 0).then(|| self.offset.saturating_sub(self.limit)),
            total_objects: total_objects(self.troubles, self.path, total),
        };
        envelope::write(&Listing { metadata, response, stat: "OK" })
    }

    fn next(&self, end: u64, total: u64) -> Option<Value> {
        if self.has(FaultKind::EmptyPagesForever) {
            return Some(self.offset.saturating_add(self.limit).into());
        }
        if end >= total {
            return self.has(FaultKind::NullNextOffset).then_some(Value::Null);
        }
        if self.has(FaultKind::CursorInjection) {
            return Some("1,a&mintime=0#".into());
        }
        if self.has(FaultKind::CursorBackwards) && self.offset > 0 {
            return Some((self.offset / 2).into());
        }
        let asked = (self.offset > 0).then(|| Value::from(self.offset));
        let overlap = self.troubles.overlap(self.path, usize::try_from(self.limit).unwrap_or(usize::MAX));
        let end = end - u64::try_from(overlap).unwrap_or(0);
        let next = self.troubles.round(self.path, asked.as_ref(), end.into());
        let texts = self.has(FaultKind::StringNextOffset);
        Some(if texts { Value::String(next.to_string()) } else { next })
    }

    fn has(&self, kind: FaultKind) -> bool {
        self.troubles.find(kind, self.path).is_some()
    }
}

/// `total_objects`, true or not.
pub(crate) fn total_objects(troubles: &Troubles, path: &str, total: u64) -> Value {
    match troubles.find(FaultKind::TotalLies, path) {
        Some(fault) => fault.number_or(1_000_000_000_000_000_000).into(),
        None => total.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(query: &str, fault: &str) -> Result<Value, ApiError> {
        let faults: Vec<_> =
            Some(fault).filter(|f| !f.is_empty()).map(|f| f.parse().unwrap()).into_iter().collect();
        let troubles = Troubles::new(&faults);
        let window = Window::read(&Params::parse(query.as_bytes()), 300, "/x", &troubles)?;
        Ok(serde_json::from_slice(&window.page(951, |n| n)).unwrap())
    }

    #[test]
    fn limits_are_clamped_and_the_last_page_has_no_next() {
        let first = page("", "").unwrap();
        assert_eq!(first["metadata"], serde_json::json!({ "next_offset": 100, "total_objects": 951 }));
        let clamped = page("limit=1000&offset=300", "").unwrap();
        assert_eq!(clamped["response"].as_array().unwrap().len(), 300);
        let metadata = serde_json::json!({ "next_offset": 600, "prev_offset": 0, "total_objects": 951 });
        assert_eq!(clamped["metadata"], metadata);
        let last = page("limit=300&offset=900", "").unwrap();
        assert_eq!(last["response"].as_array().unwrap().len(), 51);
        assert!(last["metadata"].get("next_offset").is_none());
        let beyond = page("offset=5000", "").unwrap();
        assert!(beyond["response"].as_array().unwrap().is_empty());
    }

    #[test]
    fn a_limit_or_offset_that_is_no_number_is_refused() {
        for query in ["limit=-1", "limit=ten", "limit=0", "offset=-1", "offset=1.5"] {
            let name = if query.starts_with("limit") { "limit" } else { "offset" };
            assert_eq!(page(query, ""), Err(ApiError::InvalidParameter(name)), "{query}");
        }
    }

    #[test]
    fn faults_change_the_way_on() {
        assert!(page("offset=900", "null_next_offset").unwrap()["metadata"]["next_offset"].is_null());
        assert_eq!(page("", "string_next_offset").unwrap()["metadata"]["next_offset"], "100");
        assert_eq!(page("offset=200", "cursor_backwards").unwrap()["metadata"]["next_offset"], 100);
        assert_eq!(page("", "total_lies:-1").unwrap()["metadata"]["total_objects"], -1);
        assert_eq!(page("offset=100&limit=1", "list_shrinks").unwrap()["response"][0], 101);
        let empty = page("offset=2000", "empty_pages_forever").unwrap();
        assert_eq!(
            (&empty["response"], &empty["metadata"]["next_offset"]),
            (&serde_json::json!([]), &2100.into())
        );
    }
}
