//! The elements of a page as the blocks of a document.

use pdf::{Bar, Block, Cell, Ink, Item, Mark, Row, Run, Table, Text, Tone};

use super::nodes::{Element, Node};
use super::picture;
use super::text::{of, runs};

/// The blocks within an element; none where a template wrote what no block is known for.
pub(super) fn within(element: &Element) -> Option<Vec<Block>> {
    let mut out = Vec::new();
    let mut words: Vec<&Node> = Vec::new();
    for node in &element.children {
        match node {
            Node::Element(child) if !inline(child) => {
                text(&mut words, element, &mut out);
                block(child, &mut out)?;
            }
            _ => words.push(node),
        }
    }
    text(&mut words, element, &mut out);
    Some(out)
}

fn inline(element: &Element) -> bool {
    matches!(element.name.as_str(), "span" | "b" | "bdi" | "small" | "br" | "i")
}

/// Words that stand between blocks.
fn text(words: &mut Vec<&Node>, within: &Element, out: &mut Vec<Block>) {
    let text = of(words, within);
    words.clear();
    if !text.is_empty() {
        out.push(Block::Text(text));
    }
}

fn block(element: &Element, out: &mut Vec<Block>) -> Option<()> {
    match element.name.as_str() {
        "section" => {
            out.extend(element.is("page").then_some(Block::NewPage));
            out.append(&mut within(element)?);
        }
        "div" if element.is("box") => out.push(Block::Note { tone: tone(element), blocks: within(element)? }),
        "div" | "header" | "main" => out.append(&mut within(element)?),
        "footer" => {
            out.push(Block::Rule);
            out.extend(within(element)?.into_iter().map(quiet));
        }
        "img" => out.extend(element.attribute("src").and_then(picture).map(Block::Picture)),
        "h1" => out.push(Block::Heading { level: 1, text: runs(element) }),
        "h2" => out.push(Block::Heading { level: 2, text: runs(element) }),
        "h3" => out.push(Block::Heading { level: 3, text: runs(element) }),
        "p" => {
            let text = runs(element);
            out.extend((!text.is_empty()).then_some(Block::Text(text)));
        }
        "dl" if element.is("figures") => out.push(Block::Figures(pairs(element)?)),
        "dl" => out.push(Block::Facts(pairs(element)?)),
        "ul" | "ol" => out.push(Block::Items(items(element)?)),
        "table" => out.push(Block::Table(table(element)?)),
        _ => return None,
    }
    Some(())
}

fn quiet(block: Block) -> Block {
    let Block::Text(text) = block else { return block };
    Block::Text(text.into_iter().map(|run| Run { small: true, ink: Ink::Faint, ..run }).collect())
}

fn tone(element: &Element) -> Tone {
    let tones = [("ok", Tone::Ok), ("warn", Tone::Warn), ("fail", Tone::Fail)];
    tones.into_iter().find(|(class, _)| element.is(class)).map_or(Tone::Info, |(_, tone)| tone)
}

fn pairs(list: &Element) -> Option<Vec<(Text, Text)>> {
    list.elements().map(|pair| Some((runs(pair.find("dt")?), runs(pair.find("dd")?)))).collect()
}

fn items(list: &Element) -> Option<Vec<Item>> {
    let item = |(entry, number): (&Element, usize)| {
        let mark = match list.name.as_str() {
            "ol" => Mark::Number(number),
            _ if entry.is("tick") => Mark::Square,
            _ => Mark::Dot,
        };
        Some(Item { mark, blocks: within(entry)? })
    };
    list.elements().zip(1..).map(item).collect()
}

fn table(element: &Element) -> Option<Table> {
    let mut table = Table::default();
    for part in element.elements() {
        let rows = || part.elements().map(self::row);
        match part.name.as_str() {
            "thead" => table.head.extend(rows()),
            "tbody" => table.body.extend(rows()),
            "tfoot" => table.foot.extend(rows().map(emphasised)),
            _ => return None,
        }
    }
    Some(table)
}

fn row(element: &Element) -> Row {
    let cells: Vec<Cell> = element.elements().map(cell).collect();
    let leading = element.elements().any(|cell| cell.attribute("scope") == Some("rowgroup"));
    let missing = |cell: &Element| cell.is("neval");
    let shaded = missing(element) || leading;
    Row { cells, shaded, leading }
}

fn cell(element: &Element) -> Cell {
    let bar = element.elements().find(|child| child.is("bar")).map(bar);
    let number = element.is("num");
    Cell {
        text: if bar.is_some() { Vec::new() } else { runs(element) },
        span: element.attribute("colspan").and_then(|span| span.parse().ok()).unwrap_or(1),
        number,
        whole: ["short", "state", "see"].iter().any(|class| element.is(class)),
        bar,
    }
}

fn emphasised(mut row: Row) -> Row {
    let bold = |run: &mut Run| (run.bold, run.ink) = (true, Ink::Plain);
    row.cells.iter_mut().flat_map(|cell| &mut cell.text).for_each(bold);
    row
}

/// From its inner length and place.
fn bar(track: &Element) -> Bar {
    let Some(part) = track.elements().next() else { return Bar::default() };
    let style = part.attribute("style").unwrap_or_default();
    let percent = |name: &str| {
        let value = style.split(';').find_map(|one| one.strip_prefix(name)?.strip_prefix(':'));
        value.and_then(|value| value.trim_end_matches('%').parse().ok()).unwrap_or(0.0)
    };
    Bar { from: percent("inset-inline-start"), share: percent("inline-size"), plain: part.is("plain") }
}
