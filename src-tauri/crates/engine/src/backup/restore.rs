//! Looking into a backup, and adding clients of it.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use store::backup::TakeIn;
use store::{ClientDb, Connection, Registry};

use super::archive::Backup;
use super::manifest::client_name;
use super::room::Room;
use crate::api::{
    BackupClient, BackupFound, BackupRestore, BackupRestored, ClientSummary, CommandError, ConnectionState,
    Event, Nothing, Preferences, Tag,
};
use crate::failpoint::failpoint;
use crate::lock::SecretLock;
use crate::{Code, Engine};

/// Preferences that were taken of a backup and are not saved yet, among the settings of `clients.db`.
const WAITING: &str = "restored_preferences";
/// Ids of the clients whose databases are being put in their places, in the room.
const PLACING: &str = "placing.json";

impl Engine {
    /// Asks for a backup and tells what it holds.
    ///
    /// # Errors
    /// As [`Engine::backup_look_at`].
    pub async fn backup_look(self: &Arc<Self>, _: Nothing) -> Result<Option<BackupFound>, CommandError> {
        match self.ports.files.pick("zip").await {
            Some(path) => self.backup_look_at(&path).await.map(Some),
            None => Ok(None),
        }
    }

    /// Tells what a backup holds, and remembers it to be restored from.
    ///
    /// # Errors
    /// `FILE_UNREADABLE`, `BACKUP_UNREADABLE`, `BACKUP_DAMAGED`, `FILE_NEWER`, `DISK_FULL`, database codes.
    pub async fn backup_look_at(self: &Arc<Self>, path: &Path) -> Result<BackupFound, CommandError> {
        let (engine, path) = (self.clone(), path.to_owned());
        tokio::task::spawn_blocking(move || {
            let room = Room::enter(&engine.data_dir)?;
            let mut backup = Backup::open(&path)?;
            backup.unpack_registry(room.path())?;
            let here = engine.registry.connections()?;
            let clients =
                there(&engine, room.path())?.into_iter().map(|row| told(&backup, row, &here)).collect();
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            *engine.backup.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
            let super::manifest::Manifest { made, tandem, .. } = backup.manifest;
            Ok(BackupFound { file, made, version: tandem, clients, fresh: here.is_empty() })
        })
        .await?
    }

    /// Adds clients of the backup that was looked at last; those that cannot be added are passed over. All of them are
    /// added, or none.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` when none was looked at, and as [`Engine::backup_look_at`].
    pub async fn backup_restore(
        self: &Arc<Self>,
        asked: BackupRestore,
    ) -> Result<BackupRestored, CommandError> {
        let path = self.backup.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let path = path.ok_or_else(|| CommandError::new(Code::BadArguments))?;
        let restored = self.restore_from(&path, asked).await?;
        self.follow_settings()?;
        // A keychain that cannot be looked into says so by itself.
        let _ = self.look_for_secrets().await;
        let waits =
            |one: &&ClientSummary| restored.0.contains(&one.id) && one.state == ConnectionState::Locked;
        let waiting = self.clients(Nothing {}).await?.iter().filter(waits).count();
        let tags = vec![Tag::Clients, Tag::ClientData, Tag::Preferences];
        self.ports.events.send(Event::Changed { tags, client: None });
        let (clients, aside) = restored;
        Ok(BackupRestored {
            clients,
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            aside: aside.iter().map(|path| path.display().to_string()).collect(),
        })
    }

    /// Ends what a restore left behind that was killed: files that belong to nobody go, preferences are saved.
    pub(crate) async fn repair_restore(self: &Arc<Self>) -> Result<(), CommandError> {
        if self.registry.is_newer() {
            return Ok(());
        }
        if let Some(room) = Room::left(&self.data_dir) {
            let engine = self.clone();
            tokio::task::spawn_blocking(move || engine.take_back(&room)).await??;
        }
        self.settle_preferences().await
    }

    /// The clients that were added, and where files lie that were in their places.
    async fn restore_from(
        self: &Arc<Self>,
        path: &Path,
        asked: BackupRestore,
    ) -> Result<(Vec<String>, Vec<PathBuf>), CommandError> {
        if self.registry.is_newer() {
            return Err(CommandError::new(Code::FileNewer));
        }
        let (engine, path, settings) = (self.clone(), path.to_owned(), asked.settings);
        let (room, chosen, preferences) = tokio::task::spawn_blocking(move || {
            let room = Room::enter(&engine.data_dir)?;
            let mut backup = Backup::open(&path)?;
            failpoint!("restore.unpack.before");
            backup.unpack_registry(room.path())?;
            let mut chosen = there(&engine, room.path())?;
            chosen.retain(|row| asked.clients.contains(&row.id));
            for (at, row) in chosen.iter().enumerate() {
                engine.tell_progress(at, chosen.len());
                backup.unpack_client(room.path(), &row.id)?;
            }
            failpoint!("restore.unpack.after");
            let preferences = if settings { backup.preferences()? } else { None };
            Ok::<_, CommandError>((room, asked.clients, preferences))
        })
        .await??;
        // Held from the look at the connections on: what is saved meanwhile waits, and finds what was added.
        let lock = SecretLock::hold(&self.data_dir).await?;
        let engine = self.clone();
        let restored = tokio::task::spawn_blocking(move || {
            let _lock = lock;
            let done = engine.take_over(&room, &chosen, settings, preferences.as_ref());
            if done.is_err() {
                engine.take_back(&room)?;
            }
            done
        })
        .await??;
        self.settle_preferences().await?;
        Ok(restored)
    }

