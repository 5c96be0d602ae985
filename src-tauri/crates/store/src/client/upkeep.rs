//! Looking for what is too old, and giving disk space back.

use std::path::Path;

use domain::DataSet;

use super::ClientDb;
use crate::StoreError;
use crate::table::{event, rollup, trust_event};
use crate::time::DAY_MS;

/// Events of every log before some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OldEvents {
    /// How many.
    pub events: u64,
    /// When the oldest happened, in Unix milliseconds; of a sign-in its day (UTC). None = there is none.
    pub oldest_ms: Option<i64>,
}

impl ClientDb {
    /// What [`Self::prune_log`] and [`Self::prune_trust_events`] would delete before a time (Unix milliseconds).
    pub fn older_than(&self, before_ms: i64) -> Result<OldEvents, StoreError> {
        let mut events = 0;
        for set in DataSet::LOGS {
            events += self.log_count(set, 0, before_ms - 1)?;
        }
        self.pool.snapshot(|sqlite| {
            let (trust, surfaced) = trust_event::before(sqlite, before_ms)?;
            let mut oldest = vec![surfaced, rollup::first_day(sqlite)?.map(|day| day * DAY_MS)];
            for table in DataSet::LOGS.into_iter().filter_map(event::table) {
                oldest.push(event::oldest(sqlite, table)?);
            }
            let oldest_ms = oldest.into_iter().flatten().min().filter(|oldest| *oldest < before_ms);
            let events = events + trust;
            Ok(OldEvents { events, oldest_ms: oldest_ms.filter(|_| events > 0) })
        })
    }

    /// Bytes of the file that hold nothing, and that [`Self::compact`] gives back.
    pub fn unused_bytes(&self) -> Result<u64, StoreError> {
        self.pool.read(|sqlite| {
            let number = |pragma: &str| sqlite.query_row(pragma, [], |row| row.get::<_, i64>(0));
            let unused = number("PRAGMA freelist_count")? * number("PRAGMA page_size")?;
            Ok(u64::try_from(unused).unwrap_or_default())
        })
    }

    /// Writes the file anew without what holds nothing, and empties the log. Who reads goes on with what was there and
    /// keeps the space until the next checkpoint; who writes waits. For its time it takes once more the space of what is
    /// left, twice over: beside the file and in the log.
    pub fn compact(&self) -> Result<(), StoreError> {
        // Nothing written since says that nothing has moved: the next reader looks anew.
        self.write(|_, _| Ok(()))?;
        self.writer.with(|sqlite| {
            // The copy would be held in memory otherwise, however large it is; and beside the file, because the system's
            // folder for such files may be on another disk, and less guarded.
            let folder = sqlite.path().map(Path::new).and_then(Path::parent).and_then(Path::to_str);
            sqlite.pragma_update(None, "temp_store_directory", folder.unwrap_or_default())?;
            sqlite.pragma_update(None, "temp_store", "FILE")?;
            let compacted = sqlite.execute_batch("VACUUM");
            sqlite.pragma_update(None, "temp_store", "MEMORY")?;
            Ok(compacted?)
        })?;
        self.checkpoint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_compact_writes_for_a_while_lies_beside_the_database() {
        let dir = tempfile::tempdir().unwrap();
        let (db, _) = ClientDb::open(dir.path(), "0b5f8e3a-1c2d-4e5f-8a9b-0c1d2e3f4a5b").unwrap();
        db.compact().unwrap();
        // SQLite makes the file there without a name, or deletes the name at once: it cannot be looked for.
        let [folder, store] = ["temp_store_directory", "temp_store"].map(|pragma| {
            let asked = |sqlite: &rusqlite::Connection| {
                Ok(sqlite.pragma_query_value(None, pragma, |row| row.get::<_, rusqlite::types::Value>(0))?)
            };
            db.writer.with(asked).unwrap()
        });
        let clients = std::fs::canonicalize(dir.path().join("clients")).unwrap();
        let rusqlite::types::Value::Text(folder) = folder else { panic!("{folder:?}") };
        assert_eq!(std::fs::canonicalize(folder).unwrap(), clients);
        assert_eq!(store, rusqlite::types::Value::Integer(2), "all else stays in memory");
    }
}
