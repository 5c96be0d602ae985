//! How wide a table's columns are.

use crate::block::{Cell, Table};
use crate::fonts::Fonts;
use crate::lines::widths;
use crate::sheet;

/// Empty left and right of a cell's text.
pub(crate) const PAD: f32 = 5.0;
/// So many rows decide; the others are much like them.
const LOOKED_AT: usize = 300;
/// What a bar needs, and what it likes.
const BAR: (f32, f32) = (80.0, 190.0);
/// A word longer than this part of the table is broken.
const LONGEST_WORD: f32 = 0.4;
/// One long text takes no room from its neighbours beyond this part of the table.
const LONGEST: f32 = 0.5;

/// Widths of a column.
#[derive(Clone, Copy, Debug, Default)]
struct Need {
    /// Below it a word or a number is broken.
    word: f32,
    /// Below it a line is broken that should not be.
    least: f32,
    best: f32,
    /// It holds text that gains from room.
    grows: bool,
}

/// Widths of the columns, together `width`.
pub(crate) fn columns(fonts: &Fonts<'_>, table: &Table, width: f32) -> Vec<f32> {
    let rows = || table.head.iter().chain(table.body.iter().take(LOOKED_AT)).chain(&table.foot);
    let count = rows().map(|row| row.cells.iter().map(spanned).sum()).max().unwrap_or(0);
    let mut needs = vec![Need::default(); count];
    for row in rows() {
        let mut at = 0;
        for cell in &row.cells {
            if spanned(cell) == 1
                && let Some(need) = needs.get_mut(at)
            {
                need.meet(fonts, cell, width);
            }
            at += spanned(cell);
        }
    }
    share(&needs, width)
}

pub(crate) fn spanned(cell: &Cell) -> usize {
    cell.span.max(1)
}

impl Need {
    fn meet(&mut self, fonts: &Fonts<'_>, cell: &Cell, width: f32) {
        let (word, least, best) = if cell.bar.is_some() {
            (BAR.0, BAR.0, BAR.1)
        } else {
            let (best, word) = widths(fonts, &cell.text, sheet::TABLE);
            // A hair more, so that what was measured fits.
            let (best, word) = ((best + 0.1).min(width * LONGEST), word + 0.1);
            let word = word.min(width * LONGEST_WORD);
            if cell.number {
                (best, best, best)
            } else if cell.whole && best < width * LONGEST_WORD {
                (word, best, best)
            } else {
                (word, word, best)
            }
        };
        self.word = self.word.max(word + 2.0 * PAD);
        self.least = self.least.max(least + 2.0 * PAD);
        self.best = self.best.max(best + 2.0 * PAD);
        self.grows |= cell.bar.is_none() && !cell.number && !cell.text.is_empty();
    }
}

fn share(needs: &[Need], width: f32) -> Vec<f32> {
    let least: f32 = needs.iter().map(|need| need.least).sum();
    let best: f32 = needs.iter().map(|need| need.best).sum();
    if least >= width {
        let words: f32 = needs.iter().map(|need| need.word).sum();
        if words >= width {
            return needs.iter().map(|need| need.word * width / words).collect();
        }
        let tight: Vec<Need> = needs.iter().map(|need| Need { least: need.word, ..*need }).collect();
        return grown(&tight, width);
    }
    if best > width {
        return grown(needs, width);
    }
    let growing: f32 = needs.iter().filter(|need| need.grows).map(|need| need.best).sum();
    let spare = width - best;
    let wider = |need: &Need| match (need.grows, growing > 0.0) {
        (true, true) => need.best + spare * need.best / growing,
        (false, true) => need.best,
        (_, false) => need.best * width / best.max(1.0),
    };
    needs.iter().map(wider).collect()
}

/// The root keeps one long text from taking all that there is.
fn grown(needs: &[Need], width: f32) -> Vec<f32> {
    let least: f32 = needs.iter().map(|need| need.least).sum();
    let wants: Vec<f32> = needs.iter().map(|need| (need.best - need.least).max(0.0).sqrt()).collect();
    poured(needs, &wants, width - least)
}

/// The least and a share of the room, none more than its best while another has less.
fn poured(needs: &[Need], wants: &[f32], room: f32) -> Vec<f32> {
    let mut widths: Vec<f32> = needs.iter().map(|need| need.least).collect();
    let mut room = room;
    for _ in 0..needs.len() {
        let open = |at: usize, widths: &[f32]| widths[at] + 0.01 < needs[at].best;
        let wanted: f32 = (0..needs.len()).filter(|at| open(*at, &widths)).map(|at| wants[at]).sum();
        if wanted <= 0.0 || room < 0.01 {
            break;
        }
        let part = room / wanted;
        for at in 0..needs.len() {
            if open(at, &widths) {
                let more = (part * wants[at]).min(needs[at].best - widths[at]);
                widths[at] += more;
                room -= more;
            }
        }
    }
    widths
}
