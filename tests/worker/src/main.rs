//! A sync of a simulated tenant in one process, for tests that kill it, fail it at a named point, or spoil it.
//!
//! * `sync` connects to the tenant if nobody has yet, and syncs it; `--bug` makes one of the mistakes that a sync must not
//!   make, so that the tests can show that they would see it.
//! * `served` reads the sign-in log of a tenant that another process serves over TLS, and says how long it took.
//! * `restore` restores a backup.
//! * `look` says what lies in a client's database, and whether it is sound.
//! * `hold` keeps a database locked, or a reader of it open, until standard input ends.
#![allow(clippy::print_stdout, reason = "it talks to the test by its output")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a worker that cannot go on has failed")]

mod hold;
mod look;
mod restore;
mod served;
mod spoiled;
mod sync;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

#[derive(Parser)]
enum Job {
    Sync(sync::Arguments),
    Restore(restore::Arguments),
    Served(served::Arguments),
    Look { file: PathBuf },
    Hold { what: Hold, file: PathBuf },
}

#[derive(Clone, Copy, ValueEnum)]
enum Hold {
    /// The right to write.
    Write,
    /// An old state of the database.
    Read,
}

fn main() -> ExitCode {
    match Job::parse() {
        Job::Sync(arguments) => return sync::run(&arguments),
        Job::Restore(arguments) => return restore::run(&arguments),
        Job::Served(arguments) => return served::run(&arguments),
        Job::Look { file } => println!("{}", look::look(&file)),
        Job::Hold { what, file } => hold::hold(what, &file),
    }
    ExitCode::SUCCESS
}
