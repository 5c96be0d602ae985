//! Where `--out` leads: a file that appears when it is complete, or standard output.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use engine::{Code, WholeFile};

use crate::failure::Failure;

/// `-` in place of a name.
const STANDARD_OUTPUT: &str = "-";

/// A file, or one without a name that is held for standard output until it is whole.
pub(crate) enum Destination {
    File { file: WholeFile, shown: String },
    StandardOutput(File),
}

impl Destination {
    /// What `out` names. Standard output cannot hold a document about it as well.
    pub(crate) fn of(out: &Path, json: bool) -> Result<Self, Failure> {
        if out.as_os_str() == STANDARD_OUTPUT {
            if json {
                return Err(Failure::usage(
                    "--json needs standard output for its own document: name a file.",
                ));
            }
            let held = tempfile::tempfile().map_err(|_| Failure::new(Code::DiskFull))?;
            return Ok(Self::StandardOutput(held));
        }
        if out.file_name().is_none() || out.is_dir() {
            return Err(Failure::usage("--out must name a file."));
        }
        Ok(Self::File { file: WholeFile::at(out)?, shown: out.display().to_string() })
    }

    /// Writes all of it.
    pub(crate) fn write_all(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Write::write_all(self, bytes).map_err(|_| Failure::new(Code::DiskFull))
    }

    /// Puts the file in its place and gives its name; gives none where standard output took it.
    pub(crate) fn publish(self) -> Result<Option<String>, Failure> {
        match self {
            Self::File { file, shown } => {
                file.publish()?;
                Ok(Some(shown))
            }
            Self::StandardOutput(mut held) => {
                let mut out = io::stdout().lock();
                let copied = held.seek(SeekFrom::Start(0)).and_then(|_| io::copy(&mut held, &mut out));
                match copied.and_then(|_| out.flush()) {
                    // A reader that went away is no error of ours.
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                        Err(Failure::new(Code::DiskFull)
                            .saying("The result could not be written to standard output."))
                    }
                    _ => Ok(None),
                }
            }
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File { file, .. } => file.write(bytes),
            Self::StandardOutput(held) => held.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File { file, .. } => file.flush(),
            Self::StandardOutput(held) => held.flush(),
        }
    }
}
