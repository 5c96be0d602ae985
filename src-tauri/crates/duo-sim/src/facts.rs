//! What a tenant holds, counted from the same functions that answer requests.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::dice::index;
use crate::id::Kind;
use crate::log::page::{Order, Query, slice};
use crate::log::story::{Outcome, Story};
use crate::log::{activity, admin_log, offline, sign_in, telephony};
use crate::org::applications::{self, Version};
use crate::org::people::Person;
use crate::org::{admins, bypass_codes, endpoints, groups, passkeys, phones, policies, tokens};
use crate::tenant::Tenant;

mod account;
mod coverage;

pub use account::AccountFacts;
pub use coverage::CoverageFacts;

const DAY: i64 = 86_400;
/// Sign-ins are walked for [`Facts`] up to this number; beyond it, ask for them.
const MOST_SIGN_INS: u64 = 1_000_000;
/// Rows that are in memory at a time when a log is walked.
const STEP: usize = 1000;

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

/// A number of objects and the digest of their identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectFacts {
    /// How many there are.
    pub count: u64,
    /// Digest of their identifiers.
    pub digest: String,
}

/// Counts of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserFacts {
    /// How many there are, those in the trash included.
    pub count: u64,
    /// Digest of their identifiers.
    pub digest: String,
    /// By `status`.
    pub by_status: BTreeMap<String, u64>,
    /// All but those in the trash: `info/summary.user_count`.
    pub billable: u64,
    /// In the trash.
    pub pending_deletion: u64,
    /// With a way to sign in.
    pub enrolled: u64,
    /// Without one, not in the trash.
    pub not_enrolled: u64,
    /// Without a last login, not in the trash.
    pub never_signed_in: u64,
    /// Last login at least 30 days before the described moment, not in the trash.
    pub idle_30: u64,
    /// The same for 90 days.
    pub idle_90: u64,
    /// The same for 180 days.
    pub idle_180: u64,
    /// With status `bypass`.
    pub bypass: u64,
    /// Active, and in a group with status `Bypass`.
    pub bypass_by_group: u64,
    /// Kept up by the directory.
    pub synced: u64,
    /// E-mail addresses that more than one user has.
    pub shared_emails: u64,
}

/// Counts of bypass codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BypassCodeFacts {
    /// How many there are.
    pub count: u64,
    /// Digest of their identifiers.
    pub digest: String,
    /// Without an expiry.
    pub never_expiring: u64,
    /// Usable without limit.
    pub unlimited: u64,
}

/// Counts of endpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndpointFacts {
    /// How many there are.
    pub count: u64,
    /// Digest of their identifiers.
    pub digest: String,
    /// By operating system.
    pub by_os: BTreeMap<String, u64>,
    /// `trusted_endpoint` is `yes`.
    pub trusted: u64,
    /// Disk encryption is `Off`.
    pub unencrypted: u64,
    /// The firewall is `Off`.
    pub firewall_off: u64,
    /// The password is `Unset`.
    pub password_unset: u64,
    /// Without a user name.
    pub anonymous: u64,
}

/// Counts of sign-ins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignInFacts {
    /// How many there are.
    pub count: u64,
    /// SHA-256, in hex, of `<ms>,<txid>` and a line feed for each sign-in, in ascending order of both.
    pub digest: String,
    /// By `result`.
    pub by_result: BTreeMap<String, u64>,
    /// Different users with a successful sign-in.
    pub users: u64,
    /// Milliseconds of the first.
    pub first_ms: Option<i64>,
    /// Milliseconds of the last.
    pub last_ms: Option<i64>,
    /// Applications that appear, by number of sign-ins in descending order.
    pub applications: Vec<ApplicationFacts>,
}

/// What the sign-ins tell about one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplicationFacts {
    /// Integration key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Whether the list of applications holds it.
    pub listed: bool,
    /// Sign-ins, whatever their result.
    pub sign_ins: u64,
    /// Successful ones.
    pub successes: u64,
    /// Different users known to Duo, whatever the result.
    pub users: u64,
    /// Milliseconds of the first sign-in.
    pub first_ms: i64,
    /// Milliseconds of the last.
    pub last_ms: i64,
}

/// Counts of a log of the second generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActivityFacts {
    /// How many events there are.
    pub count: u64,
    /// SHA-256, in hex, of `<ms>,<id>` and a line feed for each event, in ascending order of both.
    pub digest: String,
}

