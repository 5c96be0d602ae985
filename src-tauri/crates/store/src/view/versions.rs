//! How the version of each computer stands to those of the same system that were seen at the client.

use domain::analysis::{Standing, main_version};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::StoreError;
use crate::table::data_set::{count, int};

/// The standing of a row's version as its place in [`Standing::ALL`]: SQL over the columns that hold system and version.
/// Null = there is no system, no version, or one that does not begin with a number. Every computer of the client counts,
/// whatever view the row is of; each pair of system and version is judged once a statement.
macro_rules! standing {
    ($os:literal, $version:literal) => {
        concat!(
            "(SELECT w.standing FROM (
               SELECT os, version, iif(main IS NULL, NULL, standing(dense_rank() OVER (
                 PARTITION BY os, main IS NULL ORDER BY main DESC))) AS standing
               FROM (SELECT os, version, main_version(version) AS main FROM (
                 SELECT os_family AS os, os_version AS version FROM endpoints
                 UNION SELECT os_family, os_version FROM registered_devices
                 UNION SELECT os_family, os_version FROM blocked_devices b
                   WHERE NOT EXISTS (SELECT 1 FROM registered_devices r WHERE r.compkey = b.compkey)))
             ) w WHERE w.os = ",
            $os,
            " AND w.version = ",
            $version,
            ")"
        )
    };
}
pub(super) use standing;

/// Adds the functions `main_version` and `standing`.
pub(crate) fn register(connection: &Connection) -> Result<(), StoreError> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("main_version", 1, flags, |context| {
        Ok(context.get::<Option<String>>(0)?.as_deref().and_then(main_version))
    })?;
    connection.create_scalar_function("standing", 1, flags, |context| {
        let own = Standing::at(count(context.get(0)?));
        Ok(Standing::ALL.iter().position(|one| *one == own).map(int))
    })?;
    Ok(())
}
