//! The one writer of standard output, and messages on standard error.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use crate::failure::Failure;

/// Where results and messages go. Results: one JSON document with `--json`, else lines for people.
#[derive(Clone)]
pub(crate) struct Output {
    pub(crate) json: bool,
    quiet: bool,
    streams: Arc<Mutex<Streams>>,
}

struct Streams {
    result: Box<dyn Write + Send>,
    /// Some of the result could not be written, though somebody reads it.
    lost: bool,
    messages: Box<dyn Write + Send>,
}

impl Output {
    pub(crate) fn new(json: bool, quiet: bool) -> Self {
        Self::to(json, quiet, Box::new(io::stdout()), Box::new(io::stderr()))
    }

    fn to(json: bool, quiet: bool, result: Box<dyn Write + Send>, messages: Box<dyn Write + Send>) -> Self {
        Self { json, quiet, streams: Arc::new(Mutex::new(Streams { result, lost: false, messages })) }
    }

    /// The result: `document` with `--json`, else what `lines` says.
    pub(crate) fn result(&self, document: &impl Serialize, lines: impl FnOnce() -> String) {
        if self.json {
            self.document(document);
        } else {
            self.line(&lines());
        }
    }

    /// One JSON document on one line.
    pub(crate) fn document(&self, document: &impl Serialize) {
        let text = serde_json::to_string(document).unwrap_or_default();
        self.write(&text);
    }

    /// Lines for people on standard output; nothing with `--json`.
    pub(crate) fn line(&self, text: &str) {
        if !self.json && !text.is_empty() {
            self.write(&visible(text));
        }
    }

    /// Progress and other messages; nothing with `--quiet`.
    pub(crate) fn message(&self, text: &str) {
        if !self.quiet {
            self.warn(text);
        }
    }

    /// A failure: a document on standard output with `--json`, and always a line on standard error.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            self.document(&failure.json());
        }
        self.explain(failure);
    }

    /// A failure on standard error only, where standard output holds a document already.
    pub(crate) fn explain(&self, failure: &Failure) {
        self.warn(&format!("{}: {}", failure.code.as_str(), failure.message()));
        if let Some(step) = failure.next_step() {
            self.message(&step);
        }
    }

    /// A text on standard error that names its own kind.
    pub(crate) fn error(&self, text: &str) {
        self.warn(text);
    }

    /// Whether some of the result could not be written, such as into a file on a full disk.
    pub(crate) fn lost(&self) -> bool {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner).lost
    }

    // A reader that went away is no error of ours, and nothing is left to tell it to.
    fn write(&self, text: &str) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let written = writeln!(streams.result, "{text}").and_then(|()| streams.result.flush());
        streams.lost |= written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe);
    }

    fn warn(&self, text: &str) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(streams.messages, "tandemctl: {}", visible(text));
    }
}

/// Names come from a tenant: no control character of theirs may steer the terminal.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use engine::Code;
    use serde_json::json;

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Kept {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    fn output(json: bool, quiet: bool) -> (Output, Kept, Kept) {
        let (result, messages) = (Kept::default(), Kept::default());
        (Output::to(json, quiet, Box::new(result.clone()), Box::new(messages.clone())), result, messages)
    }

    #[test]
    fn with_json_only_the_document_reaches_standard_output() {
        let (output, result, messages) = output(true, false);
        output.line("for people");
        output.message("half way");
        output.result(&json!({"a": 1}), || "one".to_owned());
        assert_eq!(result.text(), "{\"a\":1}\n");
        assert_eq!(messages.text(), "tandemctl: half way\n");
    }

    #[test]
    fn quiet_keeps_failures_and_drops_progress() {
        let (output, result, messages) = output(false, true);
        output.message("half way");
        output.failure(&Failure::new(Code::ClientUnknown));
        assert_eq!(result.text(), "");
        assert!(
            messages.text().starts_with("tandemctl: CLIENT_UNKNOWN: ")
                && messages.text().lines().count() == 1
        );
    }

    #[test]
    fn a_result_that_cannot_be_written_is_known_and_a_reader_that_left_is_not() {
        struct Failing(io::ErrorKind);
        impl Write for Failing {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for (kind, lost) in [(io::ErrorKind::StorageFull, true), (io::ErrorKind::BrokenPipe, false)] {
            let output = Output::to(false, false, Box::new(Failing(kind)), Box::new(io::sink()));
            output.line("a row");
            assert_eq!(output.lost(), lost, "{kind}");
        }
    }

    #[test]
    fn a_tenants_control_characters_do_not_reach_the_terminal() {
        let (output, result, _) = output(false, false);
        output.line("ann\u{1b}[2Jdoe\tx\nnext");
        assert_eq!(result.text(), "ann\u{fffd}[2Jdoe\u{fffd}x\nnext\n");
    }
}
