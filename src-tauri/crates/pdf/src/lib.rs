//! A document of blocks as a PDF: headings, paragraphs, lists, figures, tables with bars. It knows neither Duo nor
//! HTML, reads nothing but the system's fonts, and takes every time from its caller: the same document makes the same
//! bytes where the fonts are the same.
//!
//! ```no_run
//! use pdf::{Block, Document, Run};
//! let heading = Block::Heading { level: 1, text: vec![Run::new("Licence review")] };
//! let bytes = pdf::write(&Document::new("Licence review", vec![heading]))?;
//! # Ok::<(), pdf::Error>(())
//! ```
//!
//! Text is text: no string becomes a link, an action or a field. What no font of the system has shows as a box.

mod block;
mod flow;
mod fonts;
mod items;
mod lines;
mod paint;
mod shape;
mod sheet;
mod table;
mod width;

pub use self::block::{
    Bar, Block, Cell, Colour, Document, Ink, Item, Made, Mark, Paper, Picture, Row, Run, Table, Text, Tone,
};

/// Why there is no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// This system has no font that text can be set in.
    NoFont,
    /// A font or a picture could not be put into the file.
    NotWritten,
}

impl std::fmt::Display for Error {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::NoFont => "this system has no font",
            Self::NotWritten => "the document could not be written",
        })
    }
}

impl std::error::Error for Error {}

/// The document as the bytes of a file.
///
/// # Errors
/// [`Error::NoFont`] where the system has none, [`Error::NotWritten`] where one of them is damaged.
pub fn write(document: &Document) -> Result<Vec<u8>, Error> {
    let library = fonts::Library::of_system();
    write_with(document, &library)
}

fn write_with(document: &Document, library: &fonts::Library) -> Result<Vec<u8>, Error> {
    let fonts = fonts::Fonts::of(library).ok_or(Error::NoFont)?;
    let laid = flow::lay(document, &fonts);
    paint::paint(document, &laid, &fonts).ok_or(Error::NotWritten)
}

#[cfg(test)]
mod tests;
