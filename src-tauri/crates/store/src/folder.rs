//! Files of the data folder: names, modes, setting aside and deleting (reliability.md M9).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::StoreError;

/// A new id for a connection: a random UUID in lower case.
pub fn new_id() -> String {
    Uuid::new_v4().to_string()
}

pub(crate) fn registry_file(dir: &Path) -> PathBuf {
    dir.join("clients.db")
}

pub(crate) fn clients_dir(dir: &Path) -> PathBuf {
    dir.join("clients")
}

/// The file of a client. The id becomes part of a path, so nothing but a UUID passes.
pub(crate) fn client_file(dir: &Path, id: &str) -> Result<PathBuf, StoreError> {
    check_id(id)?;
    Ok(clients_dir(dir).join(format!("{id}.db")))
}

pub(crate) fn check_id(id: &str) -> Result<(), StoreError> {
    let canonical = Uuid::try_parse(id).is_ok_and(|uuid| uuid.to_string() == id);
    if canonical { Ok(()) } else { Err(StoreError::BadId) }
}

/// Makes a folder that only its owner can enter.
pub(crate) fn make_dir(dir: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|error| StoreError::io(error, dir))?;
    close_to_others(dir)
}

/// Makes the file before SQLite does, since `-wal` and `-shm` copy its mode. True if it was there with content.
pub(crate) fn make_file(path: &Path) -> Result<bool, StoreError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(StoreError::io(error, path)),
    }
    let meta = fs::metadata(path).map_err(|error| StoreError::io(error, path))?;
    if !meta.is_file() {
        return Err(StoreError::Unreadable(path.to_owned()));
    }
    close_to_others(path)?;
    Ok(meta.len() > 0)
}

#[cfg(unix)]
fn close_to_others(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    let open = |error| StoreError::io(error, path);
    let mode = fs::metadata(path).map_err(open)?.permissions().mode();
    if mode & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700)).map_err(open)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) -> Result<(), StoreError> {
    // The folder lies in the user's profile, which Windows closes to others.
    Ok(())
}

/// The file's identity, to notice that it was deleted or replaced while open.
#[cfg(unix)]
pub(crate) fn identity(path: &Path) -> Result<(u64, u64), StoreError> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::metadata(path).map_err(|error| StoreError::io(error, path))?;
    Ok((meta.dev(), meta.ino()))
}

/// Windows does not let an open database be deleted.
#[cfg(not(unix))]
pub(crate) fn identity(_: &Path) -> Result<(u64, u64), StoreError> {
    Ok((0, 0))
}

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Renames a database and its `-wal` and `-shm`, with `why` and the time at their end; gives the new path.
pub(crate) fn set_aside(path: &Path, why: &str, now: DateTime<Utc>) -> Result<PathBuf, StoreError> {
    let stamp = now.format("%Y%m%dT%H%M%SZ");
    let mut aside = beside(path, &format!(".{why}-{stamp}"));
    let mut again = 1;
    while aside.exists() {
        again += 1;
        aside = beside(path, &format!(".{why}-{stamp}-{again}"));
    }
    fs::rename(path, &aside).map_err(|error| StoreError::io(error, path))?;
    for suffix in ["-wal", "-shm"] {
        match fs::rename(beside(path, suffix), beside(&aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(StoreError::io(error, path)),
            _ => {}
        }
    }
    Ok(aside)
}

/// Deletes a database, its `-wal`, `-shm` and every copy that was set aside.
pub(crate) fn delete(path: &Path) -> Result<(), StoreError> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Ok(());
    };
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(|error| StoreError::io(error, dir))?,
    };
    for entry in entries {
        let entry = entry.map_err(|error| StoreError::io(error, dir))?;
        if entry.file_name().to_str().is_some_and(|file| file.starts_with(name)) {
            let file = entry.path();
            fs::remove_file(&file).map_err(|error| StoreError::io(error, &file))?;
        }
    }
    Ok(())
}
