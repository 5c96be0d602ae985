//! Lists and logs as pages, until there are no more or they go in circles.

mod guard;

use std::marker::PhantomData;

use futures::Stream;

use crate::answer::{self, Metadata, NextOffset, RawPage};
use crate::client::{Call, Client};
use crate::cursor::{LogCursor, Offset};
use crate::error::ApiError;
use crate::wire::Row;
use guard::{LogGuard, OffsetGuard};

/// Where the next page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    /// Of a list.
    Offset(Offset),
    /// Of a log.
    Log(LogCursor),
    /// Of a log of the first generation: Unix seconds.
    Time(i64),
}

/// A row that could not be decoded. Its page is fine without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Position in the page.
    pub index: usize,
    /// The field that failed.
    pub path: String,
    /// The row as JSON, secrets dropped; `None` when it is longer than 64 KiB or may hold a secret.
    pub raw: Option<String>,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// Decoded rows, in the order they came.
    pub rows: Vec<T>,
    /// Rows that could not be decoded.
    pub rejected: Vec<Rejected>,
    /// Where the next page begins; `None` = this was the last.
    pub next: Option<Cursor>,
    /// What Duo says the whole list holds. Never to be trusted for allocating or stopping.
    pub total: Option<u64>,
    /// Size of the answer's body.
    pub bytes: usize,
    /// The second (Unix) that alone filled the page, in a log of the first generation: what else happened in it cannot
    /// be read.
    pub crowded: Option<i64>,
}

/// The pages of a list or log; ends after the last page or the first error.
pub struct Pages<T> {
    client: Client,
    kind: Kind,
    call: Call,
    /// Asked when the first page of `call` is not offered (404).
    fallback: Option<String>,
    done: bool,
    row: PhantomData<fn() -> T>,
}

enum Kind {
    Offset { limit: u32, at: Offset, guard: OffsetGuard },
    Log { at: Option<LogCursor>, guard: LogGuard },
    Time { at: i64, until: i64 },
}

/// Rows of a full page of a v1 log (admin-api.md §8.5).
const V1_PAGE: usize = 1000;

impl<T: Row> Pages<T> {
    pub(crate) fn by_offset(client: Client, call: Call, limit: u32, from: Offset) -> Self {
        let kind = Kind::Offset { limit, at: from, guard: OffsetGuard::new(from) };
        Self { client, kind, call, fallback: None, done: false, row: PhantomData }
    }

    pub(crate) fn by_log_cursor(client: Client, call: Call, from: Option<LogCursor>) -> Self {
        let guard = LogGuard::new(from.as_ref());
        Self {
            client,
            kind: Kind::Log { at: from, guard },
            call,
            fallback: None,
            done: false,
            row: PhantomData,
        }
    }

    /// A log that gives the earliest thousand from a second on: the next page begins at the last second of the one before,
    /// which is read again, until `until` is passed.
    pub(crate) fn by_time(client: Client, call: Call, from: i64, until: i64) -> Self {
        let kind = Kind::Time { at: from, until };
        Self { client, kind, call, fallback: None, done: false, row: PhantomData }
    }

    pub(crate) fn or_else_from(mut self, path: &str) -> Self {
        self.fallback = Some(path.to_owned());
        self
    }

    /// The next page; `None` after the last page or an error.
    pub async fn next(&mut self) -> Option<Result<Page<T>, ApiError>> {
        if self.done {
            return None;
        }
        let page = self.fetch().await;
        self.done = page.as_ref().map_or(true, |page| page.next.is_none());
        Some(page)
    }

    /// The pages as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Result<Page<T>, ApiError>> + Send {
        futures::stream::unfold(self, |mut pages| async move {
            let page = pages.next().await?;
            Some((page, pages))
        })
    }

    async fn fetch(&mut self) -> Result<Page<T>, ApiError> {
        let (page, bytes) = match self.ask().await {
            Err(ApiError::Duo { status: 404, .. }) if self.fallback.is_some() => {
                self.call.path = self.fallback.take().unwrap_or_default();
                self.ask().await
            }
            answer => {
                self.fallback = None;
                answer
            }
        }?;
        let crowded = self.kind.crowded(&page);
        let next = self.kind.advance(&page)?;
        let total = page.metadata.total_objects;
        Ok(Page { rows: page.rows, rejected: page.rejected, next, total, bytes, crowded })
    }

    async fn ask(&self) -> Result<(RawPage<T>, usize), ApiError> {
        let mut call = self.call.clone();
        self.kind.add_params(&mut call.params);
        if matches!(self.kind, Kind::Log { .. })
            && !within_reach(&mut call.params, self.client.oldest_log_ms())
        {
            let none = RawPage { rows: Vec::new(), rejected: Vec::new(), metadata: Metadata::default() };
            return Ok((none, 0));
        }
        let decode = match self.kind {
            Kind::Offset { .. } | Kind::Time { .. } => answer::object_page,
            Kind::Log { .. } => answer::log_page,
        };
        let answer =
            self.client.fetch(&call, |response| Ok((decode(response)?, response.body.len()))).await?;
        Ok(answer.value)
    }
}

