//! The secret key: from standard input or from a terminal without echo, never from anywhere else.

use std::io::{self, IsTerminal, Read};

use engine::Code;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::failure::Failure;

/// More than this is no secret key, whatever it is; the field rules then say so.
const LIMIT: u64 = 64 * 1024;

/// Reads the secret key, on a thread of its own: an interrupt must end the program while nobody has given it yet.
pub(crate) async fn read(from_stdin: bool, cancel: &CancellationToken) -> Result<Zeroizing<String>, Failure> {
    let reading = tokio::task::spawn_blocking(move || take_or_ask(from_stdin));
    let read = cancel.run_until_cancelled(reading).await.ok_or_else(|| Failure::new(Code::Cancelled))?;
    read.map_err(|_| Failure::new(Code::Internal))?
}

fn take_or_ask(from_stdin: bool) -> Result<Zeroizing<String>, Failure> {
    match source(from_stdin, io::stdin().is_terminal()) {
        Source::Prompt => ask(),
        Source::Input => take(io::stdin().lock()),
        Source::Nothing => Err(missing()),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Source {
    Prompt,
    Input,
    Nothing,
}

/// A terminal would show what is typed and wait for an end of input: there it is asked for, whatever was said.
const fn source(from_stdin: bool, terminal: bool) -> Source {
    match (from_stdin, terminal) {
        (_, true) => Source::Prompt,
        (true, false) => Source::Input,
        (false, false) => Source::Nothing,
    }
}

fn ask() -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password("Secret key: ").map(Zeroizing::new).map_err(|error| match error.kind() {
        // The prompt takes Ctrl-C as a key.
        io::ErrorKind::Interrupted => Failure::new(Code::Cancelled),
        _ => missing(),
    })
}

/// Everything that comes, without its last line end.
fn take(input: impl Read) -> Result<Zeroizing<String>, Failure> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    input.take(LIMIT).read_to_end(&mut bytes).map_err(|_| missing())?;
    let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    Ok(Zeroizing::new(String::from_utf8_lossy(line).into_owned()))
}

fn missing() -> Failure {
    Failure::new(Code::SkeyEmpty)
        .saying("Give the secret key on standard input with --skey-stdin, or run this on a terminal.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_typed_with_an_echo() {
        assert_eq!(source(true, true), Source::Prompt);
        assert_eq!(source(false, true), Source::Prompt);
        assert_eq!(source(true, false), Source::Input);
        assert_eq!(source(false, false), Source::Nothing);
    }

    #[test]
    fn only_the_last_line_end_goes() {
        for (input, secret) in [
            ("abc\n", "abc"),
            ("abc\r\n", "abc"),
            ("abc", "abc"),
            (" abc \n", " abc "),
            ("abc\n\n", "abc\n"),
            ("a\nb\n", "a\nb"),
            ("\r\n", ""),
            ("", ""),
        ] {
            assert_eq!(take(input.as_bytes()).unwrap().as_str(), secret, "{input:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_kept_recognisably_wrong() {
        assert_eq!(take(&b"ab\xff\n"[..]).unwrap().as_str(), "ab\u{fffd}");
    }
}
