//! A backup: one archive with the registry, each client's database and the preferences, all as they are at some moment
//! of it, while syncs go on. Secrets are in none of them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::manifest::{Listed, MANIFEST, Manifest, PREFERENCES, REGISTRY, client_name, digest};
use super::room::Room;
use crate::api::{BackupLeftOut, BackupMade, CommandError, Nothing};
use crate::whole_file::WholeFile;
use crate::{Code, Engine};

/// Files above this need the archive's larger fields.
const LARGE: u64 = 0xffff_0000;

impl Engine {
    /// Saves a backup where the user says.
    ///
    /// # Errors
    /// `FILE_NEWER` for data of a newer version, `FILE_READONLY`, `DISK_FULL`, database codes of the registry.
    pub async fn backup_make(self: &Arc<Self>, _: Nothing) -> Result<BackupMade, CommandError> {
        let name = format!("tandem-backup-{}.zip", self.ports.clock.utc().format("%Y-%m-%d"));
        match self.destination(&name).await {
            Some(path) => self.backup_to(&path).await,
            None => Ok(BackupMade { path: None, clients: 0, bytes: 0, left_out: Vec::new() }),
        }
    }

    /// Saves a backup as `path`, over what is there.
    ///
    /// # Errors
    /// As [`Engine::backup_make`].
    pub async fn backup_to(self: &Arc<Self>, path: &Path) -> Result<BackupMade, CommandError> {
        if self.registry.is_newer() {
            return Err(CommandError::new(Code::FileNewer));
        }
        let mut left_out = Vec::new();
        let mut databases = Vec::new();
        for row in self.registry(store::Registry::connections).await? {
            match self.database(&row.id).await {
                Ok(db) if !db.is_newer() => databases.push((row.id, row.name, db)),
                Ok(_) => left_out.push(BackupLeftOut { name: row.name, code: Code::FileNewer }),
                Err(error) => left_out.push(BackupLeftOut { name: row.name, code: error.code }),
            }
        }
        let preferences = serde_json::to_vec_pretty(&self.ports.preferences.get());
        let preferences = preferences.map_err(|_| CommandError::new(Code::Internal))?;
        let (engine, out) = (self.clone(), path.to_owned());
        tokio::task::spawn_blocking(move || {
            let room = Room::enter(&engine.data_dir)?;
            let mut archive = Archive::begin(&out)?;
            let copy = room.path().join("copy.db");
            // The registry last: what was said about a client while its database was copied is in it.
            let mut clients = 0;
            let total = databases.len();
            for (at, (id, name, db)) in databases.into_iter().enumerate() {
                engine.tell_progress(at, total);
                match db.copy_to(&copy) {
                    Ok(()) => clients += 1,
                    Err(error) => {
                        let code = CommandError::from(error).code;
                        if code == Code::DiskFull {
                            return Err(CommandError::new(code));
                        }
                        left_out.push(BackupLeftOut { name, code });
                        let _ = fs::remove_file(&copy);
                        continue;
                    }
                }
                archive.add_file(&client_name(&id), &copy)?;
            }
            engine.registry.copy_to(&copy)?;
            archive.add_file(REGISTRY, &copy)?;
            archive.add(PREFERENCES, &mut preferences.as_slice(), preferences.len() as u64)?;
            archive.end(engine.ports.clock.utc())?;
            let bytes = fs::metadata(&out).map_or(0, |meta| meta.len());
            Ok(BackupMade { path: Some(out.display().to_string()), clients, bytes, left_out })
        })
        .await?
    }
}

/// The archive while it is written.
struct Archive {
    zip: ZipWriter<WholeFile>,
    files: Vec<Listed>,
}

impl Archive {
    fn begin(out: &Path) -> Result<Self, CommandError> {
        Ok(Self { zip: ZipWriter::new(WholeFile::at(out)?), files: Vec::new() })
    }

    /// Adds a file and deletes it.
    fn add_file(&mut self, name: &str, path: &Path) -> Result<(), CommandError> {
        let mut file = File::open(path).map_err(|_| CommandError::new(Code::DbIo))?;
        let bytes = file.metadata().map_err(|_| CommandError::new(Code::DbIo))?.len();
        self.add(name, &mut file, bytes)?;
        fs::remove_file(path).map_err(|_| CommandError::new(Code::DbIo))
    }

    fn add(&mut self, name: &str, from: &mut impl Read, bytes: u64) -> Result<(), CommandError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(bytes > LARGE);
        self.zip.start_file(name, options).map_err(|_| full())?;
        let mut summed = Summed { from, sum: Sha256::new() };
        let bytes = io::copy(&mut summed, &mut self.zip).map_err(|_| full())?;
        self.files.push(Listed { name: name.to_owned(), bytes, sha256: digest(summed.sum) });
        Ok(())
    }

    fn end(mut self, made: chrono::DateTime<chrono::Utc>) -> Result<(), CommandError> {
        let manifest = Manifest::new(made, std::mem::take(&mut self.files));
        let text = serde_json::to_vec_pretty(&manifest).map_err(|_| CommandError::new(Code::Internal))?;
        self.add(MANIFEST, &mut text.as_slice(), text.len() as u64)?;
        self.zip.finish().map_err(|_| full())?.publish()
    }
}

fn full() -> CommandError {
    CommandError::new(Code::DiskFull)
}

/// Sums up what is read through it.
pub(super) struct Summed<R> {
    pub(super) from: R,
    pub(super) sum: Sha256,
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(room)?;
        self.sum.update(&room[..read]);
        Ok(read)
    }
}
