//! Adding children: each is checked on its own host, then one keychain item and all rows are written.

use std::sync::Arc;

use domain::Permission;
use store::{Connection, NewConnection, NewParent, ParentRow};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::list::{Listed, saved_as};
use super::{ParentKey, refused};
use crate::api::{
    CheckReport, ChildAdded, ChildPick, ClientsAction, ClientsRun, CommandError, OrganisationChoice,
    ParentAdded, RowState, Verdict,
};
use crate::check::{CheckInput, check};
use crate::lock::SecretLock;
use crate::save::{permissions, state, taken_name};
use crate::{Code, Engine, fields, lanes};

/// A child that was checked and can be written.
struct Ready {
    /// Its place among those asked for.
    at: usize,
    name: String,
    account_id: String,
    host: String,
    organisation_id: String,
    report: CheckReport,
    /// The disconnected connection whose data is taken up.
    back: Option<Connection>,
}

impl Engine {
    pub(super) async fn add_to(
        self: &Arc<Self>,
        key: ParentKey,
        name: String,
        picks: Vec<ChildPick>,
        want: Vec<Permission>,
        session_only: bool,
    ) -> Result<ParentAdded, CommandError> {
        let want = if want.is_empty() { Permission::WANTED.to_vec() } else { want };
        let name = parent_called(&key, &name)?;
        let listed = self.listed(&key, self.https().await?).await?;
        let (ready, mut outcomes) = self.check_children(&key, &listed, &picks, &want).await?;
        let saved = if ready.is_empty() {
            key.saved.as_ref().map(|row| row.id.clone())
        } else {
            let (id, clients) = self.write_children(&key, name, &ready, &want, session_only).await?;
            for (one, client) in ready.into_iter().zip(clients) {
                // Without it the next report on the check asks Duo again.
                let _ = self.keep_check(&client, &one.report).await;
                self.list_changed(&client);
                outcomes.push((
                    one.at,
                    ChildAdded {
                        account_id: one.account_id,
                        name: one.name,
                        client: Some(client),
                        code: None,
                        values: crate::api::Values::new(),
                    },
                ));
            }
            Some(id)
        };
        outcomes.sort_by_key(|(at, _)| *at);
        let parent = match saved {
            Some(id) => Some(self.parent(&id).await?),
            None => None,
        };
        Ok(ParentAdded { parent, children: outcomes.into_iter().map(|(_, outcome)| outcome).collect() })
    }

    /// Checks those that were picked, two at a time; what can't be added has its outcome already.
    async fn check_children(
        self: &Arc<Self>,
        key: &ParentKey,
        listed: &[Listed],
        picks: &[ChildPick],
        want: &[Permission],
    ) -> Result<(Vec<Ready>, Vec<(usize, ChildAdded)>), CommandError> {
        let connections = self.registry(store::Registry::connections).await?;
        let mut names: Vec<String> = connections.iter().map(|row| row.name.clone()).collect();
        let (mut outcomes, mut work) = (Vec::new(), Vec::new());
        for (at, pick) in picks.iter().enumerate() {
            match chosen(pick, &picks[..at], listed, &connections, &names) {
                Ok((one, name, back)) => {
                    names.push(name.clone());
                    work.push((one.host.clone(), self.check_child(key, at, one, name, back, want)));
                }
                Err(error) => outcomes.push((at, refused(pick, error))),
            }
        }
        let mut ready = Vec::new();
        for (at, checked) in lanes::carry_out(self.places(), work).await {
            match checked {
                Ok(one) => ready.push(one),
                Err(error) => outcomes.push((at, refused(&picks[at], error))),
            }
        }
        Ok((ready, outcomes))
    }

