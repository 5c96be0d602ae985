//! Reading a backup, which may be damaged or made to do harm: nothing of it is believed but what its sums confirm, no
//! name of it becomes a path, and no file grows beyond what was said of it.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use store::backup::{admit_client, admit_registry, client_path};
use zip::ZipArchive;
use zip::result::ZipError;

use super::make::Summed;
use super::manifest::{Listed, MANIFEST, Manifest, PREFERENCES, REGISTRY, client_name, digest};
use crate::Code;
use crate::api::{CommandError, Preferences};

/// A manifest says about 150 bytes a client.
const LARGEST_TEXT: u64 = 16 * 1024 * 1024;
/// A database shrinks to a third or a tenth. What grows more than this, and beyond this size, was made to fill the disk.
const MOST_GROWTH: u64 = 250;
const HARMLESS: u64 = 64 * 1024 * 1024;

pub(super) struct Backup {
    zip: ZipArchive<BufReader<File>>,
    pub(super) manifest: Manifest,
}

impl Backup {
    /// Opens a backup and reads what it says of itself.
    ///
    /// # Errors
    /// `FILE_UNREADABLE`, `BACKUP_UNREADABLE` for what is none, `BACKUP_DAMAGED`, `FILE_NEWER`.
    pub(super) fn open(path: &Path) -> Result<Self, CommandError> {
        let none = || CommandError::new(Code::BackupUnreadable);
        let file = File::open(path)
            .map_err(|_| CommandError::new(Code::FileUnreadable).with("path", path.display()))?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| none())?;
        let mut text = Vec::new();
        let entry = zip.by_name(MANIFEST).map_err(|error| match error {
            ZipError::FileNotFound => none(),
            _ => damaged(),
        })?;
        entry.take(LARGEST_TEXT).read_to_end(&mut text).map_err(|_| damaged())?;
        let manifest = serde_json::from_slice::<Manifest>(&text).map_err(|_| none())?.admit()?;
        if zip.len() != manifest.files.len() + 1 {
            return Err(damaged());
        }
        Ok(Self { zip, manifest })
    }

    /// Lays the registry out in `dir`, brought to the newest schema.
    ///
    /// # Errors
    /// `BACKUP_DAMAGED`, `FILE_NEWER`, `DISK_FULL`, `DB_IO`.
    pub(super) fn unpack_registry(&mut self, dir: &Path) -> Result<(), CommandError> {
        let listed = self.manifest.file(REGISTRY)?.clone();
        self.unpack(&listed, &dir.join(REGISTRY))?;
        admit_registry(dir).map_err(judged)
    }

    /// Lays a client's database out in `dir`, brought to the newest schema; one that is not in the backup is left out.
    ///
    /// # Errors
    /// As [`Self::unpack_registry`].
    pub(super) fn unpack_client(&mut self, dir: &Path, id: &str) -> Result<(), CommandError> {
        let Ok(listed) = self.manifest.file(&client_name(id)).cloned() else { return Ok(()) };
        self.unpack(&listed, &client_path(dir, id)?)?;
        admit_client(dir, id).map_err(judged)
    }

    /// Preferences of the window; none where the backup has none, or none that this version can read.
    ///
    /// # Errors
    /// `BACKUP_DAMAGED`.
    pub(super) fn preferences(&mut self) -> Result<Option<Preferences>, CommandError> {
        let Ok(listed) = self.manifest.file(PREFERENCES).cloned() else { return Ok(None) };
        let mut text = Vec::new();
        self.copy(&listed, &mut text, LARGEST_TEXT)?;
        Ok(serde_json::from_slice(&text).ok())
    }

    fn unpack(&mut self, listed: &Listed, to: &Path) -> Result<(), CommandError> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(to).map_err(written)?;
        self.copy(listed, &mut file, u64::MAX)?;
        file.sync_all().map_err(written)
    }

    fn copy(&mut self, listed: &Listed, to: &mut impl Write, most: u64) -> Result<(), CommandError> {
        let entry = self.zip.by_name(&listed.name).map_err(|_| damaged())?;
        let growth = listed.bytes / entry.compressed_size().max(1);
        if listed.bytes > most || (listed.bytes > HARMLESS && growth > MOST_GROWTH) {
            return Err(damaged());
        }
        let mut summed = Summed { from: Whole(entry.take(listed.bytes + 1)), sum: Sha256::new() };
        let bytes = io::copy(&mut summed, to).map_err(written)?;
        if bytes != listed.bytes || digest(summed.sum) != listed.sha256 {
            return Err(damaged());
        }
        Ok(())
    }
}

/// Tells a damaged archive from a disk that takes no more, which writing may be told by the same means.
struct Whole<R>(R);

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.0.read(room).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}

fn damaged() -> CommandError {
    CommandError::new(Code::BackupDamaged)
}

#[allow(clippy::needless_pass_by_value, reason = "it maps an error")]
fn written(error: io::Error) -> CommandError {
    CommandError::new(match error.kind() {
        io::ErrorKind::InvalidData => Code::BackupDamaged,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::DiskFull,
        _ => Code::DbIo,
    })
}

/// Damage is the backup's here, not that of the data.
fn judged(error: store::StoreError) -> CommandError {
    let error = CommandError::from(error);
    match error.code {
        Code::DbCorrupt | Code::Internal => damaged(),
        _ => error,
    }
}
