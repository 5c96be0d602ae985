//! The mistakes that lose or double sign-ins, made around a sync that does not make them.
//!
//! Nothing of the product is changed: what a wrong order of commits or a wrong cursor does is done to the answers on their
//! way in, and to the database from outside.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use clap::ValueEnum;
use duo_api::{Request, Response, Transport, TransportError};
use rusqlite::Connection;
use serde_json::Value;

const LOG: &str = "/admin/v2/logs/authentication";

/// A mistake.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Bug {
    /// A page's cursor is stored before its rows, in a transaction of its own.
    CheckpointFirst,
    /// A page begins a millisecond after the last event of the one before.
    PlusOne,
    /// What was read before is stored again.
    NoPrimaryKey,
}

/// Answers on their way to the sync.
pub(crate) struct Spoiled {
    to: Arc<dyn Transport>,
    bug: Option<Bug>,
    data_dir: PathBuf,
}

impl Spoiled {
    pub(crate) fn new(to: Arc<dyn Transport>, bug: Option<Bug>, data_dir: &Path) -> Self {
        Self { to, bug, data_dir: data_dir.to_owned() }
    }

    fn spoil(&self, response: &mut Response) {
        let Ok(mut answer) = serde_json::from_slice::<Value>(&response.body) else { return };
        let next = &mut answer["response"]["metadata"]["next_offset"];
        let (Some(ms), Some(id)) = (next[0].as_str(), next[1].as_str()) else { return };
        match self.bug {
            Some(Bug::CheckpointFirst) => {
                let cursor = format!("{ms},{id}");
                let database = open(&database(&self.data_dir));
                database.execute("UPDATE log_windows SET cursor = ?1 WHERE done = 0", [cursor]).unwrap();
            }
            Some(Bug::PlusOne) => {
                let after = ms.parse::<i64>().unwrap() + 1;
                *next = serde_json::json!([after.to_string(), "00000000-0000-4000-8000-000000000000"]);
                response.body = Bytes::from(answer.to_string());
            }
            Some(Bug::NoPrimaryKey) | None => {}
        }
    }
}

#[async_trait]
impl Transport for Spoiled {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let is_log = request.path == LOG;
        let mut response = self.to.send(request).await?;
        if is_log {
            self.spoil(&mut response);
        }
        Ok(response)
    }

    fn in_process(&self) -> bool {
        true
    }
}

/// Makes the table of sign-ins one that takes the same event twice.
pub(crate) fn drop_primary_key(data_dir: &Path) {
    let database = open(&database(data_dir));
    let read = "SELECT sql FROM sqlite_schema WHERE name = 'sign_ins'";
    let sql: String = database.query_row(read, [], |row| row.get(0)).unwrap();
    let (head, tail) = sql.split_once("PRIMARY KEY (ts_ms, txid)").unwrap_or((&sql, ""));
    if tail.is_empty() {
        return;
    }
    let head = head.trim_end().trim_end_matches(',');
    let indexes = "SELECT coalesce(group_concat(sql, ';'), '') FROM sqlite_schema
        WHERE tbl_name = 'sign_ins' AND type = 'index' AND sql IS NOT NULL";
    let indexes: String = database.query_row(indexes, [], |row| row.get(0)).unwrap();
    let script = format!(
        "BEGIN IMMEDIATE;
         ALTER TABLE sign_ins RENAME TO with_key;
         {head}{};
         INSERT INTO sign_ins SELECT * FROM with_key;
         DROP TABLE with_key;
         {indexes};
         COMMIT;",
        tail.replace("STRICT, WITHOUT ROWID", "STRICT")
    );
    database.execute_batch(&script).unwrap();
}

/// The database of the only client.
fn database(data_dir: &Path) -> PathBuf {
    let entries = std::fs::read_dir(data_dir.join("clients")).unwrap();
    let mut files = entries.map(|entry| entry.unwrap().path());
    files.find(|path| path.extension().is_some_and(|ending| ending == "db")).unwrap()
}

fn open(file: &Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection.busy_timeout(Duration::from_secs(10)).unwrap();
    connection
}
