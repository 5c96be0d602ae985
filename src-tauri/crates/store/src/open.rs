//! Opening a database: library version, pragmas, schema, damage (reliability.md §3, M15).

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, ffi};

use crate::table::event_key;
use crate::view::{apps, versions};
use crate::{StoreError, doubt, folder, text};

/// Programs that make one database at once; more wait for the next try of whoever asked.
const TURNS: usize = 100;

/// Something to tell the user after opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenNotice {
    /// The file was damaged; it lies at `path`, and an empty one took its place.
    DamagedSetAside {
        /// Where the damaged file lies.
        path: PathBuf,
    },
    /// A newer version made the file: it is read as far as this version knows it, and never written.
    Newer,
}

impl OpenNotice {
    /// The code in the closed list of the user interface.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DamagedSetAside { .. } => "DB_SET_ASIDE",
            Self::Newer => "FILE_NEWER",
        }
    }
}

/// The schema of a kind of database: script `n` leads from `user_version` n to n + 1.
pub(crate) struct Schema {
    pub(crate) steps: &'static [&'static [&'static str]],
}

const OLDEST_LIBRARY: i32 = 3_051_003;

/// Opens for writing, making or migrating as needed; a file of a newer schema for reading only. A damaged file stays as
/// it is: [`StoreError::Corrupt`].
pub(crate) fn open(path: &Path, schema: &Schema) -> Result<(Connection, Vec<OpenNotice>), StoreError> {
    if rusqlite::version_number() < OLDEST_LIBRARY {
        return Err(StoreError::LibraryTooOld(rusqlite::version()));
    }
    let existed = folder::make_file(path)?;
    match doubt::twice(path, || open_sound(path, schema, existed)) {
        Err(StoreError::Newer) => Ok((doubt::twice(path, || open_reader(path))?, vec![OpenNotice::Newer])),
        other => Ok((other.map_err(|error| with_path(error, path))?, Vec::new())),
    }
}

/// The same, but a damaged file is set aside and told, and an empty one takes its place.
pub(crate) fn open_or_replace(
    path: &Path,
    schema: &Schema,
    now: DateTime<Utc>,
) -> Result<(Connection, Vec<OpenNotice>), StoreError> {
    match open(path, schema) {
        Err(StoreError::Corrupt) => {
            let aside = folder::set_aside(path, "damaged", now)?;
            tracing::warn!("a damaged database was set aside");
            let (connection, _) = open(path, schema)?;
            Ok((connection, vec![OpenNotice::DamagedSetAside { path: aside }]))
        }
        other => other,
    }
}

/// Opens for reading; the file must be there.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| with_path(error.into(), path))?;
    harden(&connection)?;
    text::register(&connection)?;
    apps::register(&connection)?;
    versions::register(&connection)?;
    Ok(connection)
}

/// Opens for reading without leaving a trace beside the file, which must be there. Where nobody has it open, the file is
/// taken as it lies, so that no `-wal` and `-shm` come to be.
pub(crate) fn open_untouched(path: &Path) -> Result<Connection, StoreError> {
    let log = path.with_extension("db-wal");
    let mut uri = "file:".to_owned();
    let text = path.to_str().ok_or_else(|| StoreError::Unreadable(path.to_owned()))?.replace('\\', "/");
    uri.push_str(if text.starts_with('/') { "//" } else { "" });
    uri.push_str(if cfg!(windows) && !text.starts_with('/') { "///" } else { "" });
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    uri.extend(text.bytes().map(escape));
    uri.push_str(if log.exists() { "?mode=ro" } else { "?mode=ro&immutable=1" });
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection =
        Connection::open_with_flags(uri, flags).map_err(|error| with_path(error.into(), path))?;
    harden(&connection)?;
    Ok(connection)
}

fn with_path(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::ReadOnly(_) => StoreError::ReadOnly(path.to_owned()),
        StoreError::Unreadable(_) => StoreError::Unreadable(path.to_owned()),
        other => other,
    }
}

fn open_sound(path: &Path, schema: &Schema, existed: bool) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    harden(&connection)?;
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(StoreError::ReadOnly(path.to_owned()));
    }
    refuse_newer(&connection, schema)?;
    if existed {
        check(&connection, "quick_check")?;
    }
    keep_write_ahead_log(&connection)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "journal_size_limit", 67_108_864)?;
    // Pages of sums change with every page of a log: the fewer checkpoints, the fewer times each goes to the file.
    connection.pragma_update(None, "wal_autocheckpoint", 8000)?;
    connection.pragma_update(None, "secure_delete", true)?;
    // Sums of many sign-ins lie all over their tables. What is not needed is not taken, and given back after a sync.
    connection.pragma_update(None, "cache_size", -48_000)?;
    connection.set_prepared_statement_cache_capacity(128);
    text::register(&connection)?;
    migrate(&mut connection, schema)?;
    Ok(connection)
}

/// While another program makes the same change, SQLite refuses it at once, without the wait that all else has. Whoever
/// gets the file for itself then comes after it.
fn keep_write_ahead_log(connection: &Connection) -> Result<(), StoreError> {
    for _ in 0..TURNS {
        match connection.pragma_update(None, "journal_mode", "WAL").map_err(StoreError::from) {
            Err(StoreError::Busy) => connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?,
            done => return done,
        }
    }
    Err(StoreError::Busy)
}

