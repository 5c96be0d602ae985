use std::ffi::OsString;
use std::path::PathBuf;

/// What the command line may say. Anything else is left alone: desktops add arguments of their own.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Offer the sample tenant first.
    pub(crate) demo: bool,
    /// A data folder other than the user's own.
    pub(crate) data_dir: Option<PathBuf>,
    /// Id of the client to open, of a `tandem://open/<id>`.
    pub(crate) linked: Option<String>,
}

impl Arguments {
    pub(crate) fn parse(mut words: impl Iterator<Item = OsString>) -> Self {
        let mut arguments = Self::default();
        while let Some(word) = words.next() {
            if word == "--demo" {
                arguments.demo = true;
            } else if word == "--data-dir" {
                arguments.data_dir = words.next().map(PathBuf::from);
            } else {
                arguments.linked = word.to_str().and_then(engine::linked_client).or(arguments.linked);
            }
        }
        arguments
    }
}