    /// Puts the databases in their places, then names their clients in the registry: from there on they are here.
    fn take_over(
        &self,
        room: &Room,
        chosen: &[String],
        settings: bool,
        preferences: Option<&Preferences>,
    ) -> Result<(Vec<String>, Vec<PathBuf>), CommandError> {
        let here = self.registry.connections()?;
        let new = |row: &Connection| chosen.contains(&row.id) && refused(row, &here).is_none();
        let connections: Vec<String> =
            there(self, room.path())?.into_iter().filter(new).map(|row| row.id).collect();
        let internal = |_| CommandError::new(Code::Internal);
        let unpacked =
            |id: &&String| store::backup::client_path(room.path(), id).is_ok_and(|path| path.exists());
        let placing: Vec<String> = connections.iter().filter(unpacked).cloned().collect();
        write(&room.path().join(PLACING), &serde_json::to_vec(&placing).map_err(internal)?)?;
        failpoint!("restore.move.before");
        let now = self.ports.clock.utc();
        let mut aside = Vec::new();
        for id in &placing {
            let place = |folder: &Path| ClientDb::put_in_place(room.path(), folder, id, now);
            aside.extend(self.databases.replace(id, place)?);
        }
        failpoint!("restore.move.after");
        let preferences = preferences.map(serde_json::to_string).transpose().map_err(internal)?;
        let more: Vec<_> = preferences.into_iter().map(|text| (WAITING, text)).collect();
        failpoint!("restore.commit.before");
        self.registry.take_in(room.path(), TakeIn { connections: &connections, settings, more: &more })?;
        failpoint!("restore.commit.after");
        Ok((connections, aside))
    }

    /// Removes databases that a restore put in their places without naming their clients.
    fn take_back(&self, room: &Room) -> Result<(), CommandError> {
        let Ok(text) = fs::read(room.path().join(PLACING)) else { return Ok(()) };
        let placed: Vec<String> = serde_json::from_slice(&text).unwrap_or_default();
        let here = self.registry.connections()?;
        for id in placed.iter().filter(|id| !here.iter().any(|row| row.id == **id)) {
            // One that is still in the room was not put anywhere.
            if !store::backup::client_path(room.path(), id)?.exists() {
                self.databases.replace(id, |folder| ClientDb::take_back(folder, id))?;
            }
        }
        Ok(())
    }

    /// Saves preferences that were taken of a backup; a program without a window leaves them to one that has it.
    async fn settle_preferences(self: &Arc<Self>) -> Result<(), CommandError> {
        let text = self.registry(|registry| registry.setting(WAITING)).await?;
        let waiting = text.and_then(|text| serde_json::from_str::<Option<Preferences>>(&text).ok().flatten());
        let Some(preferences) = waiting else { return Ok(()) };
        failpoint!("restore.settle.before");
        self.ports.preferences.set(&preferences)?;
        if self.ports.preferences.get() == preferences {
            self.registry(|registry| registry.set_setting(WAITING, "null")).await?;
        }
        failpoint!("restore.settle.after");
        Ok(())
    }
}

/// The connections of a registry that was laid out.
fn there(engine: &Engine, dir: &Path) -> Result<Vec<Connection>, CommandError> {
    Ok(Registry::open(dir, engine.ports.clock.utc())?.0.connections()?)
}

/// Why a connection cannot be added to those that are here; none = it can.
fn refused(row: &Connection, here: &[Connection]) -> Option<CommandError> {
    let account =
        |one: &Connection| one.host == row.host && one.ikey == row.ikey && one.account_id == row.account_id;
    let same = |one: &&Connection| one.id == row.id || (account(one) && one.status != "disconnected");
    if let Some(one) = here.iter().find(same) {
        return Some(CommandError::new(Code::ConnectionExists).with("name", &one.name));
    }
    let named = here.iter().any(|one| one.name_key == row.name_key);
    named.then(|| CommandError::new(Code::NameDuplicate))
}

fn told(backup: &Backup, row: Connection, here: &[Connection]) -> BackupClient {
    let refused = refused(&row, here);
    BackupClient {
        bytes: backup.manifest.file(&client_name(&row.id)).map_or(0, |file| file.bytes),
        client: row.id,
        name: row.name,
        organisation: row.organisation.name,
        host: row.host,
        code: refused.as_ref().map(|error| error.code),
        values: refused.map(|error| error.values).unwrap_or_default(),
    }
}

/// On the disk before anything is done of which it tells.
fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let failed = |_| CommandError::new(Code::DiskFull);
    let mut file = File::create(path).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)
}
