//! Every published signing vector, line by line (`tests/fixtures/signature-vectors.json`).

use std::collections::BTreeMap;

use duo_api::sign::{Canonical, basic, hmac_sha1, hmac_sha512, params_line, sha512_hex};
use duo_api::{SecretKey, SignatureVersion};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
    negative: Vec<Negative>,
}

#[derive(Deserialize, Clone)]
struct Vector {
    id: String,
    ikey: String,
    skey: String,
    date: String,
    method: String,
    host: String,
    path: String,
    params: Vec<(String, String)>,
    body: Option<String>,
    x_duo_headers: BTreeMap<String, String>,
    sig_version: u8,
    hmac: String,
    expected_params_line: String,
    expected_body_sha512: Option<String>,
    expected_headers_sha512: Option<String>,
    expected_canonical: String,
    expected_signature: String,
    expected_authorization: String,
}

#[derive(Deserialize)]
struct Negative {
    id: String,
    base: String,
}

fn vectors() -> Vectors {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/signature-vectors.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

impl Vector {
    /// What travels in the parameter line: a v5 request with a body has its parameters there.
    fn params_line(&self) -> String {
        let in_body = self.sig_version >= 4 && self.body.as_ref().is_some_and(|body| !body.is_empty());
        if in_body { String::new() } else { params_line(&self.params) }
    }

    fn sign(&self) -> (String, String) {
        let params = self.params_line();
        let headers: Vec<(&str, &str)> =
            self.x_duo_headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let canonical = Canonical {
            date: &self.date,
            method: &self.method,
            host: &self.host,
            path: &self.path,
            params: &params,
            body: self.body.as_deref().unwrap_or_default().as_bytes(),
            duo_headers: &headers,
        };
        let text = match self.sig_version {
            2 => canonical.v2(),
            4 => canonical.v4(),
            5 => canonical.v5(),
            other => panic!("version {other}"),
        };
        let skey = SecretKey::new(self.skey.clone());
        let signature = match self.hmac.as_str() {
            "sha1" => hmac_sha1(&skey, &text),
            "sha512" => hmac_sha512(&skey, &text),
            other => panic!("digest {other}"),
        };
        (text, signature)
    }
}

#[test]
fn all_vectors_are_reproduced() {
    let vectors = vectors().vectors;
    assert_eq!(vectors.len(), 63);
    for vector in vectors {
        let (id, (canonical, signature)) = (&vector.id, vector.sign());
        assert_eq!(vector.params_line(), vector.expected_params_line, "{id}");
        assert_eq!(canonical, vector.expected_canonical, "{id}");
        assert_eq!(signature, vector.expected_signature, "{id}");
        assert_eq!(basic(&vector.ikey, &signature), vector.expected_authorization, "{id}");
        if let (Some(expected), 4..) = (&vector.expected_body_sha512, vector.sig_version) {
            let body = vector.body.as_deref().unwrap_or_default();
            assert_eq!(&sha512_hex(body.as_bytes()), expected, "{id}");
        }
        if let (Some(expected), 5) = (&vector.expected_headers_sha512, vector.sig_version) {
            assert_eq!(canonical.lines().nth(6), Some(expected.as_str()), "{id}");
        }
    }
}

#[test]
fn the_authorization_header_is_built_for_each_version() {
    for vector in vectors().vectors {
        let version = match (vector.sig_version, vector.hmac.as_str()) {
            (5, _) => SignatureVersion::V5,
            (2, "sha1") => SignatureVersion::V2Sha1,
            (2, _) => SignatureVersion::V2Sha512,
            _ => continue,
        };
        let params = vector.params_line();
        let headers: Vec<(&str, &str)> =
            vector.x_duo_headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let canonical = Canonical {
            date: &vector.date,
            method: &vector.method,
            host: &vector.host,
            path: &vector.path,
            params: &params,
            body: vector.body.as_deref().unwrap_or_default().as_bytes(),
            duo_headers: &headers,
        };
        let header = canonical.authorization(version, &vector.ikey, &SecretKey::new(vector.skey.clone()));
        assert_eq!(header, vector.expected_authorization, "{}", vector.id);
    }
}

#[test]
fn requests_that_must_be_refused_sign_differently() {
    let vectors = vectors();
    let base = |id: &str| vectors.vectors.iter().find(|vector| vector.id == id).unwrap().clone();
    let mut seen = 0;
    for negative in &vectors.negative {
        let good = base(&negative.base);
        let skey = SecretKey::new(good.skey.clone());
        let mut bad = good.clone();
        let signature = match negative.id.as_str() {
            "neg-wrong-skey" => {
                bad.skey.pop();
                bad.skey.push('!');
                bad.sign().1
            }
            "neg-plus-for-space" => hmac_sha1(&skey, &good.expected_canonical.replace("%20", "+")),
            "neg-lowercase-hex" => {
                hmac_sha1(&skey, &good.expected_canonical.replace("%2B", "%2b").replace("%40", "%4a"))
            }
            "neg-no-blank-line" => hmac_sha1(&skey, good.expected_canonical.trim_end_matches('\n')),
            "neg-host-not-lowered" => {
                hmac_sha1(&skey, &good.expected_canonical.replace(&good.host.to_lowercase(), &good.host))
            }
            "neg-date-mismatch" => {
                bad.date = bad.date.replace(":42 ", ":43 ");
                bad.sign().1
            }
            // The rest is about clocks, headers and keys, not about what is signed.
            _ => continue,
        };
        seen += 1;
        assert_ne!(signature, good.expected_signature, "{}", negative.id);
    }
    assert_eq!((seen, vectors.negative.len()), (6, 12));
}

#[test]
fn keys_longer_than_a_block_are_hashed_first() {
    // RFC 4231, test case 6.
    let skey = SecretKey::new("k".repeat(200));
    assert_eq!(hmac_sha512(&skey, "text").len(), 128);
    assert_ne!(hmac_sha512(&skey, "text"), hmac_sha512(&SecretKey::new("k".repeat(128)), "text"));
}
