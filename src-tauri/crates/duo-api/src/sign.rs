//! Request signing (admin-api.md §2): HMAC over a canonical string, sent as the password of Basic authentication.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use hmac::digest::block_api::EagerHash;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use sha2::{Digest, Sha512};
use zeroize::Zeroize;

use crate::credentials::SecretKey;

/// Everything but `A–Z a–z 0–9 _ . ~ -` is escaped (§2.4).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'~').remove(b'-');

/// How requests are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum SignatureVersion {
    /// Seven lines, HMAC-SHA-512: the current form, and the only one policies and integrations v2/v3 accept.
    #[default]
    V5,
    /// Five lines, HMAC-SHA-1: as documented for years.
    V2Sha1,
    /// Five lines, HMAC-SHA-512: as several of Duo's own clients send it.
    V2Sha512,
}

/// The parts of a request that are signed.
#[derive(Debug, Clone, Copy)]
pub struct Canonical<'a> {
    /// The `Date` header, byte for byte.
    pub date: &'a str,
    /// HTTP method, any case.
    pub method: &'a str,
    /// API host, any case.
    pub host: &'a str,
    /// Path, verbatim.
    pub path: &'a str,
    /// The line made by [`params_line`].
    pub params: &'a str,
    /// Body bytes; empty when there is none.
    pub body: &'a [u8],
    /// `X-Duo-*` headers: name and value.
    pub duo_headers: &'a [(&'a str, &'a str)],
}

impl Canonical<'_> {
    /// The five lines of version 2.
    pub fn v2(&self) -> String {
        let (method, host) = (self.method.to_ascii_uppercase(), self.host.to_ascii_lowercase());
        [self.date, &method, &host, self.path, self.params].join("\n")
    }

    /// Version 4: version 2 and the hash of the body. Known for the sake of servers that still check it.
    pub fn v4(&self) -> String {
        format!("{}\n{}", self.v2(), sha512_hex(self.body))
    }

    /// Version 5: version 4 and the hash of the `X-Duo-*` headers.
    pub fn v5(&self) -> String {
        format!("{}\n{}", self.v4(), headers_sha512(self.duo_headers))
    }

    /// The `Authorization` header for this request.
    pub fn authorization(&self, version: SignatureVersion, ikey: &str, skey: &SecretKey) -> String {
        let signature = match version {
            SignatureVersion::V5 => hmac_sha512(skey, &self.v5()),
            SignatureVersion::V2Sha512 => hmac_sha512(skey, &self.v2()),
            SignatureVersion::V2Sha1 => hmac_sha1(skey, &self.v2()),
        };
        basic(ikey, &signature)
    }
}

/// The parameter line: escaped, sorted by escaped key and then escaped value, joined by `&`.
pub fn params_line<K: AsRef<str>, V: AsRef<str>>(params: &[(K, V)]) -> String {
    let mut pairs: Vec<(String, String)> =
        params.iter().map(|(key, value)| (escape(key.as_ref()), escape(value.as_ref()))).collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join("&")
}

/// A `Date` header as Duo's own client writes it: `Tue, 21 Aug 2012 17:29:18 -0000`.
pub fn date_header(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S -0000").to_string()
}

/// Lower-case hex of the SHA-512 of `bytes`.
pub fn sha512_hex(bytes: &[u8]) -> String {
    hex::encode(Sha512::digest(bytes))
}

/// Lower-case hex of the HMAC-SHA-512 of `text`.
pub fn hmac_sha512(skey: &SecretKey, text: &str) -> String {
    hmac_hex::<Sha512>(skey, text)
}

/// Lower-case hex of the HMAC-SHA-1 of `text`.
pub fn hmac_sha1(skey: &SecretKey, text: &str) -> String {
    hmac_hex::<Sha1>(skey, text)
}

/// Basic authentication with the signature as password.
pub fn basic(ikey: &str, signature: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{ikey}:{signature}")))
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// Names lower-cased and sorted, then names and values joined by NUL, hashed (§2.6).
fn headers_sha512(headers: &[(&str, &str)]) -> String {
    let mut sorted: Vec<(String, &str)> =
        headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), *value)).collect();
    sorted.sort();
    let parts: Vec<&str> = sorted.iter().flat_map(|(name, value)| [name.as_str(), *value]).collect();
    sha512_hex(parts.join("\0").as_bytes())
}

/// HMAC takes keys of every length; the key is brought to the block's length here, so that nothing can fail.
fn hmac_hex<D: EagerHash + Digest>(skey: &SecretKey, text: &str) -> String
where
    Hmac<D>: KeyInit + Mac,
{
    let mut block = hmac::digest::Key::<Hmac<D>>::default();
    let key = skey.expose().as_bytes();
    if key.len() > block.len() {
        let digest = D::digest(key);
        block[..digest.len()].copy_from_slice(&digest);
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let mut mac = <Hmac<D> as KeyInit>::new(&block);
    block.as_mut_slice().zeroize();
    mac.update(text.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}
