//! Texts, integers and flags that may be written as one another.

use std::borrow::Cow;

/// A text, integer or boolean that may be written as another.
pub(crate) trait Scalar<'de>: Sized {
    fn from_text(text: &str) -> Option<Self>;
    /// From a text that lies in the answer as it is, without escapes.
    fn from_answer(text: &'de str) -> Option<Self> {
        Self::from_text(text)
    }
    fn from_int(number: i64) -> Option<Self>;
    fn from_float(number: f64) -> Option<Self>;
    fn from_bool(flag: bool) -> Option<Self>;
}

impl Scalar<'_> for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn from_int(number: i64) -> Option<Self> {
        Some(number.to_string())
    }
    fn from_float(number: f64) -> Option<Self> {
        Some(number.to_string())
    }
    fn from_bool(flag: bool) -> Option<Self> {
        Some(flag.to_string())
    }
}

/// Copied only where it does not lie in the answer as it is.
impl<'de> Scalar<'de> for Cow<'de, str> {
    fn from_text(text: &str) -> Option<Self> {
        String::from_text(text).map(Self::Owned)
    }
    fn from_answer(text: &'de str) -> Option<Self> {
        Some(Self::Borrowed(text))
    }
    fn from_int(number: i64) -> Option<Self> {
        String::from_int(number).map(Self::Owned)
    }
    fn from_float(number: f64) -> Option<Self> {
        String::from_float(number).map(Self::Owned)
    }
    fn from_bool(flag: bool) -> Option<Self> {
        String::from_bool(flag).map(Self::Owned)
    }
}

impl Scalar<'_> for i64 {
    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
    fn from_int(number: i64) -> Option<Self> {
        Some(number)
    }
    fn from_float(number: f64) -> Option<Self> {
        // Beyond 2^53 a float no longer says which integer was meant.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        #[allow(clippy::cast_possible_truncation, reason = "checked against the exact range")]
        (number.abs() <= EXACT).then_some(number as i64)
    }
    fn from_bool(_: bool) -> Option<Self> {
        None
    }
}

impl Scalar<'_> for bool {
    fn from_text(text: &str) -> Option<Self> {
        match text {
            "1" => Some(true),
            "0" => Some(false),
            _ if text.eq_ignore_ascii_case("true") => Some(true),
            _ if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
    fn from_int(number: i64) -> Option<Self> {
        match number {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
    fn from_float(_: f64) -> Option<Self> {
        None
    }
    fn from_bool(flag: bool) -> Option<Self> {
        Some(flag)
    }
}
