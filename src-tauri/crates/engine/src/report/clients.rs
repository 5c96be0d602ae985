//! Some clients side by side: seats, licence waste and MFA coverage of each. What could not be counted stands first, so
//! that no sum is taken for the whole.

mod forms;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::why::short;
use super::{Head, on_paper, render};
use crate::api::{ClientSummary, ClientsReportOf, CommandError, Figure, HandedOver, Nothing, ReportFormat};
use crate::export::file_name;
use crate::text::said;
use crate::zone::Zone;
use crate::{Code, Engine};

/// Share of users who can do MFA below which a client is counted as low, per cent.
const LOW: f64 = 90.0;

impl Engine {
    /// Hands over a report on some clients, in the order given. The sample stands in it alone or not at all: its figures
    /// are nobody's.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for an unknown zone, `FILE_READONLY`, `DISK_FULL`.
    pub async fn clients_report(self: &Arc<Self>, of: ClientsReportOf) -> Result<HandedOver, CommandError> {
        let (name, bytes) = Box::pin(self.clients_report_file(of)).await?;
        self.hand_over(&name, bytes).await
    }

    /// The report as a name and bytes.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for an unknown zone, and for `zip`.
    pub async fn clients_report_file(
        self: &Arc<Self>,
        of: ClientsReportOf,
    ) -> Result<(String, Vec<u8>), CommandError> {
        let zone = match &of.time_zone {
            Some(name) => Zone::named(name).ok_or_else(|| CommandError::new(Code::BadArguments))?,
            None => Zone::UTC,
        };
        let known = self.clients(Nothing {}).await?;
        let asked = || of.clients.iter().filter_map(|id| known.iter().find(|client| client.id == *id));
        let mut clients: Vec<&ClientSummary> = asked().filter(|client| !client.sample).collect();
        if clients.is_empty() {
            clients = asked().collect();
        }
        let made = self.ports.clock.utc();
        let facts = vec![
            (said("clients", &[]), clients.len().to_string()),
            (said("licrep_zone", &[]), zone.name().to_owned()),
        ];
        let title = said("clients_report_title", &[]);
        let head = Head { title, subject: None, facts, made, zone, brand: self.brand().await? };
        let content = Content::of(&clients, of.msp);
        let full = |_| CommandError::new(Code::DiskFull);
        let bytes = match of.format {
            ReportFormat::Html => render("clients.html", &head, &content)?.into_bytes(),
            ReportFormat::Pdf => {
                on_paper(render("clients.html", &head, &content)?, made, &head.brand, of.paper).await?
            }
            ReportFormat::Csv => content.csv().map_err(full)?,
            ReportFormat::Json => content.json(&head)?,
            ReportFormat::Xlsx => content.xlsx(&head).map_err(full)?,
            ReportFormat::Zip => return Err(CommandError::new(Code::BadArguments)),
        };
        Ok((file_name(&said("clients", &[]), "summary", made, of.format.extension()), bytes))
    }
}

/// What every form says.
#[derive(Serialize)]
struct Content {
    /// Clients whose users were never read, and why.
    uncounted: Vec<(String, String)>,
    over: usize,
    /// Of how many that can be said: their users were counted and their seats entered.
    seated: usize,
    low: usize,
    /// Of how many that can be said.
    covered: usize,
    rows: Vec<Line>,
    total: Total,
    msp: bool,
}

/// A client.
#[derive(Serialize)]
struct Line {
    name: String,
    /// In words.
    state: String,
    #[serde(skip)]
    state_id: String,
    as_of: Option<DateTime<Utc>>,
    billable: Cell,
    paid: Option<u32>,
    over: Option<f64>,
    reclaimable: Cell,
    coverage: Cell,
    low: bool,
    bypass: Cell,
    billed: Option<u32>,
    variance: Option<i64>,
}

/// A figure, or why there is none in a few words.
#[derive(Serialize)]
struct Cell {
    value: Option<f64>,
    why: String,
}

/// Sums over those that were counted; none where nobody was.
#[derive(Default, Serialize)]
struct Total {
    billable: Option<f64>,
    paid: Option<f64>,
    reclaimable: Option<f64>,
    bypass: Option<f64>,
    billed: Option<f64>,
}

impl Content {
    fn of(clients: &[&ClientSummary], msp: bool) -> Self {
        let rows: Vec<Line> = clients.iter().map(|client| Line::of(client)).collect();
        let unread = |client: &&&ClientSummary| matches!(client.billable, Figure::NotEvaluated(_));
        Self {
            uncounted: clients
                .iter()
                .filter(unread)
                .map(|client| (client.name.clone(), reason(&client.billable)))
                .collect(),
            over: rows.iter().filter(|row| row.over.is_some()).count(),
            seated: rows.iter().filter(|row| row.paid.is_some() && row.billable.value.is_some()).count(),
            low: rows.iter().filter(|row| row.low).count(),
            covered: rows.iter().filter(|row| row.coverage.value.is_some()).count(),
            total: Total {
                billable: sum(rows.iter().map(|row| row.billable.value)),
                paid: sum(rows.iter().map(|row| row.paid.map(f64::from))),
                reclaimable: sum(rows.iter().map(|row| row.reclaimable.value)),
                bypass: sum(rows.iter().map(|row| row.bypass.value)),
                billed: sum(rows.iter().map(|row| row.billed.map(f64::from))),
            },
            rows,
            msp,
        }
    }
}

impl Line {
    fn of(client: &ClientSummary) -> Self {
        let (billable, coverage) = (Cell::of(&client.billable), Cell::of(&client.coverage));
        let beyond = billable.value.zip(client.paid).map(|(users, paid)| users - f64::from(paid));
        let state_id = state(client);
        Self {
            name: client.name.clone(),
            state: said(&format!("connection_state_{state_id}"), &[]),
            state_id,
            as_of: client.last_sync,
            over: beyond.filter(|users| *users > 0.0),
            low: coverage.value.is_some_and(|share| share < LOW),
            billable,
            coverage,
            paid: client.paid,
            reclaimable: Cell::of(&client.reclaimable),
            bypass: Cell::of(&client.bypass),
            billed: client.billed,
            variance: client.variance,
        }
    }
}

impl Cell {
    fn of(figure: &Figure) -> Self {
        match figure {
            Figure::Value(value) => Self { value: Some(*value), why: String::new() },
            Figure::NotEvaluated(_) => Self { value: None, why: reason(figure) },
        }
    }
}

/// None where nothing was counted, which is no nought.
fn sum(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    values.flatten().fold(None, |sum, value| Some(sum.unwrap_or(0.0) + value))
}

/// The id of the connection's state, as JSON spells it.
fn state(client: &ClientSummary) -> String {
    let id = serde_json::to_value(client.state).ok();
    id.as_ref().and_then(serde_json::Value::as_str).unwrap_or("draft").to_owned()
}

fn reason(figure: &Figure) -> String {
    match figure {
        Figure::NotEvaluated(why) => short(*why),
        Figure::Value(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_counted_is_in_no_sum() {
        assert_eq!(sum([None, Some(2.0), Some(0.5)].into_iter()), Some(2.5));
        assert_eq!(sum([None, None].into_iter()), None);
        assert_eq!(sum([Some(0.0)].into_iter()), Some(0.0));
    }
}
