//! Tables as strips: a row each.

use std::rc::Rc;

use crate::block::{Bar, Cell, Colour, Row, Table};
use crate::fonts::Fonts;
use crate::items::{Item, Strip, hold, keep, place};
use crate::lines::{Line, lines};
use crate::sheet;
use crate::width::{PAD, columns, spanned};

/// Empty above and below a cell's text.
const ABOVE: f32 = 3.6;
const BAR_HEIGHT: f32 = 6.5;
/// A table no higher than this part of a page is not parted.
const HELD: f32 = 0.4;
/// A row higher than this part of a page goes over several.
const TALLEST: f32 = 0.3;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Head,
    Body,
    Foot,
}

pub(crate) struct Place {
    pub(crate) x: f32,
    pub(crate) width: f32,
    /// Height of a page's text.
    pub(crate) page: f32,
    pub(crate) accent: Colour,
}

/// The rows; the heads stand above the first of each page.
pub(crate) fn strips(fonts: &Fonts<'_>, table: &Table, at: &Place) -> Vec<Strip> {
    let widths = columns(fonts, table, at.width);
    let row = |row: &Row, kind: Kind| row_strips(fonts, row, kind, &widths, at);
    let mut head: Vec<Strip> = table.head.iter().flat_map(|one| row(one, Kind::Head)).collect();
    keep(&mut head);
    let high: f32 = head.iter().map(|strip| strip.height).sum();
    // Heads that take much of a page leave none to what they stand above.
    let again = (!head.is_empty() && high < at.page * HELD).then(|| Rc::new(head.clone()));
    let mut body: Vec<Strip> = table.body.iter().flat_map(|one| row(one, Kind::Body)).collect();
    let mut foot: Vec<Strip> = table.foot.iter().flat_map(|one| row(one, Kind::Foot)).collect();
    if let (Some(last), false) = (body.last_mut(), foot.is_empty()) {
        last.keep = true;
    }
    hold(&mut foot);
    body.append(&mut foot);
    // One row alone at the end of a page looks lost.
    if body.len() > 2 {
        body[0].keep = true;
        let last = body.len() - 2;
        body[last].keep = true;
    }
    for strip in &mut body {
        strip.head.clone_from(&again);
    }
    head.append(&mut body);
    if head.iter().map(|strip| strip.height).sum::<f32>() < at.page * HELD {
        hold(&mut head);
    }
    head
}

fn row_strips(fonts: &Fonts<'_>, row: &Row, kind: Kind, widths: &[f32], at: &Place) -> Vec<Strip> {
    let mut cells: Vec<(f32, f32, &Cell, Vec<Line>)> = Vec::new();
    let (mut x, mut column) = (at.x, 0);
    for cell in &row.cells {
        let width: f32 = widths.iter().skip(column).take(spanned(cell)).sum();
        let text = if cell.text.is_empty() {
            Vec::new()
        } else {
            lines(fonts, &cell.text, sheet::TABLE, (width - 2.0 * PAD).max(4.0))
        };
        cells.push((x, width, cell, text));
        x += width;
        column += spanned(cell);
    }
    let most = at.page * TALLEST;
    let mut strips = Vec::new();
    loop {
        let mut strip = Strip { keep: row.leading, ..Strip::default() };
        let mut tallest = 0.0_f32;
        let mut rest = false;
        for (x, width, cell, text) in &mut cells {
            let mut y = ABOVE;
            if let (Some(bar), true) = (cell.bar, strips.is_empty()) {
                draw_bar(bar, *x, *width, at.accent, &mut strip.items);
                y += BAR_HEIGHT;
            }
            while !text.is_empty() && (y <= ABOVE || y + text[0].height < most) {
                let line = text.remove(0);
                let height = line.height;
                let indent = if cell.number { *width - PAD - line.width } else { PAD };
                place(line, *x + indent, y, &mut strip.items);
                y += height;
            }
            rest |= !text.is_empty();
            tallest = tallest.max(y);
        }
        strip.height = tallest + ABOVE;
        ground(&mut strip, row, kind, rest, at);
        strips.push(strip);
        if !rest {
            return strips;
        }
    }
}

/// Shade and lines, below what stands on them.
fn ground(strip: &mut Strip, row: &Row, kind: Kind, goes_on: bool, at: &Place) {
    let fill = |y: f32, height: f32, colour| Item::Fill { x: at.x, y, width: at.width, height, colour };
    let mut under = Vec::new();
    let shade = match kind {
        Kind::Head => Some(sheet::HEAD),
        Kind::Body | Kind::Foot => row.shaded.then_some(sheet::SHADE),
    };
    under.extend(shade.map(|colour| fill(0.0, strip.height, colour)));
    match kind {
        Kind::Head => under.push(fill(strip.height - 0.7, 0.7, sheet::STRONG_LINE)),
        Kind::Foot => under.push(fill(0.0, 0.7, sheet::STRONG_LINE)),
        Kind::Body if !goes_on => under.push(fill(strip.height - 0.5, 0.5, sheet::LINE)),
        Kind::Body => {}
    }
    under.append(&mut strip.items);
    strip.items = under;
}

fn draw_bar(bar: Bar, x: f32, width: f32, accent: Colour, out: &mut Vec<Item>) {
    let (x, width) = (x + PAD, width - 2.0 * PAD);
    let y = ABOVE + 2.4;
    let part = |x, width, colour| Item::Fill { x, y, width, height: BAR_HEIGHT, colour };
    out.push(part(x, width, sheet::TRACK));
    if bar.share > 0.0 {
        let from = bar.from.clamp(0.0, 100.0) / 100.0 * width;
        let long = (bar.share / 100.0 * width).max(1.0).min(width - from);
        out.push(part(x + from, long.max(0.5), if bar.plain { sheet::PLAIN_BAR } else { accent }));
    }
}
