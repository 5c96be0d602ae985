//! What a document is made of.

/// A document before it has pages.
#[derive(Clone, Debug)]
pub struct Document {
    /// Title, for the reader's window and the file's properties.
    pub title: String,
    /// What wrote it, for the file's properties.
    pub creator: String,
    /// When it was made, in UTC; none = the file does not say.
    pub made: Option<Made>,
    /// Size of the pages.
    pub paper: Paper,
    /// Pages lie on their long side.
    pub landscape: bool,
    /// Colour of bars and of the line at the head.
    pub accent: Colour,
    /// The line at the head is drawn in the accent.
    pub branded: bool,
    /// At the foot of every page, beside its number.
    pub foot: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// A document on A4 with nothing at its foot.
    pub fn new(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self {
            title: title.into(),
            creator: String::new(),
            made: None,
            paper: Paper::A4,
            landscape: false,
            accent: Colour(0x41, 0x46, 0xb5),
            branded: false,
            foot: String::new(),
            blocks,
        }
    }
}

/// A time in UTC: year, month, day, hour, minute, second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made(pub u16, pub u8, pub u8, pub u8, pub u8, pub u8);

/// Size of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// What text says by its colour; the words say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// Body text.
    #[default]
    Plain,
    /// Quieter.
    Soft,
    /// Quietest that is still easy to read.
    Faint,
    /// Good.
    Ok,
    /// To be looked at.
    Warn,
    /// Bad.
    Fail,
    /// A remark.
    Info,
}

/// Text of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The characters; `\n` ends a line.
    pub text: String,
    /// In bold type.
    pub bold: bool,
    /// A size smaller.
    pub small: bool,
    /// Its colour.
    pub ink: Ink,
    /// Somebody else's string: it does not turn the text around it.
    pub isolated: bool,
}

impl Run {
    /// Plain text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Runs, one after the other.
pub type Text = Vec<Run>;

/// A part of a document.
#[derive(Clone, Debug)]
pub enum Block {
    /// A picture at the left, at most 180 × 42 points.
    Picture(Picture),
    /// A heading of level 1 to 3; it stays with what follows and stands among the bookmarks.
    Heading {
        /// 1 is the document's.
        level: u8,
        /// Its words.
        text: Text,
    },
    /// A paragraph.
    Text(Text),
    /// Facts side by side between two lines: label and value.
    Facts(Vec<(Text, Text)>),
    /// Large figures side by side: label and value.
    Figures(Vec<(Text, Text)>),
    /// A list.
    Items(Vec<Item>),
    /// A box with a line at its side.
    Note {
        /// What kind of remark it is.
        tone: Tone,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A table; its heads stand on every page that it reaches.
    Table(Table),
    /// What follows begins on a new page.
    NewPage,
    /// A line across.
    Rule,
}

/// A picture's file.
#[derive(Clone, Debug)]
pub enum Picture {
    /// PNG.
    Png(Vec<u8>),
    /// JPEG.
    Jpeg(Vec<u8>),
}

/// What kind of remark a box holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A remark.
    Info,
    /// Good.
    Ok,
    /// To be looked at.
    Warn,
    /// Bad.
    Fail,
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub struct Item {
    /// What stands before it.
    pub mark: Mark,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// What stands before an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A dot.
    Dot,
    /// `3.`
    Number(usize),
    /// A box to be ticked with a pen.
    Square,
}

/// Rows under heads.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Repeated on every page.
    pub head: Vec<Row>,
    /// The rows.
    pub body: Vec<Row>,
    /// Sums; they stay with the last row.
    pub foot: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// From left to right.
    pub cells: Vec<Cell>,
    /// Its values are not there: it is shaded.
    pub shaded: bool,
    /// A heading within the table: it stays with the row that follows.
    pub leading: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What it says.
    pub text: Text,
    /// How many columns it covers, 0 as 1.
    pub span: usize,
    /// At the right, on one line.
    pub number: bool,
    /// On one line where there is room.
    pub whole: bool,
    /// A bar in place of text.
    pub bar: Option<Bar>,
}

/// A bar on a track, in hundredths of its length.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bar {
    /// Where it begins.
    pub from: f32,
    /// How long it is; 0 = only the track.
    pub share: f32,
    /// In grey in place of the accent.
    pub plain: bool,
}
