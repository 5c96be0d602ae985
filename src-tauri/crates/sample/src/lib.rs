//! The sample tenant: `duo-sim` as a [`duo_api::Transport`], in the same process.
//!
//! Requests are signed by `duo-api` and checked by `duo-sim`; pages, quotas, permissions and faults are those of the
//! simulator. No port is opened and no certificate is needed.

mod transport;

use std::fmt;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use duo_api::Transport;
use duo_sim::{Facts, Simulator, TenantConfig};

pub use transport::SampleTransport;

/// The size of a sample tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleConfig {
    /// Number of users, 10 to 100,000.
    pub users: u32,
    /// Number of sign-ins, 0 to 10,000,000.
    pub events: u64,
    /// Decides names, keys, devices and times.
    pub seed: u64,
}

impl Default for SampleConfig {
    fn default() -> Self {
        Self { users: 300, events: 20_000, seed: 1 }
    }
}

/// A sample tenant and the way to it.
pub struct SampleTenant {
    /// Leads to the tenant.
    pub transport: Arc<dyn Transport>,
    /// API hostname.
    pub host: String,
    /// Integration key.
    pub ikey: String,
    /// Secret key; worthless outside this process.
    pub skey: String,
    /// Seats that its customer pays for: more than there are users, as it often is.
    pub seats: u32,
    /// What a client that read everything must have found. Counted when it is first looked at, which takes seconds
    /// for a large tenant.
    pub facts: LazyLock<Facts, Box<dyn FnOnce() -> Facts + Send>>,
    /// The simulator itself, with its counters.
    pub simulator: Simulator,
}

impl fmt::Debug for SampleTenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SampleTenant")
            .field("host", &self.host)
            .field("ikey", &self.ikey)
            .finish_non_exhaustive()
    }
}

/// A tenant described at `now` that grants the five reading permissions and has no faults.
///
/// Its clock is the caller's: it believes the date of the latest request, so that the sample works on a computer whose
/// clock is wrong or set anew.
pub fn tenant(config: SampleConfig, now: DateTime<Utc>) -> SampleTenant {
    let SampleConfig { users, events, seed } = config;
    simulated(TenantConfig { users, events, seed, now, ..TenantConfig::default() })
}

/// A tenant of any configuration, with its permissions, quotas and faults. Its clock is the caller's, as in
/// [`tenant`].
pub fn simulated(config: TenantConfig) -> SampleTenant {
    let users = config.users;
    let (transport, simulator) = SampleTransport::following(config);
    assemble(users, transport, simulator)
}

/// A tenant with a clock of its own, for what happens when clocks disagree.
pub fn simulated_at(config: TenantConfig, clock: duo_sim::Clock) -> SampleTenant {
    let users = config.users;
    let (transport, simulator) = SampleTransport::with_clock(config, clock);
    assemble(users, transport, simulator)
}

/// A tenth more than users, in packs of 25.
const fn seats(users: u32) -> u32 {
    (users + users / 10).next_multiple_of(25)
}

fn assemble(users: u32, transport: SampleTransport, simulator: Simulator) -> SampleTenant {
    let tenant = simulator.tenant();
    let counted = simulator.clone();
    SampleTenant {
        host: tenant.host().to_owned(),
        ikey: tenant.ikey().to_owned(),
        skey: tenant.skey().to_owned(),
        seats: seats(users),
        facts: LazyLock::new(Box::new(move || counted.tenant().facts())),
        transport: Arc::new(transport),
        simulator,
    }
}
