//! A Duo tenant in a box: the server's side of the Admin API over a generated organisation.
//!
//! A [`Tenant`] is made from a [`TenantConfig`]; the same configuration gives the same keys, users, devices and
//! sign-ins. A [`Simulator`] answers requests for it, in-process through [`Simulator::handle`] or over TLS through
//! [`serve::serve`]. [`Tenant::facts`] states what a client that read everything must have found.
//!
//! Nothing here is shared with the client in `duo-api`: a mistake in signing or paging must not cancel itself out.

mod api;
mod child;
mod config;
mod dice;
mod facts;
mod fault;
mod id;
mod log;
mod message;
mod org;
pub mod serve;
mod simulator;
mod tenant;

pub use config::{AppType, Children, ConfigError, Edition, Permission, Quota, TenantConfig};
pub use facts::{
    AccountFacts, ActivityFacts, ApplicationFacts, BypassCodeFacts, CoverageFacts, EndpointFacts, Facts,
    ObjectFacts, SignInFacts, UserFacts,
};
pub use fault::{Fault, FaultKind, PROXY_SIGN_IN};
pub use message::{Answer, SimRequest, SimResponse, WireFault};
pub use org::applications::CLIENT_SECRET;
pub use simulator::{Clock, Simulator};
pub use tenant::Tenant;
