//! What the lists of objects hold.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::id::Kind;
use crate::org::{bypass_codes, endpoints};
use crate::tenant::Tenant;

/// A number of objects and the digest of their identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectFacts {
    /// How many there are.
    pub count: u64,
    /// Digest of their identifiers.
    pub digest: String,
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

impl ObjectFacts {
    /// Objects of one kind with these numbers.
    pub(super) fn of(tenant: &Tenant, kind: Kind, numbers: impl Iterator<Item = u32>) -> Self {
        let mut ids: Vec<String> = numbers.map(|number| tenant.id(kind, number)).collect();
        ids.sort_unstable();
        let mut sum = Sha256::new();
        for id in &ids {
            sum.update(id);
            sum.update(b"\n");
        }
        Self { count: ids.len() as u64, digest: hex::encode(sum.finalize()) }
    }

    pub(super) fn listed(tenant: &Tenant, kind: Kind, numbers: &[u32]) -> Self {
        Self::of(tenant, kind, numbers.iter().copied())
    }
}

impl BypassCodeFacts {
    pub(super) fn of(tenant: &Tenant) -> Self {
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
    pub(super) fn of(tenant: &Tenant) -> Self {
        let ObjectFacts { count, digest } =
            ObjectFacts::listed(tenant, Kind::Endpoint, &tenant.fleet.endpoints);
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
