//! Pure rules and sums. `as_of` is the time of the data, not of the reading.

mod apps;
mod assess;
mod coverage;
mod duplicate;
mod finding;
mod kind;
mod kind_name;
mod lane;
mod money;
mod protect;
mod rules;
mod standing;
mod waterfall;

pub use apps::{AppFacts, AppFlag, AppRules, Trend, app_flags, trend};
pub use assess::{Assessment, UserFacts, assess_all};
pub use coverage::{
    Coverage, CoverageApp, CoverageGroup, CoverageTenant, CoverageUser, Coverer, LetPast, LetPastNote,
};
pub use duplicate::{DuplicateGroup, DuplicateKey, duplicate_key, duplicates};
pub use finding::{FindingKind, Severity, telephony_is_low};
pub use lane::{Evidence, Lane, Reason, ReasonNote};
pub use money::{
    RenewalTerms, cost_per_active_hundredths, droppable, margin_effect_hundredths, need, over,
    saving_month_hundredths, saving_year_hundredths, share_percent, unassigned, variance,
};
pub use rules::Rules;
pub use standing::{Standing, main_version};
pub use waterfall::{active_within, billable, lanes, waterfall};
