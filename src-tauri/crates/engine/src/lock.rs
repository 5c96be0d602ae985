//! One sync a client, whatever the number of programs on the data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::Code;
use crate::api::CommandError;

/// Held while a client is synced; the system lets go of it when the program ends, however it ends.
pub(crate) struct SyncLock {
    _file: File,
}

impl SyncLock {
    /// Takes the lock of a client whose database exists.
    ///
    /// # Errors
    /// `SYNC_RUNNING` when another program holds it, `FILE_READONLY` when the file cannot be made.
    pub(crate) fn take(data_dir: &Path, client: &str) -> Result<Self, CommandError> {
        let path = file(data_dir, client);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&path)
            .map_err(|_| CommandError::new(Code::FileReadonly).with("path", path.display()))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(CommandError::new(Code::SyncRunning)),
            // A file system without locks: this program's own list of syncs still holds.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Self { _file: file }),
        }
    }

    /// Removes the lock file of a client that is forgotten.
    pub(crate) fn remove(data_dir: &Path, client: &str) {
        // What cannot be removed holds nothing but its name.
        let _ = std::fs::remove_file(file(data_dir, client));
    }
}

fn file(data_dir: &Path, client: &str) -> PathBuf {
    data_dir.join("clients").join(format!("{client}.lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_synced_by_one_at_a_time() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("clients")).unwrap();
        let held = SyncLock::take(folder.path(), "a").unwrap();
        assert_eq!(SyncLock::take(folder.path(), "a").err().map(|error| error.code), Some(Code::SyncRunning));
        assert!(SyncLock::take(folder.path(), "b").is_ok());
        drop(held);
        assert!(SyncLock::take(folder.path(), "a").is_ok());
        SyncLock::remove(folder.path(), "a");
        assert!(!file(folder.path(), "a").exists());
    }
}
