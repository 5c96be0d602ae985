//! What an application protects, by its name: what its type leaves open.

mod table;

use std::ops::Range;

use crate::AppKind;

/// Words of a name that are looked at. A name is somebody's own text, of any length.
const WORDS: usize = 32;
/// Words of the longest phrase.
const LONGEST: usize = 4;

/// The kind that a name tells; none = it names nothing that is known.
///
/// Words are compared in any case and end where letters and digits end. Of several phrases that one name holds, the one
/// of most words tells, then the first.
pub(super) fn kind(name: &str) -> Option<AppKind> {
    let (text, words) = words(name);
    let within = |range: Range<usize>| {
        let (first, last) = (words.get(range.start)?, words.get(range.end - 1)?);
        text.get(first.start..last.end)
    };
    let begins: Vec<bool> = words.iter().map(|word| text.get(word.clone()).is_some_and(begins)).collect();
    (1..=LONGEST.min(words.len()))
        .rev()
        .flat_map(|count| (0..=words.len() - count).map(move |at| at..at + count))
        .filter(|range| begins.get(range.start) == Some(&true))
        .find_map(|range| find(table::PHRASES, within(range)?))
        .or_else(|| find(table::WHOLE, &text))
}

/// Whether a phrase may begin with a word; most words begin none, and are not looked at again.
fn begins(word: &str) -> bool {
    let at = table::PHRASES.partition_point(|(phrase, _)| *phrase < word);
    table::PHRASES.get(at).is_some_and(|(phrase, _)| phrase.starts_with(word))
}

fn find(table: &[(&str, AppKind)], phrase: &str) -> Option<AppKind> {
    let at = table.binary_search_by_key(&phrase, |(known, _)| known).ok()?;
    table.get(at).map(|(_, kind)| *kind)
}

/// The words of a name in lower case, apart by one space, and where each stands.
fn words(name: &str) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut words = Vec::new();
    let found = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    for word in found.take(WORDS) {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.extend(word.chars().flat_map(char::to_lowercase));
        words.push(start..text.len());
    }
    (text, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use AppKind::{Duo, IdentityProvider, MachineLogon, RemoteAccess, Saas};

    #[test]
    fn names() {
        let cases = [
            ("Microsoft 365", Saas),
            ("O365 (old tenant)", Saas),
            ("ACME - Office365 SSO", Saas),
            ("google workspace", Saas),
            ("ConnectWise Manage", Saas),
            ("Kaseya VSA X", Saas),
            ("N-able N-central", Saas),
            ("Datto RMM", Saas),
            ("IT Glue", Saas),
            ("ITGlue", Saas),
            ("Salesforce\u{202e}(PROD)", Saas),
            ("Okta", IdentityProvider),
            ("Microsoft Entra ID: Conditional Access", IdentityProvider),
            ("Azure AD / Office 365", IdentityProvider),
            ("Ping Federate", IdentityProvider),
            ("AD FS 2019", IdentityProvider),
            ("FortiGate-100F", RemoteAccess),
            ("Cisco AnyConnect", RemoteAccess),
            ("GlobalProtect Zürich", RemoteAccess),
            ("Citrix Gateway", RemoteAccess),
            ("RD Gateway", RemoteAccess),
            ("Büro-VPN", RemoteAccess),
            ("RDP TS01", MachineLogon),
            ("Windows Logon (servers)", MachineLogon),
            ("Unix PAM", MachineLogon),
            ("macOS logon", MachineLogon),
            ("Duo Admin Panel", Duo),
        ];
        for (name, is) in cases {
            assert_eq!(kind(name), Some(is), "{name}");
        }
    }

    #[test]
    fn more_words_tell_before_fewer_and_then_the_first() {
        let cases = [
            ("Citrix", RemoteAccess),
            ("Citrix ShareFile", Saas),
            ("ConnectWise", Saas),
            ("ConnectWise Control", RemoteAccess),
            ("RDP Gateway", RemoteAccess),
            ("Remote Desktop Web Access", RemoteAccess),
            ("Meraki Dashboard", Saas),
            ("AWS Client VPN", RemoteAccess),
            ("Slack and Okta", Saas),
            ("Okta and Slack", IdentityProvider),
            ("Slack behind RD Gateway", RemoteAccess),
        ];
        for (name, is) in cases {
            assert_eq!(kind(name), Some(is), "{name}");
        }
    }

    #[test]
    fn a_word_that_means_much_tells_alone_only() {
        assert_eq!(
            (kind(" Box "), kind("Ping"), kind("UNIX")),
            (Some(Saas), Some(IdentityProvider), Some(MachineLogon))
        );
        for name in ["Box office tickets", "Ping pong club", "Teams and rooms", "Monday rota", "Eunix"] {
            assert_eq!(kind(name), None, "{name}");
        }
    }

    #[test]
    fn words_are_whole_and_a_name_may_be_anything() {
        let long = "x".repeat(10_000);
        let many = "a ".repeat(5_000) + "Salesforce";
        let names = [
            "",
            " ",
            "-",
            "\0",
            "🔐",
            "🔐🔐 ☁",
            "תוכנה פנימית",
            "برنامج",
            "社内システム",
            "\u{202e}\u{200f}",
            "oktane",
            "SlackBuilds",
            "Mycitrixfarm",
            "DI0123456789ABCDEFGH",
            &long,
            &many,
        ];
        for name in names {
            assert_eq!(kind(name), None, "{}", name.chars().take(40).collect::<String>());
        }
        assert_eq!(kind("🔐Slack☁"), Some(Saas));
        assert_eq!(kind("תוכנה Salesforce"), Some(Saas));
        assert_eq!(kind(&format!("Salesforce {long}")), Some(Saas));
    }

    #[test]
    fn the_tables_are_sorted_apart_and_in_words() {
        for table in [table::PHRASES, table::WHOLE] {
            for pair in table.windows(2) {
                assert!(pair[0].0 < pair[1].0, "{pair:?}");
            }
            for (phrase, _) in table {
                let (text, words) = words(phrase);
                assert_eq!(text, *phrase);
                assert!((1..=LONGEST).contains(&words.len()), "{phrase}");
            }
        }
        let twice: Vec<_> =
            table::WHOLE.iter().filter(|(word, _)| find(table::PHRASES, word).is_some()).collect();
        assert!(twice.is_empty(), "{twice:?}");
        let longest = table::PHRASES.iter().map(|(phrase, _)| words(phrase).1.len()).max();
        assert_eq!(longest, Some(LONGEST));
    }

    /// Each phrase tells its own kind, not that of a shorter one inside of it.
    #[test]
    fn every_phrase_tells_its_kind() {
        for (phrase, is) in table::PHRASES.iter().chain(table::WHOLE) {
            assert_eq!(kind(phrase), Some(*is), "{phrase}");
            assert_eq!(kind(&phrase.to_uppercase().replace(' ', "  -_")), Some(*is), "{phrase}");
        }
    }
}
