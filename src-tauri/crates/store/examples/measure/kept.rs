//! A database that is made once and measured often.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use chrono::DateTime;
use domain::analysis::Rules;
use store::ClientDb;

use crate::time::timed;
use crate::{ID, NOW, log, tenant, views};

/// The newest step is not released while it changes; a database of another text is made anew.
const SCHEMA: &str =
    concat!(include_str!("../../src/schema/client/1.sql"), include_str!("../../src/schema/client/2.sql"));
/// Pages that share a transaction.
const TOGETHER: i64 = 64;

/// Users, sign-ins, a folder, a view.
pub(crate) fn measure(args: &[String]) {
    let [users, events, dir, only @ ..] = args else {
        return println!("kept USERS SIGN_INS FOLDER [VIEW]");
    };
    let (users, events, dir) = (users.parse().unwrap(), events.parse().unwrap(), Path::new(dir));
    let made_of = made_of(users, events);
    let mark = dir.join("made-of");
    let found = std::fs::read_to_string(&mark).ok();
    if found.as_deref() != Some(&made_of) {
        if found.is_some() {
            std::fs::remove_dir_all(dir).unwrap();
        }
        make(dir, users, events);
        std::fs::write(&mark, made_of).unwrap();
    }
    let now = DateTime::from_timestamp_millis(NOW).unwrap();
    let (db, _) = ClientDb::open(dir, ID).unwrap();
    views::measure(&db, now, only.first().map(String::as_str));
    println!("memory at most {} MiB", log::memory());
}

fn made_of(users: i64, events: i64) -> String {
    let mut hasher = DefaultHasher::new();
    SCHEMA.hash(&mut hasher);
    format!("{users} users, {events} sign-ins, schema {:016x}\n", hasher.finish())
}

fn make(dir: &Path, users: i64, events: i64) {
    let now = DateTime::from_timestamp_millis(NOW).unwrap();
    let (db, _) = ClientDb::open(dir, ID).unwrap();
    tenant::store_users(&db, users, now);
    log::store(&db, dir, users, events, TOGETHER);
    db.finish_signins(now).unwrap();
    println!("assess: {:?}", timed(|| db.assess(&Rules::default(), now).unwrap()).wall);
    db.checkpoint().unwrap();
    log::sizes(dir, events);
}
