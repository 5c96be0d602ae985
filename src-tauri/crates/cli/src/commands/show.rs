//! `show`: rows of a view.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::{LogGap, NotEvaluated, NotEvaluatedReason};
use engine::api::{Row, Values, ViewName, ViewPage, ViewQuery, ViewRows};
use engine::{Code, Engine};
use serde::Serialize;

use crate::args::ShowArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::view::{self, Gap};
use crate::{table, text};

/// The engine's longest page.
const PAGE: u64 = 1_000;

#[derive(Serialize)]
struct Document {
    view: &'static str,
    as_of: Option<String>,
    total: Option<u64>,
    /// There may be more than `total`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    at_least: bool,
    rows: Option<Vec<Row>>,
    not_evaluated: Vec<Gap>,
    /// Every reason is that no sync ever read it.
    #[serde(skip)]
    never_read: bool,
    /// Stretches of the logs beneath in which events are missing.
    gaps: Vec<LogGap>,
    /// Another program reads the client now: there may be more in a moment.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    syncing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

pub(crate) async fn run(session: &Session, args: &ShowArgs) -> Result<Exit, Failure> {
    let (client, view) = view::split(&args.what, session.common.sample)?;
    let query = query(args)?;
    let engine = session.engine_of_client().await?;
    let client = session.client(&engine, client).await?;
    let document =
        read(&engine, &client.id, view, query, args.limit).await.map_err(|why| explained(why, view, args))?;
    let document = Document { syncing: engine.is_read_elsewhere(&client.id), ..document };
    session.output.result(&document, || lines(view, &document));
    if document.syncing {
        session.output.message(&text::text("sync_elsewhere", &Values::new()).unwrap_or_default());
    }
    Ok(if document.rows.is_some() { Exit::Done } else { Exit::Limited })
}

fn query(args: &ShowArgs) -> Result<ViewQuery, Failure> {
    let mut query = ViewQuery {
        filter: view::conditions(args.filter.as_deref())?,
        sort: args.sort.as_deref().map(view::sort),
        ..ViewQuery::default()
    };
    go_on_at(&mut query, args.after.as_deref());
    Ok(query)
}

/// What was asked for and cannot be, in words that name the option.
fn explained(failure: Failure, view: ViewName, args: &ShowArgs) -> Failure {
    let sentence = match failure.code {
        Code::UnknownColumn => {
            let known: Vec<&str> = engine::columns(view).iter().map(|column| column.id).collect();
            format!("There is no such column. There are: {}.", known.join(", "))
        }
        Code::BadArguments => match (&args.filter, &args.after) {
            (Some(_), None) => "A value of --filter is not of the kind that its column holds.",
            (None, Some(_)) => "--after takes the `next` of an earlier answer, of the same view and order.",
            _ => "A value of --filter is not of its column's kind, or --after is not the `next` of an earlier answer.",
        }
        .to_owned(),
        _ => return failure,
    };
    failure.saying(sentence)
}

/// Views of objects go on at a row's number, logs at a key.
fn go_on_at(query: &mut ViewQuery, cursor: Option<&str>) {
    let Some(cursor) = cursor else { return };
    (query.offset, query.after) = match cursor.parse() {
        Ok(offset) => (offset, None),
        Err(_) => (0, Some(cursor.to_owned())),
    };
}

async fn read(
    engine: &Arc<Engine>,
    client: &str,
    view: ViewName,
    mut query: ViewQuery,
    limit: u64,
) -> Result<Document, Failure> {
    let mut rows = Vec::new();
    loop {
        let missing = limit - rows.len() as u64;
        // The engine takes 0 for its default; a page of one still tells the total.
        query.limit = u32::try_from(missing.clamp(1, PAGE)).unwrap_or(1);
        let asked = ViewRows { client: client.to_owned(), view, query: query.clone() };
        let page = engine.view_rows(asked).await?;
        let next = next(&page, &query);
        let not_evaluated = page.not_evaluated.iter().map(Gap::from).collect();
        let Some(more) = page.rows else {
            let never = |gap: &NotEvaluated| matches!(gap.why, NotEvaluatedReason::NeverSynced { .. });
            let never_read = page.not_evaluated.iter().all(never);
            let unread = document(view, page.as_of, None, None, not_evaluated, page.gaps, None);
            return Ok(Document { never_read, ..unread });
        };
        rows.extend(more.into_iter().take(usize::try_from(missing).unwrap_or(usize::MAX)));
        if rows.len() as u64 >= limit || next.is_none() {
            let next = if limit == 0 { None } else { next };
            let (as_of, total) = (page.as_of, Some(page.total));
            let read = document(view, as_of, total, Some(rows), not_evaluated, page.gaps, next);
            return Ok(Document { at_least: page.at_least, ..read });
        }
        go_on_at(&mut query, next.as_deref());
    }
}

/// Where the rows go on: the view's own cursor, or the next row's number in views that have none.
fn next(page: &ViewPage, query: &ViewQuery) -> Option<String> {
    let read = page.rows.as_ref().map_or(0, Vec::len) as u64;
    let end = query.offset + read;
    let by_number = query.after.is_none() && read > 0 && end < page.total;
    page.next.clone().or_else(|| by_number.then(|| end.to_string()))
}

fn document(
    view: ViewName,
    as_of: Option<DateTime<Utc>>,
    total: Option<u64>,
    rows: Option<Vec<Row>>,
    not_evaluated: Vec<Gap>,
    gaps: Vec<LogGap>,
    next: Option<String>,
) -> Document {
    let as_of = as_of.map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true));
    Document {
        view: view.id(),
        as_of,
        total,
        at_least: false,
        rows,
        not_evaluated,
        never_read: false,
        gaps,
        syncing: false,
        next,
    }
}