impl Facts {
    pub(crate) fn of(tenant: &Tenant) -> Self {
        let objects = |kind, count: u32| ObjectFacts::of(tenant, kind, 0..count);
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
            desktop_authenticators: listed_of(
                tenant,
                Kind::DesktopAuthenticator,
                &tenant.fleet.authenticators,
            ),
            registered_devices: listed_of(tenant, Kind::RegisteredDevice, &tenant.fleet.registered),
            blocked_devices: listed_of(tenant, Kind::RegisteredDevice, &tenant.fleet.blocked),
            admins: objects(Kind::Admin, admins::COUNT),
            account: AccountFacts::of(tenant),
            sign_ins: (tenant.sign_ins.len() <= MOST_SIGN_INS).then(|| SignInFacts::of(tenant)),
            activity: ActivityFacts::of(tenant),
            telephony: ActivityFacts {
                count: tenant.telephony.len(),
                digest: telephony::source(tenant, digest_of_log),
            },
            admin_log: different(tenant.admin_log.len(), |k| admin_log::record(tenant, k)),
            offline_log: different(tenant.offline_log.len(), |k| offline::record(tenant, k)),
        }
    }
}

impl ObjectFacts {
    fn of(tenant: &Tenant, kind: Kind, numbers: impl Iterator<Item = u32>) -> Self {
        let mut ids: Vec<String> = numbers.map(|number| tenant.id(kind, number)).collect();
        ids.sort_unstable();
        let mut sum = Sha256::new();
        for id in &ids {
            sum.update(id);
            sum.update(b"\n");
        }
        Self { count: ids.len() as u64, digest: hex::encode(sum.finalize()) }
    }
}

impl UserFacts {
    fn of(tenant: &Tenant) -> Self {
        let ObjectFacts { count, digest } = ObjectFacts::of(tenant, Kind::User, 0..tenant.population.len());
        let mut facts = Self {
            count,
            digest,
            by_status: BTreeMap::new(),
            billable: 0,
            pending_deletion: 0,
            enrolled: 0,
            not_enrolled: 0,
            never_signed_in: 0,
            idle_30: 0,
            idle_90: 0,
            idle_180: 0,
            bypass: 0,
            bypass_by_group: 0,
            synced: 0,
            shared_emails: 0,
        };
        let mut emails: BTreeMap<String, u32> = BTreeMap::new();
        for user in 0..tenant.population.len() {
            let person = Person::of(tenant, user);
            facts.add(tenant, &person);
            if !person.email.is_empty() {
                *emails.entry(person.email).or_default() += 1;
            }
        }
        facts.shared_emails = emails.values().filter(|count| **count > 1).count() as u64;
        facts
    }

    fn add(&mut self, tenant: &Tenant, person: &Person) {
        *self.by_status.entry(person.status.to_owned()).or_default() += 1;
        self.enrolled += u64::from(person.enrolled);
        self.synced += u64::from(person.last_sync.is_some());
        self.bypass += u64::from(person.status == "bypass");
        let in_bypass_group = groups::of_user(tenant, person.index, person.class)
            .into_iter()
            .any(|group| groups::status(group) == "Bypass");
        self.bypass_by_group += u64::from(person.status == "active" && in_bypass_group);
        if person.status == "pending deletion" {
            self.pending_deletion += 1;
            return;
        }
        self.billable += 1;
        self.not_enrolled += u64::from(!person.enrolled);
        self.never_signed_in += u64::from(person.last_login.is_none());
        let idle = |days: i64| u64::from(person.last_login.is_some_and(|at| at <= tenant.now() - days * DAY));
        self.idle_30 += idle(30);
        self.idle_90 += idle(90);
        self.idle_180 += idle(180);
    }
}

impl BypassCodeFacts {
    fn of(tenant: &Tenant) -> Self {
        let total = bypass_codes::count(tenant);
        let ObjectFacts { count, digest } = ObjectFacts::of(tenant, Kind::BypassCode, 0..total);
        let codes = || (0..total).map(|code| bypass_codes::of_user(tenant, code));
        Self {
            count,
            digest,
            never_expiring: codes().filter(|code| code.expiration.is_none()).count() as u64,
            unlimited: codes().filter(|code| code.reuse_count.is_none()).count() as u64,
        }
    }
}

