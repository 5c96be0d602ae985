//! Seats and price, as entered.

use std::sync::Arc;

use chrono::Days;
use store::LicenceTermsRow;

use crate::api::{
    BillingModel, CommandError, LicenceReview, LicenceReviewOf, LicenceScenario, LicenceTerms,
    LicenceTermsSet,
};
use crate::text::said;
use crate::{Code, Engine};

impl Engine {
    /// Enters seats and price, and answers with the new sums. Earlier entries are kept.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for a currency that is not three capital letters, an empty name or more than 100 % to spare.
    pub async fn licence_terms_set(
        self: &Arc<Self>,
        set: LicenceTermsSet,
    ) -> Result<LicenceReview, CommandError> {
        let currency_ok = set
            .currency
            .as_ref()
            .is_none_or(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()));
        if !currency_ok || set.entered_by.trim().is_empty() || set.buffer_percent > 100 {
            return Err(CommandError::new(Code::BadArguments));
        }
        let client = set.client.clone();
        self.enter_terms(set).await?;
        self.licence_review(LicenceReviewOf { client, scenario: LicenceScenario::default() }).await
    }

    /// What the sample's customer pays, so that waste can be shown in money.
    pub(crate) async fn enter_sample_terms(&self, client: &str) -> Result<(), CommandError> {
        self.enter_terms(LicenceTermsSet {
            client: client.to_owned(),
            paid: Some(self.ports.transports.sample().seats),
            price_hundredths: Some(72_00),
            currency: Some("USD".to_owned()),
            model: BillingModel::Prepaid,
            renewal: self.ports.clock.utc().date_naive().checked_add_days(Days::new(120)),
            min_commit: 0,
            pack_size: 1,
            buffer_percent: 0,
            billed: None,
            sell_hundredths: None,
            entered_by: said("sample_tenant", &[]),
        })
        .await
    }

    async fn enter_terms(&self, set: LicenceTermsSet) -> Result<(), CommandError> {
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
            min_commit: set.min_commit,
            pack_size: set.pack_size.max(1),
            buffer_percent: set.buffer_percent,
            billed: set.billed,
            sell_hundredths: set.sell_hundredths,
        };
        self.registry(move |registry| registry.set_licence_terms(&set.client, &row)).await
    }

    /// Every entry, newest first.
    pub(super) async fn terms_of(&self, client: &str) -> Result<Vec<LicenceTerms>, CommandError> {
        let id = client.to_owned();
        let rows = self.registry(move |registry| registry.licence_terms_history(&id)).await?;
        Ok(rows.into_iter().map(terms).collect())
    }
}

fn terms(row: LicenceTermsRow) -> LicenceTerms {
    LicenceTerms {
        paid: row.paid,
        price_hundredths: row.price_hundredths,
        currency: row.currency,
        model: if row.model == "pay_per_user" { BillingModel::PayPerUser } else { BillingModel::Prepaid },
        renewal: row.renewal,
        min_commit: row.min_commit,
        pack_size: row.pack_size,
        buffer_percent: row.buffer_percent,
        billed: row.billed,
        sell_hundredths: row.sell_hundredths,
        entered_by: row.entered_by,
        entered_at: row.entered_at,
    }
}
