//! The instruction sheet: what a client's Owner does in Duo, with exactly the boxes to tick.

use std::fmt::Write;
use std::sync::Arc;

use domain::Permission;
use serde::Serialize;

use crate::api::{CommandError, HandedOver, Made, SheetFormat, SheetOf, SheetSave, Values};
use crate::report::{Brand, Head, on_paper, render};
use crate::zone::Zone;
use crate::{Code, Engine, text};

const FILE: &str = "duo-read-only-access";

/// Steps before the boxes, by text key.
const BEFORE: [&str; 3] = ["sheet_sign_in", "sheet_create", "sheet_call_it"];
/// Steps after them.
const AFTER: [&str; 2] = ["sheet_networks", "sheet_save"];
/// How the three values travel.
const HAND_OVER: [&str; 4] = ["sheet_three_values", "sheet_by_share", "sheet_apart", "sheet_never"];

// Every command is asynchronous, so that the registry can treat them alike.
#[allow(clippy::unused_async)]
impl Engine {
    /// Instructions for a client's Owner.
    pub async fn instruction_sheet(self: &Arc<Self>, of: SheetOf) -> Result<Made, CommandError> {
        let content = match of.format {
            SheetFormat::Html => self.sheet_page(&of.want, self.brand().await?)?,
            SheetFormat::Text => lines(&boxes(&of.want)?)?,
        };
        Ok(Made { content })
    }

    /// Saves them as one HTML file, or as a PDF.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for a sheet that asks for nothing, `NO_FONT`, `DISK_FULL`, `FILE_READONLY`.
    pub async fn instruction_sheet_save(self: &Arc<Self>, of: SheetSave) -> Result<HandedOver, CommandError> {
        let brand = self.brand().await?;
        let page = self.sheet_page(&of.want, brand.clone())?;
        let (ending, bytes) = match of.paper {
            Some(paper) => ("pdf", on_paper(page, self.ports.clock.utc(), &brand, paper).await?),
            None => ("html", page.into_bytes()),
        };
        self.hand_over(&format!("{FILE}.{ending}"), bytes).await
    }

    fn sheet_page(&self, want: &[Permission], brand: Brand) -> Result<String, CommandError> {
        let head = Head {
            title: said("sheet_title")?,
            subject: None,
            facts: Vec::new(),
            made: self.ports.clock.utc(),
            zone: Zone::UTC,
            brand,
        };
        render(
            "sheet.html",
            &head,
            &Content { boxes: boxes(want)?, before: BEFORE, after: AFTER, hand_over: HAND_OVER },
        )
    }
}

