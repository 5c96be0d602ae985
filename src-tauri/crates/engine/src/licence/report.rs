//! The licence review as a file: one HTML page (ux.md §8.7), a workbook, CSV or JSON.

mod book;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::analysis::Lane;
use domain::{DataSet, LogGap, NotEvaluatedReason};
use serde::Serialize;
use serde_json::json;
use store::Row;

use super::report_words::{amount, day, number, sentences};
use super::rows::{list, reason, reclaimed, said, text};
use crate::api::{
    BillingModel, ClientRef, CommandError, DataSetStatus, Figure, HandedOver, LicenceReportOf, LicenceReview,
    LicenceReviewOf, ReportFormat, ReportNames,
};
use crate::export::{file_name, guarded, record};
use crate::report::{Head, render};
use crate::{Code, Engine};

impl Engine {
    /// Writes the licence review as a file.
    ///
    /// # Errors
    /// `DISK_FULL`, `FILE_READONLY`.
    pub async fn licence_report(self: &Arc<Self>, of: LicenceReportOf) -> Result<HandedOver, CommandError> {
        let (name, bytes) = self.licence_report_file(of).await?;
        self.hand_over(&name, bytes).await
    }

    /// The same as a name and bytes.
    pub async fn licence_report_file(
        self: &Arc<Self>,
        of: LicenceReportOf,
    ) -> Result<(String, Vec<u8>), CommandError> {
        let connection = self.connection(&of.client).await?;
        let asked = LicenceReviewOf { client: of.client.clone(), scenario: of.scenario.clone() };
        let review = self.licence_review(asked).await?;
        let sets = self.sync_status(ClientRef { client: of.client.clone() }).await?.data_sets;
        let readable = matches!(review.billable, Figure::Value(_));
        let rows = if readable { self.candidates(&of.client, &of.scenario).await? } else { Vec::new() };
        let now = self.ports.clock.utc();
        let gaps = self.read(&of.client, |db| db.gaps_of(DataSet::SignIns)).await?;
        let report = Report {
            gaps: gaps.into_iter().filter(|gap| gap.closed_at.is_none()).collect(),
            client: &connection.name,
            review: &review,
            of: &of,
            people: People::of(&rows, of.names),
        };
        let (extension, bytes) = match of.format {
            ReportFormat::Html => ("html", report.html(&rows, &sets, now)?.into_bytes()),
            ReportFormat::Csv => ("csv", report.csv(&rows).map_err(|_| CommandError::new(Code::DiskFull))?),
            ReportFormat::Json => ("json", report.json(&rows, &sets)?),
            ReportFormat::Xlsx => {
                let duplicates = self.licence_duplicates(ClientRef { client: of.client.clone() }).await?;
                let bytes = report.xlsx(&rows, &sets, &duplicates);
                ("xlsx", bytes.map_err(|_| CommandError::new(Code::DiskFull))?)
            }
        };
        Ok((file_name(&connection.name, "licence-review", now, extension), bytes))
    }
}

/// Names as far as the report may tell them.
struct People {
    names: ReportNames,
    numbers: HashMap<String, usize>,
}

impl People {
    fn of(rows: &[Row], names: ReportNames) -> Self {
        let mut ids: Vec<&str> = rows.iter().map(|row| text(row, "user_id")).collect();
        ids.sort_unstable();
        let numbers = ids.into_iter().zip(1..).map(|(id, number)| (id.to_owned(), number)).collect();
        Self { names, numbers }
    }

    fn name(&self, row: &Row) -> String {
        match self.names {
            ReportNames::Names => text(row, "username").to_owned(),
            ReportNames::Pseudonyms | ReportNames::Counts => {
                let number = self.numbers.get(text(row, "user_id")).copied().unwrap_or_default();
                said("licrep_pseudonym", &[("n", &number.to_string())])
            }
        }
    }

    fn told(&self) -> bool {
        self.names == ReportNames::Names
    }
}

