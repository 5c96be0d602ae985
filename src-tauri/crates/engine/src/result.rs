//! A check's result as something to keep or to send: verdict, rows, rights, excess, clock, identity. It holds no
//! secret, and the integration key only in its short form.

use std::fmt::Write;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::api::{
    CheckReport, CommandError, HandedOver, Made, PermissionState, ResultFormat, ResultOf, RowState, Values,
    Verdict,
};
use crate::report::{Brand, Head, render};
use crate::zone::Zone;
use crate::{Code, Engine, text};

// Every command is asynchronous, so that the registry can treat them alike.
#[allow(clippy::unused_async)]
impl Engine {
    /// The result of a draft's check.
    pub async fn check_result(self: &Arc<Self>, of: ResultOf) -> Result<Made, CommandError> {
        Ok(Made { content: self.result_of(&of).await?.1 })
    }

    /// Saves it as a file.
    pub async fn check_result_save(self: &Arc<Self>, of: ResultOf) -> Result<HandedOver, CommandError> {
        let (name, content) = self.result_of(&of).await?;
        self.hand_over(&name, content.into_bytes()).await
    }

    async fn result_of(self: &Arc<Self>, of: &ResultOf) -> Result<(String, String), CommandError> {
        let report =
            self.drafts.values(&of.draft)?.report.ok_or_else(|| CommandError::new(Code::NotChecked))?;
        let at = self.ports.clock.utc();
        let content = match of.format {
            ResultFormat::Html => page(&report, at, self.brand().await?)?,
            ResultFormat::Json => json(&report, at, None)?,
            ResultFormat::Text => lines(&Content::of(&report), at),
        };
        Ok((file_name(&report, at, of.format), content))
    }
}

fn file_name(report: &CheckReport, at: DateTime<Utc>, format: ResultFormat) -> String {
    let ending = match format {
        ResultFormat::Html => "html",
        ResultFormat::Json => "json",
        ResultFormat::Text => "txt",
    };
    // A host that was refused may be anything; a file name is letters and digits.
    let host: String = report
        .host
        .split('.')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(64)
        .collect();
    format!("{host}_check_{}.{ending}", at.format("%Y-%m-%d"))
}

/// Whose check it was, and when, where it is not of this moment.
pub(crate) struct Of<'a> {
    pub(crate) client: &'a str,
    pub(crate) checked: DateTime<Utc>,
}

pub(crate) fn json(
    report: &CheckReport,
    at: DateTime<Utc>,
    of: Option<Of<'_>>,
) -> Result<String, CommandError> {
    #[derive(Serialize)]
    struct Document<'a> {
        tandem: &'static str,
        made: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        client: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        checked: Option<String>,
        #[serde(flatten)]
        report: &'a CheckReport,
    }
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let (client, checked) = of.map(|of| (of.client, time(of.checked))).unzip();
    let tandem = env!("CARGO_PKG_VERSION");
    serde_json::to_string_pretty(&Document { tandem, made: time(at), client, checked, report })
        .map_err(|_| CommandError::new(Code::Internal))
}

fn page(report: &CheckReport, at: DateTime<Utc>, brand: Brand) -> Result<String, CommandError> {
    let head = Head {
        title: said("result_title"),
        subject: report.account.name.clone(),
        facts: of_keys(report),
        made: at,
        zone: Zone::UTC,
        brand,
    };
    page_under(&head, report)
}

/// Host and shortened key.
pub(crate) fn of_keys(report: &CheckReport) -> Vec<(String, String)> {
    vec![(said("field_host"), report.host.clone()), (said("field_ikey"), report.ikey.clone())]
}

/// The page under a head of one's own.
pub(crate) fn page_under(head: &Head, report: &CheckReport) -> Result<String, CommandError> {
    render("result.html", head, &Content::of(report))
}

/// What both forms for people say.
#[derive(Serialize)]
pub(crate) struct Content {
    tone: &'static str,
    pub(crate) verdict: String,
    pub(crate) seen: String,
    pub(crate) rows: Vec<Line>,
    pub(crate) rights: Vec<Line>,
    pub(crate) facts: Vec<(String, String)>,
}

/// A row of the check, or a right.
#[derive(Serialize)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) state: String,
    pub(crate) seen: String,
    pub(crate) ms: u64,
}

