//! Authentication factors by strength.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Classes of factors, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FactorClass {
    /// A call or text message to a number.
    SmsOrCall,
    /// A passcode from Duo Mobile or a hardware token.
    Passcode,
    /// Duo Push.
    Push,
    /// Passkeys and security keys (`WebAuthn`).
    PhishingResistant,
}

impl FactorClass {
    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::SmsOrCall => "sms_or_call",
            Self::Passcode => "passcode",
            Self::Push => "push",
            Self::PhishingResistant => "phishing_resistant",
        }
    }
}

/// A way to pass the second factor that a policy can allow or block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Duo Push.
    Push,
    /// A passcode from Duo Mobile.
    MobilePasscode,
    /// A passcode from a hardware token.
    HardwareToken,
    /// A text message.
    Sms,
    /// A phone call.
    PhoneCall,
    /// A passkey of a device, or one that does not tell where it lives.
    Passkey,
    /// A key that is plugged in.
    SecurityKey,
    /// Duo Desktop on an own computer.
    Desktop,
}

impl Method {
    /// Every method, in the order of the bits of [`Methods`].
    pub const ALL: [Self; 8] = [
        Self::Push,
        Self::MobilePasscode,
        Self::HardwareToken,
        Self::Sms,
        Self::PhoneCall,
        Self::Passkey,
        Self::SecurityKey,
        Self::Desktop,
    ];

    /// Duo's names in a policy's lists (admin-api.md §7.9); one that is allowed is enough.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Push => &["duo-push"],
            Self::MobilePasscode => &["duo-passcode"],
            Self::HardwareToken => &["hardware-token"],
            Self::Sms => &["sms"],
            Self::PhoneCall => &["phonecall"],
            Self::Passkey => &["webauthn-platform", "webauthn-roaming"],
            Self::SecurityKey => &["webauthn-roaming"],
            Self::Desktop => &["desktop"],
        }
    }
}

/// A set of methods, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Methods(pub u8);

impl Methods {
    /// Every method.
    pub const ALL: Self = Self(0xff);

    /// The methods for which `keep` says so.
    pub fn of(keep: impl Fn(Method) -> bool) -> Self {
        Self(Method::ALL.iter().zip(0..).fold(0, |bits, (method, bit)| bits | u8::from(keep(*method)) << bit))
    }

    /// Those in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What a user's devices can do; `keys` are the labels of `WebAuthn` credentials, `desktops` counts desktop
    /// authenticators. These are a method that policies allow or block, so they make a user able to pass; Duo ranks them
    /// among no class of factors, so [`Factors`] leaves them out.
    pub fn owned<'a>(
        phones: impl IntoIterator<Item = PhoneFactors<'a>>,
        tokens: u32,
        keys: impl IntoIterator<Item = &'a str>,
        desktops: u32,
    ) -> Self {
        let mut owned = Self::of(|method| {
            method == Method::HardwareToken && tokens > 0 || method == Method::Desktop && desktops > 0
        });
        for phone in phones {
            let can = |name: &str| phone.capabilities.iter().any(|c| c == name);
            owned = owned.or(Self::of(|method| match method {
                Method::Push => phone.activated && can("push"),
                Method::MobilePasscode => phone.activated && can("mobile_otp"),
                Method::Sms => can("sms"),
                Method::PhoneCall => can("phone"),
                Method::HardwareToken | Method::Passkey | Method::SecurityKey | Method::Desktop => false,
            }));
        }
        for label in keys {
            let key = if label.eq_ignore_ascii_case("security key") {
                Method::SecurityKey
            } else {
                Method::Passkey
            };
            owned = owned.or(Self::of(|method| method == key));
        }
        owned
    }
}

/// How many usable factors of each class a user has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Factors {
    /// `WebAuthn` credentials.
    pub phishing_resistant: u32,
    /// Phones activated for Duo Push.
    pub push: u32,
    /// Hardware tokens, and phones that show passcodes.
    pub passcode: u32,
    /// Phones that can be called or texted.
    pub sms_or_call: u32,
}

