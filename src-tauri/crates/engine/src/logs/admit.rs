//! What a line may hold: named things of a known shape. What nobody thought of is left out, whoever writes it.

use std::fmt::Debug;

use domain::DataSet;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};

use crate::Code;

/// Numbers: how many, and how long.
const NUMBERS: [&str; 9] =
    ["clients", "failed", "line", "ms", "news", "requests", "rows", "status", "quarantined"];
/// Words of our own lists.
const WORDS: [&str; 7] = ["command", "kind", "os", "program", "state", "template", "verdict"];
/// The longest of them.
const WORD: usize = 32;
/// The longest sentence; they are all written in the source.
const SENTENCE: usize = 80;

/// Takes what may stay of an event.
pub(super) struct Admitted<'a>(pub(super) &'a mut Map<String, Value>);

impl Admitted<'_> {
    fn number(&mut self, field: &Field, value: Value) {
        if NUMBERS.contains(&field.name()) {
            self.0.insert(field.name().to_owned(), value);
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        let shown = match name {
            "message" => is_sentence(text).then(|| text.to_owned()),
            "code" => Code::from_text(text).map(|code| code.as_str().to_owned()),
            "data_set" => DataSet::from_id(text).map(|set| set.id().to_owned()),
            "client" => uuid::Uuid::try_parse(text).ok().map(|id| id.to_string()),
            "path" => Some(without_ids(text)),
            _ if WORDS.contains(&name) => is_word(text).then(|| text.to_owned()),
            _ => None,
        };
        if let Some(shown) = shown {
            let name = if name == "message" { "what" } else { name };
            self.0.insert(name.to_owned(), shown.into());
        }
    }
}

impl Visit for Admitted<'_> {
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.number(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.number(field, value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field.name(), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.text(field.name(), &format!("{value:?}"));
    }
}

/// Keys and addresses have digits, dots and at-signs; a word has none.
fn is_word(text: &str) -> bool {
    (1..=WORD).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

fn is_sentence(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b',' | b'-' | b'\'');
    (1..=SENTENCE).contains(&text.len()) && text.bytes().all(plain)
}

/// `/admin/v1/users/…/phones`: no id, no parameter, no host.
fn without_ids(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') {
        return "…".to_owned();
    }
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    let is_version = |part: &str| part.len() == 2 && part.starts_with('v');
    let kept = |part: &str| part.len() <= WORD && (part.bytes().all(lower) || is_version(part));
    path.split('/').map(|part| if kept(part) { part } else { "…" }).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn admitted(name: &str, text: &str) -> Option<String> {
        let mut line = Map::new();
        Admitted(&mut line).text(name, text);
        assert!(line.len() <= 1);
        line.into_iter().next().map(|(_, value)| value.as_str().unwrap().to_owned())
    }

    #[test]
    fn what_is_known_stays() {
        for (name, text) in [
            ("message", "a damaged database was set aside"),
            ("code", "AUTH_SIGNATURE"),
            ("data_set", "sign_ins"),
            ("client", "0f8fad5b-d9cb-469f-a165-70867728950e"),
            ("path", "/admin/v2/logs/authentication"),
            ("command", "view_rows"),
        ] {
            assert_eq!(admitted(name, text).as_deref(), Some(text), "{name}");
        }
    }

    #[test]
    fn what_could_be_a_tenants_goes() {
        let hostile = [
            "api-1a2b3c4d.duosecurity.com",
            "DIQ7W2E9R4T1Y8U3I6O5",
            "Kq7Lw2Ze9Rt4Yu8Io1Pa6Sd3Fg5Hj0Xc2Vb7Nm9Q",
            "amy@example.com",
            "203.0.113.7",
            "2001:db8::1",
            "Basic RElR:c2lnbmF0dXJl",
            "for amy@example.com",
        ];
        for text in hostile {
            for name in
                NUMBERS.into_iter().chain(WORDS).chain(["message", "code", "data_set", "client", "host"])
            {
                assert_eq!(admitted(name, text), None, "{name}");
            }
            assert_eq!(admitted("path", text).as_deref(), Some("…"));
        }
    }

    #[test]
    fn a_path_keeps_no_id_and_no_parameter() {
        for (path, kept) in [
            ("/admin/v1/users/DUYHV6TJBC3O4RITS1WC/phones", "/admin/v1/users/…/phones"),
            ("/admin/v1/users?username=amy", "/admin/v1/users"),
            ("/admin/v1/users/amy.smith", "/admin/v1/users/…"),
            ("https://api-1a2b3c4d.duosecurity.com/admin/v1/users", "…"),
        ] {
            assert_eq!(admitted("path", path).as_deref(), Some(kept));
        }
    }

    proptest! {
        #[test]
        fn no_address_of_any_kind_passes(
            user in "[a-z]{1,12}", domain in "[a-z]{1,12}", n in any::<[u8; 4]>(), name in 0..WORDS.len(),
        ) {
            let address = std::net::Ipv4Addr::from(n).to_string();
            for text in [format!("{user}@{domain}.com"), format!("{user}.{domain}.com"), address] {
                prop_assert_eq!(admitted(WORDS[name], &text), None);
                prop_assert_eq!(admitted("message", &format!("refused {text}")), None);
                let path = admitted("path", &format!("/admin/v1/{text}"));
                prop_assert_eq!(path.as_deref(), Some("/admin/v1/…"));
            }
        }
    }
}
