//! Names of files that every system can keep.

use chrono::{DateTime, Utc};

const LONGEST: usize = 80;

/// `<client>_<view>_<date>.<extension>`, whatever the client is called.
pub(crate) fn file_name(client: &str, view: &str, on: DateTime<Utc>, extension: &str) -> String {
    format!("{}_{view}_{}.{extension}", plain(client), on.format("%Y-%m-%d"))
}

/// Letters, digits, and what no system gives a meaning; a dot could make a device of it (`CON.x`), or hide it.
fn plain(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|char| {
            if char.is_alphanumeric() || matches!(char, ' ' | '-' | '(' | ')' | '&' | ',') {
                char
            } else {
                '-'
            }
        })
        .take(LONGEST)
        .collect();
    let kept = kept.trim_matches([' ', '-']);
    if kept.is_empty() { "client".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(client: &str) -> String {
        file_name(client, "users", DateTime::UNIX_EPOCH, "csv")
    }

    #[test]
    fn a_name_says_whose_what_and_when() {
        assert_eq!(name("Müller & Söhne"), "Müller & Söhne_users_1970-01-01.csv");
    }

    #[test]
    fn a_name_is_no_path_and_no_device() {
        assert_eq!(name("../../etc"), "etc_users_1970-01-01.csv");
        assert_eq!(name("CON.aux"), "CON-aux_users_1970-01-01.csv");
        assert_eq!(name("a:b\0c\u{202e}d. "), "a-b-c-d_users_1970-01-01.csv");
        assert_eq!(name("..."), "client_users_1970-01-01.csv");
    }

    proptest! {
        #[test]
        fn any_name_can_be_kept(client in ".*") {
            let name = name(&client);
            let meant = ['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\0', '\u{202e}'];
            prop_assert!(!name.contains(meant));
            prop_assert!(!name.starts_with(['.', ' ', '-']) && name.matches('.').count() == 1);
            prop_assert!(name.len() < 400);
        }
    }
}
