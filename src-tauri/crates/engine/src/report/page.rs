//! A report as one HTML page.

use serde::Serialize;

use super::document::{Cell, CheckState, Document, Group, List};
use super::why::not_readable;
use super::{Scope, render};
use crate::api::{CommandError, Figure, PermissionState, ReportNames};
use crate::licence::number;
use crate::text::said;

/// Entries of a list on paper; the other forms hold them all.
pub(super) const LONGEST: usize = 500;
/// Entries of a list on a page that is only looked at, before the report is saved.
pub(crate) const PREVIEW: usize = 50;
/// So many characters are not parted at the end of a line.
const SHORT: usize = 16;

/// What the template is given.
#[derive(Serialize)]
struct Content<'a> {
    sentences: &'a [String],
    tally: Vec<Tally>,
    areas: Vec<Area<'a>>,
    groups: Vec<ShownGroup<'a>>,
    rights: Vec<Right>,
    scope: Vec<Scope>,
    notes: &'a [String],
    formulas: &'a [String],
    lists: Vec<ShownList<'a>>,
    counts_only: bool,
    hide_ips: bool,
}

#[derive(Serialize)]
struct Tally {
    state: &'static str,
    label: String,
    checks: usize,
}

#[derive(Serialize)]
struct Area<'a> {
    title: String,
    checks: Vec<ShownCheck<'a>>,
}

#[derive(Serialize)]
struct ShownCheck<'a> {
    title: &'a str,
    rule: &'a str,
    state: &'static str,
    word: String,
    numbers: String,
    annex: Option<usize>,
}

#[derive(Serialize)]
struct ShownGroup<'a> {
    title: &'a str,
    note: &'a str,
    lines: Vec<ShownLine<'a>>,
}

#[derive(Serialize)]
struct ShownLine<'a> {
    label: &'a str,
    value: Option<String>,
    why: String,
    percent: Option<String>,
    /// Width of its bar, per cent; none = it has none.
    share: Option<f64>,
    rule: &'a str,
}

#[derive(Serialize)]
struct Right {
    name: String,
    state: String,
    readable: bool,
}

#[derive(Serialize)]
struct ShownList<'a> {
    title: &'a str,
    note: &'a str,
    count: Option<String>,
    why: String,
    heads: Vec<&'a str>,
    rows: Vec<Vec<Shown>>,
    /// How many of how many are told, where not all are.
    cut: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    text: String,
    number: bool,
    /// On one line.
    short: bool,
}

impl Document {
    pub(super) fn html(&self) -> Result<String, CommandError> {
        render("document.html", &self.head, &self.content(LONGEST, "report_list_cut"))
    }

    /// The same to be looked at before it is saved: of long lists less.
    pub(super) fn preview(&self) -> Result<String, CommandError> {
        render("document.html", &self.head, &self.content(PREVIEW, "report_list_preview"))
    }

    /// With so many entries of a list, and what is said where there are more.
    fn content(&self, most: usize, cut: &str) -> Content<'_> {
        Content {
            sentences: &self.sentences,
            tally: self.tally(),
            areas: self.areas(),
            groups: self.groups.iter().map(group).collect(),
            rights: self.rights(),
            scope: self.scope(),
            notes: &self.basis.notes,
            formulas: &self.basis.formulas,
            lists: self.lists.iter().map(|list| self.list(list, most, cut)).collect(),
            counts_only: self.names == ReportNames::Counts,
            hide_ips: self.hide_ips,
        }
    }

    fn tally(&self) -> Vec<Tally> {
        let all = [CheckState::Pass, CheckState::Fail, CheckState::NotReadable];
        let tally = all.map(|state| Tally {
            state: state.id(),
            label: said(&format!("report_tally_{}", state.id()), &[]),
            checks: self.ended(state),
        });
        if self.checks.is_empty() { Vec::new() } else { tally.into() }
    }

    fn areas(&self) -> Vec<Area<'_>> {
        let mut areas: Vec<(&str, Vec<ShownCheck<'_>>)> = Vec::new();
        for check in &self.checks {
            let shown = ShownCheck {
                title: &check.title,
                rule: &check.rule,
                state: check.state().id(),
                word: said(&format!("report_check_{}", check.state().id()), &[]),
                numbers: match (&check.count, check.of) {
                    (Figure::NotEvaluated(why), _) => super::why::short(*why),
                    (Figure::Value(count), Some(of)) => {
                        said("report_count_of", &[("n", &number(*count)), ("of", &number(of))])
                    }
                    (Figure::Value(count), None) => number(*count),
                },
                annex: self.lists.iter().position(|list| list.id == check.id).map(|at| at + 1),
            };
            match areas.last_mut() {
                Some((area, checks)) if *area == check.area => checks.push(shown),
                _ => areas.push((check.area, vec![shown])),
            }
        }
        let title = |area: &str| said(&format!("evirep_area_{area}"), &[]);
        areas.into_iter().map(|(area, checks)| Area { title: title(area), checks }).collect()
    }

    fn rights(&self) -> Vec<Right> {
        let one = |right: &crate::api::RightFound| {
            let readable = right.state == PermissionState::Granted;
            Right {
                name: said(&format!("permission_{}", right.id.id()), &[]),
                state: said(if readable { "report_readable" } else { "licrep_not_readable" }, &[]),
                readable,
            }
        };
        self.basis.rights.iter().map(one).collect()
    }

    fn list<'a>(&'a self, list: &'a List, most: usize, cut: &str) -> ShownList<'a> {
        let cell = |cell: &Cell| {
            let text = cell.shown(self.head.zone);
            let short = matches!(cell, Cell::Time(_)) || text.chars().count() <= SHORT;
            Shown { text, number: matches!(cell, Cell::Number(_)), short }
        };
        let all = list.all;
        let (count, why) = match &list.count {
            Figure::Value(count) => (Some(number(*count)), String::new()),
            Figure::NotEvaluated(why) => (None, not_readable(*why)),
        };
        ShownList {
            title: &list.title,
            note: &list.note,
            count,
            why,
            heads: list.columns.iter().map(|column| column.label.as_str()).collect(),
            rows: list.rows.iter().take(most).map(|row| row.iter().map(cell).collect()).collect(),
            cut: (all > most).then(|| said(cut, &[("n", &number(most as f64)), ("of", &number(all as f64))])),
        }
    }
}

fn group(group: &Group) -> ShownGroup<'_> {
    let lines = group.lines.iter().map(|line| {
        let percent = line.percent();
        let (value, why) = match &line.figure {
            Figure::Value(value) => (Some(number(*value)), String::new()),
            Figure::NotEvaluated(why) => (None, not_readable(*why)),
        };
        ShownLine {
            label: &line.label,
            value,
            why,
            percent: percent.map(number),
            share: percent.map(|percent| percent.clamp(0.0, 100.0)),
            rule: &line.rule,
        }
    });
    ShownGroup { title: &group.title, note: &group.note, lines: lines.collect() }
}
