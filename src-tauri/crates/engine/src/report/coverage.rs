//! MFA coverage: who can and who must pass a second factor, and everybody who need not, by name.

use std::sync::Arc;

use domain::NotEvaluatedReason;
use domain::analysis::LetPast;
use domain::{DataSet, FactorClass};
use store::{Condition, Operator, ViewName};

use super::cells::{cells, columns};
use super::document::{Document, Group, Line, List};
use super::ground::{Found, Ground};
use super::parts::{because, is, sign_ins, value, when};
use super::why::short;
use crate::Engine;
use crate::api::{ClientReportOf, CommandError, Figure, ReportKind};
use crate::licence::number;
use crate::overview::sms_only;
use crate::text::said;

const VIEW: ViewName = ViewName::Users;
const COLUMNS: [&str; 6] = ["username", "realname", "status", "let_past", "strongest", "last_seen"];
const FORMULAS: usize = 5;

impl Engine {
    pub(super) async fn coverage_document(
        self: &Arc<Self>,
        of: &ClientReportOf,
        most: usize,
    ) -> Result<Document, CommandError> {
        let ground = self.ground(of).await?;
        let formulas = (1..=FORMULAS).map(|n| said(&format!("covrep_formula_{n}"), &[])).collect();
        let mut document = Document::on(&ground, of, ReportKind::Coverage, formulas);
        document.sentences = sentences(&ground);
        document.groups = vec![sums(&ground), strongest(&ground), sign_ins(&ground)];
        document.lists = self.exceptions(&of.client, &ground, most).await?;
        Ok(document)
    }

    /// Everybody outside of *must*, once, by the first reason; then those whose factors are worth a look.
    async fn exceptions(
        self: &Arc<Self>,
        client: &str,
        ground: &Ground,
        most: usize,
    ) -> Result<Vec<List>, CommandError> {
        let mut lists = Vec::new();
        for reason in LetPast::ALL {
            let found = self.first_rows(client, VIEW, first_for(reason), most).await?;
            lists.push(list(measure(reason), &measured(ground, measure(reason)), &found));
        }
        let enrolled = vec![when("can_mfa", Operator::Present, ""), is("is_enrolled", "false")];
        for (id, filter) in [("not_enrolled", enrolled), ("sms_only", sms_only())] {
            let found = self.first_rows(client, VIEW, filter, most).await?;
            let count = ground.known(&[DataSet::Users], found.all as f64);
            lists.push(list(id, &count, &found));
        }
        Ok(lists)
    }
}

/// Those of whom this reason comes first.
fn first_for(reason: LetPast) -> Vec<Condition> {
    let earlier = LetPast::ALL.into_iter().take_while(|one| *one != reason);
    let others = earlier.map(|one| when("let_past", Operator::Ne, one.id()));
    std::iter::once(is("let_past", reason.id())).chain(others).collect()
}

fn list(id: &'static str, count: &Figure, found: &Found) -> List {
    // A list that could not be told whole would be taken for it.
    let told = matches!(count, Figure::Value(_));
    List {
        id,
        title: said(&format!("covrep_list_{id}"), &[]),
        note: said(&format!("covrep_list_{id}_note"), &[]),
        count: count.clone(),
        columns: columns(VIEW, &COLUMNS),
        rows: found.rows.iter().filter(|_| told).map(|row| cells(VIEW, &COLUMNS, row)).collect(),
        all: if told { found.all } else { 0 },
    }
}

/// A sum as the overview tells it.
fn measured(ground: &Ground, measure: &str) -> Figure {
    let sum = ground.overview.coverage_sums.iter().find(|sum| sum.measure == measure);
    let needs: &[DataSet] = match measure {
        "population" | "can_mfa" | "no_factor" => &[DataSet::Users],
        _ => &[DataSet::Users, DataSet::Groups, DataSet::Policies],
    };
    let unread = NotEvaluatedReason::NeverSynced { data_set: DataSet::Policies };
    match sum.and_then(|sum| sum.users) {
        Some(users) => ground.known(needs, users as f64),
        None => Figure::NotEvaluated(because(&ground.known(needs, 0.0), unread)),
    }
}

