//! Text as lines of a width.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use unicode_linebreak::linebreaks;

use crate::block::{Ink, Run};
use crate::fonts::Fonts;
use crate::shape::{Shaped, advance, shape};

/// Height of a line as a part of its size.
const LEADING: f32 = 1.36;
/// A smaller size as a part of the text's.
const SMALL: f32 = 0.9;
/// Keeps one string from turning another.
const ISOLATE: char = '\u{2068}';
const END_ISOLATE: char = '\u{2069}';

/// A line that is ready to be drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) parts: Vec<Part>,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// Glyphs of one font, size and colour.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) shaped: Shaped,
    pub(crate) size: f32,
    pub(crate) ink: Ink,
    pub(crate) width: f32,
}

/// A paragraph put together from its runs.
struct Paragraph<'r> {
    text: String,
    runs: Vec<(Range<usize>, &'r Run)>,
}

/// The text in lines no wider than `width`; a word that is wider is broken.
pub(crate) fn lines(fonts: &Fonts<'_>, text: &[Run], size: f32, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    for paragraph in paragraphs(text) {
        let breaks = paragraph.breaks(fonts, size, width);
        let bidi = (!paragraph.text.is_ascii()).then(|| BidiInfo::new(&paragraph.text, Some(Level::ltr())));
        let mut from = 0;
        for end in breaks {
            lines.push(paragraph.line(fonts, bidi.as_ref(), from..end, size));
            from = end;
        }
    }
    lines
}

/// Width of the text on one line, and of its widest word.
pub(crate) fn widths(fonts: &Fonts<'_>, text: &[Run], size: f32) -> (f32, f32) {
    let (mut widest, mut word) = (0.0_f32, 0.0_f32);
    for paragraph in paragraphs(text) {
        let lengths = || paragraph.segments().map(|range| paragraph.lengths(fonts, range, size));
        word = lengths().map(|(seen, _)| seen).fold(word, f32::max);
        widest = widest.max(paragraph.whole(fonts, size));
    }
    (widest, word)
}

fn paragraphs(text: &[Run]) -> Vec<Paragraph<'_>> {
    let mut all = vec![Paragraph { text: String::new(), runs: Vec::new() }];
    for run in text {
        for (index, words) in run.text.split('\n').enumerate() {
            if index > 0 {
                all.push(Paragraph { text: String::new(), runs: Vec::new() });
            }
            if let Some(paragraph) = all.last_mut() {
                paragraph.push(words, run);
            }
        }
    }
    all
}

