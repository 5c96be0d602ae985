//! The logs that are read, each with its window, cursor and identity of events.

use chrono::{DateTime, Utc};
use domain::{ActivityEvent, AdminLogEvent, DataSet, SignIn, TelephonyEvent};
use duo_api::{Client, CountedLog, LogCursor, LogWindow, Pages, wire};
use store::LogRows;

use super::plan::{DAY_MS, LARGEST_MS};
use crate::ingest;

/// A log of Duo's.
pub(super) trait Log {
    const SET: DataSet;
    /// By which name Duo counts its events; none = it does not.
    const COUNTED: Option<CountedLog>;
    /// Span of the first window: a day of a busy log, all of one that is read upward anyway.
    const FIRST_MS: i64;
    type Wire: wire::Row;
    type Record: Send + 'static;

    /// Pages of a window, from its start or from a cursor.
    fn pages(client: &Client, span: LogWindow, cursor: Option<&str>) -> Pages<Self::Wire>;

    /// The record of an event, or the field that makes it unusable.
    fn record(event: Self::Wire, now: DateTime<Utc>) -> Result<Self::Record, &'static str>;

    fn rows(records: Vec<Self::Record>) -> LogRows;

    /// The moment up to which a cursor stands for: what lies before it was read.
    fn reached(cursor: &str) -> Option<i64> {
        LogCursor::try_from(cursor).ok().map(|cursor| cursor.ts_ms())
    }
}

/// Span of the first window of a log.
pub(crate) const fn first_window(set: DataSet) -> i64 {
    match set {
        DataSet::Activity => Activity::FIRST_MS,
        DataSet::Telephony => Telephony::FIRST_MS,
        DataSet::AdminLog => AdminLog::FIRST_MS,
        DataSet::OfflineLog => OfflineLog::FIRST_MS,
        _ => SignIns::FIRST_MS,
    }
}

fn of_v2(cursor: Option<&str>) -> Option<LogCursor> {
    cursor.and_then(|cursor| LogCursor::try_from(cursor).ok())
}

/// Where a v1 log is read from and until, in seconds: whole seconds, so that no event at a bound is left out.
fn of_v1(span: LogWindow, cursor: Option<&str>) -> (i64, i64) {
    let from = cursor.and_then(|cursor| cursor.parse().ok());
    (from.unwrap_or_else(|| span.mintime_ms.div_euclid(1000)), span.maxtime_ms.div_euclid(1000))
}

fn seconds(cursor: &str) -> Option<i64> {
    cursor.parse::<i64>().ok()?.checked_mul(1000)
}

pub(super) struct SignIns;
pub(super) struct Activity;
pub(super) struct Telephony;
pub(super) struct AdminLog;
pub(super) struct OfflineLog;

impl Log for SignIns {
    const SET: DataSet = DataSet::SignIns;
    const COUNTED: Option<CountedLog> = Some(CountedLog::Authentication);
    const FIRST_MS: i64 = DAY_MS;
    type Wire = ingest::Untimed;
    type Record = SignIn;

    fn pages(client: &Client, span: LogWindow, cursor: Option<&str>) -> Pages<Self::Wire> {
        client.authentication_log_as(span, of_v2(cursor))
    }

    fn record(event: Self::Wire, now: DateTime<Utc>) -> Result<SignIn, &'static str> {
        ingest::sign_in(event, now)
    }

    fn rows(records: Vec<SignIn>) -> LogRows {
        LogRows::SignIns(records)
    }
}

impl Log for Activity {
    const SET: DataSet = DataSet::Activity;
    const COUNTED: Option<CountedLog> = Some(CountedLog::Activity);
    const FIRST_MS: i64 = 32 * DAY_MS;
    type Wire = wire::Activity;
    type Record = ActivityEvent;

    fn pages(client: &Client, span: LogWindow, cursor: Option<&str>) -> Pages<Self::Wire> {
        client.activity_log(span, of_v2(cursor))
    }

    fn record(event: Self::Wire, now: DateTime<Utc>) -> Result<ActivityEvent, &'static str> {
        ingest::activity(event, now)
    }

    fn rows(records: Vec<ActivityEvent>) -> LogRows {
        LogRows::Activity(records)
    }
}

impl Log for Telephony {
    const SET: DataSet = DataSet::Telephony;
    const COUNTED: Option<CountedLog> = Some(CountedLog::Telephony);
    const FIRST_MS: i64 = 32 * DAY_MS;
    type Wire = wire::Telephony;
    type Record = TelephonyEvent;

    fn pages(client: &Client, span: LogWindow, cursor: Option<&str>) -> Pages<Self::Wire> {
        client.telephony_log(span, of_v2(cursor))
    }

    fn record(event: Self::Wire, now: DateTime<Utc>) -> Result<TelephonyEvent, &'static str> {
        ingest::telephony_event(event, now)
    }

    fn rows(records: Vec<TelephonyEvent>) -> LogRows {
        LogRows::Telephony(records)
    }
}

impl Log for AdminLog {
    const SET: DataSet = DataSet::AdminLog;
    const COUNTED: Option<CountedLog> = None;
    const FIRST_MS: i64 = LARGEST_MS;
    type Wire = wire::AdminEvent;
    type Record = AdminLogEvent;

    fn pages(client: &Client, span: LogWindow, cursor: Option<&str>) -> Pages<Self::Wire> {
        let (from, until) = of_v1(span, cursor);
        client.administrator_log(from, until)
    }

    fn record(event: Self::Wire, now: DateTime<Utc>) -> Result<AdminLogEvent, &'static str> {
        ingest::admin_event(event, now)
    }

    fn rows(records: Vec<AdminLogEvent>) -> LogRows {
        LogRows::AdminLog(records)
    }

    fn reached(cursor: &str) -> Option<i64> {
        seconds(cursor)
    }
}

impl Log for OfflineLog {
    const SET: DataSet = DataSet::OfflineLog;
    const COUNTED: Option<CountedLog> = None;
    const FIRST_MS: i64 = LARGEST_MS;
    type Wire = wire::AdminEvent;
    type Record = AdminLogEvent;

    fn pages(client: &Client, span: LogWindow, cursor: Option<&str>) -> Pages<Self::Wire> {
        let (from, until) = of_v1(span, cursor);
        client.offline_enrollment_log(from, until)
    }

    fn record(event: Self::Wire, now: DateTime<Utc>) -> Result<AdminLogEvent, &'static str> {
        ingest::admin_event(event, now)
    }

    fn rows(records: Vec<AdminLogEvent>) -> LogRows {
        LogRows::OfflineLog(records)
    }

    fn reached(cursor: &str) -> Option<i64> {
        seconds(cursor)
    }
}
