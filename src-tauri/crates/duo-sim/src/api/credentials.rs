//! Steps 2 to 5 of the check order (admin-api.md §12): credentials, clock, signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};

use crate::api::error::ApiError;
use crate::api::sign;
use crate::message::SimRequest;

/// Tolerated difference of the clocks, in seconds (admin-api.md §2.7).
const SKEW: i64 = 300;

/// The keys that are accepted on a host.
pub(crate) struct Accepted<'a> {
    pub(crate) host: &'a str,
    pub(crate) ikey: &'a str,
    pub(crate) skey: &'a str,
    pub(crate) now: DateTime<Utc>,
}

impl Accepted<'_> {
    pub(crate) fn check(&self, request: &SimRequest) -> Result<(), ApiError> {
        let (ikey, signature) = basic(request).ok_or(ApiError::MissingCredentials)?;
        if ikey != self.ikey || !self.is_addressed(request) {
            return Err(ApiError::UnknownKey);
        }
        let date = request.header("x-duo-date").or_else(|| request.header("date"));
        let date = date.ok_or(ApiError::MissingDate)?;
        let sent = DateTime::parse_from_rfc2822(date).map_err(|_| ApiError::MissingDate)?;
        if (self.now - sent.with_timezone(&Utc)).num_seconds().abs() > SKEW {
            return Err(ApiError::BadDate);
        }
        let v5_only = is_v5_only(&request.path);
        if sign::verify(request, self.host, date, self.skey, &signature, v5_only) {
            Ok(())
        } else {
            Err(ApiError::BadSignature)
        }
    }

    /// Another account's host does not know the key. A client that names an address or `localhost` came
    /// past the name and is let through.
    fn is_addressed(&self, request: &SimRequest) -> bool {
        let Some(host) = request.header("host") else { return true };
        let name = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
        !name.starts_with("api-") || name == self.host.to_ascii_lowercase()
    }
}

/// Endpoint families that take no older signature (admin-api.md §2.8).
fn is_v5_only(path: &str) -> bool {
    const FAMILIES: [&str; 6] = [
        "/admin/v2/policies",
        "/admin/v2/integrations",
        "/admin/v3/integrations",
        "/admin/v2/passport/config",
        "/admin/v2/identity_verification",
        "/admin/v1/desktop_authenticators/shared_device_auth",
    ];
    FAMILIES.iter().any(|family| path.starts_with(family))
}

/// The integration key that a request names; nothing is checked.
pub(crate) fn ikey_of(request: &SimRequest) -> Option<String> {
    basic(request).map(|(ikey, _)| ikey)
}