struct Report<'a> {
    /// Stretches of the sign-in log in which events are missing.
    gaps: Vec<LogGap>,
    client: &'a str,
    review: &'a LicenceReview,
    of: &'a LicenceReportOf,
    people: People,
}

#[derive(Serialize)]
struct Content {
    sentences: Vec<String>,
    readable: bool,
    steps: Vec<Step>,
    billable: String,
    licences: Vec<(String, Option<String>, String)>,
    estimate: Option<String>,
    msp: Option<Vec<(String, Option<String>, String)>>,
    scope: Vec<Scope>,
    window: String,
    trash: String,
    formulas: Vec<String>,
    lists: Vec<List>,
    counts_only: bool,
}

#[derive(Serialize)]
struct Step {
    label: String,
    users: String,
    from: f64,
    share: f64,
    plain: bool,
}

#[derive(Serialize)]
struct Scope {
    data: String,
    state: String,
    readable: bool,
    rows: Option<String>,
    as_of: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct List {
    title: String,
    note: String,
    count: usize,
    rows: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    why: String,
    last_seen: Option<String>,
    evidence: String,
    /// About when Duo itself moves the user to the Trash.
    trash: Option<String>,
    synced: bool,
    note: String,
}

impl Report<'_> {
    fn html(&self, rows: &[Row], sets: &[DataSetStatus], now: DateTime<Utc>) -> Result<String, CommandError> {
        let as_of = self.review.as_of;
        let label = |key: &str| said(key, &[]);
        let mut facts = vec![(label("licrep_zone"), "UTC".to_owned())];
        if let Some(at) = as_of {
            facts.insert(0, (label("licrep_as_of"), at.format("%-d %b %Y %H:%M UTC").to_string()));
        }
        if let (Some(from), Some(to)) = (self.review.read_back_to, as_of) {
            facts.insert(0, (label("licrep_period"), format!("{} – {}", day(from), day(to))));
        }
        let head =
            Head { title: label("view_licences"), subject: Some(self.client.to_owned()), facts, made: now };
        render("licences.html", &head, &self.content(rows, sets))
    }

    fn content(&self, rows: &[Row], sets: &[DataSetStatus]) -> Content {
        let review = self.review;
        let readable = matches!(review.billable, Figure::Value(_));
        Content {
            sentences: sentences(self.client, review, self.of.prices),
            readable,
            steps: if readable { self.steps() } else { Vec::new() },
            billable: figure(&review.billable),
            licences: self.licences(),
            estimate: self.estimate(),
            msp: self.of.msp.then(|| self.msp()),
            scope: sets.iter().map(|set| scope(set, &self.gaps)).collect(),
            window: match (review.read_back_to, review.log_complete) {
                (None, _) => said("last_login_only", &[]),
                (Some(from), true) => said("licrep_window", &[("date", &day(from))]),
                (Some(from), false) => said("licrep_window_partial", &[("date", &day(from))]),
            },
            trash: match &review.user_expiry_days {
                Figure::Value(days) if *days > 0.0 => said("licrep_trash", &[("days", &number(*days))]),
                Figure::Value(_) => said("licrep_trash_never", &[]),
                Figure::NotEvaluated(_) => said("licrep_trash_unknown", &[]),
            },
            formulas: (1..=8)
                .map(|n| said(&format!("licrep_formula_{n}"), &[("days", &review.idle_days.to_string())]))
                .collect(),
            lists: if readable { self.lists(rows) } else { Vec::new() },
            counts_only: self.of.names == ReportNames::Counts,
        }
    }

    fn steps(&self) -> Vec<Step> {
        let total: u64 = self.review.waterfall.iter().map(|step| step.users).sum();
        let percent = |users: u64| if total == 0 { 0.0 } else { users as f64 * 100.0 / total as f64 };
        let mut end = total;
        self.review
            .waterfall
            .iter()
            .map(|step| {
                end -= step.users;
                Step {
                    label: match step.reason {
                        Some(reason) => said(&format!("reason_{}", reason.id()), &[]),
                        None => said("in_use", &[]),
                    },
                    users: number(step.users as f64),
                    from: percent(end),
                    share: percent(step.users),
                    plain: step.reason.is_none(),
                }
            })
            .collect()
    }

