//! Findings about licences and telephony credits.

use chrono::NaiveDate;
use domain::analysis::{FindingKind, Lane, telephony_is_low};
use store::{ClientDb, StoreError};

use super::row::Finding;
use crate::api::{BillingModel, Figure, LicenceReview};
use crate::text::said;

/// A renewal is near so many days before it.
const RENEWAL_DAYS: i64 = 90;

/// About the licences, with what removing the users that are ready saves.
pub(super) fn licences(review: &LicenceReview, today: NaiveDate) -> Vec<Finding> {
    let lane = |wanted| review.lanes.iter().find(|one| one.lane == wanted).map_or(0, |one| one.users);
    let over = match review.over {
        // Counts of users are far below 2^53.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Figure::Value(seats) => seats as u64,
        Figure::NotEvaluated(_) => 0,
    };
    let money = review.saving.as_ref().and_then(|saving| {
        let per = match saving.model {
            BillingModel::Prepaid => "year",
            BillingModel::PayPerUser => "month",
        };
        Some((saving.hundredths?, saving.currency.clone(), per))
    });
    let mut found: Vec<Finding> = [
        (FindingKind::LicencesOver, over),
        (FindingKind::LicencesReady, lane(Lane::Ready)),
        (FindingKind::LicencesReview, lane(Lane::Review)),
        (FindingKind::ExclusionExpired, review.expired),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(kind, count)| {
        let finding = Finding::new(kind, subject()).figure(i64::try_from(count).ok());
        if kind == FindingKind::LicencesReady { finding.money(money.clone()) } else { finding }
    })
    .collect();
    let renewal = review.terms.as_ref().and_then(|terms| terms.renewal);
    if let Some((day, left)) = renewal.map(|day| (day, (day - today).num_days()))
        && (0..=RENEWAL_DAYS).contains(&left)
    {
        let finding = Finding::new(FindingKind::RenewalSoon, subject()).detail(day.to_string());
        found.push(finding.figure(Some(left)));
    }
    found
}

/// About the telephony credits.
pub(super) fn telephony(db: &ClientDb) -> Result<Option<Finding>, StoreError> {
    let left = db.account()?.and_then(|account| account.telephony_credits_remaining);
    let used = db.telephony_use()?.and_then(|used| used.credits);
    Ok(left.filter(|left| telephony_is_low(*left, used)).map(|left| {
        let finding = Finding::new(FindingKind::TelephonyLow, said("telephony", &[]));
        let used = used.map(|used| said("finding_credits_used", &[("count", &used.to_string())]));
        finding.figure(Some(left)).detail(used.unwrap_or_default())
    }))
}

fn subject() -> String {
    said("view_licences", &[])
}