impl<'r> Paragraph<'r> {
    fn push(&mut self, words: &str, run: &'r Run) {
        // Whatever turns text is taken out: only an isolated string has marks, which are ours.
        let clean = words.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !turns(*c));
        let start = self.text.len();
        let isolated = run.isolated && !words.is_ascii();
        self.text.extend(isolated.then_some(ISOLATE));
        self.text.extend(clean);
        self.text.extend(isolated.then_some(END_ISOLATE));
        if self.text.len() > start {
            self.runs.push((start..self.text.len(), run));
        }
    }

    /// Words with the blank behind them. Nothing in a paragraph ends a line by force.
    fn segments(&self) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        linebreaks(&self.text).map(move |(at, _)| {
            let range = from..at;
            from = at;
            range
        })
    }

    /// Where lines end.
    fn breaks(&self, fonts: &Fonts<'_>, size: f32, width: f32) -> Vec<usize> {
        if self.text.is_empty() || self.whole(fonts, size) <= width {
            return vec![self.text.len()];
        }
        let (mut breaks, mut from, mut used) = (Vec::new(), 0, 0.0);
        for range in self.segments() {
            let (seen, whole) = self.lengths(fonts, range.clone(), size);
            if used + seen > width && range.start > from {
                breaks.push(range.start);
                (from, used) = (range.start, 0.0);
            }
            if seen > width {
                for at in self.forced(fonts, range.clone(), size, width) {
                    breaks.push(at);
                    from = at;
                }
                used = self.width(fonts, from..range.end, size);
            } else {
                used += whole;
            }
        }
        if from < self.text.len() {
            breaks.push(self.text.len());
        }
        breaks
    }

    /// Ends of lines within a word that is wider than a line, at whole characters.
    fn forced(&self, fonts: &Fonts<'_>, range: Range<usize>, size: f32, width: f32) -> Vec<usize> {
        let (mut ends, mut used) = (Vec::new(), 0.0);
        for (run, words) in self.runs_in(&range) {
            let offset = words.start;
            let mut clusters: Vec<(usize, f32)> = shape(fonts, &self.text[words], run.bold, false)
                .iter()
                .scan(offset, |at, part| {
                    let start = *at;
                    *at += part.text.len();
                    Some(
                        part.glyphs
                            .iter()
                            .map(move |glyph| (start + glyph.start(), glyph.advance))
                            .collect::<Vec<_>>(),
                    )
                })
                .flatten()
                .collect();
            clusters.sort_by_key(|(at, _)| *at);
            for (at, advance) in clusters {
                let advance = advance * sized(run, size);
                if used + advance > width && used > 0.0 && at > range.start && ends.last() != Some(&at) {
                    ends.push(at);
                    used = 0.0;
                }
                used += advance;
            }
        }
        ends
    }

    /// Length of all of it, word by word as lines are filled.
    fn whole(&self, fonts: &Fonts<'_>, size: f32) -> f32 {
        self.segments().map(|range| self.width(fonts, range, size)).sum()
    }

    /// Lengths without and with the blank at the end.
    fn lengths(&self, fonts: &Fonts<'_>, range: Range<usize>, size: f32) -> (f32, f32) {
        let whole = self.width(fonts, range.clone(), size);
        let seen = self.text[range.clone()].trim_end().len();
        if seen == range.len() {
            return (whole, whole);
        }
        (self.width(fonts, range.start..range.start + seen, size), whole)
    }

    fn width(&self, fonts: &Fonts<'_>, range: Range<usize>, size: f32) -> f32 {
        self.runs_in(&range)
            .map(|(run, words)| advance(fonts, &self.text[words], run.bold) * sized(run, size))
            .sum()
    }

    fn runs_in<'p>(
        &'p self,
        range: &Range<usize>,
    ) -> impl Iterator<Item = (&'r Run, Range<usize>)> + use<'p, 'r> {
        let range = range.clone();
        self.runs.iter().filter_map(move |(whole, run)| {
            let part = whole.start.max(range.start)..whole.end.min(range.end);
            (part.start < part.end).then_some((*run, part))
        })
    }

    fn line(&self, fonts: &Fonts<'_>, bidi: Option<&BidiInfo<'_>>, range: Range<usize>, size: f32) -> Line {
        let seen = range.start..range.start + self.text[range].trim_end().len();
        let visual = match bidi {
            Some(bidi) if !seen.is_empty() => bidi.paragraphs.first().map_or_else(Vec::new, |paragraph| {
                let (levels, runs) = bidi.visual_runs(paragraph, seen.clone());
                runs.into_iter().map(|run| (levels[run.start].is_rtl(), run)).collect()
            }),
            _ => vec![(false, seen)],
        };
        let mut parts = Vec::new();
        for (rtl, range) in visual {
            let mut runs: Vec<_> = self.runs_in(&range).collect();
            if rtl {
                runs.reverse();
            }
            for (run, words) in runs {
                let size = sized(run, size);
                let shaped = shape(fonts, &self.text[words], run.bold, rtl);
                parts.extend(shaped.iter().map(|shaped| Part {
                    width: shaped.advance() * size,
                    shaped: shaped.clone(),
                    size,
                    ink: run.ink,
                }));
            }
        }
        let tallest = parts.iter().map(|part| part.size).fold(0.0, f32::max);
        let tallest = if tallest > 0.0 { tallest } else { size };
        Line { width: parts.iter().map(|part| part.width).sum(), parts, height: tallest * LEADING }
    }
}

fn sized(run: &Run, size: f32) -> f32 {
    if run.small { size * SMALL } else { size }
}

/// Marks that turn the text around them.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{2028}' | '\u{2029}')
}
