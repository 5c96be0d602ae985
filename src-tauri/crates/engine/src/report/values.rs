//! Values as programs read them.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use crate::api::Figure;

/// Whole where it is whole: `5`, not `5.0`.
pub(super) fn number(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        #[allow(clippy::cast_possible_truncation, reason = "whole, and no larger than a double is exact")]
        return Value::from(number as i64);
    }
    Value::from(number)
}

/// ISO 8601 in UTC.
pub(super) fn time(at: DateTime<Utc>) -> Value {
    Value::from(at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// The figure, or nothing.
pub(super) fn figure(figure: &Figure) -> Value {
    match figure {
        Figure::Value(value) => number(*value),
        Figure::NotEvaluated(_) => Value::Null,
    }
}
