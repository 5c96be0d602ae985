//! Accounts that must stay although nobody signs in with them.

use super::{Rules, UserFacts};

/// Why a name is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Protection<'a> {
    /// `break_glass` or `service`.
    pub(super) kind: &'static str,
    /// The rule that matched.
    pub(super) pattern: &'a str,
}

/// The rule that a user's names match, if any. Words count in the user name alone: *Robin Service* is a person.
pub(super) fn protection<'a>(user: &UserFacts, rules: &'a Rules) -> Option<Protection<'a>> {
    let own = own_name(&user.username);
    let squashed = [squash(&own), squash(&user.realname)];
    let break_glass = rules.break_glass_names.iter().find(|name| squashed.iter().any(|s| s.contains(*name)));
    if let Some(pattern) = break_glass {
        return Some(Protection { kind: "break_glass", pattern });
    }
    let words: Vec<&str> =
        own.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let service = rules.service_words.iter().find(|pattern| words.iter().any(|word| matches(pattern, word)));
    service.map(|pattern| Protection { kind: "service", pattern })
}

/// The user name in lower case, without a domain before or after it.
pub(super) fn own_name(username: &str) -> String {
    let after_domain = username.rsplit_once('\\').map_or(username, |(_, name)| name);
    let before_suffix = after_domain.split_once('@').map_or(after_domain, |(name, _)| name);
    before_suffix.trim().to_lowercase()
}

fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn matches(pattern: &str, word: &str) -> bool {
    // `sa` and `srv` also stand before a number: srv01.
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    match pattern.strip_suffix('*') {
        Some(prefix) => word.starts_with(prefix),
        None => word == pattern || (!bare.is_empty() && bare == pattern),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assess::tests::user;

    #[test]
    fn names_that_are_protected_and_names_that_are_not() {
        let cases = [
            ("svc-backup", "", Some("service")),
            ("ACME\\svc_sql", "", Some("service")),
            ("svcveeam@acme.example", "", Some("service")),
            ("sa-reports", "", Some("service")),
            ("srv01", "", Some("service")),
            ("backup", "", Some("service")),
            ("scanner2", "", Some("service")),
            ("break-glass-1", "", Some("break_glass")),
            ("BreakGlass@acme.example", "", Some("break_glass")),
            ("admin2", "Break Glass account", Some("break_glass")),
            ("emergency.admin", "", Some("break_glass")),
            ("sally", "", None),
            ("sam", "Sam Service", None),
            ("abbott", "", None),
            ("robotham", "", None),
            ("a.backus", "", None),
            ("j.emerson", "", None),
            ("", "", None),
            ("@", "", None),
        ];
        let rules = Rules::default();
        for (username, realname, kind) in cases {
            let facts =
                UserFacts { username: username.to_owned(), realname: realname.to_owned(), ..user("DU1") };
            assert_eq!(protection(&facts, &rules).map(|p| p.kind), kind, "{username} / {realname}");
        }
    }
}
