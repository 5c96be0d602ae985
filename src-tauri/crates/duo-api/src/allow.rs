//! The closed list of what may be sent: reads, and one POST that reads too.

use crate::transport::Method;

/// Stands for one object key: capital letters and digits, so that no word of a path can pass for it.
const KEY: &str = "{key}";

const GETS: &[&str] = &[
    "/auth/v2/ping",
    "/auth/v2/check",
    "/admin/v1/info/summary",
    "/admin/v1/info/authentication_attempts",
    "/admin/v1/info/user_authentication_attempts",
    "/admin/v1/info/telephony_credits_used",
    "/admin/v1/settings",
    "/admin/v1/users",
    "/admin/v1/users/{key}",
    "/admin/v1/users/{key}/phones",
    "/admin/v1/users/{key}/tokens",
    "/admin/v1/users/{key}/groups",
    "/admin/v1/users/{key}/bypass_codes",
    "/admin/v1/users/{key}/webauthncredentials",
    "/admin/v1/users/{key}/desktopauthenticators",
    "/admin/v1/groups",
    "/admin/v2/groups/{key}",
    "/admin/v2/groups/{key}/users",
    "/admin/v1/phones",
    "/admin/v1/phones/{key}",
    "/admin/v1/tokens",
    "/admin/v1/tokens/{key}",
    "/admin/v1/webauthncredentials",
    "/admin/v1/webauthncredentials/{key}",
    "/admin/v1/desktop_authenticators",
    "/admin/v1/desktop_authenticators/{key}",
    "/admin/v1/bypass_codes",
    "/admin/v1/bypass_codes/{key}",
    "/admin/v1/integrations",
    "/admin/v1/integrations/{key}",
    "/admin/v2/integrations",
    "/admin/v2/integrations/{key}",
    "/admin/v3/integrations",
    "/admin/v3/integrations/{key}",
    "/admin/v2/policies",
    "/admin/v2/policies/{key}",
    "/admin/v2/policies/global",
    "/admin/v2/policies/summary",
    "/admin/v2/policies/calculate",
    "/admin/v2/passport/config",
    "/admin/v1/endpoints",
    "/admin/v1/endpoints/{key}",
    "/admin/v1/registered_devices",
    "/admin/v1/registered_devices/{key}",
    "/admin/v1/registered_devices/blocked",
    "/admin/v1/registered_devices/blocked/{key}",
    "/admin/v1/admins",
    "/admin/v1/admins/{key}",
    "/admin/v1/admins/allowed_auth_methods",
    "/admin/v1/admins/password_mgmt",
    "/admin/v1/administrative_units",
    "/admin/v1/administrative_units/{key}",
    "/admin/v2/logs/authentication",
    "/admin/v2/logs/activity",
    "/admin/v2/logs/telephony",
    "/admin/v1/logs/administrator",
    "/admin/v1/logs/offline_enrollment",
    "/admin/v1/trust_monitor/events",
    "/admin/v1/billing/edition",
    "/admin/v1/billing/telephony_credits",
];

const POSTS: &[&str] = &["/accounts/v1/account/list"];

/// Whether this request is on the list. Everything else is refused before it is signed, and again before it is
/// sent.
pub fn is_allowed(method: Method, path: &str) -> bool {
    let patterns = match method {
        Method::Get => GETS,
        Method::Post => POSTS,
    };
    patterns.iter().any(|pattern| matches(pattern, path))
}

fn matches(pattern: &str, path: &str) -> bool {
    let (mut expected, mut actual) = (pattern.split('/'), path.split('/'));
    loop {
        match (expected.next(), actual.next()) {
            (None, None) => return true,
            (Some(KEY), Some(segment)) if is_key(segment) => {}
            (Some(word), Some(segment)) if word == segment => {}
            _ => return false,
        }
    }
}

fn is_key(segment: &str) -> bool {
    (8..=40).contains(&segment.len()) && segment.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_pass() {
        for path in [
            "/auth/v2/ping",
            "/admin/v1/users",
            "/admin/v3/integrations/DIK7L1M5N9P3Q6R0S4T8",
            "/admin/v2/logs/authentication",
            "/admin/v1/admins/allowed_auth_methods",
        ] {
            assert!(is_allowed(Method::Get, path), "{path}");
            assert!(!is_allowed(Method::Post, path), "{path}");
        }
        assert!(is_allowed(Method::Post, "/accounts/v1/account/list"));
        assert!(!is_allowed(Method::Get, "/accounts/v1/account/list"));
    }

    #[test]
    fn secrets_and_writes_do_not() {
        for path in [
            "/admin/v1/integrations/DIK7L1M5N9P3Q6R0S4T8/skey",
            "/admin/v2/integrations/oidc/DIK7L1M5N9P3Q6R0S4T8/client_secret",
            "/admin/v2/integrations/oauth_cc/DIK7L1M5N9P3Q6R0S4T8/client_secret/DIK7L1M5N9P3Q6R0S4T8",
            "/admin/v1/admins/activations",
            "/admin/v1/users/DU2B6C0D4E8F1G5H9J3K/verification_push_response",
            "/admin/v1/users/DU2B6C0D4E8F1G5H9J3K/send_verification_push",
            "/admin/v1/phones/DP7H3J9K1L5M8N2P4Q6R/activation_url",
            "/admin/v1/logo",
            "/accounts/v1/account/create",
            "/accounts/v1/account/delete",
            "/admin/v1/users/",
            "/admin/v1/users?limit=1",
            "/admin/v1/users#",
            "/admin/v1/../v1/users",
            "/admin/v1/users/..",
            "//admin/v1/users",
            "/admin/v1/users/DU2B6C0D4E8F1G5H9J3K%2Fphones",
            "/ADMIN/v1/users",
            "",
            "/",
        ] {
            assert!(!is_allowed(Method::Get, path), "GET {path}");
            assert!(!is_allowed(Method::Post, path), "POST {path}");
        }
    }

    #[test]
    fn no_pattern_names_a_secret() {
        for pattern in GETS.iter().chain(POSTS) {
            for word in ["skey", "secret", "activation", "create", "delete", "enroll"] {
                let offline = *pattern == "/admin/v1/logs/offline_enrollment";
                assert!(offline || !pattern.contains(word), "{pattern}");
            }
        }
    }
}
