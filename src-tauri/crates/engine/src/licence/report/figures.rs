//! The figures of the report, each with what it goes by.

use domain::NotEvaluatedReason;

use super::Report;
use crate::api::{BillingModel, Figure};
use crate::licence::report_words::{amount, number};
use crate::licence::rows::said;

/// Label, value (none = not readable), and what it goes by.
pub(super) type Line = (String, Option<String>, String);

impl Report {
    /// Label, value (none = not readable), and what it goes by.
    pub(super) fn licences(&self) -> Vec<Line> {
        let review = &self.review;
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

    fn prices(&self, list: &mut Vec<Line>) {
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

    pub(super) fn estimate(&self) -> Option<String> {
        let terms = self.review.terms.as_ref().filter(|_| self.of.prices)?;
        let values = [("date", self.zone.day(terms.entered_at)), ("name", terms.entered_by.clone())];
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(said("licrep_estimate", &values))
    }

    pub(super) fn msp(&self) -> Vec<Line> {
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
            said("entered_by_on", &[("date", &self.zone.day(terms.entered_at)), ("name", &terms.entered_by)])
        })
    }
}

const fn unit(model: BillingModel) -> &'static str {
    match model {
        BillingModel::Prepaid => "licrep_a_year",
        BillingModel::PayPerUser => "licrep_a_month",
    }
}

fn of_figure(key: &str, value: &Figure, unit: &str, rule: String) -> Line {
    match value {
        Figure::Value(_) => (said(key, &[]), Some(format!("{}{unit}", figure(value))), rule),
        Figure::NotEvaluated(NotEvaluatedReason::NotEntered) => (said(key, &[]), Some(not_entered()), rule),
        Figure::NotEvaluated(why) => (said(key, &[]), None, because(*why)),
    }
}

fn not_entered() -> String {
    said("licrep_not_entered", &[])
}

pub(super) fn figure(figure: &Figure) -> String {
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
