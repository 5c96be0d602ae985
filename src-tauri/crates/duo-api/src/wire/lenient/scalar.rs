//! Texts, integers and flags that may be written as one another.

/// A text, integer or boolean that may be written as another.
pub(crate) trait Scalar: Sized {
    fn from_text(text: &str) -> Option<Self>;
    fn from_int(number: i64) -> Option<Self>;
    fn from_float(number: f64) -> Option<Self>;
    fn from_bool(flag: bool) -> Option<Self>;
}

impl Scalar for String {
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

impl Scalar for i64 {
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

impl Scalar for bool {
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
