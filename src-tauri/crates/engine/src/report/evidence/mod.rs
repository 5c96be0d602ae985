//! The evidence pack: sentences about a tenant that are true or not, each with its rule, its numbers and those of whom
//! it is not true.

mod checks;

use std::sync::Arc;

use domain::{DataSet, NotEvaluatedReason};
use store::{Operator, ViewName};

use self::checks::{BYPASS_USERS, CHECKS, Of, Rule};
use super::cells::{cells, columns};
use super::document::{Check, CheckState, Document, List};
use super::ground::{Found, Ground};
use super::parts::{is, sign_ins, value, when};
use super::why::short;
use crate::Engine;
use crate::api::{ClientReportOf, CommandError, Figure, ReportKind};
use crate::licence::number;
use crate::text::said;

const FORMULAS: usize = 4;
const ADMINS: [&str; 6] = ["name", "email", "role", "status", "factors", "last_login"];
const POLICIES: [&str; 6] = ["name", "applied_to", "user_auth", "new_user", "sms_allowed", "remembered_days"];

impl Engine {
    pub(super) async fn evidence_document(
        self: &Arc<Self>,
        of: &ClientReportOf,
        most: usize,
    ) -> Result<Document, CommandError> {
        let ground = self.ground(of).await?;
        let days = [("days", ground.idle_days.to_string())];
        let days: Vec<_> = days.iter().map(|(name, days)| (*name, days.as_str())).collect();
        let formulas = (1..=FORMULAS).map(|n| said(&format!("evirep_formula_{n}"), &days)).collect();
        let mut document = Document::on(&ground, of, ReportKind::Evidence, formulas);
        for rule in CHECKS {
            let (check, list) = self.answer(&of.client, &ground, rule, most).await?;
            document.checks.push(check);
            document.lists.extend(list);
        }
        document.groups = vec![sign_ins(&ground)];
        for (view, ids) in [(ViewName::Admins, ADMINS), (ViewName::Policies, POLICIES)] {
            document.lists.push(self.register(&of.client, &ground, view, &ids, most).await?);
        }
        document.sentences = sentences(&document, &ground);
        Ok(document)
    }

    /// One check, and those of whom it is not true.
    async fn answer(
        self: &Arc<Self>,
        client: &str,
        ground: &Ground,
        rule: &Rule,
        most: usize,
    ) -> Result<(Check, Option<List>), CommandError> {
        let mut filter = (rule.filter)();
        if rule.view == ViewName::Signins {
            filter.push(when("ts", Operator::Ge, &ground.period.from.to_rfc3339()));
        }
        let found = match rule.sifted {
            None => self.first_rows(client, rule.view, filter, most).await?,
            Some(sifted) => {
                let rows = sifted(self.first_rows(client, rule.view, filter, usize::MAX).await?.rows);
                Found { all: rows.len(), rows: rows.into_iter().take(most).collect() }
            }
        };
        let count = count(ground, rule, found.all);
        let of = match count {
            Figure::NotEvaluated(_) => None,
            Figure::Value(_) => self.whole(client, ground, rule).await?,
        };
        let told = matches!(count, Figure::Value(count) if count > 0.0);
        let days = [("days", ground.idle_days.to_string()), ("period", ground.period.days.to_string())];
        let days: Vec<_> = days.iter().map(|(name, days)| (*name, days.as_str())).collect();
        let title = said(&format!("evirep_{}", rule.id), &days);
        let list = told.then(|| List {
            id: rule.id,
            title: said(&format!("evirep_{}_list", rule.id), &days),
            note: String::new(),
            count: count.clone(),
            columns: columns(rule.view, rule.columns),
            rows: found.rows.iter().map(|row| cells(rule.view, rule.columns, row)).collect(),
            all: found.all,
        });
        let text = said(&format!("evirep_{}_rule", rule.id), &days);
        Ok((Check { id: rule.id, area: rule.area, title, rule: text, count, of }, list))
    }

