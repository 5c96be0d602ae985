//! The mistakes that lose or double sign-ins, made around a sync that does not make them.
//!
//! Nothing of the product is changed: what a wrong order of commits or a wrong cursor does is done to the answers on their
//! way in, and to the database from outside.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
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
    /// No event is known again: whatever comes is stored, as if nothing were its key.
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
        if self.bug == Some(Bug::NoPrimaryKey) {
            rename(&mut answer);
            response.body = Bytes::from(answer.to_string());
            return;
        }
        if self.bug.is_none() {
            return;
        }
        let metadata = &mut answer["response"]["metadata"];
        // Days whose count is not Duo's are read again, which mends what these mistakes lose.
        metadata["total_objects"] = Value::Null;
        let next = &mut metadata["next_offset"];
        if let (Some(ms), Some(id)) = (next[0].as_str(), next[1].as_str()) {
            if self.bug == Some(Bug::CheckpointFirst) {
                let sql = "UPDATE log_windows SET cursor = ?1 WHERE done = 0 AND data_set = 'sign_ins'";
                open(&database(&self.data_dir)).execute(sql, [format!("{ms},{id}")]).unwrap();
            } else {
                let after = ms.parse::<i64>().unwrap() + 1;
                *next = serde_json::json!([after.to_string(), "00000000-0000-4000-8000-000000000000"]);
            }
        }
        response.body = Bytes::from(answer.to_string());
    }
}

/// Gives every event an identifier that no event ever had.
fn rename(answer: &mut Value) {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let Some(events) = answer["response"]["authlogs"].as_array_mut() else { return };
    for event in events {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        event["txid"] = format!("{:08x}-0000-4000-8000-{number:012x}", std::process::id()).into();
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
