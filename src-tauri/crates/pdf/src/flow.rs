//! Blocks as strips, and strips on pages.

use std::rc::Rc;

use crate::block::{Block, Document, Ink, Item as Entry, Mark, Picture, Run, Text, Tone};
use crate::fonts::Fonts;
use crate::items::{Item, Strip, hold, keep, place, stack};
use crate::lines::lines;
use crate::table::{self, Place};
use crate::{paint, sheet};

/// Largest picture at the head.
const PICTURE: (f32, f32) = (180.0, 42.0);
/// From a list's mark to its text.
const INDENT: f32 = 17.0;

/// Pages with what is drawn on them, and where headings stand.
pub(crate) struct Laid {
    pub(crate) pages: Vec<Vec<Item>>,
    pub(crate) bookmarks: Vec<Bookmark>,
}

pub(crate) struct Bookmark {
    pub(crate) level: u8,
    pub(crate) title: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// The document on pages.
pub(crate) fn lay(document: &Document, fonts: &Fonts<'_>) -> Laid {
    let (width, height) = sheet::page(document.paper, document.landscape);
    let at = Place {
        x: sheet::SIDE,
        width: width - 2.0 * sheet::SIDE,
        page: height - sheet::TOP - sheet::BOTTOM,
        accent: document.accent,
    };
    let mut strips = Vec::new();
    if document.branded {
        let colour = document.accent;
        let line = Item::Fill { x: at.x, y: 0.0, width: at.width, height: 4.0, colour };
        strips.push(Strip { height: 4.0, items: vec![line], keep: true, ..Strip::default() });
    }
    blocks(fonts, &document.blocks, &at, &mut strips);
    pages(strips, at.page)
}

fn blocks(fonts: &Fonts<'_>, all: &[Block], at: &Place, out: &mut Vec<Strip>) {
    let mut fresh = false;
    for (index, block) in all.iter().enumerate() {
        if matches!(block, Block::NewPage) {
            fresh = true;
            continue;
        }
        let mut strips = of(fonts, block, at);
        if let Some(first) = strips.first_mut() {
            first.fresh |= std::mem::take(&mut fresh);
        }
        if lead(all, index) {
            keep(&mut strips);
        }
        out.append(&mut strips);
    }
}

/// A remark between a heading and its table stays with both.
fn lead(all: &[Block], index: usize) -> bool {
    matches!(all[index], Block::Text(_))
        && matches!(all.get(index + 1), Some(Block::Table(_) | Block::Items(_) | Block::Text(_)))
        && index.checked_sub(1).is_some_and(|before| matches!(all[before], Block::Heading { .. }))
}

fn of(fonts: &Fonts<'_>, block: &Block, at: &Place) -> Vec<Strip> {
    match block {
        Block::Picture(picture) => drawn(picture, at).into_iter().collect(),
        Block::Heading { level, text } => heading(fonts, *level, text, at),
        Block::Text(text) => paragraph(fonts, text, sheet::BODY, at),
        Block::Facts(facts) => fitting(row_of_facts(fonts, facts, at), fonts, facts, at),
        Block::Figures(figures) => fitting(row_of_figures(fonts, figures, at), fonts, figures, at),
        Block::Items(entries) => entries.iter().flat_map(|entry| item(fonts, entry, at)).collect(),
        Block::Note { tone, blocks } => note(fonts, *tone, blocks, at),
        Block::Table(table) => {
            let mut strips = table::strips(fonts, table, at);
            if let Some(first) = strips.first_mut() {
                first.gap = 7.0;
            }
            strips
        }
        Block::NewPage => Vec::new(),
        Block::Rule => {
            let line = Item::Fill { x: at.x, y: 0.0, width: at.width, height: 0.6, colour: sheet::LINE };
            vec![Strip { gap: 16.0, height: 0.6, items: vec![line], keep: true, ..Strip::default() }]
        }
    }
}

fn drawn(picture: &Picture, at: &Place) -> Option<Strip> {
    let (wide, high) = paint::size(picture)?;
    let scale = (PICTURE.0 / wide).min(PICTURE.1 / high).min(0.75);
    let (width, height) = (wide * scale, high * scale);
    let item = Item::Picture { x: at.x, y: 12.0, width, height, picture: Rc::new(picture.clone()) };
    Some(Strip { height: height + 20.0, items: vec![item], keep: true, ..Strip::default() })
}

fn heading(fonts: &Fonts<'_>, level: u8, text: &Text, at: &Place) -> Vec<Strip> {
    let mut strips = of_lines(fonts, text, sheet::heading(level), at);
    keep(&mut strips);
    if let Some(first) = strips.first_mut() {
        first.gap = match level {
            1 => 2.0,
            2 => 20.0,
            _ => 13.0,
        };
        first.bookmark = Some((level, text.iter().map(|run| run.text.as_str()).collect()));
    }
    strips
}

/// No line of it stands alone on a page.
fn paragraph(fonts: &Fonts<'_>, text: &Text, size: f32, at: &Place) -> Vec<Strip> {
    let mut strips = of_lines(fonts, text, size, at);
    let count = strips.len();
    if count > 1 {
        strips[0].keep = true;
        strips[count - 2].keep = true;
    }
    if let Some(first) = strips.first_mut() {
        first.gap = 4.0;
    }
    strips
}

fn of_lines(fonts: &Fonts<'_>, text: &Text, size: f32, at: &Place) -> Vec<Strip> {
    let strip = |line: crate::lines::Line| {
        let mut strip = Strip { height: line.height, ..Strip::default() };
        place(line, at.x, 0.0, &mut strip.items);
        strip
    };
    lines(fonts, text, size, at.width).into_iter().map(strip).collect()
}

fn item(fonts: &Fonts<'_>, entry: &Entry, at: &Place) -> Vec<Strip> {
    let inner = Place { x: at.x + INDENT, width: at.width - INDENT, ..*at };
    let mut strips = Vec::new();
    blocks(fonts, &entry.blocks, &inner, &mut strips);
    let Some(first) = strips.first_mut() else { return strips };
    first.gap = 3.0;
    let mark = match entry.mark {
        Mark::Square => {
            first.items.insert(0, Item::Square { x: at.x + 2.0, y: 2.0, side: 9.0 });
            return strips;
        }
        Mark::Dot => "•".to_owned(),
        Mark::Number(number) => format!("{number}."),
    };
    let run = Run { ink: Ink::Faint, ..Run::new(mark) };
    // Read aloud and copied, it stands before its text.
    let mut marked = Vec::new();
    for line in lines(fonts, &[run], sheet::BODY, INDENT * 2.0) {
        let x = inner.x - 5.0 - line.width;
        place(line, x, 0.0, &mut marked);
    }
    first.items.splice(0..0, marked);
    if strips.len() < 6 {
        hold(&mut strips);
    }
    strips
}

/// A box; one that is higher than a page goes over several.
fn note(fonts: &Fonts<'_>, tone: Tone, content: &[Block], at: &Place) -> Vec<Strip> {
    let inner = Place { x: at.x + 13.0, width: at.width - 25.0, ..*at };
    let mut strips = Vec::new();
    blocks(fonts, content, &inner, &mut strips);
    let high: f32 = strips.iter().map(|strip| strip.gap + strip.height).sum();
    let mut parts = if high + 14.0 < at.page { vec![stack(strips)] } else { strips };
    let last = parts.len().saturating_sub(1);
    for (index, part) in parts.iter_mut().enumerate() {
        let above = if index == 0 { 7.0 } else { part.gap };
        part.items.iter_mut().for_each(|item| item.down(above));
        part.height += above + if index == last { 7.0 } else { 0.0 };
        part.gap = if index == 0 { 11.0 } else { 0.0 };
        let (ground, edge) = sheet::tone(tone);
        let height = part.height;
        let fill = |width, colour| Item::Fill { x: at.x, y: 0.0, width, height, colour };
        part.items.splice(0..0, [fill(at.width, ground), fill(3.0, edge)]);
    }
    parts
}

/// The row; where it is higher than a page, a paragraph for each of its pairs.
fn fitting(row: Strip, fonts: &Fonts<'_>, pairs: &[(Text, Text)], at: &Place) -> Vec<Strip> {
    if row.height <= at.page {
        return vec![row];
    }
    pairs.iter().flat_map(|pair| paragraph(fonts, &on_one_line(pair), sheet::BODY, at)).collect()
}

fn on_one_line((label, value): &(Text, Text)) -> Text {
    let quiet = label.iter().map(|run| Run { ink: Ink::Faint, ..run.clone() });
    quiet.chain([Run::new("  ")]).chain(value.iter().cloned()).collect()
}

/// Label and value on one line, as many as fit beside one another.
fn row_of_facts(fonts: &Fonts<'_>, facts: &[(Text, Text)], at: &Place) -> Strip {
    let mut strip = Strip { gap: 11.0, ..Strip::default() };
    let (mut x, mut y, mut tallest) = (at.x, 6.0, 0.0_f32);
    for fact in facts {
        let lines = lines(fonts, &on_one_line(fact), sheet::TABLE, at.width);
        let width = lines.iter().map(|line| line.width).fold(0.0, f32::max);
        if x > at.x && x + width > at.x + at.width {
            (x, y, tallest) = (at.x, y + tallest, 0.0);
        }
        let mut below = y;
        for line in lines {
            let height = line.height;
            place(line, x, below, &mut strip.items);
            below += height;
        }
        tallest = tallest.max(below - y);
        x += width + 20.0;
    }
    strip.height = y + tallest + 6.0;
    edged(&mut strip, at);
    strip
}

fn row_of_figures(fonts: &Fonts<'_>, figures: &[(Text, Text)], at: &Place) -> Strip {
    let mut strip = Strip { gap: 11.0, ..Strip::default() };
    let each = at.width / figures.len().max(1) as f32;
    for (index, (label, value)) in figures.iter().enumerate() {
        let x = at.x + each * index as f32 + if index > 0 { 11.0 } else { 0.0 };
        let mut y = 8.0;
        let values = value.iter().map(|run| Run { bold: true, ..run.clone() }).collect::<Text>();
        let text = [(label, sheet::TABLE), (&values, sheet::LARGE)];
        for line in text.into_iter().flat_map(|(text, size)| lines(fonts, text, size, each - 14.0)) {
            let height = line.height;
            place(line, x, y, &mut strip.items);
            y += height;
        }
        strip.height = strip.height.max(y + 7.0);
    }
    for index in 1..figures.len() {
        let (x, height) = (at.x + each * index as f32, strip.height);
        strip.items.push(Item::Fill { x, y: 0.0, width: 0.5, height, colour: sheet::LINE });
    }
    edged(&mut strip, at);
    strip
}

/// Between two lines.
fn edged(strip: &mut Strip, at: &Place) {
    for y in [0.0, strip.height - 0.5] {
        strip.items.push(Item::Fill { x: at.x, y, width: at.width, height: 0.5, colour: sheet::LINE });
    }
}

fn pages(strips: Vec<Strip>, room: f32) -> Laid {
    let mut laid = Laid { pages: vec![Vec::new()], bookmarks: Vec::new() };
    let chains = chains(&strips);
    let mut used = 0.0;
    let mut before_kept = false;
    for (strip, chain) in strips.into_iter().zip(chains) {
        let gap = if used > 0.0 { strip.gap } else { 0.0 };
        let need = if chain <= room { chain } else { strip.height };
        let starts_chain = !before_kept || chain > room;
        before_kept = strip.keep;
        if used > 0.0
            && (strip.fresh || (starts_chain && used + gap + need > room) || used + gap + strip.height > room)
        {
            laid.pages.push(Vec::new());
            used = 0.0;
            for head in strip.head.iter().flat_map(|head| head.iter().cloned()) {
                put(head, &mut laid, &mut used);
            }
        }
        put(strip, &mut laid, &mut used);
    }
    laid
}

/// From each strip on: the height of all that has to stay with it.
fn chains(strips: &[Strip]) -> Vec<f32> {
    let mut chains = vec![0.0; strips.len()];
    let mut next: Option<(f32, f32)> = None;
    for (at, strip) in strips.iter().enumerate().rev() {
        let behind = next.filter(|_| strip.keep && !strips.get(at + 1).is_some_and(|next| next.fresh));
        chains[at] = strip.height + behind.map_or(0.0, |(gap, height)| gap + height);
        next = Some((strip.gap, chains[at]));
    }
    chains
}

fn put(strip: Strip, laid: &mut Laid, used: &mut f32) {
    let gap = if *used > 0.0 { strip.gap } else { 0.0 };
    let top = sheet::TOP + *used + gap;
    let page = laid.pages.len() - 1;
    if let Some((level, title)) = strip.bookmark {
        laid.bookmarks.push(Bookmark { level, title, page, y: top });
    }
    if let Some(items) = laid.pages.last_mut() {
        items.extend(strip.items.into_iter().map(|mut item| {
            item.down(top);
            item
        }));
    }
    *used += gap + strip.height;
}
