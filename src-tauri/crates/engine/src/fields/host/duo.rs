//! Names in and near Duo's two domains.

use super::Judgement;
use crate::Code;

const DOMAINS: [&str; 2] = ["duosecurity.com", "duofederal.com"];
const ID_LIMIT: usize = 59;

/// The part after `api-` of a host that may be connected to.
pub(super) fn api_id(name: &str) -> Option<&str> {
    let (own, _) = in_domain(name)?;
    own.strip_prefix("api-").filter(|id| is_id(id))
}

/// Eight hexadecimal digits, as Duo documents it.
pub(super) fn is_usual_id(id: &str) -> bool {
    id.len() == 8 && id.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
}

/// The host that goes with `admin-…`.
pub(super) fn from_admin_panel(name: &str) -> Option<String> {
    let (own, domain) = in_domain(name).unwrap_or((name, DOMAINS[0]));
    own.strip_prefix("admin-").filter(|id| is_id(id)).map(|id| format!("api-{id}.{domain}"))
}

/// Judges a well-formed name that is no API host.
pub(super) fn judge(name: &str) -> Judgement {
    if from_admin_panel(name).is_some() || DOMAINS.iter().any(|d| name.strip_prefix("admin.") == Some(d)) {
        return Judgement::Refused(Code::HostAdminPanel);
    }
    if let Some((own, domain)) = in_domain(name) {
        return if is_usual_id(own) {
            Judgement::Suggested(Code::HostMissingApi, format!("api-{own}.{domain}"))
        } else {
            Judgement::Refused(Code::HostFormat)
        };
    }
    if DOMAINS.contains(&name) {
        return Judgement::Refused(Code::HostFormat);
    }
    if let Some(host) = without_ending(name) {
        return Judgement::Suggested(Code::HostMissingSuffix, host);
    }
    if is_usual_id(name) {
        return Judgement::Suggested(Code::HostMissingApi, format!("api-{name}.{}", DOMAINS[0]));
    }
    Judgement::Refused(if is_lookalike(name) { Code::HostLookalike } else { Code::HostNotDuo })
}

fn is_id(id: &str) -> bool {
    (1..=ID_LIMIT).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn in_domain(name: &str) -> Option<(&str, &'static str)> {
    DOMAINS.into_iter().find_map(|domain| {
        let own = name.strip_suffix(domain)?.strip_suffix('.')?;
        Some((own, domain))
    })
}

/// `api-…` alone, or with the domain but for its `.com`.
fn without_ending(name: &str) -> Option<String> {
    let (own, domain) = name.split_once('.').unwrap_or((name, "duosecurity"));
    let id = own.strip_prefix("api-").filter(|id| is_id(id))?;
    DOMAINS.into_iter().find(|d| d.strip_suffix(".com") == Some(domain)).map(|d| format!("api-{id}.{d}"))
}

/// Whether the name ends in something one or two slips away from a domain of Duo's.
fn is_lookalike(name: &str) -> bool {
    let dots: Vec<usize> = name.match_indices('.').map(|(at, _)| at).collect();
    let endings = [2, 3].into_iter().map(|labels| {
        let cut = dots.len().checked_sub(labels).and_then(|index| dots.get(index));
        cut.map_or(name, |&at| &name[at + 1..])
    });
    endings.into_iter().any(|ending| DOMAINS.iter().any(|domain| distance_within(ending, domain, 2)))
}

/// Whether `a` becomes `b` by at most `limit` letters put in, left out, changed or swapped with their neighbour.
fn distance_within(a: &str, b: &str, limit: usize) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > limit {
        return false;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()] <= limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips() {
        for name in [
            "api-1.duosecurlty.com",
            "api-1.duosecurity.co",
            "api-1.duosceurity.com",
            "api-1.duo.security.com",
            "duo-security.com",
            "api-1.du0security.com",
            "api-1.duofedral.com",
            "api-1.duosecurity.corn",
        ] {
            assert!(is_lookalike(name), "{name}");
        }
        for name in ["api-1.duosecurity.org", "evil.example", "security.com", "cisco.com", "duo.com", "x"] {
            assert!(!is_lookalike(name), "{name}");
        }
    }
}
