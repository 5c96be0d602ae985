//! A file that appears complete or not at all.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::Code;
use crate::api::CommandError;

/// Written beside its place under another name, for the user's eyes only (mode 0600) whatever the umask, since it can
/// hold a tenant's people; dropped without [`WholeFile::publish`] it leaves nothing.
pub struct WholeFile {
    out: PathBuf,
    writer: BufWriter<NamedTempFile>,
}

impl WholeFile {
    /// Begins the file that will be at `out`.
    ///
    /// # Errors
    /// `FILE_READONLY` when `out` names no file or its folder cannot be written to; `DISK_FULL`.
    pub fn at(out: &Path) -> Result<Self, CommandError> {
        let folder = out.parent().unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        // What takes its place would be a file: a device or a pipe must stay what it is.
        if out.file_name().is_none() || (out.exists() && !out.is_file()) {
            return Err(refused(out, ErrorKind::InvalidInput));
        }
        let file = tempfile::Builder::new().prefix(".").suffix(".part").tempfile_in(folder);
        let file = file.map_err(|error| refused(out, error.kind()))?;
        Ok(Self { out: out.to_owned(), writer: BufWriter::new(file) })
    }

    /// Puts the file in its place, over one that is there.
    ///
    /// # Errors
    /// `DISK_FULL`, `FILE_READONLY`.
    pub fn publish(self) -> Result<(), CommandError> {
        let failed = |error: io::Error| refused(&self.out, error.kind());
        let file = self.writer.into_inner().map_err(|error| failed(error.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&self.out).map(drop::<File>).map_err(|error| failed(error.error))
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// What an archive says at its end of its beginning is known by then.
impl Seek for WholeFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.writer.seek(to)
    }
}

fn refused(out: &Path, kind: ErrorKind) -> CommandError {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => CommandError::new(Code::DiskFull),
        _ => CommandError::new(Code::FileReadonly).with("path", out.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_complete_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("users.csv");
        WholeFile::at(&out).unwrap().write_all(b"half").unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut file = WholeFile::at(&out).unwrap();
        file.write_all(b"whole").unwrap();
        file.publish().unwrap();
        assert_eq!(std::fs::read(&out).unwrap(), b"whole");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_may_read_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("x");
        WholeFile::at(&out).unwrap().publish().unwrap();
        assert_eq!(out.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_there_and_no_file_stays_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("socket");
        let _socket = std::os::unix::net::UnixListener::bind(&out).unwrap();
        assert_eq!(WholeFile::at(&out).err().unwrap().code, Code::FileReadonly);
        assert!(out.exists() && !out.is_file());
    }

    #[test]
    fn a_folder_is_no_place_for_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let refused = WholeFile::at(folder.path()).err().unwrap();
        assert_eq!(refused.code, Code::FileReadonly);
    }
}
