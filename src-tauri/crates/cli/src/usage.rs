//! What was typed cannot be understood.

use std::ffi::OsStr;

use clap::error::ErrorKind;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// From this length on a run of letters and digits may be a key.
const KEY_LIKE: usize = 16;

/// Prints help and version where they are asked for, and the fault otherwise.
pub(crate) fn report(error: &clap::Error) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A reader that went away is no error of ours.
        let _ = error.print();
        return Exit::Done;
    }
    let asked = |option: &str| std::env::args_os().any(|argument| argument == OsStr::new(option));
    let output = Output::new(asked("--json"), asked("--quiet"));
    let failure = Failure::usage(masked(error.render().to_string().trim_end()));
    if output.json {
        output.document(&failure.json());
    }
    output.error(&failure.message());
    failure.exit
}

/// Somebody may have typed a secret where none belongs: what looks like a key is not repeated.
fn masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_alphanumeric() {
            run.push(c);
            continue;
        }
        shown.push_str(if run.chars().count() < KEY_LIKE { &run } else { "…" });
        run.clear();
        shown.push(c);
    }
    shown.pop();
    shown
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::Args;

    #[test]
    fn a_secret_in_the_wrong_place_is_not_repeated() {
        const SECRET: &str = "Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1iO3bC8v";
        for line in [
            vec!["tandemctl", "check", SECRET],
            vec!["tandemctl", "check", "--skey", SECRET],
            vec!["tandemctl", "check", "--skey-stdin", SECRET],
            vec!["tandemctl", "show", "a", "users", "--limit", SECRET],
            vec!["tandemctl", SECRET],
        ] {
            let Err(error) = Args::try_parse_from(&line) else { panic!("{line:?}") };
            let shown = masked(&error.render().to_string());
            assert!(!shown.contains(&SECRET[..16]), "{shown}");
            assert!(shown.contains("Usage:") || shown.contains("--help"), "{shown}");
        }
    }

    #[test]
    fn ordinary_words_stay() {
        let text = "error: unexpected argument '--frobnicate' found\n  tip: --session-secret";
        assert_eq!(masked(text), text);
    }
}
