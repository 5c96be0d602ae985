//! Managed-service accounts: one Accounts API key opens many clients (admin-api.md §7.20).
//!
//! The key's secret is one item of the keychain. Every client through it is a connection of its own, with the child's
//! host and account and its own database; its row names the parent and the parent's item.

mod add;
mod list;
mod name;
mod rekey;

use std::sync::Arc;

use duo_api::{
    AccountId, ApiHost, Client, Credentials, Governor, IntegrationKey, Pacing, SecretKey, Transport,
};
use store::{Connection, ParentRow};

use crate::api::{
    CheckId, CheckReport, ChildAdded, ChildPick, CommandError, Disconnect, DraftRef, Nothing, Parent,
    ParentAdd, ParentAdded, ParentChildren, ParentChildrenOf, ParentForget, ParentRename, ParentSource,
};
use crate::check::{CheckInput, Checked, checked};
use crate::save::taken_name;
use crate::{Code, Engine, fields};

/// Children to add, and how.
pub struct AddChildren {
    /// The parent's host and key, as typed.
    pub input: CheckInput,
    /// Name of the parent; empty = its hostname, or as it is called already.
    pub name: String,
    /// Which.
    pub children: Vec<ChildPick>,
    /// Keep the secret in memory only; the keychain is not touched.
    pub session_only: bool,
}

/// A parent's key at hand, and the parent's row if it is saved.
struct ParentKey {
    host: ApiHost,
    ikey: IntegrationKey,
    skey: SecretKey,
    saved: Option<ParentRow>,
    /// Typed anew, in place of what is kept.
    typed: bool,
}

impl ParentKey {
    /// The key as it signs for a host.
    fn credentials(&self, host: ApiHost) -> Credentials {
        Credentials { host, ikey: self.ikey.clone(), skey: SecretKey::new(self.skey.expose().to_owned()) }
    }
}

impl Engine {
    /// Saved parents, by name.
    pub async fn parents(self: &Arc<Self>, _: Nothing) -> Result<Vec<Parent>, CommandError> {
        let rows = self.registry(|registry| Ok((registry.parents()?, registry.connections()?))).await?;
        let (parents, connections) = rows;
        Ok(parents.into_iter().map(|row| described(row, &connections)).collect())
    }

    /// The children of a parent as Duo lists them now, and what can be done with each. Asks each that is not a client yet
    /// whether the key opens it.
    ///
    /// # Errors
    /// `NOT_CHECKED` for a draft that no check found to be a parent's; keychain codes; what Duo answers.
    pub async fn parent_children(
        self: &Arc<Self>,
        of: ParentChildrenOf,
    ) -> Result<ParentChildren, CommandError> {
        let told = match &of.source {
            ParentSource::Draft(id) | ParentSource::Saved(id) => id.clone(),
        };
        let key = self.parent_key(of.source).await?;
        self.list_children(&key, Some(&told)).await
    }

    /// The same for values that were checked already, without a wizard.
    pub async fn children_of(self: &Arc<Self>, input: &CheckInput) -> Result<ParentChildren, CommandError> {
        let key = self.typed_key(input).await?;
        self.list_children(&key, None).await
    }

    /// Adds children as clients, starts their first syncs, and forgets the draft once one was added.
    ///
    /// # Errors
    /// As [`Self::parent_children`], and the keychain's. Why one child was not added is in its own answer.
    pub async fn parent_add(self: &Arc<Self>, add: ParentAdd) -> Result<ParentAdded, CommandError> {
        let ParentAdd { source, name, children, session_only } = add;
        let (draft, want) = match &source {
            ParentSource::Draft(draft) => (Some(draft.clone()), self.drafts.values(draft)?.wanted),
            ParentSource::Saved(_) => (None, Vec::new()),
        };
        let key = self.parent_key(source).await?;
        let added = self.add_to(key, name, children, want, session_only).await?;
        let clients: Vec<_> = added.children.iter().filter_map(|child| child.client.clone()).collect();
        if let Some(draft) = draft.filter(|_| !clients.is_empty()) {
            let kept = self.drafts.kept(&draft, self.ports.clock.utc())?.is_some();
            self.drafts.close(&DraftRef { draft })?;
            if kept {
                self.draft_discard(Nothing {}).await?;
            }
        }
        self.sync_in_background(clients);
        Ok(added)
    }

    /// Adds children for values that were checked already, without a wizard. Does not sync.
    ///
    /// # Errors
    /// As [`Self::parent_add`].
    pub async fn add_children(self: &Arc<Self>, add: AddChildren) -> Result<ParentAdded, CommandError> {
        let AddChildren { input, name, children, session_only } = add;
        let key = self.typed_key(&input).await?;
        self.add_to(key, name, children, input.want, session_only).await
    }

    /// Gives a parent another name.
    ///
    /// # Errors
    /// The codes of a name; `CLIENT_UNKNOWN`.
    pub async fn parent_rename(self: &Arc<Self>, rename: ParentRename) -> Result<Parent, CommandError> {
        let ParentRename { parent, name } = rename;
        let name = taken_name(fields::check_name::<&str>(&name, &[]))?;
        let id = parent.clone();
        self.registry(move |registry| registry.rename_parent(&id, &name)).await.map_err(unknown)?;
        self.parent(&parent).await
    }