/// What counts of a phone.
#[derive(Clone, Copy, Debug)]
pub struct PhoneFactors<'a> {
    /// Whether Duo Mobile is activated.
    pub activated: bool,
    /// `auto`, `push`, `sms`, `phone`, `mobile_otp`.
    pub capabilities: &'a [String],
}

impl Factors {
    /// Counts a user's devices (admin-api.md §7.1, §7.3). A phone counts once in each class that it serves: push
    /// and passcodes only with Duo Mobile activated, calls and text messages by its number alone.
    pub fn count<'a>(phones: impl IntoIterator<Item = PhoneFactors<'a>>, tokens: u32, webauthn: u32) -> Self {
        let none = Self { phishing_resistant: webauthn, passcode: tokens, ..Self::default() };
        phones.into_iter().fold(none, |mut sum, phone| {
            let can = |names: &[&str]| phone.capabilities.iter().any(|c| names.contains(&c.as_str()));
            sum.push += u32::from(phone.activated && can(&["push"]));
            sum.passcode += u32::from(phone.activated && can(&["mobile_otp"]));
            sum.sms_or_call += u32::from(can(&["sms", "phone"]));
            sum
        })
    }

    /// The strongest class present.
    pub fn strongest(self) -> Option<FactorClass> {
        [
            (self.phishing_resistant, FactorClass::PhishingResistant),
            (self.push, FactorClass::Push),
            (self.passcode, FactorClass::Passcode),
            (self.sms_or_call, FactorClass::SmsOrCall),
        ]
        .into_iter()
        .find_map(|(count, class)| (count > 0).then_some(class))
    }

    /// Whether there is any.
    pub fn any(self) -> bool {
        self.strongest().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_counted_by_what_they_can_do() {
        let owned = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
        let all = owned(&["auto", "push", "sms", "phone", "mobile_otp"]);
        let tablet = owned(&["auto", "push", "mobile_otp"]);
        let landline = owned(&["auto", "phone"]);
        let phone = |activated, capabilities| PhoneFactors { activated, capabilities };
        let cases = [
            (vec![], 0, 0, [0, 0, 0, 0]),
            (vec![phone(true, &all)], 0, 0, [0, 1, 1, 1]),
            (vec![phone(false, &all)], 0, 0, [0, 0, 0, 1]),
            (vec![phone(true, &tablet)], 0, 0, [0, 1, 1, 0]),
            (vec![phone(false, &tablet)], 0, 0, [0, 0, 0, 0]),
            (vec![phone(false, &landline)], 2, 1, [1, 0, 2, 1]),
            (vec![phone(true, &all), phone(true, &all), phone(false, &landline)], 1, 2, [2, 2, 3, 3]),
        ];
        for (phones, tokens, webauthn, [phishing_resistant, push, passcode, sms_or_call]) in cases {
            let expected = Factors { phishing_resistant, push, passcode, sms_or_call };
            assert_eq!(Factors::count(phones, tokens, webauthn), expected);
        }
    }

    #[test]
    fn a_desktop_authenticator_is_a_method_and_no_class() {
        let owned = Methods::owned([], 0, [], 1);
        assert_eq!(owned, Methods::of(|method| method == Method::Desktop));
        assert_eq!(Methods::of(|_| true), Methods::ALL);
        assert!(!Factors::count([], 0, 0).any());
        assert!(Methods::owned([], 0, [], 0).is_empty());
    }

    #[test]
    fn the_strongest_class_wins() {
        let mut factors = Factors { sms_or_call: 1, ..Factors::default() };
        assert_eq!(factors.strongest(), Some(FactorClass::SmsOrCall));
        factors.push = 2;
        assert_eq!(factors.strongest(), Some(FactorClass::Push));
        factors.phishing_resistant = 1;
        assert_eq!(factors.strongest(), Some(FactorClass::PhishingResistant));
        assert_eq!(Factors::default().strongest(), None);
    }
}
