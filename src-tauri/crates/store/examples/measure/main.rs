//! Prints what storing and paging cost: `cargo run --release -p store --example measure -- 100000 1000000 16`: users,
//! sign-ins, pages that share a transaction; `store` as one more argument stops after storing and says it
//! once more in a line of JSON; `kept`, users, sign-ins and a folder measure the views of a database there, which is made
//! where there is none of that size and schema, with the id of a view (or `review`) only that one.
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

mod kept;
mod log;
mod tenant;
mod time;
mod verdict;
mod views;

use chrono::DateTime;
use domain::analysis::Rules;
use store::ClientDb;

const ID: &str = "7f1d3b52-8c34-4c0e-9a57-0d9c1b2a3f4e";
const NOW: i64 = 1_792_886_400_000;
const DAY: i64 = 86_400_000;
const YEAR: i64 = 365 * DAY;

fn main() {
    let mut args = std::env::args().skip(1).peekable();
    if args.next_if(|arg| arg == "kept").is_some() {
        return kept::measure(&args.collect::<Vec<_>>());
    }
    let mut number = |otherwise| args.next().map_or(otherwise, |arg| arg.parse::<i64>().unwrap());
    let (users, events, together) = (number(100_000), number(1_000_000), number(64));
    let only_store = args.next().is_some();
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path();
    let now = DateTime::from_timestamp_millis(NOW).unwrap();
    let (db, _) = ClientDb::open(dir, ID).unwrap();

    println!("store {users} users: {:?}", time::timed(|| tenant::store_users(&db, users, now)).wall);
    if !only_store {
        println!("store them again: {:?}", time::timed(|| tenant::store_users(&db, users, now)).wall);
    }
    let log::Stored { first, last, all, wal } = log::store(&db, dir, users, events, together);
    db.checkpoint().unwrap();
    let bytes = log::sizes(dir, events);
    if only_store {
        let memory = log::memory();
        println!(
            r#"{{"first":{first:.0},"last":{last:.0},"all":{all:.0},"wal_mib":{wal:.1},"rss_mib":{memory},"bytes":{bytes:.1}}}"#
        );
        return;
    }
    println!("assess: {:?}", time::timed(|| db.assess(&Rules::default(), now).unwrap()).wall);
    views::measure(&db, now, None);
    drop(db);
    println!("open with quick check: {:?}", time::timed(|| drop(ClientDb::open(dir, ID).unwrap())).wall);
    println!("memory at most {} MiB", log::memory());
}
