//! The three values of an Admin API application, as types that cannot leak or be confused.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

/// Why a text is not a host or an integration key. The text itself is not carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// Not `api-….duosecurity.com` or `api-….duofederal.com`.
    #[error("not a Duo API hostname")]
    Host,
    /// Not `DI` followed by 18 capital letters or digits.
    #[error("not an integration key")]
    IntegrationKey,
    /// Not `DA` followed by 18 capital letters or digits.
    #[error("not an account id")]
    AccountId,
}

/// A Duo API hostname: `^api-[a-z0-9]{1,59}\.(duosecurity|duofederal)\.com$` on the raw text.
///
/// There is no other way to make one, and requests go nowhere else (admin-api.md §11).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ApiHost(String);

impl ApiHost {
    /// The host, lower case, without scheme or port.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for ApiHost {
    type Error = CredentialError;

    fn try_from(text: &str) -> Result<Self, CredentialError> {
        let (label, domain) =
            text.strip_prefix("api-").and_then(|rest| rest.split_once('.')).ok_or(CredentialError::Host)?;
        let label_ok = (1..=59).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if label_ok && matches!(domain, "duosecurity.com" | "duofederal.com") {
            Ok(Self(text.to_owned()))
        } else {
            Err(CredentialError::Host)
        }
    }
}

impl FromStr for ApiHost {
    type Err = CredentialError;

    fn from_str(text: &str) -> Result<Self, CredentialError> {
        Self::try_from(text)
    }
}

impl fmt::Display for ApiHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An integration key: `^DI[A-Z0-9]{18}$`. Not a secret, but shown shortened.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IntegrationKey(String);

impl IntegrationKey {
    /// All 20 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form for logs and messages: `DI…4T8`.
    pub fn redacted(&self) -> String {
        format!("DI…{}", self.0.get(17..).unwrap_or_default())
    }
}

impl TryFrom<&str> for IntegrationKey {
    type Error = CredentialError;

    fn try_from(text: &str) -> Result<Self, CredentialError> {
        let ok = text.len() == 20
            && text.starts_with("DI")
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if ok { Ok(Self(text.to_owned())) } else { Err(CredentialError::IntegrationKey) }
    }
}

impl FromStr for IntegrationKey {
    type Err = CredentialError;

    fn from_str(text: &str) -> Result<Self, CredentialError> {
        Self::try_from(text)
    }
}

impl fmt::Debug for IntegrationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IntegrationKey({})", self.redacted())
    }
}

/// An account: `^DA[A-Z0-9]{18}$`. Not a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountId(String);

impl AccountId {
    /// All 20 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for AccountId {
    type Error = CredentialError;

    fn try_from(text: &str) -> Result<Self, CredentialError> {
        let ok = text.len() == 20
            && text.starts_with("DA")
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if ok { Ok(Self(text.to_owned())) } else { Err(CredentialError::AccountId) }
    }
}

/// A secret key. It can be lent to the signer, not copied, printed or serialised; its memory is wiped on drop.
pub struct SecretKey(Zeroizing<String>);

impl SecretKey {
    /// Takes the text over; no shape is demanded, the server decides.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret itself, for signing and for the keychain.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// What a client needs to sign.
#[derive(Debug)]
pub struct Credentials {
    /// Where requests go.
    pub host: ApiHost,
    /// Who signs.
    pub ikey: IntegrationKey,
    /// With what.
    pub skey: SecretKey,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_hosts_are_accepted() {
        for host in ["api-1a2b3c4d.duosecurity.com", "api-1a2b3c4d.duofederal.com", "api-x.duosecurity.com"] {
            assert_eq!(ApiHost::try_from(host).unwrap().as_str(), host);
        }
        assert!(ApiHost::try_from(&*format!("api-{}.duosecurity.com", "a".repeat(59))).is_ok());
    }

    #[test]
    fn hostile_hosts_are_refused() {
        let long = format!("api-{}.duosecurity.com", "a".repeat(60));
        for host in [
            "",
            "api-.duosecurity.com",
            "API-1a2b3c4d.duosecurity.com",
            "api-1A2B3C4D.duosecurity.com",
            "api-1a2b3c4d.duosecurity.com.",
            "api-1a2b3c4d.duosecurity.com.evil.example",
            "api-1a2b3c4d.duosecurity.com:443",
            "api-1a2b3c4d.duosecurity.com@evil.example",
            "evil.example/api-1a2b3c4d.duosecurity.com",
            "https://api-1a2b3c4d.duosecurity.com",
            "api-1a2b3c4d.duosecurity.com/",
            "api-1a2b3c4d.duosecurity.com\n",
            " api-1a2b3c4d.duosecurity.com",
            "api-1a2b3c4d.duosecurity.com\0",
            "api-1a2b.3c4d.duosecurity.com",
            "api-1a2b_3c4d.duosecurity.com",
            "api-1a2b3c4d.notduosecurity.com",
            "api-1a2b3c4d.duosecurity.com#.evil.example",
            "api-1a2b3c4d.duosecurity.com?x=1",
            "api-1a2b3c4d\\.duosecurity.com",
            "api-%31a2b3c4d.duosecurity.com",
            "admin-1a2b3c4d.duosecurity.com",
            "api-1а2b3c4d.duosecurity.com",
            "api-xn--1a2b3c4d.duosecurity.com",
            "127.0.0.1",
            "localhost",
            &long,
        ] {
            assert_eq!(ApiHost::try_from(host), Err(CredentialError::Host), "{host:?}");
        }
    }

    #[test]
    fn integration_keys_are_checked_and_redacted() {
        let key = IntegrationKey::try_from("DIK7L1M5N9P3Q6R0S4T8").unwrap();
        assert_eq!(key.redacted(), "DI…4T8");
        assert_eq!(format!("{key:?}"), "IntegrationKey(DI…4T8)");
        for bad in [
            "",
            "DIK7L1M5N9P3Q6R0S4T",
            "DUK7L1M5N9P3Q6R0S4T8",
            "DIk7L1M5N9P3Q6R0S4T8",
            "DIK7L1M5N9P3Q6R0S4Té",
        ] {
            assert_eq!(IntegrationKey::try_from(bad), Err(CredentialError::IntegrationKey));
        }
    }

    #[test]
    fn account_ids_are_checked() {
        assert_eq!(AccountId::try_from("DAC1D5E9F3G7H0J4K8L2").unwrap().as_str(), "DAC1D5E9F3G7H0J4K8L2");
        for bad in [
            "",
            "DAC1D5E9F3G7H0J4K8L",
            "DIC1D5E9F3G7H0J4K8L2",
            "DAC1D5E9F3G7H0J4K8L&",
            "DAc1D5E9F3G7H0J4K8L2",
        ] {
            assert_eq!(AccountId::try_from(bad), Err(CredentialError::AccountId));
        }
    }

    #[test]
    fn debug_output_holds_no_secret() {
        let secret = "Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1iO3bC8v";
        let credentials = Credentials {
            host: ApiHost::try_from("api-1a2b3c4d.duosecurity.com").unwrap(),
            ikey: IntegrationKey::try_from("DIK7L1M5N9P3Q6R0S4T8").unwrap(),
            skey: SecretKey::new(secret.to_owned()),
        };
        let shown = format!("{credentials:?} {credentials:#?}");
        assert!(
            !shown.contains(secret)
                && !shown.contains(&secret[..8])
                && !shown.contains("DIK7L1M5N9P3Q6R0S4T8")
        );
        assert_eq!(credentials.skey.len(), 40);
    }
}
