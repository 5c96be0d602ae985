use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Held as long as the process lives; the system lets go of it even after a crash.
pub(crate) struct Lock(#[allow(dead_code, reason = "held, not read")] File);

/// Makes the data folder, for its owner alone.
pub(crate) fn create(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Takes the folder, or nothing when another process has it. Works without a session bus.
pub(crate) fn lock(folder: &Path) -> io::Result<Option<Lock>> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("app.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
