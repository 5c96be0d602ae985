//! The logs (admin-api.md §8).

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::api::envelope::{self, AuthLogs, Items, Metadata};
use crate::api::error::ApiError;
use crate::api::lists::Asked;
use crate::api::paging::{DEFAULT_LIMIT, total_objects};
use crate::dice::Subject;
use crate::fault::FaultKind;
use crate::log::page::{self, Order, Position, Query, Slice, Source};
use crate::log::timeline::{DELAY_MS, REACH_MS, Timeline};
use crate::log::{activity, admin_log, offline, sign_in, telephony};

/// Most rows of a page of a log.
const MOST: u64 = 1000;
/// Most rows that [`FaultKind::HugePage`] lets through.
const HUGE: u64 = 50_000;
/// A client that asks for all 180 days needs a moment to ask.
const GRACE_MS: i64 = 60_000;
/// Numbers below this are seconds, not milliseconds.
const FIRST_MILLISECONDS: i64 = 100_000_000_000;
/// How many seconds late a late event comes at most, unless the fault says.
const LATEST: i64 = 600;

/// A log that is asked for.
struct Log<'a> {
    timeline: &'a Timeline,
    id: &'a dyn Fn(u64) -> String,
    /// Whether `next_offset` is a list of two texts, not one text with a comma.
    two: bool,
}

