//! Figures and sentences of the licence report.

use super::rows::said;
use crate::api::{BillingModel, Figure, LicenceReview};
use crate::zone::Zone;
use domain::analysis::Lane;

/// Up to one decimal, in groups parted by narrow spaces.
pub(crate) fn number(value: f64) -> String {
    let plain = format!("{:.1}", value.abs());
    let plain = plain.strip_suffix(".0").unwrap_or(&plain);
    let sign = if value < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}{}", grouped(plain))
}

/// `CHF 1 656`, `CHF 7.50`.
pub(super) fn amount(hundredths: u64, currency: Option<&str>) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    let digits = grouped(&whole.to_string());
    let sum = if part == 0 { digits } else { format!("{digits}.{part:02}") };
    currency.map_or_else(|| sum.clone(), |currency| format!("{currency}\u{a0}{sum}"))
}

fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut text = String::new();
    for (digit, left) in whole.chars().zip((0..whole.len()).rev()) {
        text.push(digit);
        if left > 0 && left.is_multiple_of(3) {
            text.push('\u{202f}');
        }
    }
    rest.map_or_else(|| text.clone(), |rest| format!("{text}.{rest}"))
}

fn value(figure: &Figure) -> Option<f64> {
    match figure {
        Figure::Value(value) => Some(*value),
        Figure::NotEvaluated(_) => None,
    }
}

/// The summary: five sentences, or one when the users were not read.
pub(super) fn sentences(client: &str, review: &LicenceReview, prices: bool, zone: Zone) -> Vec<String> {
    let (Some(billable), Some(reclaim)) = (value(&review.billable), value(&review.reclaimable)) else {
        return vec![said("licrep_s_nothing", &[("client", client)])];
    };
    vec![
        seats(client, review, billable),
        active(review, billable),
        reclaimed(review, reclaim),
        need(review),
        if prices { money(review) } else { evidence(review, zone) },
    ]
}

fn seats(client: &str, review: &LicenceReview, billable: f64) -> String {
    let billable = number(billable);
    match review.terms.as_ref().and_then(|terms| terms.paid) {
        Some(paid) => said(
            "licrep_s_seats",
            &[("client", client), ("paid", &number(paid.into())), ("billable", &billable)],
        ),
        None => said("licrep_s_seats_unknown", &[("client", client), ("billable", &billable)]),
    }
}

fn active(review: &LicenceReview, billable: f64) -> String {
    let seen = review.active.iter().find(|active| active.days == 90).map_or(0, |active| active.users);
    let share = if billable > 0.0 { seen as f64 * 100.0 / billable } else { 0.0 };
    said("licrep_s_active", &[("users", &number(seen as f64)), ("percent", &number(share))])
}

fn reclaimed(review: &LicenceReview, reclaim: f64) -> String {
    let ready = review.lanes.iter().find(|lane| lane.lane == Lane::Ready).map_or(0, |lane| lane.users);
    let waste = value(&review.waste).map_or_else(String::new, number);
    said(
        "licrep_s_reclaim",
        &[
            ("reclaim", &number(reclaim)),
            ("percent", &waste),
            ("ready", &number(ready as f64)),
            ("chosen", &number(reclaim - ready as f64)),
        ],
    )
}

fn need(review: &LicenceReview) -> String {
    match &review.saving {
        Some(saving) => said(
            "licrep_s_need",
            &[("need", &number(saving.need.into())), ("drop", &number(saving.droppable.into()))],
        ),
        None => said("licrep_s_need_unknown", &[]),
    }
}

fn money(review: &LicenceReview) -> String {
    let Some((saving, sum)) = review.saving.as_ref().and_then(|saving| Some((saving, saving.hundredths?)))
    else {
        return said("licrep_s_no_price", &[]);
    };
    let sum = amount(sum, saving.currency.as_deref());
    match (saving.model, review.terms.as_ref().and_then(|terms| terms.renewal)) {
        (BillingModel::PayPerUser, _) => said("licrep_s_month", &[("sum", &sum)]),
        (BillingModel::Prepaid, Some(date)) => {
            let date = date.format("%-d %b %Y").to_string();
            said("licrep_s_year_from", &[("sum", &sum), ("date", &date)])
        }
        (BillingModel::Prepaid, None) => said("licrep_s_year", &[("sum", &sum)]),
    }
}

fn evidence(review: &LicenceReview, zone: Zone) -> String {
    match review.read_back_to {
        Some(from) => said("licrep_window", &[("date", &zone.day(from))]),
        None => said("last_login_only", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_on_screen() {
        for (value, expected) in
            [(0.0, "0"), (999.0, "999"), (1_656.0, "1\u{202f}656"), (20.5, "20.5"), (-12.0, "\u{2212}12")]
        {
            assert_eq!(number(value), expected);
        }
        for (sum, currency, expected) in [
            (165_600, Some("CHF"), "CHF\u{a0}1\u{202f}656"),
            (750, Some("USD"), "USD\u{a0}7.50"),
            (5, None, "0.05"),
            (0, Some("EUR"), "EUR\u{a0}0"),
        ] {
            assert_eq!(amount(sum, currency), expected);
        }
    }
}
