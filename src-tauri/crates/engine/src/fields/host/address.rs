//! Schemes, ports and addresses that are no host of Duo's.

/// Schemes that need no `//`.
const OPAQUE: [&str; 13] = [
    "about",
    "blob",
    "data",
    "file",
    "ftp",
    "http",
    "https",
    "javascript",
    "mailto",
    "sms",
    "tel",
    "vbscript",
    "ws",
];

/// Names that never leave a site.
const LOCAL: [&str; 12] = [
    "corp",
    "home",
    "home.arpa",
    "intern",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "private",
    "localhost6",
];

/// Whether a scheme (another than `http` and `https`, which are gone) stands before the host.
pub(super) fn has_scheme(rest: &str) -> bool {
    let head = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let double = rest.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme, true));
    double || (!is_ipv6(head) && has_opaque_scheme(rest))
}

fn has_opaque_scheme(rest: &str) -> bool {
    let Some((scheme, tail)) = rest.split_once(':') else { return false };
    if OPAQUE.contains(&scheme) {
        return true;
    }
    let port = tail.split('/').next().unwrap_or_default();
    let is_port = port.bytes().all(|b| b.is_ascii_digit());
    // `user:pass@host` and `api-…:x` are told apart later.
    is_scheme(scheme, false) && !scheme.starts_with("api-") && !is_port && !tail.contains('@')
}

fn is_scheme(text: &str, dots: bool) -> bool {
    // One letter is a drive.
    text.len() > 1
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'-' || (dots && b == b'.'))
}

/// The host without `:443`; none with any other port.
pub(super) fn without_port(authority: &str) -> Option<&str> {
    if let Some(end) = authority.strip_prefix('[').and_then(|rest| rest.find(']')) {
        let (bracketed, port) = authority.split_at(end + 2);
        return matches!(port, "" | ":443").then_some(bracketed);
    }
    if is_ipv6(authority) {
        return Some(authority);
    }
    match authority.split_once(':') {
        None => Some(authority),
        Some((name, "443")) => Some(name),
        Some(_) => None,
    }
}

/// Whether it is an IP address in any form that some program would take for one: four parts, fewer parts, decimal,
/// octal, hexadecimal, version 6 with and without brackets.
pub(super) fn is_ip(name: &str) -> bool {
    name.starts_with('[') || is_ipv6(name) || name.split('.').all(is_ipv4_part)
}

fn is_ipv6(text: &str) -> bool {
    text.bytes().filter(|&b| b == b':').count() >= 2
        && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.')
}

fn is_ipv4_part(part: &str) -> bool {
    let hexadecimal = part.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()));
    hexadecimal || (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether it is a name of this machine or this site.
pub(super) fn is_local(name: &str) -> bool {
    LOCAL
        .iter()
        .any(|local| name.strip_suffix(local).is_some_and(|head| head.is_empty() || head.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for ip in
            ["127.1", "0177.0.0.1", "0x7f.1", "017700000001", "1.2.3.4", "fe80::1", "[2001:db8::1]", "::"]
        {
            assert!(is_ip(ip), "{ip}");
        }
        for name in ["1.2.3.4.nip.io", "a.1", "x", "0xzz", "1a2b3c4d"] {
            assert!(!is_ip(name), "{name}");
        }
    }

    #[test]
    fn local_names_by_whole_labels() {
        for name in ["localhost", "a.localhost", "x.home.arpa", "printer.lan", "metadata.google.internal"] {
            assert!(is_local(name), "{name}");
        }
        for name in ["notlocalhost", "wlan", "acme-corp", "x.corporate"] {
            assert!(!is_local(name), "{name}");
        }
    }

    #[test]
    fn schemes_and_what_only_looks_like_one() {
        for text in
            ["ftp://x", "https://x", "javascript:1", "https:x", "mailto:a@b", "foo:bar", "view-source:x"]
        {
            assert!(has_scheme(text), "{text}");
        }
        for text in [
            "x:443",
            "x.y:zz",
            "user:pass@x",
            "fe80::1",
            "::1",
            "api-1:x",
            "c:\\x",
            "x:",
            "x/y://z",
            "x?u=https://z",
        ] {
            assert!(!has_scheme(text), "{text}");
        }
    }
}
