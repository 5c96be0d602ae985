//! Sums of the licence review; the rules are `domain::analysis`.

mod decide;
mod defaults;
mod duplicates;
mod price_book;
mod removal;
mod report;
mod report_words;
mod rows;
mod terms;
mod trend;

pub(crate) use self::report_words::number;

use std::sync::Arc;

use chrono::DateTime;
use domain::analysis::{
    Lane, Reason, RenewalTerms, cost_per_active_hundredths, droppable, margin_effect_hundredths, need, over,
    saving_month_hundredths, saving_year_hundredths, share_percent, unassigned, variance,
};
use domain::{DataSet, NotEvaluatedReason};
use store::{DataSetRow, ReviewCell, ReviewSums};

use crate::Engine;
use crate::api::{
    ActiveCount, BillingModel, CommandError, Figure, LaneCount, LicenceDefaults, LicenceReview,
    LicenceReviewOf, LicenceScenario, LicenceTerms, MspFigures, ReasonTick, Saving, WaterfallStep,
};
use crate::overview::{known, share};
use crate::views::{as_of, missing};

impl Engine {
    /// Sums of the licence review under a scenario.
    pub async fn licence_review(
        self: &Arc<Self>,
        of: LicenceReviewOf,
    ) -> Result<LicenceReview, CommandError> {
        let LicenceReviewOf { client: id, scenario } = of;
        self.connection(&id).await?;
        let defaults = self.licence_defaults_stored().await?;
        let idle_days = idle_days(&scenario, &defaults);
        let now = self.ports.clock.utc();
        let (sets, account, coverage, expiry, sums) = self
            .read(&id, move |db| {
                let sets = db.data_sets()?;
                let at = as_of(&sets, &[DataSet::Users]).unwrap_or(now);
                let sums = db.review_sums(Some(idle_days), idle_days, at)?;
                Ok((sets, db.account()?, db.coverage()?, db.user_expiry_days()?, sums))
            })
            .await?;
        let mut history = self.terms_of(&id).await?;
        let terms = (!history.is_empty()).then(|| history.remove(0));
        let review = Review { sets, sums, scenario, idle_days, terms, defaults };
        let (edition, counted) =
            account.map_or((None, None), |account| (account.edition, account.user_count));
        Ok(LicenceReview {
            edition,
            summary_user_count: match counted {
                Some(count) => Figure::Value(f64::from(count)),
                None => known(&review.sets, DataSet::Account, 0),
            },
            user_expiry_days: known(&review.sets, DataSet::Settings, expiry.unwrap_or(0).into()),
            read_back_to: coverage.and_then(|(lo, _)| DateTime::from_timestamp_millis(lo)),
            history,
            ..review.figures()
        })
    }
}

/// The scenario's idle days, else the rules'; within what the log can prove.
fn idle_days(scenario: &LicenceScenario, defaults: &LicenceDefaults) -> u32 {
    scenario.idle_days.unwrap_or(defaults.idle_days).clamp(30, 180)
}

struct Review {
    sets: Vec<DataSetRow>,
    sums: ReviewSums,
    scenario: LicenceScenario,
    idle_days: u32,
    terms: Option<LicenceTerms>,
    defaults: LicenceDefaults,
}

impl Review {
    fn figures(self) -> LicenceReview {
        let users = |value: u64| known(&self.sets, DataSet::Users, value);
        let readable = missing(&self.sets, DataSet::Users).is_none();
        let reclaim = self.reclaim();
        let log = self.sets.iter().find(|row| row.set == DataSet::SignIns);
        let [active_30, active_60, active_90, active] = self.sums.active;
        let billable = small(self.sums.billable);
        LicenceReview {
            as_of: as_of(&self.sets, &[DataSet::Users]),
            edition: None,
            billable: users(self.sums.billable),
            enrolled: users(self.sums.enrolled),
            summary_user_count: users(0),
            user_expiry_days: known(&self.sets, DataSet::Settings, 0),
            active: [(30, active_30), (60, active_60), (90, active_90)]
                .map(|(days, users)| ActiveCount { days, users })
                .into(),
            idle_days: self.idle_days,
            utilisation: self.of_paid(|paid| share_percent(active, u64::from(paid))),
            unassigned: self.of_paid(|paid| Some(f64::from(unassigned(paid, billable)))),
            over: self.of_paid(|paid| Some(f64::from(over(paid, billable)))),
            reclaimable: users(reclaim),
            waste: if readable { share(reclaim, self.sums.billable) } else { users(0) },
            waterfall: self.waterfall(),
            lanes: [Lane::Ready, Lane::Review, Lane::Protected]
                .map(|lane| LaneCount {
                    lane,
                    users: self.count(|cell| counted(cell) && cell.lane == Some(lane)),
                })
                .into(),
            ticks: self.ticks(),
            excluded: self.count(|cell| cell.mark == Some("excluded")),
            expired: self.count(|cell| cell.mark == Some("expired")),
            client_decision: self.count(|cell| cell.mark == Some("client_decision")),
            saving: readable.then(|| self.saving(billable, small(reclaim), small(active))).flatten(),
            msp: if readable { self.msp(billable, small(reclaim)) } else { MspFigures::default() },
            log_missing: missing(&self.sets, DataSet::SignIns),
            log_complete: log.is_some_and(|row| row.as_of.is_some() && row.state == "done"),
            terms: self.terms,
            history: Vec::new(),
            read_back_to: None,
        }
    }

