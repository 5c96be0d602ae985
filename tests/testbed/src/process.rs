//! A program under way, and what it left.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use crate::canary;

const STEP: Duration = Duration::from_millis(10);
/// No run of a test takes longer; one that does has hung.
const PATIENCE: Duration = Duration::from_mins(3);

/// What a program left.
#[derive(Debug, Clone)]
pub struct Output {
    /// Exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Output {
    /// Standard output as the one JSON document that it must be.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("standard output is not one JSON document ({error}): {self:?}"))
    }

    /// Asserts the exit code and gives itself back.
    #[must_use]
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

/// A program under way; killed when dropped.
pub struct Running {
    child: Child,
    stdout: Option<JoinHandle<String>>,
    stderr: Option<JoinHandle<()>>,
    messages: Arc<Mutex<String>>,
    secrets: Vec<String>,
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("pid", &self.child.id()).finish_non_exhaustive()
    }
}

impl Running {
    /// Starts a program with this standard input. `secrets` may not appear in its output.
    pub(crate) fn start(mut command: Command, stdin: &[u8], secrets: Vec<String>) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut input = child.stdin.take().expect("a pipe");
        // A program that refuses its arguments reads nothing.
        let _ = input.write_all(stdin);
        drop(input);
        let mut stdout = child.stdout.take().expect("a pipe");
        let stderr = child.stderr.take().expect("a pipe");
        let messages = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&messages);
        Self {
            child,
            stdout: Some(std::thread::spawn(move || {
                let mut bytes = Vec::new();
                let _ = stdout.read_to_end(&mut bytes);
                String::from_utf8_lossy(&bytes).into_owned()
            })),
            stderr: Some(std::thread::spawn(move || {
                for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.push_str(&line);
                    kept.push('\n');
                }
            })),
            messages,
            secrets,
        }
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a message on standard error; panics if the program ends before.
    pub fn wait_for(&mut self, text: &str) {
        let mut waited = Duration::ZERO;
        loop {
            let ended = self.child.try_wait().expect("a child").is_some();
            if self.messages().contains(text) {
                return;
            }
            assert!(!ended && waited < PATIENCE, "no {text:?} in: {}", self.messages());
            std::thread::sleep(STEP);
            waited += STEP;
        }
    }

    /// Whether it has not ended yet.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a child").is_none()
    }

    /// Sends an interrupt, as Ctrl-C does.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        self.signal("INT");
    }

    /// Sends a signal, such as `HUP`.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.pid().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Kills it as `kill -9` does.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits for the end; kills and panics when it hangs.
    pub fn finish(mut self) -> Output {
        let status = self.wait();
        let stdout = self.stdout.take().expect("once").join().expect("the reader ends");
        self.stderr.take().expect("once").join().expect("the reader ends");
        let output = Output { code: status.code(), stdout, stderr: self.messages() };
        for secret in &self.secrets {
            let hit =
                [&output.stdout, &output.stderr].iter().any(|text| canary::holds(text.as_bytes(), secret));
            // Without the output: it would print the secret once more.
            assert!(!hit, "the secret key is in the program's output");
        }
        output
    }

    fn wait(&mut self) -> ExitStatus {
        let mut waited = Duration::ZERO;
        while waited < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            std::thread::sleep(STEP);
            waited += STEP;
        }
        self.kill();
        panic!("still running after {PATIENCE:?}: {}", self.messages());
    }

    fn messages(&self) -> String {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}