    /// Label, value (none = not readable), and what it goes by.
    fn licences(&self) -> Vec<(String, Option<String>, String)> {
        let review = self.review;
        let days = review.idle_days.to_string();
        let mut list = vec![
            (said("paid", &[]), self.paid().or_else(|| Some(not_entered())), self.entered()),
            of_figure("billable", &review.billable, "", String::new()),
        ];
        for active in &review.active {
            let value = matches!(review.billable, Figure::Value(_)).then(|| number(active.users as f64));
            list.push((said("licrep_active", &[("days", &active.days.to_string())]), value, String::new()));
        }
        list.push(of_figure(
            "utilisation",
            &review.utilisation,
            " %",
            said("licrep_utilisation", &[("days", &days)]),
        ));
        list.push(of_figure("licrep_unassigned", &review.unassigned, "", String::new()));
        list.push(of_figure("licrep_over", &review.over, "", String::new()));
        list.push(of_figure("reclaimable", &review.reclaimable, "", String::new()));
        list.push(of_figure("licrep_waste", &review.waste, " %", String::new()));
        if let Some(saving) = &review.saving {
            let rule =
                [("buffer", saving.buffer_percent.to_string()), ("commit", saving.min_commit.to_string())];
            let rule: Vec<_> = rule.iter().map(|(name, value)| (*name, value.as_str())).collect();
            list.push((
                said("licrep_need", &[]),
                Some(number(saving.need.into())),
                said("licrep_need_rule", &rule),
            ));
            list.push((said("licrep_drop", &[]), Some(number(saving.droppable.into())), String::new()));
        }
        if self.of.prices {
            self.prices(&mut list);
        }
        list
    }

    fn prices(&self, list: &mut Vec<(String, Option<String>, String)>) {
        let terms = self.review.terms.as_ref();
        let saving = self.review.saving.as_ref();
        let currency = terms.and_then(|terms| terms.currency.as_deref());
        let price = terms.and_then(|terms| terms.price_hundredths).map(|price| amount(price, currency));
        let unit = terms.map_or_else(String::new, |terms| said(unit(terms.model), &[]));
        let per = match terms.map(|terms| terms.model) {
            Some(BillingModel::Prepaid) => said("licrep_price_year", &[]),
            Some(BillingModel::PayPerUser) => said("licrep_price_month", &[]),
            None => String::new(),
        };
        let entered = price.is_some();
        list.push((said("price", &[]), price.or_else(|| Some(not_entered())), per.clone()));
        if !entered {
            return;
        }
        let each = saving.and_then(|saving| saving.per_active_hundredths).map(|each| amount(each, currency));
        list.push((said("licrep_per_active", &[]), each, per));
        let sum = saving.and_then(|saving| saving.hundredths).map(|sum| amount(sum, currency));
        list.push((said("licrep_saving", &[]), sum, unit));
    }

    fn estimate(&self) -> Option<String> {
        let terms = self.review.terms.as_ref().filter(|_| self.of.prices)?;
        let values = [("date", day(terms.entered_at)), ("name", terms.entered_by.clone())];
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(said("licrep_estimate", &values))
    }

    fn msp(&self) -> Vec<(String, Option<String>, String)> {
        let figures = &self.review.msp;
        let terms = self.review.terms.as_ref();
        let currency = terms.and_then(|terms| terms.currency.as_deref());
        let margin = figures.margin_hundredths.map(|sum| {
            let sign = if sum < 0 { "\u{2212}" } else { "" };
            format!("{sign}{}", amount(sum.unsigned_abs(), currency))
        });
        vec![
            (
                said("licrep_variance", &[]),
                figures.variance.map(|n| number(n as f64)),
                said("licrep_variance_rule", &[]),
            ),
            (
                said("licrep_margin", &[]),
                margin.or_else(|| Some(not_entered())),
                said("licrep_margin_rule", &[]),
            ),
        ]
    }

