//! Children of a managed-service parent: tenants of their own that the parent's key opens too (admin-api.md §7.20).

use std::collections::BTreeSet;

use crate::api::credentials::ikey_of;
use crate::api::error::ApiError;
use crate::api::params::Params;
use crate::config::{AppType, Children, TenantConfig};
use crate::message::SimRequest;
use crate::tenant::Tenant;

/// Seeds that are tried for a name that no other child has.
const TRIES: u64 = 64;

/// The key of a parent account, as one of its children knows it.
#[derive(Clone)]
pub(crate) struct ParentKey {
    pub(crate) ikey: String,
    pub(crate) skey: String,
    /// The child lies on another deployment, where the parent's key opens nothing.
    pub(crate) elsewhere: bool,
}

impl ParentKey {
    /// Whether a request says that it is signed with this key.
    pub(crate) fn is_named_by(&self, request: &SimRequest) -> bool {
        ikey_of(request).is_some_and(|ikey| ikey == self.ikey)
    }

    /// Which requests it opens: Admin API paths that name the child itself.
    pub(crate) fn check(&self, path: &str, params: &Params, account: &str) -> Result<(), ApiError> {
        let names_child = params.get("account_id").is_some_and(|id| id == account);
        if !path.starts_with("/admin/") || !names_child {
            Err(ApiError::Forbidden)
        } else if self.elsewhere {
            Err(ApiError::OtherDeployment)
        } else {
            Ok(())
        }
    }
}

/// The children of a tenant, those elsewhere last. Each has another organisation and ten users more than the one
/// before it, so that no two can be taken for each other.
pub(crate) fn of(parent: &Tenant) -> Vec<(Tenant, ParentKey)> {
    let Children { here, elsewhere } = parent.config.children;
    let key =
        |elsewhere| ParentKey { ikey: parent.ikey().to_owned(), skey: parent.skey().to_owned(), elsewhere };
    let mut names = BTreeSet::new();
    let mut seed = parent.config.seed.wrapping_add(1000);
    let mut children = Vec::new();
    for number in 1..=here.saturating_add(elsewhere) {
        let mut tenant = child(parent, seed, number);
        for _ in 0..TRIES {
            if names.insert(tenant.organisation()) {
                break;
            }
            seed = seed.wrapping_add(1);
            tenant = child(parent, seed, number);
        }
        seed = seed.wrapping_add(1);
        children.push((tenant, key(number > here)));
    }
    children
}

fn child(parent: &Tenant, seed: u64, number: u32) -> Tenant {
    Tenant::new(TenantConfig {
        seed,
        users: parent.config.users.saturating_add(number * 10),
        host: None,
        app_type: AppType::AdminApi,
        children: Children::default(),
        ..parent.config.clone()
    })
}