/// Duo gives 180 days of a log and refuses a page whose window begins before that. A window that is asked for slowly
/// grows too old on the way: what has gone from it is asked for no more. False when nothing is left of it.
fn within_reach(params: &mut [(String, String)], oldest: i64) -> bool {
    let moment = |name| {
        params.iter().find(|(param, _)| param == name).and_then(|(_, moment)| moment.parse::<i64>().ok())
    };
    let (Some(from), Some(until)) = (moment("mintime"), moment("maxtime")) else { return true };
    if from < oldest
        && let Some((_, from)) = params.iter_mut().find(|(name, _)| name == "mintime")
    {
        *from = oldest.to_string();
    }
    oldest < until
}

impl Kind {
    fn add_params(&self, params: &mut Vec<(String, String)>) {
        match self {
            Self::Offset { limit, at, .. } => {
                params.push(("limit".into(), limit.to_string()));
                params.push(("offset".into(), at.0.to_string()));
            }
            Self::Log { at, .. } => {
                params.extend(at.iter().map(|cursor| ("next_offset".into(), cursor.as_str().to_owned())));
            }
            Self::Time { at, .. } => params.push(("mintime".into(), at.to_string())),
        }
    }

    /// The second that a whole page of a v1 log lies in.
    fn crowded<T: Row>(&self, page: &RawPage<T>) -> Option<i64> {
        let Self::Time { at, .. } = self else { return None };
        let alone = page.rows.len() >= V1_PAGE && last_second(page) == Some(*at);
        alone.then_some(*at)
    }

    fn advance<T: Row>(&mut self, page: &RawPage<T>) -> Result<Option<Cursor>, ApiError> {
        let unknown = || ApiError::Schema { path: "metadata.next_offset".into() };
        let empty = page.rows.is_empty() && page.rejected.is_empty();
        match self {
            Self::Offset { at, guard, .. } => {
                let next = match &page.metadata.next_offset {
                    NextOffset::None => return Ok(None),
                    NextOffset::Number(number) => *number,
                    NextOffset::Text(text) => text.parse().map_err(|_| unknown())?,
                    NextOffset::Unknown => return Err(unknown()),
                };
                *at = guard.step(Offset(next), empty)?;
                Ok(Some(Cursor::Offset(*at)))
            }
            Self::Log { at, guard } => {
                let next = match &page.metadata.next_offset {
                    NextOffset::None => return Ok(None),
                    NextOffset::Text(text) => LogCursor::try_from(text.as_str()).map_err(|_| unknown())?,
                    NextOffset::Number(_) | NextOffset::Unknown => return Err(unknown()),
                };
                guard.step(&next, empty)?;
                *at = Some(next.clone());
                Ok(Some(Cursor::Log(next)))
            }
            Self::Time { at, until } => {
                if page.rows.len() + page.rejected.len() < V1_PAGE {
                    return Ok(None);
                }
                let last = last_second(page).ok_or_else(|| ApiError::Schema { path: "timestamp".into() })?;
                if last < *at {
                    return Err(ApiError::PageLoop);
                }
                // The last second is read again, unless it fills a page: then only the next one leads on.
                *at = if last == *at { last + 1 } else { last };
                Ok((*at <= *until).then_some(Cursor::Time(*at)))
            }
        }
    }
}

fn last_second<T: Row>(page: &RawPage<T>) -> Option<i64> {
    page.rows.iter().filter_map(Row::at_ms).max().map(|ms| ms.div_euclid(1000))
}

impl<T> std::fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages")
            .field("path", &self.call.path)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}