    fn paid(&self) -> Option<String> {
        let paid = self.review.terms.as_ref()?.paid?;
        Some(number(paid.into()))
    }

    fn entered(&self) -> String {
        self.review.terms.as_ref().map_or_else(String::new, |terms| {
            said("entered_by_on", &[("date", &day(terms.entered_at)), ("name", &terms.entered_by)])
        })
    }

    fn lists(&self, rows: &[Row]) -> Vec<List> {
        let scenario = &self.of.scenario;
        let excluded = |row: &Row| text(row, "decision") == "excluded";
        let lane = |row: &Row, lane: Lane| text(row, "lane") == lane.id() && !excluded(row);
        let part = |key: &str, holds: &dyn Fn(&Row) -> bool| {
            let rows: Vec<&Row> = rows.iter().filter(|row| holds(row)).collect();
            let count = rows.len();
            let told = self.of.names != ReportNames::Counts;
            let rows = if told { rows.into_iter().map(|row| self.entry(row)).collect() } else { Vec::new() };
            List {
                title: said(&format!("licrep_list_{key}"), &[]),
                note: said(&format!("licrep_list_{key}_note"), &[]),
                count,
                rows,
            }
        };
        vec![
            part("reclaim", &|row| reclaimed(row, scenario)),
            part("review", &|row| lane(row, Lane::Review) && !reclaimed(row, scenario)),
            part("protected", &|row| lane(row, Lane::Protected)),
            part("excluded", &excluded),
        ]
    }

    fn entry(&self, row: &Row) -> Entry {
        let why: Vec<_> = list(row, "reasons").into_iter().map(|id| reason(row, id)).collect();
        let evidence = text(row, "evidence");
        Entry {
            name: self.people.name(row),
            why: why.join(", "),
            last_seen: Some(text(row, "last_seen").to_owned()).filter(|text| !text.is_empty()),
            evidence: if evidence.is_empty() {
                String::new()
            } else {
                said(&format!("evidence_{evidence}"), &[])
            },
            trash: text(row, "trash_on")
                .parse::<DateTime<Utc>>()
                .ok()
                .map(|at| said("duo_trashes", &[("date", &day(at))])),
            synced: super::rows::synced(row),
            note: if self.people.told() { text(row, "note").to_owned() } else { String::new() },
        }
    }

