//! Groups of the list of clients: folders of client companies.

use std::sync::Arc;

use crate::api::{ClientGroup, ClientGroupRef, ClientGroupSet, ClientsMove, CommandError, Nothing};
use crate::save::taken_name;
use crate::{Engine, fields};

impl Engine {
    /// Groups by name, empty ones too.
    pub async fn client_groups(self: &Arc<Self>, _: Nothing) -> Result<Vec<ClientGroup>, CommandError> {
        let rows = self.registry(store::Registry::client_groups).await?;
        Ok(rows.into_iter().map(|row| ClientGroup { id: row.id, name: row.name }).collect())
    }

    /// Adds a group, or renames one; answers with all.
    ///
    /// # Errors
    /// The codes of a name, `NAME_DUPLICATE` among them.
    pub async fn client_group_set(
        self: &Arc<Self>,
        set: ClientGroupSet,
    ) -> Result<Vec<ClientGroup>, CommandError> {
        let name = taken_name(fields::check_name::<&str>(&set.name, &[]))?;
        let (key, now) = (fields::name_key(&name), self.ports.clock.utc());
        self.registry(move |registry| match set.group {
            Some(id) => registry.rename_client_group(&id, &name, &key),
            None => registry.add_client_group(&name, &key, now).map(drop),
        })
        .await?;
        self.client_groups(Nothing {}).await
    }

    /// Deletes a group; its clients stay, in none.
    pub async fn client_group_delete(
        self: &Arc<Self>,
        group: ClientGroupRef,
    ) -> Result<Vec<ClientGroup>, CommandError> {
        self.registry(move |registry| registry.delete_client_group(&group.group)).await?;
        self.client_groups(Nothing {}).await
    }

    /// Puts the organisations of some connections into a group, or into none.
    pub async fn clients_move(self: &Arc<Self>, to: ClientsMove) -> Result<Nothing, CommandError> {
        self.registry(move |registry| registry.put_in_group(&to.clients, to.group.as_deref())).await?;
        Ok(Nothing {})
    }
}
