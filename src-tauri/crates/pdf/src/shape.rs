//! Characters as glyphs.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use krilla::surface::Location;
use krilla::text::{Glyph as _, GlyphId};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, UnicodeBuffer};

use crate::fonts::{FontId, Fonts};

/// A glyph; lengths are parts of the size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    id: u32,
    /// Bytes of the text that it stands for.
    start: u32,
    end: u32,
    pub(crate) advance: f32,
    x: f32,
    y: f32,
}

impl Glyph {
    pub(crate) fn start(&self) -> usize {
        self.start as usize
    }
}

impl krilla::text::Glyph for Glyph {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.id)
    }
    fn text_range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }
    fn x_offset(&self, size: f32) -> f32 {
        self.x * size
    }
    fn y_offset(&self, size: f32) -> f32 {
        self.y * size
    }
    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }
    fn location(&self) -> Option<Location> {
        None
    }
}

/// Glyphs of one font, in the order in which they are drawn.
#[derive(Clone, Debug)]
pub(crate) struct Shaped {
    pub(crate) font: FontId,
    pub(crate) text: Rc<str>,
    pub(crate) glyphs: Rc<[Glyph]>,
}

impl Shaped {
    /// Its length as a part of the size.
    pub(crate) fn advance(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.x_advance(1.0)).sum()
    }
}

/// What was shaped: a report says much more than once.
#[derive(Default)]
pub(crate) struct Seen {
    /// By weight and direction.
    of: [BTreeMap<String, Rc<[Shaped]>>; 4],
}

/// So many texts are kept of a kind.
const KEPT: usize = 4_096;

/// Text of one direction, from left to right as it is drawn.
pub(crate) fn shape(fonts: &Fonts<'_>, text: &str, bold: bool, rtl: bool) -> Rc<[Shaped]> {
    let kind = usize::from(bold) + 2 * usize::from(rtl);
    if let Some(shaped) = fonts.seen.borrow().of[kind].get(text) {
        return Rc::clone(shaped);
    }
    let shaped: Rc<[Shaped]> = shaped(fonts, text, bold, rtl).into();
    let mut seen = fonts.seen.borrow_mut();
    if seen.of[kind].len() >= KEPT {
        seen.of[kind].clear();
    }
    seen.of[kind].insert(text.to_owned(), Rc::clone(&shaped));
    shaped
}

/// Length of text as a part of the size.
pub(crate) fn advance(fonts: &Fonts<'_>, text: &str, bold: bool) -> f32 {
    shape(fonts, text, bold, false).iter().map(Shaped::advance).sum()
}

fn shaped(fonts: &Fonts<'_>, text: &str, bold: bool, rtl: bool) -> Vec<Shaped> {
    let mut shaped: Vec<Shaped> = by_font(fonts, text, bold)
        .into_iter()
        .map(|(font, range)| {
            let text = &text[range];
            Shaped { font, text: text.into(), glyphs: glyphs(fonts, font, text, rtl).into() }
        })
        .collect();
    if rtl {
        shaped.reverse();
    }
    shaped
}

fn by_font(fonts: &Fonts<'_>, text: &str, bold: bool) -> Vec<(FontId, Range<usize>)> {
    let own = fonts.own(bold);
    if text.is_ascii() {
        return vec![(own, 0..text.len())];
    }
    let mut parts: Vec<(FontId, Range<usize>)> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match parts.last_mut() {
            // An accent or a joiner stays with its letter, where that font can draw it.
            Some((font, range)) if follows(c) || fonts.of_char(own, c) == *font => range.end = end,
            _ => parts.push((fonts.of_char(own, c), at..end)),
        }
    }
    parts
}

fn follows(c: char) -> bool {
    crate::fonts::invisible(c) || matches!(c, '\u{300}'..='\u{36f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn glyphs(fonts: &Fonts<'_>, font: FontId, text: &str, rtl: bool) -> Vec<Glyph> {
    let Some(font) = fonts.font(font) else { return Vec::new() };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(if rtl { Direction::RightToLeft } else { Direction::LeftToRight });
    buffer.guess_segment_properties();
    // Figures of one width stand below one another.
    let tabular = Feature::new(Tag::from_bytes(b"tnum"), 1, ..);
    let shaped = rustybuzz::shape(&font.shaper, &[tabular], buffer);
    #[allow(clippy::cast_precision_loss, reason = "units of a font are small")]
    let unit = 1.0 / font.shaper.units_per_em() as f32;
    let infos = shaped.glyph_infos();
    let mut starts: Vec<u32> = infos.iter().map(|info| info.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let end = |start: u32| {
        let next = starts.partition_point(|at| *at <= start);
        starts.get(next).copied().unwrap_or_else(|| u32::try_from(text.len()).unwrap_or(u32::MAX))
    };
    infos
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, place)| Glyph {
            id: info.glyph_id,
            start: info.cluster,
            end: end(info.cluster),
            advance: place.x_advance as f32 * unit,
            x: place.x_offset as f32 * unit,
            y: place.y_offset as f32 * unit,
        })
        .collect()
}
