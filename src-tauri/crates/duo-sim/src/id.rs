//! Object identifiers: two letters and 18 characters of `[A-Z0-9]` (admin-api.md §1), each a reversible
//! function of (seed, kind, index), so that an identifier is looked up without a table.

use crate::dice::{Subject, mix, roll, unmix};

const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const INDEX_LENGTH: usize = 13;
const CHECK_LENGTH: usize = 5;

/// The kinds of objects that have an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    User,
    Phone,
    Token,
    Passkey,
    BypassCode,
    Group,
    Application,
    Policy,
    Admin,
    AdminUnit,
    TrustEvent,
    Account,
    Directory,
    Endpoint,
    RegisteredDevice,
    DesktopAuthenticator,
}

impl Kind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::User => "DU",
            Self::Phone => "DP",
            Self::Token => "DH",
            Self::Passkey => "WA",
            Self::BypassCode => "DB",
            Self::Group => "DG",
            Self::Application => "DI",
            Self::Policy => "PO",
            Self::Admin => "DE",
            Self::AdminUnit => "AU",
            Self::TrustEvent => "SE",
            Self::Account | Self::DesktopAuthenticator => "DA",
            Self::Directory => "DS",
            Self::Endpoint => "EP",
            Self::RegisteredDevice => "CR",
        }
    }

    const fn subject(self) -> Subject {
        match self {
            Self::User => Subject::User,
            Self::Phone => Subject::Phone,
            Self::Token => Subject::Token,
            Self::Passkey => Subject::Passkey,
            Self::BypassCode => Subject::BypassCode,
            Self::Group => Subject::Group,
            Self::Application => Subject::Application,
            Self::Policy => Subject::Policy,
            Self::Admin => Subject::Admin,
            Self::AdminUnit => Subject::AdminUnit,
            Self::TrustEvent => Subject::TrustEvent,
            Self::Account => Subject::Account,
            Self::Directory => Subject::Directory,
            Self::Endpoint => Subject::Endpoint,
            Self::RegisteredDevice => Subject::RegisteredDevice,
            Self::DesktopAuthenticator => Subject::DesktopAuthenticator,
        }
    }
}

/// The identifier of object number `index`.
pub(crate) fn encode(seed: u64, kind: Kind, index: u64) -> String {
    let key = roll(seed, kind.subject(), u64::MAX);
    let mut id = String::with_capacity(20);
    id.push_str(kind.prefix());
    push_base36(&mut id, mix(index.wrapping_add(key)), INDEX_LENGTH);
    push_base36(&mut id, roll(key, Subject::Keys, index), CHECK_LENGTH);
    id
}

/// The object number of an identifier, if this seed could have made it.
pub(crate) fn decode(seed: u64, kind: Kind, id: &str) -> Option<u64> {
    let digits = id.strip_prefix(kind.prefix())?.as_bytes();
    if digits.len() != INDEX_LENGTH + CHECK_LENGTH {
        return None;
    }
    let mut mixed = 0_u64;
    for digit in digits[..INDEX_LENGTH].iter().rev() {
        let value = DIGITS.iter().position(|d| d == digit)?;
        mixed = mixed.checked_mul(36)?.checked_add(value as u64)?;
    }
    let index = unmix(mixed).wrapping_sub(roll(seed, kind.subject(), u64::MAX));
    (encode(seed, kind, index) == id).then_some(index)
}

fn push_base36(text: &mut String, mut value: u64, length: usize) {
    for _ in 0..length {
        text.push(char::from(DIGITS[crate::dice::index(value % 36)]));
        value /= 36;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_duos_shape_and_read_back() {
        for index in (0..100_000).step_by(97) {
            let id = encode(42, Kind::User, index);
            assert_eq!(id.len(), 20);
            assert!(id.starts_with("DU"));
            assert!(id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
            assert_eq!(decode(42, Kind::User, &id), Some(index));
        }
    }

    #[test]
    fn a_foreign_or_altered_identifier_is_unknown() {
        let id = encode(42, Kind::User, 5);
        assert_eq!(decode(43, Kind::User, &id), None);
        assert_eq!(decode(42, Kind::Phone, &id), None);
        assert_eq!(decode(42, Kind::User, &id.to_lowercase()), None);
        assert_eq!(decode(42, Kind::User, "DU"), None);
        assert_eq!(decode(42, Kind::User, "DUZZZZZZZZZZZZZZZZZZ"), None);
        assert_eq!(decode(42, Kind::User, "DUé0000000000000000"), None);
    }
}
