//! What each plan costs, and which of it is proposed for a client. A proposal is never a price: that is what somebody
//! enters for the client.

use std::sync::Arc;

use crate::api::{ClientRef, CommandError, Nothing, Plan, PlanPrice, PriceBook};
use crate::{Code, Engine};

const SETTING: &str = "price_book";
/// A slip of the finger costs more.
const DEAREST: u64 = 100_000_000;

impl Engine {
    /// What each plan costs.
    pub async fn price_book(self: &Arc<Self>, _: Nothing) -> Result<PriceBook, CommandError> {
        let text = self.registry(|registry| registry.setting(SETTING)).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Changes what plans cost. An entry that stays as it was keeps the time at which it was entered.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for a plan that comes twice, a currency that is not three capital letters or a price beyond a
    /// million; database codes.
    pub async fn price_book_set(self: &Arc<Self>, mut set: PriceBook) -> Result<PriceBook, CommandError> {
        let currency = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
        let good = |one: &PlanPrice| currency(&one.currency) && one.price_hundredths <= DEAREST;
        let twice = |at: usize, one: &PlanPrice| set.prices[..at].iter().any(|other| other.plan == one.plan);
        if !set.prices.iter().enumerate().all(|(at, one)| good(one) && !twice(at, one)) {
            return Err(CommandError::new(Code::BadArguments));
        }
        let before = self.price_book(Nothing {}).await?;
        let now = self.ports.clock.utc();
        for one in &mut set.prices {
            one.entered_at = None;
            let same = |other: &&PlanPrice| PlanPrice { entered_at: None, ..(*other).clone() } == *one;
            let kept = before.prices.iter().find(same).and_then(|other| other.entered_at);
            one.entered_at = Some(kept.unwrap_or(now));
        }
        let text = serde_json::to_string(&set).map_err(|_| CommandError::new(Code::Internal))?;
        self.registry(move |registry| registry.set_setting(SETTING, &text)).await?;
        Ok(set)
    }

    /// The price book's price for what a client has; none where that is not known, or has no price.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, database codes.
    pub async fn price_proposal(
        self: &Arc<Self>,
        client: ClientRef,
    ) -> Result<Option<PlanPrice>, CommandError> {
        let child = self.connection(&client.client).await?.parent.is_some();
        let book = self.price_book(Nothing {}).await?.prices;
        let account = self.read(&client.client, store::ClientDb::account).await?;
        let edition = account.and_then(|account| account.edition).and_then(|text| plan_of(&text));
        let plans = [child.then_some(Plan::Msp), edition];
        let priced = |plan: Plan| book.iter().find(|one| one.plan == plan).cloned();
        Ok(plans.into_iter().flatten().find_map(priced))
    }
}

/// The plan that Duo's text or code of an edition means; none for a free or unknown one.
fn plan_of(edition: &str) -> Option<Plan> {
    let edition = edition.to_lowercase();
    let words: [(Plan, &[&str]); 3] = [
        (Plan::Premier, &["premier", "beyond"]),
        (Plan::Advantage, &["advantage", "access", "platform"]),
        (Plan::Essentials, &["essentials", "mfa", "enterprise"]),
    ];
    words.into_iter().find(|(_, words)| words.iter().any(|word| edition.contains(word))).map(|(plan, _)| plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_are_known_by_their_names_of_all_times() {
        for (text, plan) in [
            ("Duo Premier", Some(Plan::Premier)),
            ("BEYOND", Some(Plan::Premier)),
            ("Duo Advantage", Some(Plan::Advantage)),
            ("PLATFORM", Some(Plan::Advantage)),
            ("Duo Access", Some(Plan::Advantage)),
            ("Duo Essentials", Some(Plan::Essentials)),
            ("ENTERPRISE", Some(Plan::Essentials)),
            ("Duo MFA", Some(Plan::Essentials)),
            ("Duo Free", None),
            ("", None),
        ] {
            assert_eq!(plan_of(text), plan, "{text}");
        }
    }
}
