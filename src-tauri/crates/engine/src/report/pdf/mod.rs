//! A report as a PDF: the HTML page, read back and set on paper. So both say the same, word for word, and a text stands
//! in one template only.

mod blocks;
mod nodes;
mod text;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Datelike, Timelike, Utc};
use pdf::{Colour, Document, Error, Made, Picture};

use super::Brand;
use crate::Code;
use crate::api::{CommandError, Paper};
use crate::text::said;

/// The page as the bytes of a PDF.
///
/// # Errors
/// `NO_FONT` where the system has no font; `INTERNAL` where a template wrote what cannot be set.
pub(crate) async fn on_paper(
    page: String,
    made: DateTime<Utc>,
    brand: &Brand,
    paper: Paper,
) -> Result<Vec<u8>, CommandError> {
    let brand = brand.clone();
    // Many pages take seconds.
    let set = tokio::task::spawn_blocking(move || set(&page, made, &brand, paper));
    set.await.map_err(|_| CommandError::new(Code::Internal))?
}

fn set(page: &str, made: DateTime<Utc>, brand: &Brand, paper: Paper) -> Result<Vec<u8>, CommandError> {
    let document = document(page, made, brand, paper).ok_or_else(|| {
        tracing::error!("a page could not be read back");
        CommandError::new(Code::Internal)
    })?;
    pdf::write(&document).map_err(|error| {
        CommandError::new(match error {
            Error::NoFont => Code::NoFont,
            Error::NotWritten => Code::Internal,
        })
    })
}

fn document(page: &str, at: DateTime<Utc>, brand: &Brand, paper: Paper) -> Option<Document> {
    let root = nodes::read(page)?;
    let title = root.find("title")?.text();
    let mut document = Document::new(title.clone(), blocks::within(root.find("body")?)?);
    document.creator = format!("{} {}", said("app_name", &[]), env!("CARGO_PKG_VERSION"));
    let small = |part: u32| u8::try_from(part).ok();
    document.made = Some(Made(
        u16::try_from(at.year()).ok()?,
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    ));
    document.paper = match paper {
        Paper::A4 => pdf::Paper::A4,
        Paper::Letter => pdf::Paper::Letter,
    };
    // The page says itself how it is printed.
    document.landscape = root.find("style")?.text().contains("size: landscape");
    document.foot = title;
    if let Some(accent) = brand.colour.as_deref().and_then(colour) {
        (document.accent, document.branded) = (accent, true);
    }
    Some(document)
}

/// `#rrggbb`.
fn colour(text: &str) -> Option<Colour> {
    let part = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    Some(Colour(part(1)?, part(3)?, part(5)?))
}

/// The picture of a `data:` URI.
fn picture(uri: &str) -> Option<Picture> {
    let (kind, bytes) = uri.strip_prefix("data:image/")?.split_once(";base64,")?;
    let bytes = STANDARD.decode(bytes).ok()?;
    match kind {
        "png" => Some(Picture::Png(bytes)),
        "jpeg" => Some(Picture::Jpeg(bytes)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;
    use crate::report::{Brand, Head, render};
    use crate::zone::Zone;

    fn head(subject: &str) -> Head {
        Head {
            title: "Seats".to_owned(),
            subject: Some(subject.to_owned()),
            facts: vec![("As of".to_owned(), subject.to_owned())],
            made: "2026-11-21T14:02:11Z".parse().unwrap(),
            zone: Zone::UTC,
            brand: Brand { colour: Some("#1d5c87".to_owned()), ..Brand::default() },
        }
    }

    fn read(page: &str, head: &Head, paper: Paper) -> Option<Document> {
        document(page, head.made, &head.brand, paper)
    }

    /// All that a document says, in order.
    fn said(blocks: &[pdf::Block]) -> String {
        let text = |text: &pdf::Text| text.iter().map(|run| run.text.as_str()).collect::<String>();
        let pair = |(label, value): &(pdf::Text, pdf::Text)| text(label) + &text(value);
        blocks
            .iter()
            .map(|block| match block {
                pdf::Block::Heading { text: words, .. } | pdf::Block::Text(words) => text(words),
                pdf::Block::Facts(pairs) | pdf::Block::Figures(pairs) => pairs.iter().map(pair).collect(),
                pdf::Block::Items(items) => items.iter().map(|item| said(&item.blocks)).collect(),
                pdf::Block::Note { blocks, .. } => said(blocks),
                pdf::Block::Table(table) => {
                    let rows = table.head.iter().chain(&table.body).chain(&table.foot);
                    rows.flat_map(|row| &row.cells).map(|cell| text(&cell.text)).collect()
                }
                pdf::Block::Picture(_) | pdf::Block::NewPage | pdf::Block::Rule => String::new(),
            })
            .collect()
    }

    #[test]
    fn it_says_what_the_page_says() {
        let name = "<i>Acme</i> & \"Söhne\" \u{202e}";
        let head = head(name);
        let page = render("page.html", &head, &()).unwrap();
        let document = read(&page, &head, Paper::Letter).unwrap();
        assert_eq!(document.title, format!("{name} · Seats"));
        assert_eq!(document.accent, Colour(0x1d, 0x5c, 0x87));
        assert!(document.branded && !document.landscape);
        assert_eq!(document.made, Some(Made(2026, 11, 21, 14, 2, 11)));
        let said = said(&document.blocks);
        assert!(said.starts_with(&format!("{name}SeatsAs of{name}")), "{said}");
        assert!(said.ends_with("21 Nov 2026 14:02 UTC."), "{said}");
    }

    #[test]
    fn names_stay_apart_from_the_text_around_them() {
        let head = head("Acme");
        let page = render("page.html", &head, &()).unwrap();
        let document = read(&page, &head, Paper::A4).unwrap();
        let Some(pdf::Block::Text(subject)) = document.blocks.first() else { panic!("{document:?}") };
        assert!(subject[0].isolated && subject[0].bold, "{subject:?}");
    }

    #[test]
    fn every_page_can_be_set() {
        #[derive(Serialize)]
        struct Sheet {
            boxes: Vec<Box>,
            before: [&'static str; 1],
            after: [&'static str; 1],
            hand_over: [&'static str; 1],
        }
        #[derive(Serialize)]
        struct Box {
            label: &'static str,
            hint: &'static str,
        }
        let boxes = vec![Box { label: "Grant resource - Read", hint: "older" }];
        let key = ["sheet_save"];
        let page =
            render("sheet.html", &head("Acme"), &Sheet { boxes, before: key, after: key, hand_over: key });
        let document = read(&page.unwrap(), &head("Acme"), Paper::A4).unwrap();
        assert!(
            said(&document.blocks).contains("Grant resource - Read\nolder"),
            "{}",
            said(&document.blocks)
        );
    }

    #[test]
    fn a_page_that_cannot_be_read_is_an_error() {
        for page in ["", "<p>", "<html><head><title>x</title></head><body><video></video></body></html>"] {
            let error = set(page, head("Acme").made, &Brand::default(), Paper::A4).unwrap_err();
            assert_eq!(error.code, Code::Internal, "{page}");
        }
    }
}
