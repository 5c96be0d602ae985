//! The check: nine ordered rows that tell what works, what does not, and why (ux.md §8.3, cli.md).
//!
//! It stores nothing. Requests are signed with Duo's time, so a wrong PC clock is told but fails nothing. Rights beyond
//! reading are read from the application's own flags; nothing write-shaped is ever sent.

mod connection;
mod identity;
mod input;
mod keys;
mod lookup;
mod permissions;
mod resume;
mod rows;
mod run;
mod told;

use std::sync::Arc;

use domain::Permission;
use duo_api::Governor;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::api::{CheckReport, CheckRow, PermissionRow};
use crate::logs;
use crate::ports::Ports;

pub(crate) use input::{Checked, checked};
pub(crate) use permissions::ask_again;
pub(crate) use rows::ORDER;

/// Whether a check tests the keychain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeychainTest {
    /// There is no row for it.
    #[default]
    Without,
    /// Its row says that the secret key is kept for the session only; the keychain is not asked.
    Session,
    /// A secret of no worth is stored and deleted.
    Asked,
}

/// What to check.
#[derive(Default)]
pub struct CheckInput {
    /// API hostname, as typed.
    pub host: String,
    /// Integration key, as typed.
    pub ikey: String,
    /// Secret key, as typed.
    pub skey: Zeroizing<String>,
    /// Rights that make it verified.
    pub want: Vec<Permission>,
    /// Whether to test the keychain: not in a one-off check.
    pub keychain: KeychainTest,
    /// Whether to gather the identity card, which costs two pages.
    pub identity: bool,
    /// Ask the sample tenant.
    pub sample: bool,
    /// Past any proxy.
    pub direct: bool,
    /// Stop before anything signed is sent where a private issuer that is not remembered can read it.
    pub pause: bool,
    /// An earlier check of the same values: what was good in it is not asked again.
    pub resume: Option<CheckReport>,
    /// `DA…`: the child that a parent's key is to open, on the child's own host.
    pub account: Option<String>,
    /// The pace of an account that is being asked already.
    pub governor: Option<Arc<Governor>>,
}

/// What a running check tells.
#[derive(Clone, Debug)]
pub enum CheckProgress {
    /// A row began or ended.
    Row(CheckRow),
    /// A right was asked.
    Permission(PermissionRow),
}

/// Runs a check to its end, at most a minute; cancelling skips what is left.
pub async fn check(
    ports: &Ports,
    input: CheckInput,
    cancel: &CancellationToken,
    progress: &mut (dyn FnMut(CheckProgress) + Send),
) -> CheckReport {
    let told = told::Told::new(progress);
    let began = ports.clock.monotonic();
    let report = run::Run::new(ports, input, cancel.clone(), &told).await;
    logs::check_ended(&report, ports.clock.monotonic().saturating_sub(began));
    report
}
