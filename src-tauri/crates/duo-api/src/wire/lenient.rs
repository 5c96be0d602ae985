//! Readers that make the best of what comes, without building a tree of it first.

mod scalar;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

pub(crate) use scalar::Scalar;

/// A scalar, from whatever scalar it can be made of.
pub(crate) fn scalar<'de, D: Deserializer<'de>, T: Scalar<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(ScalarVisitor(PhantomData))
}

/// The key of a row; empty when missing.
pub(crate) fn key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(scalar(deserializer)?.unwrap_or_default())
}

/// An object, or `None` for anything else.
pub(crate) fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

/// A list of objects; elements of another type are left out, anything but a list is empty.
pub(crate) fn objects<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ListVisitor(PhantomData::<fn() -> MaybeObject<T>>))
}

/// A list of texts, under the same rules.
pub(crate) fn texts<'de, D: Deserializer<'de>, T: Scalar<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(ListVisitor(PhantomData::<fn() -> MaybeScalar<T>>))
}

/// How many elements a list has.
pub(crate) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    let elements = deserializer.deserialize_any(ListVisitor(PhantomData::<fn() -> Anything>))?;
    Ok(elements.len())
}

/// An object whose values are texts; empty and other values are left out.
pub(crate) fn text_map<'de, D>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error>
where
    D: Deserializer<'de>,
{
    let map: Option<BTreeMap<String, MaybeScalar<String>>> = object(deserializer)?;
    let pairs = map.unwrap_or_default().into_iter();
    Ok(pairs
        .filter_map(|(key, MaybeScalar(value))| Some((key, value.filter(|text| !text.is_empty())?)))
        .collect())
}

struct ScalarVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: Scalar<'de>> Visitor<'de> for ScalarVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(T::from_text(text))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(T::from_answer(text))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(T::from_int(number))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).ok().and_then(T::from_int))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(T::from_float(number))
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(T::from_bool(flag))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| None)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(map).map(|_| None)
    }
}

/// Says "not mine" to every scalar.
macro_rules! no_scalars {
    ($none:expr) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok($none)
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($none)
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($none)
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($none)
        }
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($none)
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($none)
        }
    };
}

struct ObjectVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    no_scalars!(None);
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| None)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

/// An element of a list, if it is of use.
trait Element<'de>: Deserialize<'de> {
    type Item;
    fn item(self) -> Option<Self::Item>;
}

/// [`object`] as a type.
pub(crate) struct MaybeObject<T>(pub(crate) Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for MaybeObject<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> Element<'de> for MaybeObject<T> {
    type Item = T;
    fn item(self) -> Option<T> {
        self.0
    }
}

/// [`scalar`] as a type.
pub(crate) struct MaybeScalar<T>(pub(crate) Option<T>);

impl<'de, T: Scalar<'de>> Deserialize<'de> for MaybeScalar<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar(deserializer).map(Self)
    }
}

impl<'de, T: Scalar<'de>> Element<'de> for MaybeScalar<T> {
    type Item = T;
    fn item(self) -> Option<T> {
        self.0
    }
}

struct Anything;

impl<'de> Deserialize<'de> for Anything {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl Element<'_> for Anything {
    type Item = ();
    fn item(self) -> Option<()> {
        Some(())
    }
}

struct ListVisitor<M>(PhantomData<fn() -> M>);

impl<'de, M: Element<'de>> Visitor<'de> for ListVisitor<M> {
    type Value = Vec<M::Item>;

    no_scalars!(Vec::new());
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(element) = seq.next_element::<M>()? {
            if let Some(item) = element.item() {
                if items.is_empty() {
                    // Most people have one phone; room for four by default costs more than the phone.
                    items.reserve_exact(1);
                }
                items.push(item);
            }
        }
        Ok(items)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(map).map(|_| Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn read<'de, T: Scalar<'de>>(json: &'de str) -> Option<T> {
        scalar(&mut serde_json::Deserializer::from_str(json)).unwrap()
    }

    #[test]
    fn integers() {
        for (json, expected) in [
            ("5", Some(5)),
            ("\"5\"", Some(5)),
            ("\" 5 \"", Some(5)),
            ("-5", Some(-5)),
            ("5.0", Some(5)),
            ("null", None),
            ("true", None),
            ("\"\"", None),
            ("\"five\"", None),
            ("[1,[2]]", None),
            ("{\"a\":{}}", None),
            ("18446744073709551615", None),
            ("99999999999999999999", None),
            ("1e300", None),
        ] {
            assert_eq!(read::<i64>(json), expected, "{json}");
        }
    }

    #[test]
    fn flags() {
        for (json, expected) in [
            ("true", Some(true)),
            ("0", Some(false)),
            ("1", Some(true)),
            ("\"1\"", Some(true)),
            ("\"True\"", Some(true)),
            ("\"False\"", Some(false)),
            ("\"unknown\"", None),
            ("2", None),
            ("null", None),
            ("[]", None),
        ] {
            assert_eq!(read::<bool>(json), expected, "{json}");
        }
    }

    #[test]
    fn texts_and_lists() {
        assert_eq!(read::<String>("\"a\""), Some("a".into()));
        assert_eq!(read::<String>("7"), Some("7".into()));
        assert_eq!(read::<String>("{}"), None);
        assert!(matches!(read("\"a\""), Some(Cow::Borrowed("a"))));
        for (json, expected) in
            [(r#""\u0061\n""#, Some("a\n")), ("7", Some("7")), ("true", Some("true")), ("null", None)]
        {
            assert_eq!(read::<Cow<'_, str>>(json).as_deref(), expected, "{json}");
        }
        let list = |json: &str| texts::<_, String>(&mut serde_json::Deserializer::from_str(json)).unwrap();
        assert_eq!(list("[\"a\",null,{},\"b\"]"), ["a", "b"]);
        assert!(list("\"unknown\"").is_empty() && list("null").is_empty() && list("{\"a\":1}").is_empty());
        let map =
            text_map(&mut serde_json::Deserializer::from_str(r#"{"a":"x","b":null,"c":"","d":[]}"#)).unwrap();
        assert_eq!(map.into_iter().collect::<Vec<_>>(), [("a".to_owned(), "x".to_owned())]);
    }
}