    /// Of how many a check speaks.
    async fn whole(
        self: &Arc<Self>,
        client: &str,
        ground: &Ground,
        rule: &Rule,
    ) -> Result<Option<f64>, CommandError> {
        let rows = |view, filter| async move { self.row_count(client, view, filter).await.map(Some) };
        match rule.of {
            Of::Population => Ok(value(&ground.overview.population)),
            Of::Able => Ok(value(&ground.overview.can_mfa)),
            Of::SignIns => Ok(value(&sign_ins(ground).lines[0].figure)),
            Of::Codes => rows(ViewName::Bypass, vec![is("kind", "code")]).await,
            Of::UsedPolicies => rows(ViewName::Policies, vec![is("used", "true")]).await,
            Of::ActiveAdmins => rows(ViewName::Admins, vec![is("status", "active")]).await,
            Of::Endpoints => rows(ViewName::Endpoints, Vec::new()).await,
            Of::Phones => rows(ViewName::Devices, vec![is("kind", "phone")]).await,
            Of::Devices => rows(ViewName::Devices, Vec::new()).await,
        }
    }

    /// Everything of a view, good or not, for whoever reads the checks.
    async fn register(
        self: &Arc<Self>,
        client: &str,
        ground: &Ground,
        view: ViewName,
        ids: &[&'static str],
        most: usize,
    ) -> Result<List, CommandError> {
        let set = if view == ViewName::Admins { DataSet::Admins } else { DataSet::Policies };
        let found = self.first_rows(client, view, Vec::new(), most).await?;
        Ok(List {
            id: view.id(),
            title: said(&format!("evirep_all_{}", view.id()), &[]),
            note: said(&format!("evirep_all_{}_note", view.id()), &[]),
            count: ground.known(&[set], found.all as f64),
            columns: columns(view, ids),
            rows: found.rows.iter().map(|row| cells(view, ids, row)).collect(),
            all: found.all,
        })
    }
}

/// How many a check is not true of. Of users in bypass the overview says it.
fn count(ground: &Ground, rule: &Rule, rows: usize) -> Figure {
    if rule.id == BYPASS_USERS {
        return ground.overview.bypass.clone();
    }
    let unread = ground.missing(rule.needs).or_else(|| lately(ground, rule, rows == 0));
    unread.map_or(Figure::Value(rows as f64), Figure::NotEvaluated)
}

/// A log that was not read through says nothing of what is not in it.
fn lately(ground: &Ground, rule: &Rule, nothing: bool) -> Option<NotEvaluatedReason> {
    ground.period.missing.filter(|_| rule.view == ViewName::Signins && nothing)
}

fn sentences(document: &Document, ground: &Ground) -> Vec<String> {
    let count = |state| document.ended(state).to_string();
    let overview = &ground.overview;
    let share = |figure: &Figure, known: &str, unknown: &str| match figure {
        Figure::Value(percent) => said(known, &[("percent", &number(*percent))]),
        Figure::NotEvaluated(why) => said(unknown, &[("why", &short(*why))]),
    };
    vec![
        said(
            "evirep_s_checks",
            &[
                ("client", &ground.client),
                ("checks", &document.checks.len().to_string()),
                ("pass", &count(CheckState::Pass)),
                ("fail", &count(CheckState::Fail)),
                ("unread", &count(CheckState::NotReadable)),
            ],
        ),
        share(&overview.coverage, "evirep_s_can", "evirep_s_can_unknown"),
        share(&overview.must_coverage, "evirep_s_must", "evirep_s_must_unknown"),
        match &overview.weak_admins {
            Figure::Value(admins) => said("evirep_s_admins", &[("admins", &number(*admins))]),
            Figure::NotEvaluated(why) => said("evirep_s_admins_unknown", &[("why", &short(*why))]),
        },
        document.basis.notes.first().cloned().unwrap_or_default(),
    ]
}
