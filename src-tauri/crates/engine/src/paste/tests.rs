use super::*;

mod formats;
mod property;

pub(super) const HOST: &str = "api-1a2b3c4d.duosecurity.com";
pub(super) const IKEY: &str = "DIABCDEFGHIJ12345678";
pub(super) const SKEY: &str = "Ab3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9n";

/// A set as plain texts, `-` for what is missing.
pub(super) fn plain(set: &ParsedSet) -> [String; 3] {
    let skey = set.skey.as_ref().map(|skey| skey.to_string());
    [set.host.clone(), set.ikey.clone(), skey].map(|value| value.unwrap_or_else(|| "-".to_owned()))
}

pub(super) fn sets(text: &str) -> Vec<[String; 3]> {
    parse(text).sets.iter().map(plain).collect()
}
