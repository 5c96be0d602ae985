//! "Is this the right customer?": what one page of users and one of applications tell.

use std::collections::BTreeMap;

use domain::Permission;
use duo_api::{Client, Offset};

use crate::api::{DomainCount, Identity, PermissionRow, PermissionState};

const SHOWN: usize = 3;

/// What is not readable is left out.
pub(super) async fn read(client: &Client, permissions: &[PermissionRow]) -> Identity {
    let mut identity = Identity::default();
    let readable = permissions
        .iter()
        .any(|row| row.id == Permission::ReadResource && row.state == PermissionState::Granted);
    if !readable {
        return identity;
    }
    if let Some(Ok(page)) = client.users(Offset::START).next().await {
        identity.users = page.total.and_then(|total| u32::try_from(total).ok());
        identity.sampled_users = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        identity.mail_domains = commonest(page.rows.iter().filter_map(|user| user.email.as_deref()));
    }
    if let Some(Ok(page)) = client.integrations(Offset::START).next().await {
        identity.applications_total = page.total.and_then(|total| u32::try_from(total).ok());
        identity.applications = page
            .rows
            .into_iter()
            .filter(|app| {
                domain::AppKind::from_slug(app.r#type.as_deref().unwrap_or_default()) != domain::AppKind::Duo
            })
            .filter_map(|app| app.name)
            .take(SHOWN)
            .collect();
    }
    identity
}

fn commonest<'a>(addresses: impl Iterator<Item = &'a str>) -> Vec<DomainCount> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (_, domain) in addresses.filter_map(|address| address.rsplit_once('@')) {
        *counts.entry(domain.to_lowercase()).or_default() += 1;
    }
    let mut domains: Vec<_> =
        counts.into_iter().map(|(domain, users)| DomainCount { domain, users }).collect();
    domains.sort_by(|a, b| b.users.cmp(&a.users).then_with(|| a.domain.cmp(&b.domain)));
    domains.truncate(SHOWN);
    domains
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_counted_in_any_case() {
        let found = commonest(["a@Acme.example", "b@acme.example", "c@b.example", "nobody"].into_iter());
        assert_eq!(found[0], DomainCount { domain: "acme.example".into(), users: 2 });
        assert_eq!(found.len(), 2);
    }
}
