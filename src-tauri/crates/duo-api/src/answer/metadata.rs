//! The `metadata` of a page: where the next one begins, in every shape that was seen.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::wire::lenient;

/// What paging needs to know.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Metadata {
    pub(crate) next_offset: NextOffset,
    #[serde(deserialize_with = "total")]
    pub(crate) total_objects: Option<u64>,
}

/// All shapes of `next_offset` that were seen.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) enum NextOffset {
    /// Absent or null: this was the last page.
    #[default]
    None,
    Number(u64),
    /// One string, or the strings of an array joined by a comma.
    Text(String),
    /// Anything else.
    Unknown,
}

fn total<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    struct TotalVisitor;

    impl<'de> Visitor<'de> for TotalVisitor {
        type Value = Option<u64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }
        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(u64::try_from(number).ok())
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.parse().ok())
        }
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            IgnoredAny.visit_seq(seq).map(|_| None)
        }
        /// One sample has `{relation, value}` (admin-api.md §8.3); "at least so many" is no total.
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let (mut value, mut exact) = (None, true);
            while let Some(name) = map.next_key::<Cow<'de, str>>()? {
                let text = map.next_value::<lenient::MaybeScalar<String>>()?.0;
                match name.as_ref() {
                    "value" => value = text.and_then(|text| text.parse().ok()),
                    "relation" => exact = text.is_none_or(|relation| relation == "eq"),
                    _ => {}
                }
            }
            Ok(value.filter(|_| exact))
        }
    }

    deserializer.deserialize_any(TotalVisitor)
}

impl<'de> Deserialize<'de> for NextOffset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NextOffsetVisitor;

        impl<'de> Visitor<'de> for NextOffsetVisitor {
            type Value = NextOffset;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(NextOffset::Number(number))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
                Ok(NextOffset::Unknown)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
                Ok(NextOffset::Unknown)
            }
            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(NextOffset::Unknown)
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(NextOffset::Text(text.to_owned()))
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(NextOffset::None)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut parts: Vec<Option<String>> = Vec::new();
                while let Some(lenient::MaybeScalar(part)) = seq.next_element()? {
                    parts.push(part);
                }
                Ok(match <[Option<String>; 2]>::try_from(parts) {
                    Ok([Some(ms), Some(id)]) => NextOffset::Text(format!("{ms},{id}")),
                    _ => NextOffset::Unknown,
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                IgnoredAny.visit_map(map).map(|_| NextOffset::Unknown)
            }
        }

        deserializer.deserialize_any(NextOffsetVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Metadata {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn shapes_of_next_offset() {
        for (json, expected) in [
            ("null", NextOffset::None),
            ("300", NextOffset::Number(300)),
            ("\"300\"", NextOffset::Text("300".into())),
            ("[\"1792000000351\",\"a-b\"]", NextOffset::Text("1792000000351,a-b".into())),
            ("[1792000000351,\"a-b\"]", NextOffset::Text("1792000000351,a-b".into())),
            ("[]", NextOffset::Unknown),
            ("[\"a\"]", NextOffset::Unknown),
            ("[\"a\",null]", NextOffset::Unknown),
            ("-1", NextOffset::Unknown),
            ("1.5", NextOffset::Unknown),
            ("{}", NextOffset::Unknown),
            ("true", NextOffset::Unknown),
        ] {
            assert_eq!(read(&format!(r#"{{"next_offset":{json}}}"#)).next_offset, expected, "{json}");
        }
        assert_eq!(read("{}").next_offset, NextOffset::None);
    }

    #[test]
    fn totals_never_fail_a_page() {
        for (json, expected) in [
            ("7", Some(7)),
            ("\"7\"", Some(7)),
            ("-1", None),
            ("1e18", None),
            ("1000000000000000000", Some(1_000_000_000_000_000_000)),
            (r#"{"relation":"eq","value":3}"#, Some(3)),
            (r#"{"relation":"gte","value":10000}"#, None),
            (r#"{"value":10000,"relation":"gte"}"#, None),
            ("null", None),
            ("[1]", None),
        ] {
            let metadata = read(&format!(r#"{{"total_objects":{json}}}"#));
            assert_eq!(metadata.total_objects, expected, "{json}");
        }
    }
}