fn sums(ground: &Ground) -> Group {
    let population = value(&ground.overview.population);
    let line = |measure: &str| Line {
        id: measure.to_owned(),
        label: said(&format!("measure_{measure}"), &[]),
        figure: measured(ground, measure),
        of: population.filter(|_| measure != "population"),
        rule: said(&format!("covrep_rule_{measure}"), &[]),
    };
    let measures = ["population", "can_mfa", "must_mfa"];
    let past = LetPast::ALL.map(measure);
    Group {
        id: "coverage",
        title: said("report_kind_coverage", &[]),
        note: said("covrep_sums_note", &[]),
        lines: measures.into_iter().chain(past).map(line).collect(),
    }
}

fn strongest(ground: &Ground) -> Group {
    let population = value(&ground.overview.population);
    let classes =
        [FactorClass::PhishingResistant, FactorClass::Push, FactorClass::Passcode, FactorClass::SmsOrCall];
    let ids = classes.into_iter().map(|class| Some(class.id())).chain([None]);
    let line = |class: Option<&'static str>| {
        let counted = |one: &&crate::api::ValueCount| one.value.as_deref() == class;
        let users = ground.overview.strongest.iter().find(counted).map_or(0, |one| one.count);
        let id = class.unwrap_or("none");
        Line {
            id: id.to_owned(),
            label: said(&format!("factor_{id}"), &[]),
            figure: ground.known(&[DataSet::Users], users as f64),
            of: population,
            rule: String::new(),
        }
    };
    Group {
        id: "strongest",
        title: said("covrep_strongest", &[]),
        note: said("covrep_strongest_note", &[]),
        lines: ids.map(line).collect(),
    }
}

fn sentences(ground: &Ground) -> Vec<String> {
    let overview = &ground.overview;
    let client = ground.client.as_str();
    let (Some(population), Some(can)) = (value(&overview.population), value(&overview.can_mfa)) else {
        return vec![said("covrep_s_nothing", &[("client", client)])];
    };
    let population_said = said("covrep_s_population", &[("client", client), ("users", &number(population))]);
    if population == 0.0 {
        return vec![population_said, said("covrep_s_nobody", &[])];
    }
    let percent = |figure: &Figure| value(figure).map_or_else(String::new, number);
    let must = match &overview.must_mfa {
        Figure::Value(must) => said(
            "covrep_s_must",
            &[("users", &number(*must)), ("percent", &percent(&overview.must_coverage))],
        ),
        Figure::NotEvaluated(why) => said("covrep_s_must_unknown", &[("why", &short(*why))]),
    };
    let class = |id: &str| {
        let one = overview.strongest.iter().find(|one| one.value.as_deref() == Some(id));
        number(one.map_or(0.0, |one| one.count as f64))
    };
    vec![
        population_said,
        said("covrep_s_can", &[("users", &number(can)), ("percent", &percent(&overview.coverage))]),
        must,
        match &overview.bypass {
            Figure::Value(users) => said("covrep_s_bypass", &[("users", &number(*users))]),
            Figure::NotEvaluated(why) => said("covrep_s_bypass_unknown", &[("why", &short(*why))]),
        },
        said(
            "covrep_s_factors",
            &[("strong", &class("phishing_resistant")), ("weak", &class("sms_or_call"))],
        ),
    ]
}

/// The sum that counts those whom this reason comes first for.
const fn measure(reason: LetPast) -> &'static str {
    match reason {
        LetPast::NoFactor => "no_factor",
        LetPast::FactorNotAllowed => "factor_not_allowed",
        LetPast::Status => "let_past_status",
        LetPast::Group => "let_past_group",
        LetPast::Policy => "let_past_policy",
        LetPast::NewUser => "let_past_new_user",
    }
}
