//! The proxy that the environment names: whether it can be used.
//!
//! An address that cannot be read is as if none was named, for reqwest as for curl. Requests would go past a proxy that
//! somebody meant to be used.

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

/// In the order in which they count; the first of each pair that is set is the one read.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// The name of the variable that is set to something that is not the address of a proxy which Tandem can use.
pub(super) fn unusable(variable: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    let first = |names: [&'static str; 2]| {
        let set = names.into_iter().find_map(|name| Some((name, variable(name)?)));
        set.filter(|(_, address)| !address.trim().is_empty())
    };
    let (name, address) = VARIABLES.into_iter().find_map(first)?;
    let none = first(["NO_PROXY", "no_proxy"]).map(|(_, hosts)| hosts).unwrap_or_default();
    let unused = proxy("http://proxy", &none).is_none();
    (!unused && !proxy(&address, "").is_some_and(|proxy| is_usable(&proxy))).then_some(name)
}

/// What leads to Duo when this is the proxy of all hosts but `none`.
fn proxy(address: &str, none: &str) -> Option<Uri> {
    let duo = Uri::from_static("https://api-00000000.duosecurity.com");
    let matcher = Matcher::builder().all(address.to_owned()).no(none.to_owned()).build();
    Some(matcher.intercept(&duo)?.uri().clone())
}

/// HTTP or HTTPS, with a name, and a port if any from 1 to 65535.
fn is_usable(proxy: &Uri) -> bool {
    let host = proxy.host().unwrap_or_default();
    let port = proxy.authority().and_then(|authority| authority.as_str().strip_prefix(host));
    let port = port.map(|rest| rest.strip_prefix(':').map_or(Some(80), |port| port.parse::<u16>().ok()));
    let port = port.flatten().is_some_and(|port| port != 0);
    matches!(proxy.scheme_str(), Some("http" | "https")) && !host.is_empty() && port
}

#[cfg(test)]
mod tests {
    use super::unusable;

    fn told(set: &[(&str, &str)]) -> Option<&'static str> {
        unusable(|name| {
            set.iter().find(|(other, _)| *other == name).map(|(_, address)| (*address).to_owned())
        })
    }

    #[test]
    fn an_address_is_usable_with_or_without_scheme_port_and_sign_in() {
        for address in [
            "",
            " ",
            "proxy.corp",
            "proxy.corp:8080",
            "http://proxy.corp:8080/",
            "https://ann:50%25@proxy.corp",
            "HTTP://10.0.0.1:3128",
            "http://[::1]:8080",
        ] {
            assert_eq!(told(&[("HTTPS_PROXY", address)]), None, "{address}");
        }
    }

    #[test]
    fn the_variable_with_something_else_is_named() {
        for address in [
            "http://",
            "http:///",
            "http://:8080",
            "http://proxy.corp:99999",
            "http://proxy.corp:0",
            "http://proxy.corp:port",
            "http://proxy corp:8080",
            " http://proxy.corp:8080",
            "ftp://proxy.corp",
            "socks5://proxy.corp:1080",
            "not a proxy",
        ] {
            assert_eq!(told(&[("HTTPS_PROXY", address)]), Some("HTTPS_PROXY"), "{address}");
            assert_eq!(told(&[("all_proxy", address)]), Some("all_proxy"), "{address}");
        }
    }

    #[test]
    fn only_what_counts_for_duo_is_looked_at() {
        assert_eq!(told(&[("HTTP_PROXY", "::")]), None);
        assert_eq!(told(&[("https_proxy", "proxy:1"), ("ALL_PROXY", "::")]), None, "one is enough");
        assert_eq!(told(&[("HTTPS_PROXY", ""), ("ALL_PROXY", "::")]), Some("ALL_PROXY"));
        for none in ["*", "duosecurity.com", "localhost, .duosecurity.com"] {
            assert_eq!(told(&[("HTTPS_PROXY", "::"), ("NO_PROXY", none)]), None, "{none}");
        }
        assert_eq!(told(&[("HTTPS_PROXY", "::"), ("NO_PROXY", "localhost")]), Some("HTTPS_PROXY"));
    }
}
