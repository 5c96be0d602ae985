//! One sync a client, whatever the number of programs on the data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Code;
use crate::api::CommandError;

/// How often a lock that is held is looked at before it counts as held, and how far apart.
const LOOKS: u32 = 3;
const LOOK: Duration = Duration::from_millis(5);

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
        let file = open(&path)?;
        // Whoever only looks whether it is held has it for a moment.
        for _ in 0..LOOKS {
            if !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
                // A file system without locks: this program's own list of syncs still holds.
                return Ok(Self { _file: file });
            }
            std::thread::sleep(LOOK);
        }
        Err(CommandError::new(Code::SyncRunning))
    }

    /// Whether a program holds the lock of a client now.
    pub(crate) fn is_held(data_dir: &Path, client: &str) -> bool {
        let Ok(file) = File::open(file(data_dir, client)) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }

    /// Removes the lock file of a client that is forgotten.
    pub(crate) fn remove(data_dir: &Path, client: &str) {
        // What cannot be removed holds nothing but its name.
        let _ = std::fs::remove_file(file(data_dir, client));
    }
}

/// Held while keychain items of a data folder are made and removed, so that no other program takes what is half done
/// for what a crash left.
pub(crate) struct SecretLock {
    _file: File,
}

impl SecretLock {
    /// Waits for the lock.
    ///
    /// # Errors
    /// `FILE_READONLY` when the file cannot be made.
    pub(crate) async fn hold(data_dir: &Path) -> Result<Self, CommandError> {
        let path = data_dir.join("secrets.lock");
        tokio::task::spawn_blocking(move || {
            let file = open(&path)?;
            // A file system without locks: there is one program at a time as a rule.
            let _ = file.lock();
            Ok(Self { _file: file })
        })
        .await?
    }

    /// The lock, or none when another holds it.
    pub(crate) fn try_hold(data_dir: &Path) -> Option<Self> {
        let file = open(&data_dir.join("secrets.lock")).ok()?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => None,
            Ok(()) | Err(TryLockError::Error(_)) => Some(Self { _file: file }),
        }
    }
}

/// Makes a file to be locked, for its owner alone.
///
/// # Errors
/// `FILE_READONLY`.
pub(crate) fn open(path: &Path) -> Result<File, CommandError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|_| CommandError::new(Code::FileReadonly).with("path", path.display()))
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
        assert!(SyncLock::is_held(folder.path(), "a") && !SyncLock::is_held(folder.path(), "b"));
        drop(held);
        assert!(!SyncLock::is_held(folder.path(), "a") && !SyncLock::is_held(folder.path(), "never"));
        assert!(SyncLock::take(folder.path(), "a").is_ok());
        SyncLock::remove(folder.path(), "a");
        assert!(!file(folder.path(), "a").exists());
    }
}
