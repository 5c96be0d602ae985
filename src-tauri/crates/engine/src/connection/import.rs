//! Connections from a file and into one. A secret is in neither: each one added waits for its secret key.

use std::sync::Arc;

use domain::Permission;
use store::{Connection, Details, NewConnection};
use zeroize::Zeroizing;

use super::details::label_text;
use super::file::{self, Carried};
use crate::api::{
    ClientGroupSet, ClientRefs, CommandError, ConnectionFound, ConnectionsFound, ConnectionsImport,
    ConnectionsImported, ConnectionsText, HandedOver, Nothing, OrganisationChoice, Values,
};
use crate::drafts::accepted;
use crate::lock::SecretLock;
use crate::save::taken_name;
use crate::{Code, Engine, fields};

impl Engine {
    /// Hands over the connections named as one file for another technician, in the order given. Those of a
    /// managed-service account have no key of their own and are left out, as is the sample.
    ///
    /// # Errors
    /// `FILE_READONLY`, `DISK_FULL`, database codes.
    pub async fn connections_export(self: &Arc<Self>, list: ClientRefs) -> Result<HandedOver, CommandError> {
        let groups = self.client_groups(Nothing {}).await?;
        let carried = self
            .registry(move |registry| {
                let rows = registry.connections()?;
                let own = |id: &String| {
                    rows.iter().find(|row| row.id == *id && !row.sample && row.parent.is_none())
                };
                let mut carried = Vec::new();
                for row in list.clients.iter().filter_map(own) {
                    let group = registry.group_of(&row.organisation.id)?;
                    let group = groups.iter().find(|known| group.as_ref() == Some(&known.id));
                    let said = registry.details(&row.id)?;
                    carried.push(carry(
                        row,
                        said,
                        group.map_or_else(String::new, |known| known.name.clone()),
                    ));
                }
                Ok(carried)
            })
            .await?;
        self.hand_over("connections.duoconn", file::written(carried)?).await
    }

    /// What a file would add; writes nothing.
    ///
    /// # Errors
    /// `CONNECTIONS_UNREADABLE`, database codes.
    pub async fn connections_read(
        self: &Arc<Self>,
        text: ConnectionsText,
    ) -> Result<ConnectionsFound, CommandError> {
        let text = Zeroizing::new(text.text);
        let judged = self.judged(&text).await?;
        Ok(ConnectionsFound {
            connections: judged.into_iter().map(|(_, found)| found).collect(),
            secrets: fields::holds_secret(&text),
        })
    }

    /// Adds connections of a file by their places in it; each waits for its secret key. What cannot be added is passed
    /// over, as [`Engine::connections_read`] told.
    ///
    /// # Errors
    /// `CONNECTIONS_UNREADABLE`, database codes; what was added until then stays.
    pub async fn connections_import(
        self: &Arc<Self>,
        import: ConnectionsImport,
    ) -> Result<ConnectionsImported, CommandError> {
        let text = Zeroizing::new(import.text);
        let mut added = Vec::new();
        // Of two programs that take in the same file, the second finds what the first has added.
        let _lock = SecretLock::hold(&self.data_dir).await?;
        for (carried, found) in self.judged(&text).await? {
            if found.code.is_none() && import.rows.contains(&found.row) {
                added.push(self.add(carried).await?);
            }
        }
        Ok(ConnectionsImported { added })
    }

    async fn judged(&self, text: &str) -> Result<Vec<(Carried, ConnectionFound)>, CommandError> {
        let carried = file::read(text)?;
        let rows = self.registry(store::Registry::connections).await?;
        let mut taken = Taken {
            names: rows.iter().map(|row| row.name.clone()).collect(),
            keys: rows
                .into_iter()
                .filter(|row| row.status != "disconnected")
                .map(|row| (row.host, row.ikey, row.name))
                .collect(),
        };
        Ok((0..).zip(carried).map(|(row, one)| taken.judge(row, one)).collect())
    }