/// What the template is given.
#[derive(Serialize)]
struct Content {
    boxes: Vec<TickBox>,
    before: [&'static str; 3],
    after: [&'static str; 2],
    hand_over: [&'static str; 4],
}

/// A box in Duo's panel.
#[derive(Serialize)]
struct TickBox {
    label: &'static str,
    hint: String,
}

/// The boxes for these rights, each once and in Duo's order; a sheet without one asks for nothing.
fn boxes(want: &[Permission]) -> Result<Vec<TickBox>, CommandError> {
    let picked = Permission::ALL.into_iter().filter(|right| want.contains(right));
    let boxes = picked.map(tick_box).collect::<Result<Vec<_>, _>>()?;
    if boxes.is_empty() { Err(CommandError::new(Code::BadArguments)) } else { Ok(boxes) }
}

/// Older panels have one plain box for settings and one for administrators, which also lets a key change them.
fn tick_box(right: Permission) -> Result<TickBox, CommandError> {
    let key = match right {
        Permission::ReadResource | Permission::ReadLog | Permission::ReadInformation => "wizard_older_panel",
        Permission::Settings | Permission::Administrators => "wizard_plain_box",
    };
    let values = Values::from([("label".to_owned(), right.old_label().to_owned())]);
    let hint = text::text(key, &values).ok_or_else(|| CommandError::new(Code::Internal))?;
    Ok(TickBox { label: right.new_label(), hint })
}

fn said(key: &str) -> Result<String, CommandError> {
    text::text(key, &Values::new()).ok_or_else(|| CommandError::new(Code::Internal))
}

/// The sheet as lines for a mail or a ticket.
fn lines(boxes: &[TickBox]) -> Result<String, CommandError> {
    let mut out = format!("{}\n\n{}\n", said("sheet_title")?, said("sheet_lede")?);
    let mut number = 0;
    let mut step = |out: &mut String, key: &str| -> Result<(), CommandError> {
        number += 1;
        // Writing to a string cannot fail.
        let _ = write!(out, "\n{number}. {}", said(key)?);
        Ok(())
    };
    for key in BEFORE {
        step(&mut out, key)?;
    }
    step(&mut out, "sheet_tick")?;
    for TickBox { label, hint } in boxes {
        let _ = write!(out, "\n   [ ] {label} ({hint})");
    }
    let _ = write!(out, "\n   {}", said("wizard_never_write")?);
    for key in AFTER {
        step(&mut out, key)?;
    }
    let _ = write!(out, "\n\n{}", said("sheet_hand_over")?);
    for key in HAND_OVER {
        let _ = write!(out, "\n- {}", said(key)?);
    }
    let _ = writeln!(out, "\n\n{} {}", said("sheet_revoke")?, said("sheet_revoke_text")?);
    let _ = writeln!(out, "\n{} {}", said("sheet_no_catalogue")?, said("sheet_no_catalogue_text")?);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picks() -> impl Iterator<Item = Vec<Permission>> {
        (1_u32..32).map(|bits| {
            let all = Permission::ALL.into_iter().enumerate();
            all.filter(|(index, _)| bits & (1 << index) != 0).map(|(_, right)| right).collect()
        })
    }

    fn page(want: &[Permission]) -> String {
        let head = Head {
            title: "Sheet".to_owned(),
            subject: None,
            facts: Vec::new(),
            made: "2026-11-21T14:02:11Z".parse().unwrap(),
            zone: Zone::UTC,
            brand: Brand::default(),
        };
        let content =
            Content { boxes: boxes(want).unwrap(), before: BEFORE, after: AFTER, hand_over: HAND_OVER };
        render("sheet.html", &head, &content).unwrap()
    }

    fn labels(want: &[Permission]) -> Vec<String> {
        want.iter().map(|right| right.new_label().to_owned()).collect()
    }

    #[test]
    fn the_page_ticks_what_was_picked_and_nothing_else() {
        for want in picks() {
            let page = page(&want);
            let ticks = page.split("<li class=\"tick\">").skip(1).map(|item| {
                let (_, rest) = item.split_once("<b>").unwrap();
                rest.split_once("</b>").unwrap().0.to_owned()
            });
            assert_eq!(ticks.collect::<Vec<_>>(), labels(&want));
            assert_eq!(page.matches("class=\"square\"").count(), want.len());
            for right in Permission::ALL {
                assert_eq!(page.contains(right.new_label()), want.contains(&right), "{right:?}");
            }
        }
    }

    #[test]
    fn the_lines_tick_what_was_picked_and_nothing_else() {
        for want in picks() {
            let lines = lines(&boxes(&want).unwrap()).unwrap();
            let ticks = lines.lines().filter_map(|line| line.trim_start().strip_prefix("[ ] "));
            let ticks: Vec<_> = ticks.map(|line| line.split_once(" (").unwrap().0.to_owned()).collect();
            assert_eq!(ticks, labels(&want));
            assert!(!lines.contains('…') && !lines.contains('{'), "{lines}");
        }
    }

    #[test]
    fn nothing_asks_for_a_right_to_write() {
        let text = lines(&boxes(&Permission::ALL).unwrap()).unwrap();
        for sheet in [page(&Permission::ALL), text] {
            assert!(!sheet.contains("- Write"), "{sheet}");
            assert_eq!(
                sheet.matches("Grant applications").count(),
                2,
                "named once, as what to leave off, and why"
            );
        }
    }

    #[test]
    fn a_sheet_without_a_box_is_refused() {
        assert_eq!(boxes(&[]).err().map(|error| error.code), Some(Code::BadArguments));
    }

    #[test]
    fn both_forms_say_how_the_keys_travel_and_how_access_ends() {
        let html = page(&Permission::WANTED);
        let lines = lines(&boxes(&Permission::WANTED).unwrap()).unwrap();
        for key in ["sheet_apart", "sheet_never", "sheet_networks", "sheet_revoke_text"] {
            let said = said(key).unwrap();
            assert!(lines.contains(&said), "{key}");
            assert!(html.contains(&minijinja::HtmlEscape(&said).to_string()), "{key}");
        }
    }
}