/// Settings of readers and writer alike; nothing here touches the file.
fn harden(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -8_000)?;
    Ok(())
}

fn user_version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn refuse_newer(connection: &Connection, schema: &Schema) -> Result<(), StoreError> {
    let found = user_version(connection)?;
    let known = i64::try_from(schema.steps.len()).unwrap_or(i64::MAX);
    if found > known { Err(StoreError::Newer) } else { Ok(()) }
}

/// Asks for the first fault that SQLite's `quick_check` or `integrity_check` finds.
pub(crate) fn check(connection: &Connection, how: &str) -> Result<(), StoreError> {
    let answer: String = connection.query_row(&format!("PRAGMA {how}(1)"), [], |row| row.get(0))?;
    match answer.as_str() {
        "ok" => Ok(()),
        unread if is_unread(unread) => Err(StoreError::Io(None)),
        _ => Err(StoreError::Corrupt),
    }
}

/// A page that the disk did not give is told in the words of the answer, as damage is: `error code=266`.
fn is_unread(answer: &str) -> bool {
    let code = answer.rsplit(['=', ' ']).next().and_then(|code| code.parse::<i32>().ok());
    answer.contains("error code") && code.is_some_and(|code| code & 0xff == ffi::SQLITE_IOERR)
}

/// Each step and its `user_version` are one transaction: after a kill the file is old or new, never between.
fn migrate(connection: &mut Connection, schema: &Schema) -> Result<(), StoreError> {
    let found = usize::try_from(user_version(connection)?).map_err(|_| StoreError::Corrupt)?;
    event_key::register(connection)?;
    for (version, scripts) in schema.steps.iter().enumerate().skip(found) {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)?;
        // While this one waited for its turn, another program may have made the step.
        if user_version(&transaction)? > i64::try_from(version).unwrap_or(i64::MAX) {
            continue;
        }
        for script in *scripts {
            transaction.execute_batch(script)?;
        }
        transaction.pragma_update(None, "user_version", i64::try_from(version + 1).unwrap_or(i64::MAX))?;
        transaction.commit()?;
    }
    Ok(())
}

/// Every table and index of a database, as it says how each was made; SQLite's own statistics left out.
pub(crate) fn layout(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut all = connection.prepare(
        r"SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master
           WHERE name NOT LIKE 'sqlite\_stat%' ESCAPE '\' ORDER BY 1",
    )?;
    let all = all.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(all)
}

/// The layout of a new database.
pub(crate) fn layout_of(schema: &Schema) -> Result<Vec<String>, StoreError> {
    let mut connection = Connection::open_in_memory()?;
    text::register(&connection)?;
    migrate(&mut connection, schema)?;
    layout(&connection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client, registry};

    fn content(sqlite: &Connection) -> (i64, Vec<String>) {
        let mut all =
            sqlite.prepare("SELECT type || name || coalesce(sql, '') FROM sqlite_master ORDER BY 1").unwrap();
        let all = all.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        (user_version(sqlite).unwrap(), all)
    }

    /// Page by page the disk allows more: the migration is whole, or has left no trace.
    #[test]
    fn a_migration_that_stops_anywhere_leaves_the_old_schema() {
        for schema in [client::SCHEMA, registry::SCHEMA] {
            let first = Schema { steps: &schema.steps[..1] };
            let mut stopped = 0;
            for room in 0.. {
                let mut sqlite = Connection::open_in_memory().unwrap();
                migrate(&mut sqlite, &first).unwrap();
                let before = content(&sqlite);
                let pages: i64 = sqlite.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
                sqlite.pragma_update(None, "max_page_count", pages + room).unwrap();
                if let Err(error) = migrate(&mut sqlite, &schema) {
                    assert_eq!((error.code(), content(&sqlite)), ("DISK_FULL", before));
                    stopped += 1;
                } else {
                    assert_eq!(content(&sqlite).0, i64::try_from(schema.steps.len()).unwrap());
                    break;
                }
            }
            assert!(stopped > 5, "{stopped}");
        }
    }

    #[test]
    fn of_programs_that_make_a_database_at_once_one_makes_it_and_all_have_it() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..10 {
            let path = folder.path().join(format!("{round}.db"));
            let start = std::sync::Barrier::new(6);
            std::thread::scope(|threads| {
                let open = || {
                    start.wait();
                    open(&path, &registry::SCHEMA).map(|(sqlite, _)| user_version(&sqlite).unwrap())
                };
                let opened: Vec<_> = (0..6).map(|_| threads.spawn(open)).collect();
                for thread in opened {
                    let version = thread.join().unwrap().unwrap();
                    assert_eq!(version, i64::try_from(registry::SCHEMA.steps.len()).unwrap());
                }
            });
        }
    }

    #[test]
    fn a_page_that_the_disk_did_not_give_is_no_damage() {
        assert!(is_unread("Tree 2 page 5: unable to get the page. error code=266"));
        assert!(is_unread("Tree 9 page 9: btreeInitPage() returns error code 10"));
        for damage in ["Tree 2 page 5: btreeInitPage() returns error code 11", "row 266 missing from index"] {
            assert!(!is_unread(damage), "{damage}");
        }
    }
}
