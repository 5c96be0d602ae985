//! The server's check of a signature (admin-api.md §2).

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use sha1::Sha1;
use sha2::{Digest, Sha512};
use subtle::ConstantTimeEq;

use crate::api::params::Params;
use crate::message::SimRequest;

/// Everything but `A-Z a-z 0-9 _ . ~ -` is escaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'~').remove(b'-');

/// Whether `signature` (hex) is one that the owner of `skey` would make for this request. There is no version
/// marker on the wire: the length says which digest, and each version with that digest is tried.
pub(crate) fn verify(
    request: &SimRequest,
    host: &str,
    date: &str,
    skey: &str,
    signature: &str,
    v5_only: bool,
) -> bool {
    let given = signature.to_ascii_lowercase();
    let signed = Signed { request, host, date };
    match given.len() {
        128 => {
            let mut accepted = vec![signed.v5()];
            if !v5_only {
                accepted.extend([signed.v4(), signed.v2()]);
            }
            accepted.iter().any(|canonical| same(&sha512_hmac(skey, canonical), &given))
        }
        40 if !v5_only => same(&sha1_hmac(skey, &signed.v2()), &given),
        _ => false,
    }
}

struct Signed<'a> {
    request: &'a SimRequest,
    host: &'a str,
    date: &'a str,
}

impl Signed<'_> {
    fn v2(&self) -> String {
        let carried = self.is_carried_in_query();
        let line = if carried { self.query_line() } else { line_of(&Params::parse(&self.request.body)) };
        self.head(&line)
    }

    fn v4(&self) -> String {
        format!("{}\n{}", self.head(&self.query_line()), sha512_hex(&self.request.body))
    }

    fn v5(&self) -> String {
        format!("{}\n{}", self.v4(), sha512_hex(&self.duo_headers()))
    }

    fn head(&self, params: &str) -> String {
        let method = self.request.method.to_ascii_uppercase();
        let host = self.host.to_ascii_lowercase();
        format!("{}\n{method}\n{host}\n{}\n{params}", self.date, self.request.path)
    }

    fn query_line(&self) -> String {
        line_of(&Params::parse(self.request.query.as_bytes()))
    }

    fn is_carried_in_query(&self) -> bool {
        let method = self.request.method.to_ascii_uppercase();
        !matches!(method.as_str(), "POST" | "PUT" | "PATCH")
    }

    /// Names and values of the `x-duo-` headers, by name, joined with NUL.
    fn duo_headers(&self) -> Vec<u8> {
        let mut headers: Vec<(String, &str)> = self
            .request
            .headers
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.as_str()))
            .filter(|(name, _)| name.starts_with("x-duo-"))
            .collect();
        headers.sort();
        let parts: Vec<&str> = headers.iter().flat_map(|(name, value)| [name.as_str(), value]).collect();
        parts.join("\0").into_bytes()
    }
}

/// `key=value` pairs, escaped, sorted by escaped key and then by escaped value.
fn line_of(params: &Params) -> String {
    let mut pairs: Vec<(String, String)> =
        params.pairs().iter().map(|(key, value)| (escape(key), escape(value))).collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join("&")
}

fn escape(text: &[u8]) -> String {
    percent_encode(text, ESCAPED).to_string()
}

fn sha512_hex(bytes: &[u8]) -> String {
    hex::encode(Sha512::digest(bytes))
}

fn sha512_hmac(skey: &str, canonical: &str) -> String {
    Hmac::<Sha512>::new_from_slice(skey.as_bytes())
        .map(|mac| hex::encode(mac.chain_update(canonical).finalize().into_bytes()))
        .unwrap_or_default()
}

fn sha1_hmac(skey: &str, canonical: &str) -> String {
    Hmac::<Sha1>::new_from_slice(skey.as_bytes())
        .map(|mac| hex::encode(mac.chain_update(canonical).finalize().into_bytes()))
        .unwrap_or_default()
}

fn same(expected: &str, given: &str) -> bool {
    !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.as_bytes()))
}