impl EndpointFacts {
    fn of(tenant: &Tenant) -> Self {
        let ObjectFacts { count, digest } = listed_of(tenant, Kind::Endpoint, &tenant.fleet.endpoints);
        let mut facts = Self {
            count,
            digest,
            by_os: BTreeMap::new(),
            trusted: 0,
            unencrypted: 0,
            firewall_off: 0,
            password_unset: 0,
            anonymous: 0,
        };
        for number in tenant.fleet.endpoints.iter().copied() {
            let computer = endpoints::computer(tenant, number);
            let posture = computer.posture(tenant.config.seed);
            *facts.by_os.entry(computer.os.family.to_owned()).or_default() += 1;
            facts.trusted += u64::from(posture.trusted == "yes");
            facts.unencrypted += u64::from(posture.encryption == "Off");
            facts.firewall_off += u64::from(posture.firewall == "Off");
            facts.password_unset += u64::from(posture.password == "Unset");
            facts.anonymous += u64::from(endpoints::is_anonymous(tenant, number));
        }
        facts
    }
}

fn listed_of(tenant: &Tenant, kind: Kind, numbers: &[u32]) -> ObjectFacts {
    ObjectFacts::of(tenant, kind, numbers.iter().copied())
}

/// Counts of one application while the log is walked.
#[derive(Debug, Default)]
struct Tally {
    sign_ins: u64,
    successes: u64,
    users: BTreeSet<u32>,
    first_ms: i64,
    last_ms: i64,
}

impl SignInFacts {
    pub(crate) fn of(tenant: &Tenant) -> Self {
        let mut by_result: BTreeMap<String, u64> = BTreeMap::new();
        let mut users = vec![false; index(tenant.population.len().into())];
        let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
        let mut ends = None;
        for k in 0..tenant.sign_ins.len() {
            let story = Story::of(tenant, k);
            *by_result.entry(story.outcome.label().to_owned()).or_default() += 1;
            if let (Some(user), Outcome::Success) = (story.user, story.outcome) {
                users[user as usize] = true;
            }
            let tally = tallies.entry(story.application).or_default();
            if tally.sign_ins == 0 {
                tally.first_ms = story.ms;
            }
            tally.sign_ins += 1;
            tally.successes += u64::from(story.outcome == Outcome::Success);
            tally.users.extend(story.user);
            tally.last_ms = story.ms;
            ends = Some((ends.map_or(story.ms, |(first, _)| first), story.ms));
        }
        Self {
            count: tenant.sign_ins.len(),
            digest: sign_in::source(tenant, tenant.sign_ins.len(), &|_| false, digest_of_log),
            by_result,
            users: users.into_iter().filter(|seen| *seen).count() as u64,
            first_ms: ends.map(|(first, _)| first),
            last_ms: ends.map(|(_, last)| last),
            applications: applications_of(tenant, tallies),
        }
    }
}

impl ActivityFacts {
    fn of(tenant: &Tenant) -> Self {
        Self { count: tenant.activity.len(), digest: activity::source(tenant, digest_of_log) }
    }
}

fn different<R: Serialize>(count: u64, record: impl Fn(u64) -> R) -> u64 {
    let records: BTreeSet<_> = (0..count).map(|k| serde_json::to_string(&record(k)).ok()).collect();
    records.len() as u64
}

fn applications_of(tenant: &Tenant, tallies: BTreeMap<u32, Tally>) -> Vec<ApplicationFacts> {
    let listed: Vec<u32> = applications::listed(Version::V3).collect();
    let mut facts: Vec<ApplicationFacts> = tallies
        .into_iter()
        .map(|(number, tally)| ApplicationFacts {
            key: tenant.id(Kind::Application, number),
            name: applications::get(number).name.to_owned(),
            listed: listed.contains(&number),
            sign_ins: tally.sign_ins,
            successes: tally.successes,
            users: tally.users.len() as u64,
            first_ms: tally.first_ms,
            last_ms: tally.last_ms,
        })
        .collect();
    facts.sort_by(|a, b| b.sign_ins.cmp(&a.sign_ins).then_with(|| a.key.cmp(&b.key)));
    facts
}

/// Walks a whole log in ascending order.
fn digest_of_log(source: &crate::log::page::Source<'_>) -> String {
    let mut sum = Sha256::new();
    let mut query =
        Query { from_ms: 0, to_ms: i64::MAX, limit: STEP, order: Order::Ascending, after: None, overlap: 0 };
    loop {
        let page = slice(source, &query);
        for k in &page.events {
            sum.update(format!("{},{}\n", source.timeline.ms(*k), (source.id)(*k)));
        }
        query.after = page.next;
        if query.after.is_none() {
            return hex::encode(sum.finalize());
        }
    }
}