    fn count(&self, holds: impl Fn(&ReviewCell) -> bool) -> u64 {
        self.sums.cells.iter().filter(|cell| holds(cell)).map(|cell| cell.users).sum()
    }

    /// `W = (Ready ∪ ticked Review) \ Excluded`; exclusion makes a user Protected.
    fn reclaim(&self) -> u64 {
        let ticked = |cell: &ReviewCell| cell.step.is_some_and(|step| self.scenario.reasons.contains(&step));
        self.count(|cell| match cell.lane {
            Some(Lane::Ready) => true,
            Some(Lane::Review) => ticked(cell),
            Some(Lane::Protected) | None => false,
        })
    }

    fn waterfall(&self) -> Vec<WaterfallStep> {
        Reason::WATERFALL
            .into_iter()
            .map(Some)
            .chain([None])
            .map(|reason| WaterfallStep { reason, users: self.count(|cell| cell.step == reason) })
            .collect()
    }

    fn ticks(&self) -> Vec<ReasonTick> {
        Reason::WATERFALL
            .into_iter()
            .filter(|reason| *reason != Reason::Disabled)
            .map(|reason| ReasonTick {
                reason,
                users: self.count(|cell| cell.lane == Some(Lane::Review) && cell.step == Some(reason)),
                ticked: self.scenario.reasons.contains(&reason),
            })
            .collect()
    }

    /// A figure that rests on seats.
    fn of_paid(&self, figure: impl Fn(u32) -> Option<f64>) -> Figure {
        let paid = self.terms.as_ref().and_then(|terms| terms.paid);
        match (paid.and_then(figure), missing(&self.sets, DataSet::Users)) {
            (_, Some(why)) => Figure::NotEvaluated(why),
            (None, None) => Figure::NotEvaluated(NotEvaluatedReason::NotEntered),
            (Some(value), None) => Figure::Value(value),
        }
    }

    /// Without seats there is nothing to drop, without a price no sum.
    fn saving(&self, billable: u32, reclaim: u32, active: u32) -> Option<Saving> {
        let terms = self.terms.as_ref()?;
        let paid = terms.paid?;
        let entered = Some(terms.buffer_percent).filter(|percent| *percent > 0);
        let renewal = RenewalTerms {
            min_commit: self.scenario.min_commit.unwrap_or(terms.min_commit),
            buffer_percent: self
                .scenario
                .buffer_percent
                .or(entered)
                .unwrap_or(self.defaults.buffer_percent)
                .min(100),
            pack_size: terms.pack_size,
        };
        let need = need(billable, reclaim, renewal);
        let droppable = droppable(paid, need);
        let stay = billable.saturating_sub(reclaim);
        Some(Saving {
            stay,
            spare: small((u64::from(stay) * u64::from(renewal.buffer_percent)).div_ceil(100)),
            need,
            droppable,
            hundredths: terms.price_hundredths.map(|price| match terms.model {
                BillingModel::Prepaid => saving_year_hundredths(droppable, price),
                BillingModel::PayPerUser => saving_month_hundredths(reclaim, price),
            }),
            per_active_hundredths: terms
                .price_hundredths
                .and_then(|price| cost_per_active_hundredths(paid, price, active)),
            currency: terms.currency.clone(),
            model: terms.model,
            buffer_percent: renewal.buffer_percent,
            min_commit: renewal.min_commit,
        })
    }

    fn msp(&self, billable: u32, reclaim: u32) -> MspFigures {
        let Some(terms) = &self.terms else { return MspFigures::default() };
        MspFigures {
            variance: terms.billed.map(|billed| variance(billable, billed)),
            margin_hundredths: terms
                .sell_hundredths
                .zip(terms.price_hundredths)
                .map(|(sell, cost)| margin_effect_hundredths(reclaim, sell, cost)),
        }
    }
}

/// Excluded users have a list of their own.
fn counted(cell: &ReviewCell) -> bool {
    cell.mark != Some("excluded")
}

fn small(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
