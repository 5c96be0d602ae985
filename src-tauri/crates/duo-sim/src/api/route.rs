//! What a path asks for.

use crate::config::Permission;
use crate::org::applications::Version;

/// Everything that is answered for an authorised key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    Users,
    User(&'a str),
    UserPart(&'a str, Part),
    Groups,
    Group(&'a str),
    GroupMembers(&'a str),
    Phones,
    Phone(&'a str),
    Tokens,
    Token(&'a str),
    Passkeys,
    Passkey(&'a str),
    BypassCodes,
    BypassCode(&'a str),
    Endpoints,
    Endpoint(&'a str),
    DesktopAuthenticators,
    DesktopAuthenticator(&'a str),
    RegisteredDevices,
    RegisteredDevice(&'a str),
    BlockedDevices,
    BlockedDevice(&'a str),
    Applications(Version),
    Application(Version, &'a str),
    Policies,
    PolicySummary,
    PolicyCalculate,
    Policy(&'a str),
    Admins,
    Admin(&'a str),
    AllowedMethods,
    AdminUnits,
    AdminUnit(&'a str),
    Settings,
    Summary,
    Attempts,
    UserAttempts,
    CreditsUsed,
    SignIns,
    Activity,
    Telephony,
    AdminLog,
    OfflineLog,
    /// Lists of things that this organisation has none of.
    Nothing(Permission),
    TrustMonitor,
    Accounts,
}

/// Lists under one user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Phones,
    Tokens,
    Groups,
    BypassCodes,
    Passkeys,
    DesktopAuthenticators,
    U2f,
}

/// Endpoint classes with a quota of their own (admin-api.md §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Object,
    Page,
    Log,
}

impl<'a> Route<'a> {
    pub(crate) fn parse(path: &'a str) -> Option<Self> {
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        match parts.as_slice() {
            ["admin", "v1", rest @ ..] => Self::admin_v1(rest),
            ["admin", "v2", rest @ ..] => Self::admin_v2(rest),
            ["admin", "v3", rest @ ..] => Self::applications(Version::V3, rest),
            ["accounts", "v1", "account", "list"] => Some(Self::Accounts),
            _ => None,
        }
    }

    fn admin_v1(parts: &[&'a str]) -> Option<Self> {
        Some(match *parts {
            ["users"] => Self::Users,
            ["users", id] => Self::User(id),
            ["users", id, part] => Self::UserPart(id, Part::parse(part)?),
            ["groups"] => Self::Groups,
            ["groups", id] => Self::Group(id),
            ["phones"] => Self::Phones,
            ["phones", id] => Self::Phone(id),
            ["tokens"] => Self::Tokens,
            ["tokens", id] => Self::Token(id),
            ["webauthncredentials"] => Self::Passkeys,
            ["webauthncredentials", id] => Self::Passkey(id),
            ["bypass_codes"] => Self::BypassCodes,
            ["bypass_codes", id] => Self::BypassCode(id),
            ["admins"] => Self::Admins,
            ["admins", "allowed_auth_methods"] => Self::AllowedMethods,
            // Administrator activations hold secrets, password management is not simulated.
            ["admins", "activations" | "password_mgmt"] => return None,
            ["admins", id] => Self::Admin(id),
            ["administrative_units"] => Self::AdminUnits,
            ["administrative_units", id] => Self::AdminUnit(id),
            ["settings"] => Self::Settings,
            ["info", "summary"] => Self::Summary,
            ["info", "authentication_attempts"] => Self::Attempts,
            ["info", "user_authentication_attempts"] => Self::UserAttempts,
            ["info", "telephony_credits_used"] => Self::CreditsUsed,
            ["endpoints"] => Self::Endpoints,
            ["endpoints", id] => Self::Endpoint(id),
            ["desktop_authenticators"] => Self::DesktopAuthenticators,
            ["desktop_authenticators", id] if id != "shared_device_auth" => Self::DesktopAuthenticator(id),
            ["registered_devices"] => Self::RegisteredDevices,
            ["registered_devices", "blocked"] => Self::BlockedDevices,
            ["registered_devices", "blocked", id] => Self::BlockedDevice(id),
            ["registered_devices", id] => Self::RegisteredDevice(id),
            ["u2ftokens" | "desktoptokens"] | ["desktop_authenticators", "shared_device_auth"] => {
                Self::Nothing(Permission::ReadResource)
            }
            ["logs", "administrator"] => Self::AdminLog,
            ["logs", "offline_enrollment"] => Self::OfflineLog,
            ["trust_monitor", "events"] => Self::TrustMonitor,
            _ => return Self::applications(Version::V1, parts),
        })
    }

    fn admin_v2(parts: &[&'a str]) -> Option<Self> {
        Some(match *parts {
            ["groups", id] => Self::Group(id),
            ["groups", id, "users"] => Self::GroupMembers(id),
            ["policies"] => Self::Policies,
            ["policies", "summary"] => Self::PolicySummary,
            ["policies", "calculate"] => Self::PolicyCalculate,
            ["policies", id] => Self::Policy(id),
            ["logs", "authentication"] => Self::SignIns,
            ["logs", "activity"] => Self::Activity,
            ["logs", "telephony"] => Self::Telephony,
            _ => return Self::applications(Version::V2, parts),
        })
    }

    fn applications(version: Version, parts: &[&'a str]) -> Option<Self> {
        match *parts {
            ["integrations"] => Some(Self::Applications(version)),
            ["integrations", key] => Some(Self::Application(version, key)),
            _ => None,
        }
    }

    pub(crate) const fn method(self) -> &'static str {
        if matches!(self, Self::Accounts) { "POST" } else { "GET" }
    }

    /// The permission that the route needs (admin-api.md §5.2).
    pub(crate) const fn permission(self) -> Permission {
        match self {
            Self::Admins | Self::Admin(_) | Self::AllowedMethods | Self::AdminUnits | Self::AdminUnit(_) => {
                Permission::Administrators
            }
            Self::Settings => Permission::Settings,
            Self::Summary | Self::Attempts | Self::UserAttempts | Self::CreditsUsed => {
                Permission::ReadInformation
            }
            Self::SignIns
            | Self::Activity
            | Self::Telephony
            | Self::AdminLog
            | Self::OfflineLog
            | Self::TrustMonitor => Permission::ReadLog,
            Self::Nothing(permission) => permission,
            _ => Permission::ReadResource,
        }
    }

    pub(crate) const fn class(self) -> Class {
        match self {
            Self::SignIns
            | Self::Activity
            | Self::Telephony
            | Self::AdminLog
            | Self::OfflineLog
            | Self::TrustMonitor => Class::Log,
            Self::Users
            | Self::UserPart(..)
            | Self::Groups
            | Self::GroupMembers(_)
            | Self::Phones
            | Self::Tokens
            | Self::Passkeys
            | Self::BypassCodes
            | Self::Endpoints
            | Self::DesktopAuthenticators
            | Self::RegisteredDevices
            | Self::BlockedDevices
            | Self::Applications(_)
            | Self::Policies
            | Self::Admins
            | Self::AdminUnits
            | Self::Nothing(_)
            | Self::Accounts => Class::Page,
            _ => Class::Object,
        }
    }
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "phones" => Self::Phones,
            "tokens" => Self::Tokens,
            "groups" => Self::Groups,
            "bypass_codes" => Self::BypassCodes,
            "webauthncredentials" => Self::Passkeys,
            "desktopauthenticators" => Self::DesktopAuthenticators,
            "u2ftokens" => Self::U2f,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_apart() {
        assert_eq!(Route::parse("/admin/v1/users"), Some(Route::Users));
        assert_eq!(Route::parse("/admin/v1/users/DU1"), Some(Route::User("DU1")));
        let part = Some(Route::UserPart("DU1", Part::Phones));
        assert_eq!(Route::parse("/admin/v1/users/DU1/phones"), part);
        assert_eq!(Route::parse("/admin/v3/integrations/DI1"), Some(Route::Application(Version::V3, "DI1")));
        assert_eq!(Route::parse("/admin/v2/policies/summary"), Some(Route::PolicySummary));
    }

    #[test]
    fn what_a_reader_must_never_ask_for_does_not_exist() {
        for path in [
            "/admin/v1/admins/activations",
            "/admin/v1/integrations/DI1/skey",
            "/admin/v2/integrations/oidc/DI1/client_secret",
            "/admin/v3/users",
            "/admin/v1/",
            "/admin",
            "",
        ] {
            assert_eq!(Route::parse(path), None, "{path}");
        }
    }
}
