//! Where the next page begins: an offset (lists) or a cursor (logs v2).

use std::fmt;

/// Position in an offset-paged list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Offset(pub u64);

impl Offset {
    /// The first row.
    pub const START: Self = Self(0);
}

/// A text that is no log cursor. The text is not carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a log cursor")]
pub struct BadCursor;

/// Position in a v2 log: `^\d{13},[0-9A-Za-z-]{1,64}$`, milliseconds and event id (admin-api.md §8.7).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LogCursor(String);

impl LogCursor {
    /// The form that is sent and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The milliseconds part.
    pub fn ts_ms(&self) -> i64 {
        self.0.get(..13).and_then(|digits| digits.parse().ok()).unwrap_or_default()
    }
}

impl TryFrom<&str> for LogCursor {
    type Error = BadCursor;

    fn try_from(text: &str) -> Result<Self, BadCursor> {
        let (ms, id) = text.split_once(',').ok_or(BadCursor)?;
        let ms_ok = ms.len() == 13 && ms.bytes().all(|b| b.is_ascii_digit());
        let id_ok =
            (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if ms_ok && id_ok { Ok(Self(text.to_owned())) } else { Err(BadCursor) }
    }
}

impl fmt::Display for LogCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let cursor = LogCursor::try_from("1792000000351,6d0b0c6e-54a9-4b1f-93df-0f4f4ad0b7c1").unwrap();
        assert_eq!(cursor.ts_ms(), 1_792_000_000_351);
        let long = format!("1792000000351,{}", "a".repeat(65));
        for bad in [
            "",
            "1792000000351",
            "1792000000351,",
            "179200000035,a",
            "17920000003510,a",
            "1,a&mintime=0#",
            "1792000000351,a&mintime=0#",
            "1792000000351,a,b",
            "1792000000351,é",
            "١٧٩٢٠٠٠٠٠٠٣٥١,a",
            "1792000000351,a\n",
            &long,
        ] {
            assert!(LogCursor::try_from(bad).is_err(), "{bad:?}");
        }
    }
}
