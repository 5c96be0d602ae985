//! Sizes in points, and colours that are told apart in grey.

use crate::block::{Colour, Ink, Paper, Tone};

/// Left and right of the text.
pub(crate) const SIDE: f32 = 44.0;
/// Above it.
pub(crate) const TOP: f32 = 46.0;
/// Below it; page numbers stand within.
pub(crate) const BOTTOM: f32 = 54.0;
/// Of body text.
pub(crate) const BODY: f32 = 9.5;
/// Of tables.
pub(crate) const TABLE: f32 = 8.6;
/// Of what stands at the foot.
pub(crate) const FOOT: f32 = 7.8;
/// Of large figures.
pub(crate) const LARGE: f32 = 15.0;

pub(crate) const LINE: Colour = Colour(0xe2, 0xde, 0xd6);
pub(crate) const STRONG_LINE: Colour = Colour(0xbd, 0xb7, 0xab);
pub(crate) const HEAD: Colour = Colour(0xf5, 0xf3, 0xef);
pub(crate) const SHADE: Colour = Colour(0xf3, 0xf1, 0xec);
pub(crate) const TRACK: Colour = Colour(0xec, 0xe8, 0xe1);
pub(crate) const PLAIN_BAR: Colour = Colour(0xb5, 0xad, 0xa0);

/// Width and height of a page.
pub(crate) fn page(paper: Paper, landscape: bool) -> (f32, f32) {
    let (short, long) = match paper {
        Paper::A4 => (595.28, 841.89),
        Paper::Letter => (612.0, 792.0),
    };
    if landscape { (long, short) } else { (short, long) }
}

/// Size of a heading.
pub(crate) fn heading(level: u8) -> f32 {
    match level {
        1 => 18.0,
        2 => 12.5,
        _ => 10.2,
    }
}

pub(crate) fn colour(ink: Ink) -> Colour {
    match ink {
        Ink::Plain => Colour(0x1d, 0x1b, 0x18),
        Ink::Soft => Colour(0x52, 0x4e, 0x46),
        Ink::Faint => Colour(0x69, 0x64, 0x5a),
        Ink::Ok => Colour(0x1a, 0x6a, 0x3e),
        Ink::Warn => Colour(0x80, 0x50, 0x00),
        Ink::Fail => Colour(0xae, 0x24, 0x1c),
        Ink::Info => Colour(0x1d, 0x5c, 0x87),
    }
}

/// Ground and edge of a box.
pub(crate) fn tone(tone: Tone) -> (Colour, Colour) {
    match tone {
        Tone::Info => (Colour(0xe8, 0xf1, 0xf8), Colour(0x1d, 0x5c, 0x87)),
        Tone::Ok => (Colour(0xe8, 0xf4, 0xec), Colour(0x1a, 0x6a, 0x3e)),
        Tone::Warn => (Colour(0xfb, 0xf1, 0xdb), Colour(0x80, 0x50, 0x00)),
        Tone::Fail => (Colour(0xfc, 0xec, 0xea), Colour(0xae, 0x24, 0x1c)),
    }
}
