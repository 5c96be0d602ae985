//! What can go wrong, as a closed list.

use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

/// Why a call failed. No variant holds a stored value, so an error can be logged.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is damaged; it is left as it is.
    #[error("the database is damaged")]
    Corrupt,
    /// The file is damaged, or the disk did not give a page: settled before anybody is told.
    #[error("the database may be damaged")]
    Doubtful,
    /// A newer version made the file, so it is not written.
    #[error("a newer version made the database")]
    Newer,
    /// Somebody else held the database for longer than the busy timeout (5 s).
    #[error("the database is in use")]
    Busy,
    /// The disk failed; the transaction counts as not stored.
    #[error("reading or writing the database failed")]
    Io(#[source] Option<std::io::Error>),
    /// The disk is full; the transaction was rolled back.
    #[error("the disk is full")]
    DiskFull,
    /// The file or its folder cannot be written.
    #[error("the database cannot be written: {0}")]
    ReadOnly(PathBuf),
    /// The file or its folder cannot be read, or is not a file.
    #[error("the database cannot be read: {0}")]
    Unreadable(PathBuf),
    /// The file vanished, or another took its place, while it was open.
    #[error("the database file is gone: {0}")]
    NotFound(PathBuf),
    /// There is no connection with this id.
    #[error("no such connection")]
    UnknownConnection,
    /// There is no organisation with this id.
    #[error("no such organisation")]
    UnknownOrganisation,
    /// An id that is not a UUID in lower case.
    #[error("not an id")]
    BadId,
    /// Another connection has this name.
    #[error("the name is taken")]
    NameTaken,
    /// The view has no such column, or none that can be sorted or counted so.
    #[error("unknown column")]
    UnknownColumn,
    /// The comparison does not fit the column, or its value cannot be read.
    #[error("the condition cannot be evaluated")]
    BadCondition,
    /// A cursor that this view and order did not give out.
    #[error("the cursor does not belong to this query")]
    BadCursor,
    /// A window whose end lies before its start.
    #[error("the window is empty")]
    BadWindow,
    /// A page for a run or window that is closed, or objects of another data set.
    #[error("the run is not open")]
    RunClosed,
    /// The SQLite library is older than 3.51.3, which can lose a WAL.
    #[error("SQLite {0} is too old")]
    LibraryTooOld(&'static str),
    /// Anything else that SQLite says: a mistake of ours. Only the number is kept, as texts may hold values.
    #[error("SQLite error {0}")]
    Sqlite(i32),
}

impl StoreError {
    /// The code in the closed list of the user interface.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Corrupt | Self::Doubtful => "DB_CORRUPT",
            Self::Newer => "FILE_NEWER",
            Self::Busy => "DB_BUSY",
            Self::Io(_) => "DB_IO",
            Self::DiskFull => "DISK_FULL",
            Self::ReadOnly(_) => "FILE_READONLY",
            Self::Unreadable(_) => "FILE_UNREADABLE",
            Self::NotFound(_) => "DB_MISSING",
            Self::UnknownConnection => "CLIENT_UNKNOWN",
            Self::NameTaken => "NAME_DUPLICATE",
            Self::UnknownColumn => "UNKNOWN_COLUMN",
            Self::UnknownOrganisation
            | Self::BadId
            | Self::BadCondition
            | Self::BadCursor
            | Self::BadWindow => "BAD_ARGUMENTS",
            Self::RunClosed | Self::LibraryTooOld(_) | Self::Sqlite(_) => "INTERNAL",
        }
    }

    /// From a failed file operation on `path`.
    pub(crate) fn io(error: std::io::Error, path: &Path) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::NotFound => Self::NotFound(path.to_owned()),
            ErrorKind::PermissionDenied | ErrorKind::IsADirectory | ErrorKind::NotADirectory => {
                Self::Unreadable(path.to_owned())
            }
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path.to_owned()),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(Some(error)),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                // SQLite says so, too, of a page that could not be read (`SQLITE_IOERR_CORRUPTFS` inside of it).
                _ if failure.extended_code == ffi::SQLITE_CORRUPT => Self::Doubtful,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                // The index of the log is the one file that SQLite makes room for before it writes.
                _ if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => Self::DiskFull,
                ErrorCode::SystemIoFailure | ErrorCode::FileLockingProtocolFailed => Self::Io(None),
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::ReadOnly => Self::ReadOnly(PathBuf::new()),
                ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Self::Unreadable(PathBuf::new()),
                _ => Self::Sqlite(failure.extended_code),
            },
            // A column holds something that our own schema rules out: the file was edited or damaged.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => Self::Corrupt,
            _ => Self::Sqlite(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sqlite_says_becomes_a_code() {
        let cases = [
            (ffi::SQLITE_CORRUPT_INDEX, "DB_CORRUPT"),
            (ffi::SQLITE_IOERR_SHMSIZE, "DISK_FULL"),
            (ffi::SQLITE_IOERR_WRITE, "DB_IO"),
            (ffi::SQLITE_NOTADB, "DB_CORRUPT"),
            (ffi::SQLITE_BUSY_SNAPSHOT, "DB_BUSY"),
            (ffi::SQLITE_FULL, "DISK_FULL"),
            (ffi::SQLITE_IOERR_FSYNC, "DB_IO"),
            (ffi::SQLITE_READONLY_DIRECTORY, "FILE_READONLY"),
            (ffi::SQLITE_CANTOPEN, "FILE_UNREADABLE"),
            (ffi::SQLITE_CONSTRAINT_UNIQUE, "INTERNAL"),
        ];
        for (number, code) in cases {
            let failure = rusqlite::Error::SqliteFailure(ffi::Error::new(number), Some("a value".to_owned()));
            let error = StoreError::from(failure);
            assert_eq!(error.code(), code);
            assert!(!format!("{error} {error:?}").contains("a value"));
        }
    }

    #[test]
    fn what_the_file_system_says_becomes_a_code() {
        use std::io::{Error, ErrorKind};
        let cases = [
            (ErrorKind::NotFound, "DB_MISSING"),
            (ErrorKind::PermissionDenied, "FILE_UNREADABLE"),
            (ErrorKind::ReadOnlyFilesystem, "FILE_READONLY"),
            (ErrorKind::StorageFull, "DISK_FULL"),
            (ErrorKind::Other, "DB_IO"),
        ];
        for (kind, code) in cases {
            assert_eq!(StoreError::io(Error::from(kind), Path::new("x")).code(), code);
        }
    }
}
