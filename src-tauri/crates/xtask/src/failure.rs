use std::fmt;
use std::path::PathBuf;

/// Why a command of this program did not come to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Wrong arguments; holds the usage.
    Usage(&'static str),
    /// No step has this name.
    UnknownStep(String),
    /// A program could not be started.
    Start { line: String, reason: std::io::Error },
    /// A program ended badly.
    Exit { line: String },
    /// A file could not be read or written.
    File { path: PathBuf, reason: std::io::Error },
    /// Rules of the project that do not hold, one a line.
    Rules(Vec<String>),
    /// Something has to be installed by hand; holds what and how.
    Missing(String),
    /// A program answered something that this one cannot read.
    Unreadable { what: &'static str },
    /// There is no display to open a window on.
    NoDisplay,
}

impl Failure {
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::UnknownStep(_) => 2,
            Self::Missing(_) | Self::NoDisplay => 3,
            Self::Start { .. }
            | Self::Exit { .. }
            | Self::File { .. }
            | Self::Rules(_)
            | Self::Unreadable { .. } => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(usage) => write!(out, "usage\n{usage}"),
            Self::UnknownStep(name) => {
                write!(out, "no step is called {name}; `cargo xtask test --list` names them")
            }
            Self::Start { line, reason } => write!(out, "could not start `{line}`: {reason}"),
            Self::Exit { line } => write!(out, "`{line}` failed"),
            Self::File { path, reason } => write!(out, "{}: {reason}", path.display()),
            Self::Rules(broken) => write!(out, "{}", broken.join("\n       ")),
            Self::Unreadable { what } => write!(out, "could not read {what}"),
            Self::Missing(what) => write!(out, "{what}"),
            Self::NoDisplay => write!(
                out,
                "no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.\n       \
                 The same job without a window:  cargo xtask demo --headless"
            ),
        }
    }
}
