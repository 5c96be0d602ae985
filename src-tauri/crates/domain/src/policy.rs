//! Policies (admin-api.md §7.9), as far as they decide who must use a second factor.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `authentication_policy.user_auth_behavior`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UserAuth {
    /// A second factor is asked for.
    Enforce,
    /// Nobody is asked for a second factor.
    Bypass,
    /// Nobody gets in.
    Deny,
}

/// `new_user.new_user_behavior`: what happens to users who are not enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NewUser {
    /// They must enrol.
    Enroll,
    /// They get in without a second factor.
    NoMfa,
    /// They do not get in.
    Deny,
}

impl UserAuth {
    /// Duo's spelling, which is stored and filtered on.
    pub const fn as_duo(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Bypass => "bypass",
            Self::Deny => "deny",
        }
    }

    /// From Duo's spelling; none = a word this version does not know.
    pub fn from_duo(text: &str) -> Option<Self> {
        [Self::Enforce, Self::Bypass, Self::Deny].into_iter().find(|one| one.as_duo() == text)
    }
}

impl NewUser {
    /// Duo's spelling, which is stored and filtered on.
    pub const fn as_duo(self) -> &'static str {
        match self {
            Self::Enroll => "enroll",
            Self::NoMfa => "no-mfa",
            Self::Deny => "deny",
        }
    }

    /// From Duo's spelling; none = a word this version does not know.
    pub fn from_duo(text: &str) -> Option<Self> {
        [Self::Enroll, Self::NoMfa, Self::Deny].into_iter().find(|one| one.as_duo() == text)
    }
}

/// What a policy is applied to: an application, or one group on an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PolicyTarget {
    /// `DI…`; none = every application.
    pub app_key: Option<String>,
    /// `DG…`; none = everybody who uses the application.
    pub group_id: Option<String>,
}

/// A policy. `None` = not said by this policy: the next one decides, at last the global one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// `PO…`.
    pub policy_key: String,
    /// Name.
    pub policy_name: String,
    /// The one that holds where no other says anything.
    pub is_global: bool,
    /// Whether a second factor is asked for.
    pub user_auth: Option<UserAuth>,
    /// What happens to users who are not enrolled.
    pub new_user: Option<NewUser>,
    /// Duo's names of the methods that are allowed.
    pub allowed: Option<Vec<String>>,
    /// Duo's names of the methods that are not.
    pub blocked: Option<Vec<String>>,
    /// Days for which a browser is remembered, rounded up; 0 = not remembered.
    pub remembered_days: Option<u32>,
    /// `deny_others` = only listed networks get in; `listed` = networks are listed; `none`.
    pub networks: Option<String>,
    /// Every section as JSON, as Duo sent it.
    pub sections: String,
    /// What it is applied to; the global one need not be applied to anything.
    pub applied_to: Vec<PolicyTarget>,
}
