//! Query parameters.

use percent_encoding::percent_decode;

use crate::api::error::ApiError;

/// Decoded parameters in the order of the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Params(Vec<(Vec<u8>, Vec<u8>)>);

impl Params {
    /// Reads a query or a form body. `+` is a space: clients sign `%20` and send `+` (admin-api.md §2.4).
    pub(crate) fn parse(query: &[u8]) -> Self {
        let pairs = query.split(|b| *b == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
            let cut = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
            let value = pair.get(cut + 1..).unwrap_or_default();
            (decode(&pair[..cut]), decode(value))
        });
        Self(pairs.collect())
    }

    pub(crate) fn pairs(&self) -> &[(Vec<u8>, Vec<u8>)] {
        &self.0
    }

    /// The first value of that name.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.all(name).next()
    }

    /// All values of that name, in order.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        let values = self.0.iter().filter(move |(key, _)| key == name.as_bytes());
        values.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    }

    /// A whole number of at least `least`.
    pub(crate) fn number(&self, name: &'static str, least: u64) -> Result<Option<u64>, ApiError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if number >= least => Ok(Some(number)),
            _ => Err(ApiError::InvalidParameter(name)),
        }
    }

    /// A JSON array of at most 100 texts.
    pub(crate) fn list(&self, name: &'static str) -> Result<Option<Vec<String>>, ApiError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match serde_json::from_str::<Vec<String>>(&text) {
            Ok(list) if list.len() <= 100 => Ok(Some(list)),
            _ => Err(ApiError::InvalidParameter(name)),
        }
    }
}

fn decode(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    percent_decode(&spaced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded() {
        let params = Params::parse(b"a=1&b=x+y%2B&c&a=2&&d=");
        assert_eq!(params.get("a").as_deref(), Some("1"));
        assert_eq!(params.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(params.get("b").as_deref(), Some("x y+"));
        assert_eq!(params.get("c").as_deref(), Some(""));
        assert_eq!(params.get("e"), None);
    }

    #[test]
    fn only_whole_numbers_count() {
        let params = Params::parse(b"limit=-1&offset=x&n=7&z=0");
        assert!(params.number("limit", 0).is_err());
        assert!(params.number("offset", 0).is_err());
        assert_eq!(params.number("n", 1), Ok(Some(7)));
        assert!(params.number("z", 1).is_err());
        assert_eq!(params.number("none", 1), Ok(None));
    }
}
