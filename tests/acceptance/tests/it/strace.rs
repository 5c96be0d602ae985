//! `strace`, which lets the n-th call of a system call on certain files fail.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Whether a program can be watched here: it is installed, and nothing forbids it.
pub(crate) fn is_allowed() -> bool {
    let mut watched = Command::new("strace");
    watched.args(["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"]);
    watched.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The same command, watched: its calls of `call` on these files are written to `log`, and fail as `inject` says.
pub(crate) fn watched(
    command: &Command,
    call: &str,
    files: &[PathBuf],
    log: &Path,
    inject: Option<&str>,
) -> Command {
    let mut watched = Command::new("strace");
    watched.args(["-f", "--seccomp-bpf", "-qq", "-e", "signal=none", "-e", &format!("trace={call}")]);
    watched.arg("-o").arg(log);
    for file in files {
        watched.arg("-P").arg(file);
    }
    if let Some(how) = inject {
        watched.args(["-e", &format!("inject={call}:{how}")]);
    }
    watched.arg(command.get_program()).args(command.get_args());
    watched.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    watched
}

/// The most calls that one thread made; strace counts each thread's.
pub(crate) fn calls(log: &Path, call: &str) -> u64 {
    let mut threads: BTreeMap<String, u64> = BTreeMap::new();
    for line in std::fs::read_to_string(log).unwrap().lines() {
        let mut words = line.split_whitespace();
        if let (Some(thread), Some(begun)) = (words.next(), words.next())
            && begun.starts_with(call)
        {
            *threads.entry(thread.to_owned()).or_default() += 1;
        }
    }
    threads.into_values().max().unwrap_or(0)
}

/// Whether a call failed because it was to.
pub(crate) fn injected(log: &Path) -> bool {
    std::fs::read_to_string(log).unwrap().contains("(INJECTED)")
}
