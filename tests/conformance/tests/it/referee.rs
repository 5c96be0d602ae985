//! A program that judges a tenant.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// Runs it with the simulator's line on standard input; its words if it does not agree.
pub(crate) fn run(mut referee: Command, case: &str, ready: &str) -> Result<(), String> {
    let mut child = referee
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the referee starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(ready.as_bytes()).expect("the referee listens");
    drop(stdin);
    let output = child.wait_with_output().expect("the referee ends");
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{case} ended with {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
}
