//! What lies in a client's database, without the product's own way of reading it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

/// Sign-ins, how many of them differ, what the sums and windows say of them, and what the integrity check says.
pub(crate) fn look(file: &Path) -> Value {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    let int = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    json!({
        "sign_ins": int("SELECT count(*) FROM sign_ins"),
        "distinct": int("SELECT count(*) FROM (SELECT DISTINCT ts_ms, txid FROM sign_ins)"),
        "summed": int("SELECT coalesce(sum(count), 0) FROM app_user"),
        "users": int("SELECT count(*) FROM users"),
        "open_windows": int("SELECT count(*) FROM log_windows WHERE done = 0"),
        "integrity": text("SELECT group_concat(integrity_check) FROM pragma_integrity_check"),
    })
}
