//! What a tenant holds, counted from the same functions that answer requests.

use serde::Serialize;

use crate::id::Kind;
use crate::log::{admin_log, offline};
use crate::org::applications::{self, Version};
use crate::org::{admins, groups, passkeys, phones, policies, tokens};
use crate::tenant::Tenant;

mod account;
mod coverage;
mod logs;
mod objects;
mod users;

pub use account::AccountFacts;
pub use coverage::CoverageFacts;
use logs::different;
pub use logs::{ActivityFacts, ApplicationFacts, SignInFacts};
pub use objects::{BypassCodeFacts, EndpointFacts, ObjectFacts};
pub use users::UserFacts;

/// Sign-ins are walked for [`Facts`] up to this number; beyond it, ask for them.
const MOST_SIGN_INS: u64 = 1_000_000;

/// The counts and digests of a tenant. A digest is the SHA-256, in hex, of all identifiers in ascending byte order,
/// each followed by a line feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// Identifier of the account.
    pub account_id: String,
    /// Name of the organisation.
    pub organisation: String,
    /// Text of the edition.
    pub edition: String,
    /// The moment the tenant is described at, Unix seconds.
    pub now: i64,
    /// Users.
    pub users: UserFacts,
    /// Who can and who must pass a second factor.
    pub coverage: CoverageFacts,
    /// Groups.
    pub groups: ObjectFacts,
    /// Phones.
    pub phones: ObjectFacts,
    /// Hardware tokens.
    pub tokens: ObjectFacts,
    /// `WebAuthn` credentials.
    pub webauthn: ObjectFacts,
    /// Bypass codes.
    pub bypass_codes: BypassCodeFacts,
    /// Applications in the list of the second and third version.
    pub applications: ObjectFacts,
    /// Applications in the list of the first version.
    pub applications_v1: ObjectFacts,
    /// Policies.
    pub policies: ObjectFacts,
    /// Computers and browsers that Duo saw; none = the edition does not list them.
    pub endpoints: Option<EndpointFacts>,
    /// Computers whose Duo Desktop counts as a factor.
    pub desktop_authenticators: ObjectFacts,
    /// Computers registered by Duo Desktop.
    pub registered_devices: ObjectFacts,
    /// Registered computers that are blocked.
    pub blocked_devices: ObjectFacts,
    /// Administrators.
    pub admins: ObjectFacts,
    /// Administrators, settings and Duo's own sums.
    pub account: AccountFacts,
    /// Sign-ins; absent beyond a million, where they take seconds to count.
    pub sign_ins: Option<SignInFacts>,
    /// The activity log.
    pub activity: ActivityFacts,
    /// The telephony log, by `telephony_id`.
    pub telephony: ActivityFacts,
    /// Different events of the administrator log, which has no identifiers.
    pub admin_log: u64,
    /// Different events of the log of offline enrolment.
    pub offline_log: u64,
}

impl Facts {
    pub(crate) fn of(tenant: &Tenant) -> Self {
        let objects = |kind, count: u32| ObjectFacts::of(tenant, kind, 0..count);
        let among = |kind, numbers: &[u32]| ObjectFacts::listed(tenant, kind, numbers);
        let listed = |version| ObjectFacts::of(tenant, Kind::Application, applications::listed(version));
        Self {
            account_id: tenant.account_id(),
            organisation: tenant.organisation().to_owned(),
            edition: tenant.config.edition.label().to_owned(),
            now: tenant.now(),
            users: UserFacts::of(tenant),
            coverage: CoverageFacts::of(tenant),
            groups: objects(Kind::Group, groups::count(tenant)),
            phones: objects(Kind::Phone, phones::count(tenant)),
            tokens: objects(Kind::Token, tokens::count(tenant)),
            webauthn: objects(Kind::Passkey, passkeys::count(tenant)),
            bypass_codes: BypassCodeFacts::of(tenant),
            applications: listed(Version::V3),
            applications_v1: listed(Version::V1),
            policies: objects(Kind::Policy, policies::COUNT),
            endpoints: tenant.lists_endpoints().then(|| EndpointFacts::of(tenant)),
            desktop_authenticators: among(Kind::DesktopAuthenticator, &tenant.fleet.authenticators),
            registered_devices: among(Kind::RegisteredDevice, &tenant.fleet.registered),
            blocked_devices: among(Kind::RegisteredDevice, &tenant.fleet.blocked),
            admins: objects(Kind::Admin, admins::COUNT),
            account: AccountFacts::of(tenant),
            sign_ins: (tenant.sign_ins.len() <= MOST_SIGN_INS).then(|| SignInFacts::of(tenant)),
            activity: ActivityFacts::of_activity(tenant),
            telephony: ActivityFacts::of_telephony(tenant),
            admin_log: different(tenant.admin_log.len(), |k| admin_log::record(tenant, k)),
            offline_log: different(tenant.offline_log.len(), |k| offline::record(tenant, k)),
        }
    }
}
