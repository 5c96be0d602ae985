use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::BillingModel;

/// What is bought of Duo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Duo Essentials, once Duo MFA.
    Essentials,
    /// Duo Advantage, once Duo Access.
    Advantage,
    /// Duo Premier, once Duo Beyond.
    Premier,
    /// A client of a managed-service account, whatever its edition.
    Msp,
}

/// What a plan costs, as somebody entered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanPrice {
    /// Of what.
    pub plan: Plan,
    /// Price of a seat in hundredths of the currency: a year (prepaid) or a month (pay per user).
    pub price_hundredths: u64,
    /// ISO 4217.
    pub currency: String,
    /// How the seats are billed.
    pub model: BillingModel,
    /// When it was entered; what comes in is not looked at.
    pub entered_at: Option<DateTime<Utc>>,
}

/// What each plan costs; a plan without an entry has no price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PriceBook {
    /// At most one a plan.
    pub prices: Vec<PlanPrice>,
}