    async fn check_child(
        self: &Arc<Self>,
        key: &ParentKey,
        at: usize,
        one: &Listed,
        name: String,
        back: Option<Connection>,
        want: &[Permission],
    ) -> (usize, Result<Ready, CommandError>) {
        let input = CheckInput {
            host: one.host.clone(),
            ikey: key.ikey.as_str().to_owned(),
            skey: Zeroizing::new(key.skey.expose().to_owned()),
            account: Some(one.account_id.clone()),
            want: want.to_vec(),
            governor: self.governor_of(&one.host),
            ..CheckInput::default()
        };
        let report = check(&self.ports, input, &CancellationToken::new(), &mut |_| ()).await;
        let judged = match accepted(&report, &one.account_id) {
            Err(error) => Err(error),
            Ok(()) => self.organisation(OrganisationChoice::New(name.clone())).await,
        };
        let ready = judged.map(|organisation_id| Ready {
            at,
            name,
            account_id: one.account_id.clone(),
            host: one.host.clone(),
            organisation_id,
            report,
            back,
        });
        (at, ready)
    }

    /// The secret first, then the rows in one write; a failed second step undoes the first. Ids of the clients are in the
    /// order given.
    async fn write_children(
        self: &Arc<Self>,
        key: &ParentKey,
        name: String,
        ready: &[Ready],
        want: &[Permission],
        session_only: bool,
    ) -> Result<(String, Vec<String>), CommandError> {
        let saved = key.saved.as_ref();
        // What is kept stays where it is; what was typed gets an item beside it until every row names the new one.
        let kept = saved.filter(|_| !key.typed);
        let session_only = kept.map_or(session_only, |row| row.session_only);
        let item = kept.map_or_else(|| uuid::Uuid::new_v4().to_string(), |row| row.secret_id.clone());
        let parent = NewParent {
            name,
            host: key.host.as_str().to_owned(),
            ikey: key.ikey.as_str().to_owned(),
            session_only,
            secret_store: (!session_only).then(|| std::env::consts::OS.to_owned()),
            secret_id: item.clone(),
        };
        let now = self.ports.clock.utc();
        let (mut new, mut back, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        for one in ready {
            if let Some(row) = &one.back {
                ids.push(row.id.clone());
                back.push(come_back(row.clone(), one, &parent, now));
            } else {
                let row = row_of(one, &parent, want, now);
                ids.extend(row.id.clone());
                new.push(row);
            }
        }
        let _lock = SecretLock::hold(&self.data_dir).await?;
        let skey = duo_api::SecretKey::new(key.skey.expose().to_owned());
        self.make_item(&item, skey, session_only).await?;
        let known = saved.map(|row| row.id.clone());
        let written = self
            .registry(move |registry| registry.add_children(known.as_deref(), &parent, &new, &back, now))
            .await;
        match written {
            Ok((id, _)) => {
                self.drop_replaced(saved, &item).await;
                Ok((id, ids))
            }
            Err(error) => {
                if kept.is_none() {
                    // The secret must not outlive rows that were never written.
                    let _ = self.drop_item(&item, session_only).await;
                }
                Err(error)
            }
        }
    }

    /// Removes the item that another has taken the place of. One that stays is removed at the next start.
    pub(super) async fn drop_replaced(&self, saved: Option<&ParentRow>, item: &str) {
        if let Some(row) = saved.filter(|row| row.secret_id != item) {
            let _ = self.drop_item(&row.secret_id, row.session_only).await;
        }
    }

    /// Reads clients for the first time, two at a time.
    pub(super) fn sync_in_background(self: &Arc<Self>, clients: Vec<String>) {
        self.run_in_background(clients, ClientsAction::Sync);
    }

    pub(super) fn run_in_background(self: &Arc<Self>, clients: Vec<String>, action: ClientsAction) {
        if clients.is_empty() {
            return;
        }
        let engine = self.clone();
        tokio::spawn(async move {
            // How each went is in its own state.
            let _ = engine.clients_run(ClientsRun { clients, action }).await;
        });
    }
}

/// How the parent is called: as told, as before, or by its host.
fn parent_called(key: &ParentKey, name: &str) -> Result<String, CommandError> {
    match (name.trim(), &key.saved) {
        ("", Some(saved)) => Ok(saved.name.clone()),
        ("", None) => Ok(key.host.as_str().to_owned()),
        (name, _) => taken_name(fields::check_name::<&str>(name, &[])),
    }
}

/// What a pick stands for, or why it can't be added.
fn chosen<'a>(
    pick: &ChildPick,
    earlier: &[ChildPick],
    listed: &'a [Listed],
    connections: &[Connection],
    names: &[String],
) -> Result<(&'a Listed, String, Option<Connection>), CommandError> {
    let unknown = || CommandError::new(Code::ChildUnknown).with("account", &pick.account_id);
    let one = listed.iter().find(|one| one.account_id == pick.account_id).ok_or_else(unknown)?;
    if one.at.is_none() {
        return Err(CommandError::new(Code::SchemaChanged));
    }
    let saved = saved_as(one, connections);
    let twice = earlier.iter().any(|other| other.account_id == pick.account_id);
    if let Some(row) = saved.filter(|row| row.status != "disconnected") {
        return Err(CommandError::new(Code::ConnectionExists).with("name", &row.name));
    }
    if twice {
        return Err(CommandError::new(Code::ConnectionExists).with("name", &pick.name));
    }
    let others: Vec<&String> =
        names.iter().filter(|name| saved.is_none_or(|row| row.name != **name)).collect();
    let name = taken_name(fields::check_name(&pick.name, &others))?;
    Ok((one, name, saved.cloned()))
}

