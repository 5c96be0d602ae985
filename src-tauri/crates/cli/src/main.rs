//! `tandemctl`: the engine of the window on the command line, for scripts and headless checks.
//!
//! Results go to standard output (one JSON document with `--json`), progress and messages to standard error; the
//! exit code says how it ended ([`exit::Exit`]). No output holds the secret key.
//!
//! Rows of `show` can be chosen with `--filter`; its grammar is in [`filter`].

mod args;
mod commands;
mod data_dir;
mod destination;
mod exit;
mod failure;
mod filter;
mod interrupt;
mod names;
mod output;
mod progress;
mod report;
mod sample_tenant;
mod secret;
mod session;
mod table;
mod text;
mod usage;
mod view;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;
use engine::Code;
use exit::Exit;
use failure::Failure;
use output::Output;
use session::Session;

fn main() -> ExitCode {
    engine::guard_panics("tandemctl");
    let args = match Args::try_parse_from(std::env::args_os()) {
        Ok(args) => args,
        Err(error) => return usage::report(&error).into(),
    };
    let output = Output::new(args.common.json, args.common.quiet);
    let exit = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => {
            // A panic ends the command, not the program: scripts go by the exit code.
            let exit = catch_unwind(AssertUnwindSafe(|| runtime.block_on(run(args, output.clone()))));
            let exit = exit.unwrap_or_else(|_| Err(Failure::new(Code::Internal)));
            // A keychain or a name server that never answers must not keep the program alive.
            runtime.shutdown_background();
            exit
        }
        Err(_) => Err(Failure::new(Code::Internal)),
    };
    let exit = exit.unwrap_or_else(|failure| {
        output.failure(&failure);
        failure.exit
    });
    if exit != Exit::Done || !output.lost() {
        return exit.into();
    }
    let lost = Failure::new(Code::DiskFull).saying("The result could not be written to standard output.");
    output.explain(&lost);
    lost.exit.into()
}

async fn run(args: Args, output: Output) -> Result<Exit, Failure> {
    let session = Session::new(args.common, output, interrupt::token());
    let result = match args.command {
        Command::Check(args) => commands::check::run(&session, &args).await,
        Command::Connect(args) => commands::connect::run(&session, &args).await,
        Command::Clients => commands::clients::run(&session).await,
        Command::Sync(args) => commands::sync::run(&session, &args).await,
        Command::Schedule(args) => commands::schedule::run(&session, &args),
        Command::Show(args) => commands::show::run(&session, &args).await,
        Command::Export(args) => commands::export::run(&session, &args).await,
        Command::Report(args) => commands::report::run(&session, &args).await,
        Command::Disconnect(args) => commands::disconnect::run(&session, &args).await,
        Command::Simulate(args) => commands::simulate::run(&session, &args).await,
    };
    session.tell_notices().await;
    engine::rehearse_panic(std::env::var_os("TANDEM_PANIC").is_some());
    result
}