    /// Disconnects every client of a parent; its secret goes with the last.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, keychain and database codes; clients before the failing one are disconnected then.
    pub async fn parent_forget(self: &Arc<Self>, forget: ParentForget) -> Result<Nothing, CommandError> {
        let ParentForget { parent, delete_data } = forget;
        self.parent(&parent).await?;
        for row in self.clients_of(&parent).await? {
            if delete_data || row.status != "disconnected" {
                self.disconnect(Disconnect { client: row.id, delete_data }).await?;
            }
        }
        Ok(Nothing {})
    }

    /// One saved parent.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`.
    pub(crate) async fn parent(self: &Arc<Self>, id: &str) -> Result<Parent, CommandError> {
        let known = self.parents(Nothing {}).await?;
        known.into_iter().find(|parent| parent.id == id).ok_or_else(|| CommandError::new(Code::ClientUnknown))
    }

    /// Connections through a parent, disconnected ones too.
    async fn clients_of(&self, parent: &str) -> Result<Vec<Connection>, CommandError> {
        let rows = self.registry(store::Registry::connections).await?;
        Ok(rows.into_iter().filter(|row| row.parent.as_deref() == Some(parent)).collect())
    }

    async fn parent_key(&self, source: ParentSource) -> Result<ParentKey, CommandError> {
        match source {
            ParentSource::Saved(id) => self.saved_key(&id).await,
            ParentSource::Draft(draft) => {
                let values = self.drafts.values(&draft)?;
                if values.sample || !values.report.as_ref().is_some_and(is_parent) {
                    return Err(CommandError::new(Code::NotChecked));
                }
                let input = CheckInput {
                    host: values.host,
                    ikey: values.ikey,
                    skey: values.skey,
                    ..CheckInput::default()
                };
                self.typed_key(&input).await
            }
        }
    }

    async fn saved_key(&self, id: &str) -> Result<ParentKey, CommandError> {
        let id = id.to_owned();
        let row = self.registry(move |registry| registry.parent(&id)).await.map_err(unknown)?;
        let skey = self.secrets.get(&row.secret_id, row.session_only).await?;
        Ok(ParentKey {
            host: ApiHost::try_from(row.host.as_str()).map_err(|_| CommandError::new(Code::HostNotDuo))?,
            ikey: IntegrationKey::try_from(row.ikey.as_str())
                .map_err(|_| CommandError::new(Code::IkeyChars))?,
            skey,
            saved: Some(row),
            typed: false,
        })
    }

    async fn typed_key(&self, input: &CheckInput) -> Result<ParentKey, CommandError> {
        let Checked { credentials, .. } =
            checked(input).map_err(|refused| CommandError { code: refused.code, values: refused.values })?;
        let Credentials { host, ikey, skey } = credentials;
        let known = self.registry(store::Registry::parents).await?;
        let saved = known.into_iter().find(|row| row.host == host.as_str() && row.ikey == ikey.as_str());
        Ok(ParentKey { host, ikey, skey, saved, typed: true })
    }

    /// A client that asks with a parent's key: the parent itself, or one of its children.
    fn client_with(
        &self,
        key: &ParentKey,
        host: ApiHost,
        account: Option<AccountId>,
        transport: Arc<dyn Transport>,
    ) -> Client {
        let fresh = || Arc::new(Governor::new(Pacing::Full, self.ports.clock.clone()));
        let governor = self.governor_of(host.as_str()).unwrap_or_else(fresh);
        Client::new(Arc::new(key.credentials(host)), transport, self.ports.clock.clone(), governor)
            .with_account(account)
            .with_retry(self.ports.transports.network().settings.for_check())
    }

    /// The account that requests of a connection name: a child's; none where the key is the connection's own.
    ///
    /// # Errors
    /// `CHILD_UNKNOWN` when the row lost its account.
    pub(crate) fn account_of(connection: &Connection) -> Result<Option<AccountId>, CommandError> {
        if connection.parent.is_none() {
            return Ok(None);
        }
        let id = connection.account_id.as_deref().unwrap_or_default();
        AccountId::try_from(id).map(Some).map_err(|_| CommandError::new(Code::ChildUnknown))
    }
}

/// Whether a check found an Accounts API key.
pub(crate) fn is_parent(report: &CheckReport) -> bool {
    let row = report.checks.iter().find(|row| row.id == CheckId::ApplicationType);
    row.is_some_and(|row| row.code == Some(Code::AppTypeAccountsApi))
}

fn described(row: ParentRow, connections: &[Connection]) -> Parent {
    let through =
        |one: &&Connection| one.parent.as_deref() == Some(row.id.as_str()) && one.status != "disconnected";
    let clients = u32::try_from(connections.iter().filter(through).count()).unwrap_or(u32::MAX);
    Parent {
        clients,
        ikey: IntegrationKey::try_from(row.ikey.as_str()).map(|key| key.redacted()).unwrap_or_default(),
        id: row.id,
        name: row.name,
        host: row.host,
        session_only: row.session_only,
        created: row.created,
    }
}

/// A parent that is not there is told like a client that is not.
fn unknown(error: CommandError) -> CommandError {
    if error.code == Code::DbMissing { CommandError::new(Code::ClientUnknown) } else { error }
}

/// One that was not added.
fn refused(pick: &ChildPick, error: CommandError) -> ChildAdded {
    ChildAdded {
        account_id: pick.account_id.clone(),
        name: pick.name.clone(),
        client: None,
        code: Some(error.code),
        values: error.values,
    }
}