fn basic(request: &SimRequest) -> Option<(String, String)> {
    let (scheme, token) = request.header("authorization")?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(token.trim()).ok()?).ok()?;
    let (ikey, signature) = text.split_once(':')?;
    Some((ikey.to_owned(), signature.to_owned()))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use serde_json::Value;

    use super::*;

    fn vectors() -> Value {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/signature-vectors.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn text<'a>(vector: &'a Value, key: &str) -> &'a str {
        vector[key].as_str().unwrap_or_default()
    }

    /// The request of a vector as its client would send it.
    fn request(vector: &Value) -> SimRequest {
        let params = text(vector, "expected_params_line").to_owned();
        let method = text(vector, "method");
        let form = method == "POST" && vector["sig_version"] == 2;
        let mut headers =
            vec![("Authorization".to_owned(), text(vector, "expected_authorization").to_owned())];
        let duo = vector["x_duo_headers"].as_object().unwrap();
        headers.extend(duo.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())));
        if duo.is_empty() {
            headers.push(("date".to_owned(), text(vector, "date").to_owned()));
        }
        SimRequest {
            method: method.to_owned(),
            path: text(vector, "path").to_owned(),
            query: if form { String::new() } else { params.clone() },
            headers,
            body: if form { params.into_bytes() } else { text(vector, "body").to_owned().into_bytes() },
        }
    }

    fn check(vector: &Value, request: &SimRequest) -> Result<(), ApiError> {
        let now = DateTime::parse_from_rfc2822(text(vector, "date")).unwrap().with_timezone(&Utc);
        let accepted = Accepted {
            host: text(vector, "host"),
            ikey: text(vector, "ikey"),
            skey: text(vector, "skey"),
            now,
        };
        accepted.check(request)
    }

    #[test]
    fn every_vector_is_accepted_where_its_version_is() {
        let vectors = vectors();
        let list = vectors["vectors"].as_array().unwrap();
        assert_eq!(list.len(), 63);
        for vector in list {
            let old = vector["sig_version"] != 5;
            let expected =
                if old && is_v5_only(text(vector, "path")) { Err(ApiError::BadSignature) } else { Ok(()) };
            assert_eq!(check(vector, &request(vector)), expected, "{}", vector["id"]);
        }
    }

    #[test]
    fn every_negative_vector_is_refused_as_it_says() {
        let vectors = vectors();
        for negative in vectors["negative"].as_array().unwrap() {
            let list = vectors["vectors"].as_array().unwrap();
            let base = list.iter().find(|v| v["id"] == negative["base"]).unwrap();
            let got = check_changed(text(negative, "id"), base).map_or_else(|e| e.code(), |()| 200);
            let code = negative["expect"]["code"].as_u64().unwrap_or(200);
            assert_eq!(u64::from(got), code, "{}", negative["id"]);
        }
    }

    fn check_changed(id: &str, base: &Value) -> Result<(), ApiError> {
        let mut vector = base.clone();
        let mut sent = request(base);
        match id {
            "neg-wrong-skey" => vector["skey"] = format!("{}Z", &text(base, "skey")[..39]).into(),
            "neg-plus-for-space" => resign(&vector, &mut sent, |c| c.replace("a%2Bb%20c", "a%2Bb+c")),
            "neg-lowercase-hex" => resign(&vector, &mut sent, |c| c.replace("%2B", "%2b")),
            "neg-no-blank-line" => resign(&vector, &mut sent, |c| c.trim_end().to_owned()),
            "neg-host-not-lowered" => {
                let host = text(base, "host").to_owned();
                resign(&vector, &mut sent, |c| c.replace(&host.to_lowercase(), &host));
            }
            "neg-date-mismatch" => set(&mut sent, "date", "Wed, 18 Nov 2026 09:15:43 -0000"),
            "neg-stale-date" => {
                let date =
                    DateTime::parse_from_rfc2822(text(base, "date")).unwrap() + TimeDelta::seconds(301);
                vector["date"] = date.to_rfc2822().into();
            }
            "neg-missing-date" => sent.headers.retain(|(name, _)| name != "date"),
            "neg-missing-auth" => sent.headers.retain(|(name, _)| name != "Authorization"),
            "neg-unknown-ikey" => vector["ikey"] = "DIRESEARCHVECTOR0002".into(),
            "neg-v2-on-v5-only" => {}
            "neg-uppercase-hex-ok" => {
                let token =
                    format!("{}:{}", text(base, "ikey"), text(base, "expected_signature").to_uppercase());
                set(&mut sent, "Authorization", &format!("Basic {}", STANDARD.encode(token)));
            }
            other => panic!("{other} is not known here"),
        }
        check(&vector, &sent)
    }

    fn set(request: &mut SimRequest, name: &str, value: &str) {
        let header = request.headers.iter_mut().find(|(n, _)| n == name).unwrap();
        value.clone_into(&mut header.1);
    }

    /// Signs a changed canonical string with SHA-1, as a mistaken client would.
    fn resign(vector: &Value, request: &mut SimRequest, change: impl Fn(&str) -> String) {
        use hmac::{Hmac, KeyInit as _, Mac as _};
        let canonical = text(vector, "expected_canonical");
        let changed = change(canonical);
        assert_ne!(changed, canonical);
        let mac = Hmac::<sha1::Sha1>::new_from_slice(text(vector, "skey").as_bytes()).unwrap();
        let signature = hex::encode(mac.chain_update(&changed).finalize().into_bytes());
        let token = STANDARD.encode(format!("{}:{signature}", text(vector, "ikey")));
        set(request, "Authorization", &format!("Basic {token}"));
    }

    #[test]
    fn another_accounts_host_does_not_know_the_key() {
        let vectors = vectors();
        let vector = &vectors["vectors"][1];
        let mut sent = request(vector);
        sent.headers.push(("Host".to_owned(), "api-00000000.duosecurity.com".to_owned()));
        assert_eq!(check(vector, &sent), Err(ApiError::UnknownKey));
        set(&mut sent, "Host", "API-1a2b3c4d.duosecurity.com:443");
        assert_eq!(check(vector, &sent), Ok(()));
        set(&mut sent, "Host", "127.0.0.1:8443");
        assert_eq!(check(vector, &sent), Ok(()));
    }
}
