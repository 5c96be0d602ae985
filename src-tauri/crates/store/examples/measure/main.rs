//! Prints what storing and paging cost: `cargo run --release -p store --example measure -- 100000 1000000 16`: users,
//! sign-ins, pages that share a transaction; one more argument stops after storing. `views`
//! and a folder measure the views of a database that was kept, with the id of a view only that one.
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
    let mut args = args.map(|arg| arg.parse::<i64>().unwrap());
    let users = args.next().unwrap_or(100_000);
    let events = args.next().unwrap_or(1_000_000);
    let together = args.next().unwrap_or(16);
    let only_store = args.next().is_some();
    let dir = tempfile::tempdir().unwrap();
    let now = DateTime::from_timestamp_millis(NOW).unwrap();
    let (db, _) = ClientDb::open(dir.path(), ID).unwrap();

    if !only_store {
        println!("store {users} users: {:?}", timed(|| tenant::store_users(&db, users, now)));
        println!("store them again: {:?}", timed(|| tenant::store_users(&db, users, now)));
    }
    log::store(&db, dir.path(), users, events, together);
    db.checkpoint().unwrap();
    log::sizes(dir.path(), events);
    if only_store {
        return;
    }
    println!("assess: {:?}", timed(|| db.assess(&Rules::default(), now).unwrap()));
    views::measure(&db, now, None);
    drop(db);
    println!("open with quick check: {:?}", timed(|| drop(ClientDb::open(dir.path(), ID).unwrap())));
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