    fn csv(&self, rows: &[Row]) -> std::io::Result<Vec<u8>> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        let head = [
            "user",
            "lane",
            "reclaim",
            "step",
            "reasons",
            "last_seen",
            "evidence",
            "trash_on",
            "directory",
            "decision",
            "note",
        ];
        record(head.map(str::to_owned), &mut out)?;
        let told = self.of.names != ReportNames::Counts;
        for row in rows.iter().filter(|_| told) {
            let cells = [
                self.people.name(row),
                text(row, "lane").to_owned(),
                reclaimed(row, &self.of.scenario).to_string(),
                text(row, "step").to_owned(),
                list(row, "reasons").join("; "),
                text(row, "last_seen").to_owned(),
                text(row, "evidence").to_owned(),
                text(row, "trash_on").to_owned(),
                super::rows::synced(row).to_string(),
                text(row, "decision").to_owned(),
                if self.people.told() { text(row, "note").to_owned() } else { String::new() },
            ];
            record(cells.map(guarded), &mut out)?;
        }
        Ok(out)
    }

    fn json(&self, rows: &[Row], sets: &[DataSetStatus]) -> Result<Vec<u8>, CommandError> {
        let mut review = json!(self.review);
        if let Some(map) = review.as_object_mut() {
            map.remove("history");
            if !self.of.msp {
                map.remove("msp");
            }
            if !self.of.prices {
                for key in ["terms", "saving"] {
                    if let Some(part) = map.get_mut(key).and_then(serde_json::Value::as_object_mut) {
                        part.retain(|name, _| !name.ends_with("_hundredths") && name != "currency");
                    }
                }
            }
            if !self.of.msp
                && let Some(terms) = map.get_mut("terms").and_then(serde_json::Value::as_object_mut)
            {
                terms.remove("billed");
                terms.remove("sell_hundredths");
            }
        }
        let people: Vec<_> = rows
            .iter()
            .filter(|_| self.of.names != ReportNames::Counts)
            .map(|row| {
                json!({
                    "user": self.people.name(row),
                    "lane": row.get("lane"),
                    "step": row.get("step"),
                    "reasons": row.get("reasons"),
                    "last_seen": row.get("last_seen"),
                    "evidence": row.get("evidence"),
                    "trash_on": row.get("trash_on"),
                    "directory": row.get("directory"),
                    "decision": row.get("decision"),
                    "reclaim": reclaimed(row, &self.of.scenario),
                })
            })
            .collect();
        let document = json!({
            "client": self.client,
            "version": env!("CARGO_PKG_VERSION"),
            "review": review,
            "scope": sets,
            "gaps": self.gaps,
            "candidates": people,
        });
        serde_json::to_vec_pretty(&document).map_err(|_| CommandError::new(Code::Internal))
    }
}

const fn unit(model: BillingModel) -> &'static str {
    match model {
        BillingModel::Prepaid => "licrep_a_year",
        BillingModel::PayPerUser => "licrep_a_month",
    }
}

fn of_figure(key: &str, value: &Figure, unit: &str, rule: String) -> (String, Option<String>, String) {
    match value {
        Figure::Value(_) => (said(key, &[]), Some(format!("{}{unit}", figure(value))), rule),
        Figure::NotEvaluated(NotEvaluatedReason::NotEntered) => (said(key, &[]), Some(not_entered()), rule),
        Figure::NotEvaluated(why) => (said(key, &[]), None, because(*why)),
    }
}

fn not_entered() -> String {
    said("licrep_not_entered", &[])
}

fn figure(figure: &Figure) -> String {
    match figure {
        Figure::Value(value) => number(*value),
        Figure::NotEvaluated(_) => said("licrep_not_readable", &[]),
    }
}

fn because(why: NotEvaluatedReason) -> String {
    match why {
        NotEvaluatedReason::PermissionMissing { permission } => {
            said("licrep_right_missing", &[("right", &said(&format!("permission_{}", permission.id()), &[]))])
        }
        _ => said("licrep_not_read", &[]),
    }
}

fn scope(row: &DataSetStatus, gaps: &[LogGap]) -> Scope {
    let id = row.data_set.id();
    let state = serde_json::to_value(row.state).ok();
    let state = state.as_ref().and_then(serde_json::Value::as_str).unwrap_or("never");
    let readable = row.as_of.is_some() || row.rows > 0;
    let mut said_state = said(&format!("data_set_state_{state}"), &[]);
    if !readable {
        said_state = format!("{} ({said_state})", said("licrep_not_readable", &[]));
    }
    if row.data_set == DataSet::SignIns
        && let Some(back) = row.read_back_to
    {
        said_state = format!("{said_state}. {}", said("read_back_to", &[("date", &day(back))]));
    }
    for gap in gaps.iter().filter(|gap| gap.data_set == row.data_set) {
        let why = said(&format!("gap_{}", gap.why.id()), &[]);
        let missing = said("log_gap", &[("from", &day(gap.from)), ("to", &day(gap.to)), ("why", &why)]);
        said_state = format!("{said_state}. {missing}");
    }
    Scope {
        data: said(&format!("data_set_{id}"), &[]),
        state: said_state,
        readable,
        rows: readable.then(|| number(row.rows as f64)),
        as_of: row.as_of,
    }
}
