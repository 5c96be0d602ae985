//! Applications (admin-api.md §7.8, §10.2).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Sso;

/// What an application protects, from its type slug and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppKind {
    /// Software as a service.
    Saas,
    /// An identity provider, which hides the applications behind it.
    IdentityProvider,
    /// VPN, gateway, remote access, network device.
    RemoteAccess,
    /// Sign-in to a machine.
    MachineLogon,
    /// Duo's own: Admin API, portals.
    Duo,
    /// Neither its type nor its name says more.
    Unknown,
}

/// What tells the kind of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindFrom {
    /// Its type slug, or that it has none that says anything.
    Type,
    /// Its name.
    Name,
}

/// Who may use an application (v3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UserAccess {
    /// `ALL_USERS`.
    AllUsers,
    /// `NO_USERS`.
    NoUsers,
    /// `PERMITTED_GROUPS`.
    PermittedGroups,
    /// Not told (v1, v2) or not known.
    Unknown,
}

/// What a technician decided about an application (ux.md §4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppState {
    /// Nobody has looked at it.
    #[default]
    Discovered,
    /// Being looked at.
    InReview,
    /// Approved.
    Sanctioned,
    /// Not to be used.
    Disqualified,
    /// To be given up.
    Deprecated,
}

impl AppState {
    /// Every state, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::Discovered, Self::InReview, Self::Sanctioned, Self::Disqualified, Self::Deprecated];

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Discovered => "discovered",
            Self::InReview => "in_review",
            Self::Sanctioned => "sanctioned",
            Self::Disqualified => "disqualified",
            Self::Deprecated => "deprecated",
        }
    }

    /// From its id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }
}

/// An application; the secret key was dropped when it was parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// `DI…`, equal to the log's `application.key`.
    pub integration_key: String,
    /// Label.
    pub name: String,
    /// Type slug, `_` read as `-`.
    pub type_slug: String,
    /// Who may use it.
    pub user_access: UserAccess,
    /// Groups that may use it.
    pub groups_allowed: Vec<String>,
    /// Policy of its own; none = only the global one.
    pub policy_key: Option<String>,
    /// Single sign-on through Duo; none = it has none, or the version of the list does not tell.
    pub sso: Option<Sso>,
    /// Free text of the client's.
    pub notes: String,
}
