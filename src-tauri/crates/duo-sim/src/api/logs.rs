//! The logs of the second generation (admin-api.md §8).

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::api::envelope::{self, AuthLogs, Items, Metadata};
use crate::api::error::ApiError;
use crate::api::lists::Asked;
use crate::api::paging::{DEFAULT_LIMIT, total_objects};
use crate::dice::Subject;
use crate::fault::FaultKind;
use crate::log::page::{self, Order, Position, Query, Slice};
use crate::log::timeline::{DELAY_MS, REACH_MS};
use crate::log::{activity, sign_in};

/// Most rows of a page of a log.
const MOST: u64 = 1000;
/// Most rows that [`FaultKind::HugePage`] lets through.
const HUGE: u64 = 50_000;
/// A client that asks for all 180 days needs a moment to ask.
const GRACE_MS: i64 = 60_000;
/// Numbers below this are seconds, not milliseconds.
const FIRST_MILLISECONDS: i64 = 100_000_000_000;
/// How late a late event comes at most.
const LATEST_MS: i64 = 10 * 60_000;

impl Asked<'_> {
    pub(crate) fn sign_ins(&self, now: DateTime<Utc>) -> Result<Vec<u8>, ApiError> {
        let (query, stop_ms) = self.query(now)?;
        let now_ms = now.timestamp_millis();
        let late = self.has(FaultKind::Late);
        let late_from =
            if late { self.tenant.sign_ins.before(stop_ms - LATEST_MS) } else { self.tenant.sign_ins.len() };
        let hidden =
            |k| late && k >= late_from && self.tenant.sign_ins.ms(k) + DELAY_MS + self.lateness(k) > now_ms;
        let slice = sign_in::source(self.tenant, late_from, &hidden, |source| page::slice(source, &query));
        let text = |p: &Position| Value::from(vec![p.ms.to_string(), p.id.clone()]);
        let (slice, next) = self.way_on(&query, slice, &text);
        let metadata = metadata(next, total_objects(self.troubles, self.path, slice.total));
        let rows: Vec<_> = slice.events.iter().map(|k| sign_in::record(self.tenant, *k)).collect();
        Ok(envelope::single(AuthLogs { authlogs: rows, metadata }))
    }

    pub(crate) fn activity(&self, now: DateTime<Utc>) -> Result<Vec<u8>, ApiError> {
        let (query, _) = self.query(now)?;
        let slice = activity::source(self.tenant, |source| page::slice(source, &query));
        let text = |p: &Position| Value::from(format!("{},{}", p.ms, p.id));
        let (slice, next) = self.way_on(&query, slice, &text);
        let total = if self.has(FaultKind::TotalObject) {
            serde_json::json!({ "relation": "eq", "value": slice.total })
        } else {
            total_objects(self.troubles, self.path, slice.total)
        };
        let rows: Vec<_> = slice.events.iter().map(|k| activity::record(self.tenant, *k)).collect();
        Ok(envelope::single(Items { items: rows, metadata: metadata(next, total) }))
    }

    /// The query, and the moment up to which events can be seen.
    fn query(&self, now: DateTime<Utc>) -> Result<(Query, i64), ApiError> {
        let now_ms = now.timestamp_millis();
        let from_ms = self.moment("mintime")?;
        let to_ms = self.moment("maxtime")?;
        if from_ms < now_ms - REACH_MS - GRACE_MS {
            return Err(ApiError::InvalidParameter("mintime must be within the past 180 days"));
        }
        if from_ms >= to_ms {
            return Err(ApiError::InvalidParameter("maxtime"));
        }
        let limit = self.params.number("limit", 1)?.unwrap_or(DEFAULT_LIMIT).min(MOST);
        let limit = if self.has(FaultKind::HugePage) { HUGE } else { limit };
        let order = match self.params.get("sort").as_deref() {
            Some("ts:asc") => Order::Ascending,
            None | Some("ts:desc") => Order::Descending,
            Some(_) => return Err(ApiError::InvalidParameter("sort")),
        };
        let stop_ms = now_ms - DELAY_MS - 1;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok((Query { from_ms, to_ms: to_ms.min(stop_ms), limit, order, after: self.cursor()? }, stop_ms))
    }

    fn moment(&self, name: &'static str) -> Result<i64, ApiError> {
        let text = self.params.get(name).ok_or(ApiError::MissingParameter(name))?;
        match text.parse::<i64>() {
            Ok(ms) if ms >= FIRST_MILLISECONDS => Ok(ms),
            _ if name == "mintime" => {
                Err(ApiError::InvalidParameter("'mintime' must be a timestamp in milliseconds"))
            }
            _ => Err(ApiError::InvalidParameter("'maxtime' must be a timestamp in milliseconds")),
        }
    }

    /// `next_offset`, as one text with a comma or as the same parameter twice.
    fn cursor(&self) -> Result<Option<Position>, ApiError> {
        let values: Vec<String> = self.params.all("next_offset").collect();
        if values.is_empty() {
            return Ok(None);
        }
        let text = values.join(",");
        let bad = || ApiError::InvalidParameter("next_offset");
        let (ms, id) = text.split_once(',').ok_or_else(bad)?;
        let known = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !id.is_empty();
        let ms = ms.parse().map_err(|_| bad())?;
        if known { Ok(Some(Position { ms, id: id.to_owned() })) } else { Err(bad()) }
    }

    /// The rows and the cursor of a page, after the faults of paging have had their say.
    fn way_on(
        &self,
        query: &Query,
        mut slice: Slice,
        text: &dyn Fn(&Position) -> Value,
    ) -> (Slice, Option<Value>) {
        let asked = query.after.as_ref();
        let forever = self.has(FaultKind::EmptyPagesForever);
        if forever || self.is_emptied(&slice) {
            let next = self.before_page(query, &slice, forever);
            slice.events.clear();
            return (slice, Some(text(&next)));
        }
        let Some(next) = slice.next.clone() else {
            return (slice, self.has(FaultKind::NullNextOffset).then_some(Value::Null));
        };
        if self.has(FaultKind::CursorInjection) {
            let parts = Value::from(vec!["1", "a&mintime=0#"]);
            let joined = text(&next).is_string();
            return (slice, Some(if joined { "1,a&mintime=0#".into() } else { parts }));
        }
        if self.has(FaultKind::CursorBackwards) {
            let step = if query.order == Order::Ascending { -3_600_000 } else { 3_600_000 };
            let ms = asked.map_or(next.ms, |after| after.ms) + step;
            return (slice, Some(text(&Position { ms, ..next })));
        }
        let next = self.troubles.round(self.path, asked.map(text).as_ref(), text(&next));
        (slice, Some(next))
    }

    fn is_emptied(&self, slice: &Slice) -> bool {
        !slice.events.is_empty() && self.troubles.strikes_times(FaultKind::EmptyPageOnce, self.path, Some(1))
    }

    /// A new cursor from which this page's rows still follow.
    fn before_page(&self, query: &Query, slice: &Slice, forever: bool) -> Position {
        let ascending = query.order == Order::Ascending;
        let first_ms = slice.events.first().map(|k| {
            let timeline =
                if self.path.ends_with("activity") { &self.tenant.activity } else { &self.tenant.sign_ins };
            timeline.ms(*k)
        });
        let edge = if ascending { query.from_ms } else { query.to_ms };
        let ms = match (&query.after, first_ms, forever) {
            (Some(after), _, true) => after.ms + if ascending { 1 } else { -1 },
            (_, Some(first), false) => first + if ascending { -1 } else { 1 },
            _ => edge,
        };
        let id = if ascending {
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        } else {
            "00000000-0000-4000-8000-000000000000"
        };
        Position { ms, id: id.to_owned() }
    }

    /// How much later than others event `k` becomes visible.
    fn lateness(&self, k: u64) -> i64 {
        let mut dice = self.tenant.dice(Subject::Late, k);
        if dice.percent(30) { dice.between(1, LATEST_MS - DELAY_MS) } else { 0 }
    }

    fn has(&self, kind: FaultKind) -> bool {
        self.troubles.find(kind, self.path).is_some()
    }
}

fn metadata(next_offset: Option<Value>, total_objects: Value) -> Metadata {
    Metadata { next_offset, prev_offset: None, total_objects }
}
