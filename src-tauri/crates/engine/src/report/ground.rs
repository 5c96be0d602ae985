//! What reports on a client are made from: the same answers as the window's, and the rows behind them.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::{DataSet, LogGap, NotEvaluatedReason};
use store::{Condition, DataSetRow, Row, ViewName, ViewQuery};

use super::Brand;
use crate::api::{ClientRef, ClientReportOf, CommandError, DayCount, Figure, Overview, RightFound, ViewRows};
use crate::connection::details::rights;
use crate::overview::by_day;
use crate::views::missing;
use crate::zone::Zone;
use crate::{Code, Engine};

const DAYS: u32 = 30;
/// Duo gives no more of a log.
const MOST_DAYS: u32 = 180;
const PAGE: u32 = 1_000;

/// What a report is made from.
pub(super) struct Ground {
    pub(super) client: String,
    pub(super) zone: Zone,
    pub(super) brand: Brand,
    pub(super) made: DateTime<Utc>,
    pub(super) overview: Overview,
    pub(super) rights: Vec<RightFound>,
    /// Open gaps of every log.
    pub(super) gaps: Vec<LogGap>,
    pub(super) sets: Vec<DataSetRow>,
    pub(super) period: Period,
    /// Days without a sign-in after which the licence review calls a user idle.
    pub(super) idle_days: u32,
}

/// Rows of a view.
#[derive(Default)]
pub(super) struct Found {
    /// The first of them.
    pub(super) rows: Vec<Row>,
    /// How many there are.
    pub(super) all: usize,
}

/// The sign-ins of some days.
pub(super) struct Period {
    pub(super) days: u32,
    pub(super) from: DateTime<Utc>,
    pub(super) to: DateTime<Utc>,
    pub(super) sums: Vec<DayCount>,
    /// Why they are not all there.
    pub(super) missing: Option<NotEvaluatedReason>,
    /// How far back the log was read without a break.
    pub(super) read_back_to: Option<DateTime<Utc>>,
}

impl Ground {
    /// Why one of these sets says nothing.
    pub(super) fn missing(&self, sets: &[DataSet]) -> Option<NotEvaluatedReason> {
        sets.iter().find_map(|set| missing(&self.sets, *set))
    }

    /// The figure, unless one of these sets says nothing.
    pub(super) fn known(&self, sets: &[DataSet], value: f64) -> Figure {
        self.missing(sets).map_or(Figure::Value(value), Figure::NotEvaluated)
    }
}

impl Engine {
    /// What a report on a client is made from.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, `BAD_ARGUMENTS` for an unknown zone or a period that no log holds, database codes.
    pub(super) async fn ground(self: &Arc<Self>, of: &ClientReportOf) -> Result<Ground, CommandError> {
        let days = of.days.unwrap_or(DAYS);
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(CommandError::new(Code::BadArguments));
        }
        let connection = self.connection(&of.client).await?;
        let made = self.ports.clock.utc();
        let (gaps, sets, period) = self
            .read(&of.client, move |db| {
                let mut gaps = Vec::new();
                for set in DataSet::LOGS {
                    gaps.extend(db.gaps_of(set)?.into_iter().filter(|gap| gap.closed_at.is_none()));
                }
                let sets = db.data_sets()?;
                let period = period(db, days, made, &sets, &gaps)?;
                Ok((gaps, sets, period))
            })
            .await?;
        Ok(Ground {
            zone: self.zone_of(&of.client, of.time_zone.as_deref()).await?,
            brand: self.brand().await?,
            made,
            overview: self.overview(ClientRef { client: of.client.clone() }).await?,
            rights: rights(&connection),
            client: connection.name,
            gaps,
            sets,
            period,
            idle_days: self.licence_defaults_stored().await?.idle_days,
        })
    }

    /// The zone that was asked for, else the client's, else UTC.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for an unknown one.
    pub(crate) async fn zone_of(&self, client: &str, asked: Option<&str>) -> Result<Zone, CommandError> {
        if let Some(name) = asked {
            return Zone::named(name).ok_or_else(|| CommandError::new(Code::BadArguments));
        }
        let client = client.to_owned();
        let said = self.registry(move |registry| registry.details(&client)).await?;
        Ok(Zone::named(&said.time_zone).unwrap_or(Zone::UTC))
    }

    /// How many rows of a view meet the conditions; nought where the view cannot be read.
    pub(super) async fn row_count(
        self: &Arc<Self>,
        client: &str,
        view: ViewName,
        filter: Vec<Condition>,
    ) -> Result<f64, CommandError> {
        let query = ViewQuery { filter, limit: 1, ..ViewQuery::default() };
        Ok(self.view_page(ViewRows { client: client.to_owned(), view, query }).await?.total as f64)
    }

    /// The first rows of a view that meet the conditions, at most so many; none where the view cannot be read.
    pub(super) async fn first_rows(
        self: &Arc<Self>,
        client: &str,
        view: ViewName,
        filter: Vec<Condition>,
        most: usize,
    ) -> Result<Found, CommandError> {
        let mut query = ViewQuery { filter, limit: PAGE, ..ViewQuery::default() };
        let mut found = Found::default();
        loop {
            let left = u32::try_from(most.saturating_sub(found.rows.len())).unwrap_or(u32::MAX);
            // Nothing is shown, but all is counted.
            query.limit = left.clamp(1, PAGE);
            let asked = ViewRows { client: client.to_owned(), view, query: query.clone() };
            let page = self.view_page(asked).await?;
            let Some(rows) = page.rows else { return Ok(found) };
            let read = rows.len();
            found.all += read;
            found.rows.extend(rows.into_iter().take(most - found.rows.len()));
            let total = usize::try_from(page.total).unwrap_or(usize::MAX);
            if !page.at_least && query.after.is_none() && found.rows.len() >= most {
                return Ok(Found { all: total, ..found });
            }
            query.offset += read as u64;
            match page.next {
                Some(next) => (query.after, query.offset) = (Some(next), 0),
                None if query.after.is_some() || read == 0 || found.all >= total => return Ok(found),
                None => {}
            }
        }
    }
}

fn period(
    db: &store::ClientDb,
    days: u32,
    now: DateTime<Utc>,
    sets: &[DataSetRow],
    gaps: &[LogGap],
) -> Result<Period, store::StoreError> {
    let coverage = db.coverage()?;
    let time = |ms: i64| DateTime::from_timestamp_millis(ms);
    let read_back_to = coverage.and_then(|(lo, _)| time(lo));
    let to = coverage.and_then(|(_, hi)| time(hi)).unwrap_or(now);
    // Sums are of whole days: what is counted one by one begins where they do.
    let from = (to - TimeDelta::days(i64::from(days))).date_naive().and_time(NaiveTime::MIN).and_utc();
    let finished = sets.iter().any(|row| row.set == DataSet::SignIns && row.as_of.is_some());
    let reached = finished || read_back_to.is_some_and(|back| back <= from);
    let broken = gaps.iter().any(|gap| gap.data_set == DataSet::SignIns && gap.to >= from);
    let unread =
        (!reached || broken).then_some(NotEvaluatedReason::NeverSynced { data_set: DataSet::SignIns });
    Ok(Period {
        days,
        from,
        to,
        sums: by_day(&db.sign_in_days(from.date_naive(), to.date_naive())?),
        missing: missing(sets, DataSet::SignIns).or(unread),
        read_back_to,
    })
}
