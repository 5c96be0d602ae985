//! Prints what storing and paging cost: `cargo run --release -p store --example measure -- 100000 1000000 16`: users,
//! sign-ins, pages that share a transaction; `store` as one more argument stops after storing and says it
//! once more in a line of JSON, and a folder after it keeps the database there; `views` and that
//! folder measure its views alone, with the id of a view only that one.
//!
//! Figures, not assertions: machines differ.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "a program that measures reads the clock, prints, and may stop"
)]

mod log;
mod tenant;
mod views;

use std::time::{Duration, Instant};

use chrono::DateTime;
use domain::analysis::Rules;
use store::ClientDb;

const ID: &str = "7f1d3b52-8c34-4c0e-9a57-0d9c1b2a3f4e";
const NOW: i64 = 1_792_886_400_000;
const DAY: i64 = 86_400_000;

fn main() {
    let mut args = std::env::args().skip(1).peekable();
    if args.next_if(|arg| arg == "views").is_some() {
        return of_views(std::path::Path::new(&args.next().unwrap()), args.next().as_deref());
    }
    let mut number = |otherwise| args.next().map_or(otherwise, |arg| arg.parse::<i64>().unwrap());
    let (users, events, together) = (number(100_000), number(1_000_000), number(64));
    let only_store = args.next().is_some();
    let temporary = tempfile::tempdir().unwrap();
    let dir = args.next().map_or_else(|| temporary.path().to_owned(), std::path::PathBuf::from);
    let now = DateTime::from_timestamp_millis(NOW).unwrap();
    let (db, _) = ClientDb::open(&dir, ID).unwrap();

    println!("store {users} users: {:?}", timed(|| tenant::store_users(&db, users, now)));
    if !only_store {
        println!("store them again: {:?}", timed(|| tenant::store_users(&db, users, now)));
    }
    let log::Stored { first, last, all, wal } = log::store(&db, &dir, users, events, together);
    db.checkpoint().unwrap();
    let bytes = log::sizes(&dir, events);
    if only_store {
        let memory = log::memory();
        println!(
            r#"{{"first":{first:.0},"last":{last:.0},"all":{all:.0},"wal_mib":{wal:.1},"rss_mib":{memory},"bytes":{bytes:.1}}}"#
        );
        return;
    }
    println!("assess: {:?}", timed(|| db.assess(&Rules::default(), now).unwrap()));
    views::measure(&db, now, None);
    drop(db);
    println!("open with quick check: {:?}", timed(|| drop(ClientDb::open(&dir, ID).unwrap())));
    println!("memory at most {} MiB", log::memory());
}

/// The views of a database that was kept.
fn of_views(dir: &std::path::Path, only: Option<&str>) {
    let now = DateTime::from_timestamp_millis(NOW).unwrap();
    let (db, _) = ClientDb::open(dir, ID).unwrap();
    println!("assess: {:?}", timed(|| db.assess(&Rules::default(), now).unwrap()));
    views::measure(&db, now, only);
    println!("memory at most {} MiB", log::memory());
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
