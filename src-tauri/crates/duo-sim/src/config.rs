//! What a simulated tenant is made from.

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::fault::Fault;

/// Everything that decides what a tenant holds and how it behaves. The same values give the same tenant.
#[derive(Debug, Clone)]
pub struct TenantConfig {
    /// Decides names, keys, devices and times.
    pub seed: u64,
    /// Number of users, 10 to 100,000 (other values are brought to the nearest bound).
    pub users: u32,
    /// Number of sign-ins in the log, 0 to 10,000,000 (more are brought down to the bound).
    pub events: u64,
    /// The moment the organisation is described at: logs end two minutes before it.
    pub now: DateTime<Utc>,
    /// The grants of the Admin API application.
    pub permissions: Vec<Permission>,
    /// What goes wrong, if anything.
    pub faults: Vec<Fault>,
    /// Requests a minute for each endpoint class.
    pub quota: Quota,
    /// The API hostname; one made from the seed when absent.
    pub host: Option<String>,
    /// The type of the application that the keys belong to.
    pub app_type: AppType,
    /// The subscription.
    pub edition: Edition,
    /// Days without a login after which a user is to go to the Trash; 0 = never. Nobody goes while it runs.
    pub user_expiry_days: u32,
    /// Children of the account. With any, the application is of the Accounts API.
    pub children: Children,
}

/// How many children a managed-service parent has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Children {
    /// On the deployment of the parent, whose key opens them.
    pub here: u32,
    /// On another deployment, where the parent's key is refused.
    pub elsewhere: u32,
}

impl Default for TenantConfig {
    fn default() -> Self {
        Self {
            seed: 1,
            users: 300,
            events: 20_000,
            now: DateTime::UNIX_EPOCH + TimeDelta::seconds(1_795_000_000),
            permissions: Permission::READ.to_vec(),
            faults: Vec::new(),
            quota: Quota::default(),
            host: None,
            app_type: AppType::AdminApi,
            edition: Edition::Advantage,
            user_expiry_days: 0,
            children: Children::default(),
        }
    }
}

/// A grant of an Admin API application (admin-api.md §5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Grant resource – Read.
    ReadResource,
    /// Grant read log.
    ReadLog,
    /// Grant read information.
    ReadInformation,
    /// Grant settings.
    Settings,
    /// Grant administrators – Read.
    Administrators,
    /// Grant resource – Write.
    WriteResource,
    /// Grant applications.
    Integrations,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 7] = [
        Self::ReadResource,
        Self::ReadLog,
        Self::ReadInformation,
        Self::Settings,
        Self::Administrators,
        Self::WriteResource,
        Self::Integrations,
    ];
    /// The five that only read.
    pub const READ: [Self; 5] =
        [Self::ReadResource, Self::ReadLog, Self::ReadInformation, Self::Settings, Self::Administrators];

    /// The name used on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ReadResource => "read_resource",
            Self::ReadLog => "read_log",
            Self::ReadInformation => "read_information",
            Self::Settings => "settings",
            Self::Administrators => "administrators",
            Self::WriteResource => "write_resource",
            Self::Integrations => "integrations",
        }
    }
}

/// A name on the command line that stands for nothing here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not a permission.
    #[error("unknown permission {0:?}")]
    Permission(String),
    /// Not a fault, or its number is missing or malformed.
    #[error("unknown fault {0:?}")]
    Fault(String),
    /// Not a quota.
    #[error("unknown quota {0:?}: use pages=N, logs=N or objects=N")]
    Quota(String),
    /// Not an application type.
    #[error("unknown application type {0:?}")]
    AppType(String),
    /// Not an edition.
    #[error("unknown edition {0:?}")]
    Edition(String),
}

impl FromStr for Permission {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        Self::ALL.into_iter().find(|p| p.id() == text).ok_or_else(|| ConfigError::Permission(text.to_owned()))
    }
}

/// Requests a minute for each endpoint class; `None` is unlimited (admin-api.md §6).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quota {
    /// Single objects.
    pub objects: Option<u32>,
    /// Pages of lists.
    pub pages: Option<u32>,
    /// Logs.
    pub logs: Option<u32>,
}

impl FromStr for Quota {
    type Err = ConfigError;

    /// Reads `pages=200,logs=50,objects=300`, each part optional.
    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let mut quota = Self::default();
        for part in text.split(',').filter(|p| !p.is_empty()) {
            let bad = || ConfigError::Quota(part.to_owned());
            let (class, number) = part.split_once('=').ok_or_else(bad)?;
            let number: u32 = number.parse().map_err(|_| bad())?;
            match class {
                "objects" => quota.objects = Some(number),
                "pages" => quota.pages = Some(number),
                "logs" => quota.logs = Some(number),
                _ => return Err(bad()),
            }
        }
        Ok(quota)
    }
}

/// The type of the application whose keys the tenant gives out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AppType {
    /// Admin API, the one that reads a tenant.
    #[default]
    AdminApi,
    /// Auth API.
    AuthApi,
    /// Accounts API, of a managed-service parent.
    AccountsApi,
}

impl FromStr for AppType {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        match text {
            "adminapi" => Ok(Self::AdminApi),
            "authapi" => Ok(Self::AuthApi),
            "accountsapi" => Ok(Self::AccountsApi),
            _ => Err(ConfigError::AppType(text.to_owned())),
        }
    }
}

/// The subscription (admin-api.md §9.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Edition {
    /// Duo Essentials: no device posture.
    Essentials,
    /// Duo Advantage.
    #[default]
    Advantage,
    /// Duo Premier.
    Premier,
}

impl Edition {
    /// The text in `info/summary`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Essentials => "Duo Essentials",
            Self::Advantage => "Duo Advantage",
            Self::Premier => "Duo Premier",
        }
    }
}

impl FromStr for Edition {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        match text {
            "essentials" => Ok(Self::Essentials),
            "advantage" => Ok(Self::Advantage),
            "premier" => Ok(Self::Premier),
            _ => Err(ConfigError::Edition(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_reads_back_from_its_id() {
        for permission in Permission::ALL {
            assert_eq!(permission.id().parse(), Ok(permission));
        }
        assert!("read".parse::<Permission>().is_err());
    }

    #[test]
    fn a_quota_is_read_by_class() {
        let expected = Quota { objects: None, pages: Some(200), logs: Some(50) };
        assert_eq!("pages=200,logs=50".parse(), Ok(expected));
        assert_eq!("".parse(), Ok(Quota::default()));
        assert!("pages".parse::<Quota>().is_err());
        assert!("users=3".parse::<Quota>().is_err());
        assert!("pages=-1".parse::<Quota>().is_err());
    }
}
