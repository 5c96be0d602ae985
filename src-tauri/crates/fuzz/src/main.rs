//! `cargo run -p fuzz -- [TARGET] [SECONDS] [SEED]`: damages the inputs of one target, or of each, for so long (60 s).
#![allow(clippy::print_stdout, reason = "talking to the terminal is what this program does")]

use std::process::ExitCode;
use std::time::Duration;

use fuzz::{run, targets};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).peekable();
    let is_name = |word: &String| word.parse::<u64>().is_err();
    let name = arguments.next_if(is_name);
    let seconds = arguments.next().and_then(|word| word.parse().ok()).unwrap_or(60);
    let seed = arguments.next().and_then(|word| word.parse().ok()).unwrap_or(1);
    let mut found = false;
    for target in targets().iter().filter(|target| name.as_deref().is_none_or(|name| name == target.name)) {
        let tried = run(target, seed, Duration::from_secs(seconds), u64::MAX);
        println!("{:>24} {:>9} inputs, slowest {:?}", target.name, tried.inputs, tried.slowest);
        if let Some(input) = tried.found {
            found = true;
            println!("{} did not bear:\n{}", target.name, input.escape_ascii());
        }
    }
    if found { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