    async fn add(self: &Arc<Self>, carried: Carried) -> Result<String, CommandError> {
        let now = self.ports.clock.utc();
        let organisation = self.organisation(OrganisationChoice::New(carried.organisation.clone())).await?;
        let id = uuid::Uuid::new_v4().to_string();
        let row = NewConnection {
            id: Some(id.clone()),
            name_key: fields::name_key(&carried.name),
            name: carried.name,
            organisation_id: organisation,
            host: carried.host,
            ikey: carried.ikey,
            status: "needs_attention".to_owned(),
            status_code: Some(Code::KeyMissing.as_str().to_owned()),
            wanted: Permission::WANTED.iter().map(|right| right.id().to_owned()).collect(),
            secret_store: Some(std::env::consts::OS.to_owned()),
            ..NewConnection::default()
        };
        let said = Details {
            label: label_text(carried.label).to_owned(),
            owner_contact: carried.owner_contact,
            ticket_url: carried.ticket_url,
            psa_id: carried.psa_id,
            notes: carried.notes,
            ..Details::default()
        };
        let group = self.group_named(&carried.group).await?;
        self.registry(move |registry| {
            let id = registry.add_connection(&row, now)?.id;
            registry.set_details(&id, &said)?;
            if group.is_some() {
                registry.put_in_group(std::slice::from_ref(&id), group.as_deref())?;
            }
            Ok(())
        })
        .await?;
        Ok(id)
    }

    /// The group of this name, made when there is none; none for a name that is none.
    async fn group_named(self: &Arc<Self>, name: &str) -> Result<Option<String>, CommandError> {
        let Ok(name) = taken_name(fields::check_name::<&str>(name, &[])) else { return Ok(None) };
        let same = |group: &crate::api::ClientGroup| fields::name_key(&group.name) == fields::name_key(&name);
        let known = self.client_groups(Nothing {}).await?;
        if let Some(known) = known.into_iter().find(same) {
            return Ok(Some(known.id));
        }
        let set = ClientGroupSet { group: None, name: name.clone() };
        let all = self.client_group_set(set).await?;
        Ok(all.into_iter().find(same).map(|group| group.id))
    }
}

fn carry(row: &Connection, said: Details, group: String) -> Carried {
    Carried {
        name: row.name.clone(),
        organisation: row.organisation.name.clone(),
        group,
        label: super::details::label(&said.label),
        host: row.host.clone(),
        ikey: row.ikey.clone(),
        owner_contact: said.owner_contact,
        ticket_url: said.ticket_url,
        psa_id: said.psa_id,
        notes: said.notes,
    }
}

/// What is there already, and what the file brought so far.
struct Taken {
    names: Vec<String>,
    keys: Vec<(String, String, String)>,
}

impl Taken {
    /// The connection with its host, key and name in their cleaned form, and what is told of it: no secret, whatever
    /// stands in which column.
    fn judge(&mut self, row: u32, mut carried: Carried) -> (Carried, ConnectionFound) {
        let fields = [
            fields::check_host(&carried.host),
            fields::check_ikey(&carried.ikey),
            fields::check_name(&carried.name, &self.names),
            fields::check_name::<&str>(&carried.organisation, &[]),
        ];
        let refused = fields.iter().find(|result| !accepted(result)).cloned();
        let of = [&mut carried.host, &mut carried.ikey, &mut carried.name, &mut carried.organisation];
        for (text, result) in of.into_iter().zip(fields) {
            if let Some(value) = result.value.filter(|_| refused.is_none()) {
                *text = value;
            }
        }
        let same =
            |(host, ikey, _): &&(String, String, String)| (host, ikey) == (&carried.host, &carried.ikey);
        let (code, values) = match (self.keys.iter().find(same), refused) {
            (Some((_, _, name)), _) => {
                let error = CommandError::new(Code::ConnectionExists).with("name", name);
                (Some(error.code), error.values)
            }
            (None, Some(refused)) => (refused.code, refused.values),
            (None, None) => (None, Values::new()),
        };
        if code.is_none() {
            self.names.push(carried.name.clone());
            self.keys.push((carried.host.clone(), carried.ikey.clone(), carried.name.clone()));
        }
        let shown = |text: &String| fields::mask_secrets(text);
        let (name, organisation) = (shown(&carried.name), shown(&carried.organisation));
        let (host, group) = (shown(&carried.host), shown(&carried.group));
        (carried, ConnectionFound { row, name, organisation, group, host, code, values })
    }
}
