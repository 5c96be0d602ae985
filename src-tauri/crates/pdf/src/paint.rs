//! Pages as a file.

use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;

use crate::block::{Colour, Document, Ink, Made, Picture, Run};
use crate::flow::{Bookmark, Laid};
use crate::fonts::Fonts;
use crate::items::{Item, place};
use crate::lines::lines;
use crate::sheet;

/// The file; none where a font or a picture cannot be put into it.
pub(crate) fn paint(document: &Document, laid: &Laid, fonts: &Fonts<'_>) -> Option<Vec<u8>> {
    let configuration = ConfigurationBuilder::new().with_version(PdfVersion::Pdf17).finish().ok()?;
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut file = krilla::Document::new_with(settings);
    let (width, height) = sheet::page(document.paper, document.landscape);
    for (index, items) in laid.pages.iter().enumerate() {
        let mut page = file.start_page_with(PageSettings::from_wh(width, height)?);
        let mut surface = page.surface();
        for item in items {
            draw(item, &mut surface, fonts)?;
        }
        for item in foot(document, fonts, index + 1, laid.pages.len(), (width, height)) {
            draw(&item, &mut surface, fonts)?;
        }
        surface.finish();
        page.finish();
    }
    file.set_outline(outline(&laid.bookmarks));
    file.set_metadata(metadata(document));
    file.finish().ok()
}

/// Width and height of a picture in pixels; none where it is damaged.
pub(crate) fn size(picture: &Picture) -> Option<(f32, f32)> {
    let (width, height) = image(picture)?.size();
    (width > 0 && height > 0).then_some((width as f32, height as f32))
}

fn image(picture: &Picture) -> Option<Image> {
    match picture {
        Picture::Png(bytes) => Image::from_png(bytes.clone().into(), true).ok(),
        Picture::Jpeg(bytes) => Image::from_jpeg(bytes.clone().into(), true).ok(),
    }
}

fn metadata(document: &Document) -> Metadata {
    let metadata = Metadata::new()
        .title(document.title.clone())
        .creator(document.creator.clone())
        .producer(document.creator.clone())
        .language("en".to_owned());
    let Some(Made(year, month, day, hour, minute, second)) = document.made else { return metadata };
    let date = DateTime::new(year).month(month).day(day).hour(hour).minute(minute).second(second);
    metadata.creation_date(date.utc_offset_hour(0).utc_offset_minute(0))
}

fn foot(document: &Document, fonts: &Fonts<'_>, page: usize, pages: usize, size: (f32, f32)) -> Vec<Item> {
    let mut items = Vec::new();
    let y = size.1 - sheet::BOTTOM + 22.0;
    let quiet = |text: String, isolated| Run { ink: Ink::Faint, isolated, ..Run::new(text) };
    let wide = size.0 - 2.0 * sheet::SIDE;
    if let Some(line) =
        lines(fonts, &[quiet(document.foot.clone(), true)], sheet::FOOT, wide - 60.0).into_iter().next()
    {
        place(line, sheet::SIDE, y, &mut items);
    }
    for line in lines(fonts, &[quiet(format!("{page} / {pages}"), false)], sheet::FOOT, 60.0) {
        let x = size.0 - sheet::SIDE - line.width;
        place(line, x, y, &mut items);
    }
    items
}

fn draw(item: &Item, surface: &mut Surface<'_>, fonts: &Fonts<'_>) -> Option<()> {
    match item {
        Item::Part { x, y, part, colour } => {
            let font = fonts.font(part.shaped.font)?.embedded.clone();
            surface.set_stroke(None);
            surface.set_fill(Some(filled(*colour)));
            let shaped = &part.shaped;
            surface.draw_glyphs(Point::from_xy(*x, *y), &shaped.glyphs, font, &shaped.text, part.size, false);
        }
        Item::Fill { x, y, width, height, colour } => {
            surface.set_stroke(None);
            surface.set_fill(Some(filled(*colour)));
            // What has no size is not seen.
            if let Some(path) = rectangle(*x, *y, *width, *height) {
                surface.draw_path(&path);
            }
        }
        Item::Square { x, y, side } => {
            surface.set_fill(None);
            let paint = rgb(sheet::colour(Ink::Soft)).into();
            surface.set_stroke(Some(Stroke { paint, width: 0.9, ..Stroke::default() }));
            surface.draw_path(&rectangle(*x, *y, *side, *side)?);
        }
        Item::Picture { x, y, width, height, picture } => {
            surface.push_transform(&Transform::from_translate(*x, *y));
            surface.draw_image(image(picture)?, Size::from_wh(*width, *height)?);
            surface.pop();
        }
    }
    Some(())
}

fn filled(colour: Colour) -> Fill {
    Fill { paint: rgb(colour).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

fn rgb(Colour(red, green, blue): Colour) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

/// Headings of level 2 with those of level 3 below them.
fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for mark in bookmarks.iter().filter(|mark| mark.level > 1) {
        let at = XyzDestination::new(mark.page, Point::from_xy(0.0, mark.y));
        let node = OutlineNode::new(mark.title.clone(), at);
        match (&mut open, mark.level) {
            (Some(parent), 3..) => parent.push_child(node),
            _ => {
                if let Some(whole) = open.replace(node) {
                    outline.push_child(whole);
                }
            }
        }
    }
    if let Some(last) = open {
        outline.push_child(last);
    }
    outline
}
