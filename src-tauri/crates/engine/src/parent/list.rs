//! Which children there are, and which of them the parent's key opens.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use duo_api::{AccountId, ApiError, ApiHost, Transport};
use futures::StreamExt as _;
use futures::stream::iter;
use store::Connection;

use super::{ParentKey, described, name};
use crate::api::{ChildState, CommandError, Event, ParentChild, ParentChildren, SavedConnection};
use crate::error::api_code;
use crate::{Code, Engine};

/// Children that are asked at once. Each is an account of its own; the network and the machine are shared.
const AT_ONCE: usize = 4;
/// How long one child may take to answer.
const LIMIT: Duration = Duration::from_secs(20);

/// A child as Duo lists it.
pub(super) struct Listed {
    pub(super) account_id: String,
    pub(super) name: String,
    pub(super) host: String,
    /// Where it can be asked; none when Duo tells no host or account that is one.
    pub(super) at: Option<(AccountId, ApiHost)>,
}

impl Engine {
    /// What the Accounts API lists, each account once.
    pub(super) async fn listed(
        &self,
        key: &ParentKey,
        transport: Arc<dyn Transport>,
    ) -> Result<Vec<Listed>, CommandError> {
        let client = self.client_with(key, key.host.clone(), None, transport);
        let mut seen = BTreeSet::new();
        let mut listed = Vec::new();
        for row in client.accounts().await? {
            if !seen.insert(row.account_id.clone()) {
                continue;
            }
            let host = row.api_hostname.unwrap_or_default().to_ascii_lowercase();
            let at =
                AccountId::try_from(row.account_id.as_str()).ok().zip(ApiHost::try_from(host.as_str()).ok());
            listed.push(Listed { name: row.name.unwrap_or_default(), account_id: row.account_id, host, at });
        }
        Ok(listed)
    }

    /// `told` is whom the progress is for.
    pub(super) async fn list_children(
        self: &Arc<Self>,
        key: &ParentKey,
        told: Option<&str>,
    ) -> Result<ParentChildren, CommandError> {
        self.know_password().await;
        let transport = self.https().await?;
        let listed = self.listed(key, transport.clone()).await?;
        let connections = self.registry(store::Registry::connections).await?;
        let (done, total) = (AtomicU32::new(0), u32::try_from(listed.len()).unwrap_or(u32::MAX));
        let mut work = Vec::with_capacity(listed.len());
        for (at, one) in listed.iter().enumerate() {
            let (transport, connections, done) = (transport.clone(), &connections, &done);
            work.push(async move {
                let child = self.judge(key, one, connections, transport).await;
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                if let Some(id) = told {
                    self.ports.events.send(Event::ParentProgress { id: id.to_owned(), done, total });
                }
                (at, child)
            });
        }
        let mut judged: Vec<_> = iter(work).buffer_unordered(AT_ONCE).collect().await;
        judged.sort_by_key(|(at, _)| *at);
        let mut children: Vec<_> = judged.into_iter().map(|(_, child)| child).collect();
        suggest(&mut children, &connections);
        children.sort_by_key(|child| (child.name.to_lowercase(), child.account_id.clone()));
        Ok(ParentChildren {
            gone: gone(key, &listed, &connections),
            parent: key.saved.clone().map(|row| described(row, &connections)),
            host: key.host.as_str().to_owned(),
            ikey: key.ikey.redacted(),
            children,
        })
    }

    async fn judge(
        &self,
        key: &ParentKey,
        listed: &Listed,
        connections: &[Connection],
        transport: Arc<dyn Transport>,
    ) -> ParentChild {
        let saved = saved_as(listed, connections);
        let connected = saved.is_some_and(|row| row.status != "disconnected");
        let (state, code) = match &listed.at {
            _ if connected => (ChildState::Added, None),
            None => (ChildState::Unreadable, Some(Code::SchemaChanged)),
            Some((account, host)) => {
                let client = self.client_with(key, host.clone(), Some(account.clone()), transport);
                let asked = tokio::time::timeout(LIMIT, client.summary()).await;
                let told = asked.map(|answer| answer.map(|summary| summary.value.account_id));
                match told {
                    Err(_) => (ChildState::Unreadable, Some(Code::NetTimeout)),
                    // Nothing but the account is asked for: what is wrong about it is its place.
                    Ok(Err(ApiError::OtherDeployment | ApiError::Duo { status: 400, .. })) => {
                        (ChildState::Elsewhere, Some(Code::ChildElsewhere))
                    }
                    Ok(Err(error)) => (ChildState::Unreadable, Some(api_code(&error))),
                    Ok(Ok(Some(other))) if other != account.as_str() => {
                        (ChildState::Unreadable, Some(Code::OtherAccount))
                    }
                    Ok(Ok(_)) if saved.is_some() => (ChildState::Kept, None),
                    Ok(Ok(_)) => (ChildState::New, None),
                }
            }
        };
        ParentChild {
            account_id: listed.account_id.clone(),
            name: listed.name.clone(),
            host: listed.host.clone(),
            state,
            code,
            suggested: String::new(),
            saved: saved.map(|row| SavedConnection { client: row.id.clone(), name: row.name.clone() }),
        }
    }
}

/// The connection that opens the child's account: one that is connected, else one whose data is kept. An API hostname
/// belongs to one account.
pub(super) fn saved_as<'a>(listed: &Listed, connections: &'a [Connection]) -> Option<&'a Connection> {
    let same = |row: &&Connection| {
        !row.sample
            && (row.host == listed.host || row.account_id.as_deref() == Some(listed.account_id.as_str()))
    };
    let all = || connections.iter().filter(same);
    all().find(|row| row.status != "disconnected").or_else(|| all().next())
}

/// Clients through the parent that Duo does not list any more.
fn gone(key: &ParentKey, listed: &[Listed], connections: &[Connection]) -> Vec<SavedConnection> {
    let Some(parent) = &key.saved else { return Vec::new() };
    let through =
        |row: &&Connection| row.parent.as_deref() == Some(parent.id.as_str()) && row.status != "disconnected";
    let is_listed =
        |row: &Connection| listed.iter().any(|one| row.account_id.as_deref() == Some(&one.account_id));
    connections
        .iter()
        .filter(through)
        .filter(|row| !is_listed(row))
        .map(|row| SavedConnection { client: row.id.clone(), name: row.name.clone() })
        .collect()
}

/// Names under which they can be saved all together.
fn suggest(children: &mut [ParentChild], connections: &[Connection]) {
    let mut taken: Vec<String> = connections.iter().map(|row| row.name.clone()).collect();
    for child in children {
        child.suggested = match &child.saved {
            Some(saved) => saved.name.clone(),
            None => name::suggested(&child.name, &child.account_id, &taken),
        };
        taken.push(child.suggested.clone());
    }
}
