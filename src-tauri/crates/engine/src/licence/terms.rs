//! Seats and price, as entered.

use std::sync::Arc;

use store::LicenceTermsRow;

use crate::api::{
    BillingModel, CommandError, LicenceReview, LicenceReviewOf, LicenceScenario, LicenceTerms,
    LicenceTermsSet,
};
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
        let id = set.client.clone();
        self.registry(move |registry| registry.set_licence_terms(&id, &row)).await?;
        self.licence_review(LicenceReviewOf { client: set.client, scenario: LicenceScenario::default() })
            .await
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
