//! Whether a file is damaged, or the disk failed to give a page of it: SQLite says the same of both.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::StoreError;
use crate::folder::beside;
use crate::open::{check, open_reader};

/// An error as it is told. A doubt is settled by a second look at the whole file with nothing kept in memory; the file is
/// read to its end, so it takes long for a large one.
pub(crate) fn settled(error: StoreError, path: &Path) -> StoreError {
    if !matches!(error, StoreError::Doubtful) {
        return error;
    }
    let look = || check(&open_reader(path)?, "integrity_check");
    match look() {
        Ok(()) => StoreError::Io(None),
        Err(StoreError::Corrupt | StoreError::Doubtful) => unread(path).unwrap_or(StoreError::Corrupt),
        Err(other) => other,
    }
}

/// Tries once more where a file seems damaged: what is damaged is so the second time too.
pub(crate) fn twice<T>(path: &Path, work: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let doubted = |error: &StoreError| matches!(error, StoreError::Corrupt | StoreError::Doubtful);
    match work() {
        Err(error) if doubted(&error) => {}
        other => return other,
    }
    work().map_err(|error| if doubted(&error) { unread(path).unwrap_or(StoreError::Corrupt) } else { error })
}

/// What the disk says when the file and its log are merely read; none if it gives them whole.
fn unread(path: &Path) -> Option<StoreError> {
    let read = |path: &Path| match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        file => file.and_then(|mut file| io::copy(&mut file, &mut io::sink())),
    };
    let failed = [read(path), read(&beside(path, "-wal"))].into_iter().find_map(Result::err)?;
    Some(StoreError::io(failed, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client;

    #[test]
    fn a_doubt_of_a_sound_file_is_the_disks_fault_and_damage_is_damage() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.db");
        drop(crate::open::open(&path, &client::SCHEMA).unwrap());
        assert!(matches!(settled(StoreError::Doubtful, &path), StoreError::Io(None)));
        // What was found by reading a value is no doubt.
        assert!(matches!(settled(StoreError::Corrupt, &path), StoreError::Corrupt));
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[8_192..].fill(0xff);
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(settled(StoreError::Doubtful, &path), StoreError::Corrupt));
    }

    #[test]
    fn what_fails_once_is_tried_again_and_what_cannot_be_read_is_no_damage() {
        let dir = tempfile::tempdir().unwrap();
        for doubt in [|| StoreError::Corrupt, || StoreError::Doubtful] {
            let tried = std::cell::Cell::new(0);
            let once = || if tried.replace(tried.get() + 1) == 0 { Err(doubt()) } else { Ok(tried.get()) };
            assert_eq!(twice(dir.path(), once).unwrap(), 2);
            let file = dir.path().join("x.db");
            std::fs::write(&file, b"rubbish").unwrap();
            assert!(matches!(twice(&file, || Err::<(), _>(doubt())), Err(StoreError::Corrupt)));
        }
        // A folder opens and gives no bytes.
        assert!(!matches!(
            twice(dir.path(), || Err::<(), _>(StoreError::Doubtful)),
            Err(StoreError::Corrupt)
        ));
    }
}
