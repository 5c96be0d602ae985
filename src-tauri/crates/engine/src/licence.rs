//! Sums of the licence review; the rules are `domain::analysis`.

use std::sync::Arc;

use chrono::DateTime;
use domain::analysis::{
    Lane, RenewalTerms, droppable, need, over, saving_month_hundredths, saving_year_hundredths,
    share_percent, unassigned,
};
use domain::{DataSet, NotEvaluatedReason};
use store::LicenceTermsRow;

use crate::api::{
    ActiveCount, BillingModel, ClientRef, CommandError, Figure, LaneCount, LicenceReview, LicenceTerms,
    LicenceTermsSet, Saving, WaterfallStep,
};
use crate::overview::known;
use crate::views::{as_of, missing};
use crate::{Code, Engine};

impl Engine {
    /// Sums of the licence review.
    pub async fn licence_review(self: &Arc<Self>, client: ClientRef) -> Result<LicenceReview, CommandError> {
        let id = client.client;
        self.connection(&id).await?;
        let (sets, totals, account, coverage) = self
            .read(&id, |db| Ok((db.data_sets()?, db.user_totals()?, db.account()?, db.coverage()?)))
            .await?;
        let terms = self.registry(move |registry| registry.licence_terms(&id)).await?.map(terms);
        let users = |value: u64| known(&sets, DataSet::Users, value);
        let paid = terms.as_ref().and_then(|terms| terms.paid);
        let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        let billable = small(totals.billable);
        let of_paid = |figure: &dyn Fn(u32) -> f64| match (paid, missing(&sets, DataSet::Users)) {
            (_, Some(why)) => Figure::NotEvaluated(why),
            (None, None) => Figure::NotEvaluated(NotEvaluatedReason::NotEntered),
            (Some(paid), None) => Figure::Value(figure(paid)),
        };
        let ready = totals.ready();
        let readable = missing(&sets, DataSet::Users).is_none();
        Ok(LicenceReview {
            as_of: as_of(&sets, &[DataSet::Users]),
            billable: users(totals.billable),
            summary_user_count: match account.and_then(|account| account.user_count) {
                Some(count) => Figure::Value(f64::from(count)),
                None => known(&sets, DataSet::Account, 0),
            },
            active: [(30, totals.active_30), (60, totals.active_60), (90, totals.active_90)]
                .map(|(days, users)| ActiveCount { days, users })
                .into(),
            utilisation: of_paid(&|paid| share_percent(totals.active_90, u64::from(paid)).unwrap_or(0.0)),
            unassigned: of_paid(&|paid| f64::from(unassigned(paid, billable))),
            over: of_paid(&|paid| f64::from(over(paid, billable))),
            reclaimable: users(ready),
            waste: match share_percent(ready, totals.billable) {
                Some(share) if readable => Figure::Value(share),
                _ => users(0),
            },
            waterfall: totals
                .waterfall
                .iter()
                .map(|(reason, users)| WaterfallStep { reason: *reason, users: *users })
                .collect(),
            lanes: totals
                .lanes
                .iter()
                .map(|(lane, users)| LaneCount { lane: *lane, users: *users })
                .collect(),
            saving: terms
                .as_ref()
                .filter(|_| readable)
                .and_then(|terms| saving(terms, billable, small(ready))),
            terms,
            read_back_to: coverage.and_then(|(lo, _)| DateTime::from_timestamp_millis(lo)),
        })
    }

    /// Enters seats and price, and answers with the new sums.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for a currency that is not three capital letters or an empty name.
    pub async fn licence_terms_set(
        self: &Arc<Self>,
        set: LicenceTermsSet,
    ) -> Result<LicenceReview, CommandError> {
        let currency_ok = set
            .currency
            .as_ref()
            .is_none_or(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()));
        if !currency_ok || set.entered_by.trim().is_empty() {
            return Err(CommandError::new(Code::BadArguments));
        }
        self.connection(&set.client).await?;
        let row = LicenceTermsRow {
            paid: set.paid,
            price_hundredths: set.price_hundredths,
            currency: set.currency,
            model: match set.model {
                BillingModel::Prepaid => "prepaid",
                BillingModel::PayPerUser => "pay_per_user",
            }
            .to_owned(),
            renewal: set.renewal,
            entered_by: set.entered_by.trim().to_owned(),
            entered_at: self.ports.clock.utc(),
        };
        let id = set.client.clone();
        self.registry(move |registry| registry.set_licence_terms(&id, &row)).await?;
        self.licence_review(ClientRef { client: set.client }).await
    }
}

fn terms(row: LicenceTermsRow) -> LicenceTerms {
    LicenceTerms {
        paid: row.paid,
        price_hundredths: row.price_hundredths,
        currency: row.currency,
        model: if row.model == "pay_per_user" { BillingModel::PayPerUser } else { BillingModel::Prepaid },
        renewal: row.renewal,
        entered_by: row.entered_by,
        entered_at: row.entered_at,
    }
}

/// Only lane Ready counts; without seats there is nothing to drop, without a price no sum.
fn saving(terms: &LicenceTerms, billable: u32, ready: u32) -> Option<Saving> {
    let paid = terms.paid?;
    let need = need(billable, ready, RenewalTerms::default());
    let droppable = droppable(paid, need);
    let hundredths = terms.price_hundredths.map(|price| match terms.model {
        BillingModel::Prepaid => saving_year_hundredths(droppable, price),
        BillingModel::PayPerUser => saving_month_hundredths(ready, price),
    });
    Some(Saving { need, droppable, hundredths, currency: terms.currency.clone(), model: terms.model })
}