/// Whether a check of a child allows to save it as that child.
fn accepted(report: &CheckReport, account: &str) -> Result<(), CommandError> {
    if report.verdict == Verdict::Failed {
        let failed = report.checks.iter().find(|row| row.state == RowState::Fail);
        let code = failed.and_then(|row| row.code).unwrap_or(Code::NotChecked);
        let values = failed.map(|row| row.values.clone()).unwrap_or_default();
        return Err(CommandError { code, values });
    }
    match &report.account.id {
        Some(other) if other != account => {
            Err(CommandError::new(Code::OtherAccount).with("old", account).with("new", other))
        }
        _ => Ok(()),
    }
}

fn row_of(
    one: &Ready,
    parent: &NewParent,
    want: &[Permission],
    now: chrono::DateTime<chrono::Utc>,
) -> NewConnection {
    NewConnection {
        id: Some(store::new_id()),
        name_key: fields::name_key(&one.name),
        name: one.name.clone(),
        organisation_id: one.organisation_id.clone(),
        host: one.host.clone(),
        ikey: parent.ikey.clone(),
        session_only: parent.session_only,
        status: state(&one.report).to_owned(),
        status_code: limited(&one.report),
        account_id: Some(one.account_id.clone()),
        wanted: want.iter().map(|right| right.id().to_owned()).collect(),
        permissions: permissions(&one.report),
        last_check: Some(now),
        secret_store: parent.secret_store.clone(),
        secret_id: Some(parent.secret_id.clone()),
        ..NewConnection::default()
    }
}

/// A disconnected connection, with the parent's key in the place of its own.
fn come_back(
    row: Connection,
    one: &Ready,
    parent: &NewParent,
    now: chrono::DateTime<chrono::Utc>,
) -> Connection {
    Connection {
        name_key: fields::name_key(&one.name),
        name: one.name.clone(),
        host: one.host.clone(),
        ikey: parent.ikey.clone(),
        session_only: parent.session_only,
        status: state(&one.report).to_owned(),
        status_code: limited(&one.report),
        account_id: Some(one.account_id.clone()),
        permissions: permissions(&one.report),
        last_check: Some(now),
        secret_store: parent.secret_store.clone(),
        secret_id: Some(parent.secret_id.clone()),
        ..row
    }
}

fn limited(report: &CheckReport) -> Option<String> {
    (report.verdict == Verdict::Limited).then(|| Code::PermMissing.as_str().to_owned())
}
