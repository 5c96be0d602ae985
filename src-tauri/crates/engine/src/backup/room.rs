//! The folder in which a backup is put together or taken apart: one at a time, whatever the number of programs.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use store::backup::make_data_folder;

use crate::Code;
use crate::api::CommandError;
use crate::lock;

/// Holds what is half done, in the data folder so that renaming is moving; gone when this is dropped.
pub(super) struct Room {
    path: PathBuf,
    _lock: File,
}

impl Room {
    /// An empty room; waits for whoever has it.
    ///
    /// # Errors
    /// `FILE_READONLY`, `DB_IO`, `DISK_FULL`.
    pub(super) fn enter(data_dir: &Path) -> Result<Self, CommandError> {
        let lock = lock::open(&data_dir.join("backup.lock"))?;
        // A file system without locks: there is one program at a time as a rule.
        let _ = lock.lock();
        Self::cleared(data_dir, lock)
    }

    /// What a program that was killed left behind; none where there is nothing, or somebody is at work.
    pub(super) fn left(data_dir: &Path) -> Option<Self> {
        let path = place(data_dir);
        if !path.exists() {
            return None;
        }
        let lock = lock::open(&data_dir.join("backup.lock")).ok()?;
        lock.try_lock().is_ok().then_some(Self { path, _lock: lock })
    }

    fn cleared(data_dir: &Path, lock: File) -> Result<Self, CommandError> {
        let path = place(data_dir);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(CommandError::new(Code::FileReadonly).with("path", path.display()));
            }
            _ => {}
        }
        make_data_folder(&path)?;
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // What cannot be removed is removed by the next.
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn place(data_dir: &Path) -> PathBuf {
    data_dir.join("backup.part")
}