impl Content {
    pub(crate) fn of(report: &CheckReport) -> Self {
        let failed = report.checks.iter().find(|row| row.state == RowState::Fail);
        let granted = |wanted: &&crate::api::PermissionRow| wanted.state == PermissionState::Granted;
        let wanted: Vec<_> = report.permissions.iter().filter(|row| row.wanted).collect();
        let counts = Values::from([
            ("granted".to_owned(), wanted.iter().copied().filter(|row| granted(row)).count().to_string()),
            ("wanted".to_owned(), wanted.len().to_string()),
            ("n".to_owned(), wanted.len().to_string()),
        ]);
        Self {
            tone: match report.verdict {
                Verdict::Verified => "ok",
                Verdict::Limited => "warn",
                Verdict::Failed => "fail",
            },
            verdict: said(&format!("verdict_{}", id(report.verdict))),
            seen: match failed {
                Some(row) => row.code.map_or_else(String::new, |code| sentence(code, &row.values)),
                None => text::text("result_granted", &counts).unwrap_or_default(),
            },
            rows: report
                .checks
                .iter()
                .map(|row| Line {
                    name: said(&format!("check_{}", id(row.id))),
                    state: said(&format!("row_state_{}", id(row.state))),
                    seen: row.code.map_or_else(|| values(&row.values), |code| sentence(code, &row.values)),
                    ms: row.ms,
                })
                .collect(),
            rights: report.permissions.iter().map(right).collect(),
            facts: facts(report),
        }
    }
}

fn right(row: &crate::api::PermissionRow) -> Line {
    let lost = row.wanted && row.state != PermissionState::Granted;
    Line {
        name: row.new_label.clone(),
        state: said(&format!("permission_state_{}", id(row.state))),
        seen: if lost { said(&format!("permission_cost_{}", row.id.id())) } else { String::new() },
        ms: row.ms,
    }
}

fn facts(report: &CheckReport) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push((said(key), value));
        }
    };
    let excess = match (report.excess_known, report.excess.is_empty()) {
        (false, _) => said("result_excess_unknown"),
        (true, true) => said("result_excess_none"),
        (true, false) => report.excess.join(", "),
    };
    add("result_excess", (report.verdict != Verdict::Failed).then_some(excess));
    add("check_clock", report.clock_skew_seconds.map(|seconds| format!("{seconds:+} s")));
    add("wizard_account", report.account.name.clone().or_else(|| report.account.id.clone()));
    add("wizard_edition", report.account.edition.clone());
    if let Some(identity) = &report.identity {
        add("view_users", identity.users.map(|users| users.to_string()));
        let domains = identity.mail_domains.iter().map(|one| format!("{} ({})", one.domain, one.users));
        add("wizard_domains", Some(domains.collect::<Vec<_>>().join(", ")));
        add("wizard_applications", Some(identity.applications.join(", ")));
    }
    facts
}

fn lines(content: &Content, at: DateTime<Utc>) -> String {
    let mut out = format!("{}: {}", content.verdict, content.seen);
    // Writing to a string cannot fail.
    let _ = write!(out, "\n{}\n", at.format("%-d %b %Y %H:%M UTC"));
    for (index, Line { name, state, seen, ms }) in content.rows.iter().enumerate() {
        let _ = write!(out, "\n{} {name}: {state}{}{seen} ({ms} ms)", index + 1, dash(seen));
    }
    out.push('\n');
    for Line { name, state, seen, .. } in &content.rights {
        let _ = write!(out, "\n{name}: {state}{}{seen}", dash(seen));
    }
    out.push('\n');
    for (label, value) in &content.facts {
        let _ = write!(out, "\n{label}: {value}");
    }
    out.push('\n');
    out
}

fn dash(seen: &str) -> &'static str {
    if seen.is_empty() { "" } else { ", " }
}

fn sentence(code: Code, values: &Values) -> String {
    text::text(&format!("code_{}", code.as_str()), values).unwrap_or_else(|| code.as_str().to_owned())
}

/// What a good row saw.
fn values(values: &Values) -> String {
    values.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
}

fn said(key: &str) -> String {
    text::text(key, &Values::new()).unwrap_or_else(|| key.to_owned())
}

fn id(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(id)) => id,
        _ => String::new(),
    }
}