/// The view's columns, without keys that say nothing to people.
fn columns(view: ViewName) -> Vec<&'static str> {
    engine::columns(view).iter().filter(|column| !column.hidden).map(|column| column.id).collect()
}

fn lines(view: ViewName, document: &Document) -> String {
    let mut parts = Vec::new();
    if let (Some(rows), Some(total)) = (&document.rows, document.total) {
        if !rows.is_empty() {
            parts.push(table::of_rows(&columns(view), rows));
        }
        let least = if document.at_least { "at least " } else { "" };
        let age = document.as_of.as_ref().map_or_else(String::new, |time| format!(", as of {time}"));
        parts.push(format!("{}: {} of {least}{total}{age}", text::label("view", view.id()), rows.len()));
    }
    parts
        .extend(document.not_evaluated.iter().map(|gap| format!("Not evaluated: {}: {}", gap.what, gap.why)));
    if document.never_read {
        parts.push("Nothing was read of this client yet: run tandemctl sync for it.".to_owned());
    }
    parts.extend(document.gaps.iter().map(missing));
    parts.extend(document.next.as_ref().map(|next| format!("More: --after {next}")));
    parts.join("\n")
}

/// A stretch in which events are missing, in words.
fn missing(gap: &LogGap) -> String {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let set = text::label("data_set", gap.data_set.id());
    let why = text::label("gap", gap.why.id());
    format!("Missing: {set}, {} to {}: {why}", time(gap.from), time(gap.to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rows: usize, next: Option<&str>) -> ViewPage {
        ViewPage {
            view: ViewName::Users,
            as_of: None,
            total: 10,
            at_least: false,
            rows: Some(vec![Row::new(); rows]),
            next: next.map(str::to_owned),
            not_evaluated: Vec::new(),
            read_back_to: None,
            gaps: Vec::new(),
        }
    }

    #[test]
    fn object_views_go_on_by_number_and_logs_by_key() {
        let at = |offset| ViewQuery { offset, ..ViewQuery::default() };
        assert_eq!(next(&page(4, None), &at(0)).as_deref(), Some("4"));
        assert_eq!(next(&page(6, None), &at(4)), None);
        assert_eq!(next(&page(0, None), &at(99)), None);
        assert_eq!(next(&page(4, Some("k.4")), &at(0)).as_deref(), Some("k.4"));
        let mut query = at(7);
        go_on_at(&mut query, Some("k.4"));
        assert_eq!((query.offset, query.after.as_deref()), (0, Some("k.4")));
        assert_eq!(next(&page(6, None), &query), None, "the last page of a log has no next");
    }
}
