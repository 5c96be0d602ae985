//! What is drawn, and strips of it: the pieces that pages are filled with.

use std::rc::Rc;

use crate::block::{Colour, Picture};
use crate::lines::{Line, Part};

/// Something to draw; places in points from the upper left.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Part {
        x: f32,
        y: f32,
        part: Rc<Part>,
        colour: Colour,
    },
    Fill {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        colour: Colour,
    },
    /// The outline of a box to be ticked.
    Square {
        x: f32,
        y: f32,
        side: f32,
    },
    Picture {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        picture: Rc<Picture>,
    },
}

/// A piece that stays on one page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strip {
    /// Empty above it, where it is not the first of a page.
    pub(crate) gap: f32,
    pub(crate) height: f32,
    /// Places from its own upper edge.
    pub(crate) items: Vec<Item>,
    /// The next one is on the same page.
    pub(crate) keep: bool,
    /// It begins a page.
    pub(crate) fresh: bool,
    /// Stands above it again where it is the first of a page.
    pub(crate) head: Option<Rc<Vec<Strip>>>,
    /// Level and words of a bookmark.
    pub(crate) bookmark: Option<(u8, String)>,
}

impl Item {
    pub(crate) fn down(&mut self, by: f32) {
        match self {
            Self::Part { y, .. }
            | Self::Fill { y, .. }
            | Self::Square { y, .. }
            | Self::Picture { y, .. } => *y += by,
        }
    }
}

/// A line's glyphs with its upper edge at `y`.
pub(crate) fn place(line: Line, x: f32, y: f32, out: &mut Vec<Item>) {
    // Where most fonts have their baseline.
    let baseline = y + line.height * 0.745;
    let mut x = x;
    for part in line.parts {
        let colour = crate::sheet::colour(part.ink);
        let width = part.width;
        out.push(Item::Part { x, y: baseline, part: Rc::new(part), colour });
        x += width;
    }
}

/// Strips one below the other as one.
pub(crate) fn stack(strips: Vec<Strip>) -> Strip {
    let mut whole = Strip::default();
    for (index, strip) in strips.into_iter().enumerate() {
        if index > 0 {
            whole.height += strip.gap;
        }
        whole.items.extend(strip.items.into_iter().map(|mut item| {
            item.down(whole.height);
            item
        }));
        whole.height += strip.height;
    }
    whole
}

/// Strips that stay with what follows.
pub(crate) fn keep(strips: &mut [Strip]) {
    for strip in strips {
        strip.keep = true;
    }
}

/// Strips that are not parted from one another.
pub(crate) fn hold(strips: &mut [Strip]) {
    let last = strips.len().saturating_sub(1);
    strips.iter_mut().take(last).for_each(|strip| strip.keep = true);
}
