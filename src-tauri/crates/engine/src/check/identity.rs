//! "Is this the right customer?": what one page of users and one of applications tell.

use std::collections::BTreeMap;

use domain::{AppKind, Permission};
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
        let groups = page.rows.iter().flat_map(|user| &user.groups).filter_map(|group| group.name.as_deref());
        identity.directories = directories(groups);
    }
    if let Some(Ok(page)) = client.integrations(Offset::START).next().await {
        identity.applications_total = page.total.and_then(|total| u32::try_from(total).ok());
        identity.applications = page
            .rows
            .into_iter()
            .filter(|app| {
                let name = app.name.as_deref().unwrap_or_default();
                AppKind::of(app.r#type.as_deref(), name).0 != AppKind::Duo
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

/// Synced groups end in `(from AD sync "…")`, with the kind and the name of the directory.
fn directories<'a>(groups: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for group in groups {
        let directory = group
            .rsplit_once(" (from ")
            .and_then(|(_, rest)| rest.strip_suffix("\")"))
            .and_then(|rest| rest.split_once(" sync \""))
            .map(|(kind, name)| format!("{name} ({kind})"));
        found.extend(directory.filter(|directory| !found.contains(directory)));
        if found.len() == SHOWN {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synced_groups_name_their_directory() {
        let groups = [
            "VPN",
            "Sales (from AD sync \"Garrow AD\")",
            "Ops (from AD sync \"Garrow AD\")",
            "All (EU) (from Azure AD sync \"Main\")",
            "Odd (from nowhere)",
        ];
        assert_eq!(directories(groups.into_iter()), ["Garrow AD (AD)", "Main (Azure AD)"]);
    }

    #[test]
    fn domains_are_counted_in_any_case() {
        let found = commonest(["a@Acme.example", "b@acme.example", "c@b.example", "nobody"].into_iter());
        assert_eq!(found[0], DomainCount { domain: "acme.example".into(), users: 2 });
        assert_eq!(found.len(), 2);
    }
}