impl Asked<'_> {
    pub(crate) fn sign_ins(&self, now: DateTime<Utc>) -> Result<Vec<u8>, ApiError> {
        let id = |k| sign_in::txid(self.tenant, k);
        let (events, metadata) =
            self.page(now, &Log { timeline: &self.tenant.sign_ins, id: &id, two: true })?;
        let rows: Vec<_> = events.iter().map(|k| sign_in::record(self.tenant, *k)).collect();
        Ok(envelope::single(AuthLogs { authlogs: rows, metadata }))
    }

    pub(crate) fn activity(&self, now: DateTime<Utc>) -> Result<Vec<u8>, ApiError> {
        let id = |k| activity::activity_id(self.tenant, k);
        let (events, metadata) =
            self.page(now, &Log { timeline: &self.tenant.activity, id: &id, two: false })?;
        let rows: Vec<_> = events.iter().map(|k| activity::record(self.tenant, *k)).collect();
        Ok(envelope::single(Items { items: rows, metadata }))
    }

    pub(crate) fn telephony(&self, now: DateTime<Utc>) -> Result<Vec<u8>, ApiError> {
        let id = |k| telephony::telephony_id(self.tenant, k);
        let (events, metadata) =
            self.page(now, &Log { timeline: &self.tenant.telephony, id: &id, two: false })?;
        let rows: Vec<_> = events.iter().map(|k| telephony::record(self.tenant, *k)).collect();
        Ok(envelope::single(Items { items: rows, metadata }))
    }

    /// The administrator log of the first generation.
    pub(crate) fn admin_log(&self, now: DateTime<Utc>) -> Result<Vec<u8>, ApiError> {
        let events = self.first_thousand(now, &self.tenant.admin_log)?;
        Ok(envelope::single(
            events.into_iter().map(|k| admin_log::record(self.tenant, k)).collect::<Vec<_>>(),
        ))
    }

    /// The log of offline enrolment.
    pub(crate) fn offline_log(&self, now: DateTime<Utc>) -> Result<Vec<u8>, ApiError> {
        let events = self.first_thousand(now, &self.tenant.offline_log)?;
        Ok(envelope::single(events.into_iter().map(|k| offline::record(self.tenant, k)).collect::<Vec<_>>()))
    }

    /// The earliest thousand events at or after `mintime` (seconds), which may be left out (admin-api.md §8.5).
    fn first_thousand(&self, now: DateTime<Utc>, timeline: &Timeline) -> Result<Vec<u64>, ApiError> {
        let now_ms = now.timestamp_millis();
        let from = match self.params.get("mintime") {
            None => 0,
            Some(text) => text.parse::<i64>().map_err(|_| ApiError::InvalidParameter("mintime"))?,
        };
        let from_ms = from.saturating_mul(1000).max(now_ms - REACH_MS);
        let stop_ms = now_ms - DELAY_MS - 1;
        let hidden = self.hidden(now_ms, timeline);
        let (low, high) = (timeline.before(from_ms), timeline.before(stop_ms + 1));
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let mut events: Vec<u64> = (low..high).filter(|k| !hidden(*k)).take(most).collect();
        self.lose_one(&mut events);
        Ok(events)
    }

    fn page(&self, now: DateTime<Utc>, log: &Log<'_>) -> Result<(Vec<u64>, Metadata), ApiError> {
        let (query, stop_ms) = self.query(now)?;
        let hidden = self.hidden(now.timestamp_millis(), log.timeline);
        let late = self.troubles.find(FaultKind::Late, self.path);
        let late_from = late.map_or(log.timeline.len(), |late| {
            log.timeline.before(stop_ms - late.number_or(LATEST).saturating_mul(1000))
        });
        let source = Source { timeline: log.timeline, id: log.id, late_from, hidden: &hidden };
        let slice = page::slice(&source, &query);
        let total = if self.has(FaultKind::TotalObject) && !log.two {
            serde_json::json!({ "relation": "eq", "value": slice.total })
        } else {
            total_objects(self.troubles, self.path, slice.total)
        };
        let (mut slice, next_offset) = self.way_on(&query, slice, log);
        self.lose_one(&mut slice.events);
        Ok((slice.events, Metadata { next_offset, prev_offset: None, total_objects: total }))
    }

    /// Which events cannot be seen yet, for all that they are old enough.
    fn hidden<'a>(&'a self, now_ms: i64, timeline: &'a Timeline) -> impl Fn(u64) -> bool + 'a {
        let late = self.troubles.find(FaultKind::Late, self.path);
        move |k| {
            late.is_some_and(|late| {
                let most = late.number_or(LATEST).saturating_mul(1000);
                timeline.ms(k) + DELAY_MS + self.lateness(k, most) > now_ms
            })
        }
    }

    /// Leaves out one event of a page that is counted all the same.
    fn lose_one(&self, events: &mut Vec<u64>) {
        if events.len() > 1 && self.troubles.strikes_times(FaultKind::RowLost, self.path, Some(1)) {
            events.remove(0);
        }
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
        let (to_ms, after) = (to_ms.min(stop_ms), self.cursor()?);
        let overlap = self.troubles.overlap(self.path, limit);
        Ok((Query { from_ms, to_ms, limit, order, after, overlap }, stop_ms))
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
    fn way_on(&self, query: &Query, mut slice: Slice, log: &Log<'_>) -> (Slice, Option<Value>) {
        let text = |p: &Position| {
            let parts = [p.ms.to_string(), p.id.clone()];
            if log.two { Value::from(parts.to_vec()) } else { Value::from(parts.join(",")) }
        };
        let asked = query.after.as_ref();
        let forever = self.has(FaultKind::EmptyPagesForever);
        if forever || self.is_emptied(&slice) {
            let next = Self::before_page(query, &slice, forever, log.timeline);
            slice.events.clear();
            return (slice, Some(text(&next)));
        }
        let Some(next) = slice.next.clone() else {
            return (slice, self.has(FaultKind::NullNextOffset).then_some(Value::Null));
        };
        if self.has(FaultKind::CursorInjection) {
            let parts = Value::from(vec!["1", "a&mintime=0#"]);
            return (slice, Some(if log.two { parts } else { "1,a&mintime=0#".into() }));
        }
        if self.has(FaultKind::CursorBackwards) {
            let step = if query.order == Order::Ascending { -3_600_000 } else { 3_600_000 };
            let ms = asked.map_or(next.ms, |after| after.ms) + step;
            return (slice, Some(text(&Position { ms, ..next })));
        }
        let next = self.troubles.round(self.path, asked.map(&text).as_ref(), text(&next));
        (slice, Some(next))
    }

    fn is_emptied(&self, slice: &Slice) -> bool {
        !slice.events.is_empty() && self.troubles.strikes_times(FaultKind::EmptyPageOnce, self.path, Some(1))
    }

    /// A new cursor from which this page's rows still follow.
    fn before_page(query: &Query, slice: &Slice, forever: bool, timeline: &Timeline) -> Position {
        let ascending = query.order == Order::Ascending;
        let first_ms = slice.events.first().map(|k| timeline.ms(*k));
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
    fn lateness(&self, k: u64, most_ms: i64) -> i64 {
        let mut dice = self.tenant.dice(Subject::Late, k);
        if dice.percent(30) { dice.between(1, (most_ms - DELAY_MS).max(1)) } else { 0 }
    }

    fn has(&self, kind: FaultKind) -> bool {
        self.troubles.find(kind, self.path).is_some()
    }
}
