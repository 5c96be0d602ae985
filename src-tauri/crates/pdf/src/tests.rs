use super::*;
use crate::fonts::{Fonts, Library};
use crate::items::Item as Drawn;

fn cell(text: &str) -> Cell {
    Cell { text: vec![Run { isolated: true, ..Run::new(text) }], ..Cell::default() }
}

fn table(names: &[String]) -> Block {
    let row = |name: &String| Row { cells: vec![cell(name), cell("Never enrolled")], ..Row::default() };
    let head = Row { cells: vec![cell("HEAD"), cell("Reasons")], ..Row::default() };
    Block::Table(Table { head: vec![head], body: names.iter().map(row).collect(), foot: Vec::new() })
}

fn heading(text: &str) -> Block {
    Block::Heading { level: 2, text: vec![Run::new(text)] }
}

/// What stands on each page, and the lower end of the lowest text.
fn pages(document: &Document) -> Vec<(Vec<String>, f32)> {
    let library = Library::of_system();
    let fonts = Fonts::of(&library).unwrap();
    let laid = flow::lay(document, &fonts);
    let of = |items: &Vec<Drawn>| {
        let mut texts = Vec::new();
        let mut lowest = 0.0_f32;
        for item in items {
            if let Drawn::Part { y, part, .. } = item {
                texts.push(part.shaped.text.to_string());
                lowest = lowest.max(*y);
            }
        }
        (texts, lowest)
    };
    laid.pages.iter().map(of).collect()
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("user{n}")).collect()
}

#[test]
fn the_same_document_makes_the_same_bytes() {
    let mut document = Document::new("Title", vec![heading("One"), table(&names(90))]);
    document.made = Some(Made(2026, 11, 21, 14, 2, 11));
    let first = write(&document).unwrap();
    assert!(first.starts_with(b"%PDF-1.7"));
    assert_eq!(first, write(&document).unwrap());
    document.paper = Paper::Letter;
    assert_ne!(first, write(&document).unwrap());
}

#[test]
fn every_page_of_a_table_has_its_heads_and_every_row_stands_once() {
    for paper in [Paper::A4, Paper::Letter] {
        let mut document = Document::new("Title", vec![heading("One"), table(&names(200))]);
        document.paper = paper;
        let (_, height) = sheet::page(paper, false);
        let pages = pages(&document);
        assert!(pages.len() > 2);
        for (texts, lowest) in &pages {
            assert_eq!(texts.iter().filter(|text| *text == "HEAD").count(), 1, "{texts:?}");
            assert!(*lowest < height - sheet::BOTTOM + 1.0, "{lowest}");
        }
        for name in names(200) {
            assert_eq!(pages.iter().flat_map(|(texts, _)| texts).filter(|text| **text == name).count(), 1);
        }
    }
}

#[test]
fn a_heading_stays_with_what_follows() {
    for rows in 30..60 {
        let blocks = vec![
            table(&names(rows)),
            heading("LAST"),
            Block::Text(vec![Run::new("words")]),
            table(&names(3)),
        ];
        let pages = pages(&Document::new("Title", blocks));
        let on = |wanted: &str| pages.iter().position(|(texts, _)| texts.iter().any(|text| text == wanted));
        assert_eq!(on("LAST"), on("words"), "{rows} rows");
        let (texts, _) = pages.iter().find(|(texts, _)| texts.iter().any(|text| text == "LAST")).unwrap();
        assert_eq!(texts.last().map(String::as_str), Some("Never enrolled"), "the rows are there too");
    }
}

#[test]
fn long_words_are_broken_within_their_column_and_lose_nothing() {
    let long = "W".repeat(900);
    let library = Library::of_system();
    let fonts = Fonts::of(&library).unwrap();
    let lines = lines::lines(&fonts, &[Run::new(long.clone())], 9.0, 120.0);
    assert!(lines.len() > 10 && lines.iter().all(|line| line.width <= 120.1));
    let parts = lines.iter().flat_map(|line| &line.parts);
    assert_eq!(parts.map(|part| &*part.shaped.text).collect::<String>(), long);
}

#[test]
fn a_name_turns_nothing_around_it() {
    let library = Library::of_system();
    let fonts = Fonts::of(&library).unwrap();
    for hostile in ["\u{202e}abc", "\u{2067}abc\u{2069}\u{2069}", "a\u{2029}bc\u{200f}"] {
        let name = Run { isolated: true, ..Run::new(hostile) };
        let lines = lines::lines(&fonts, &[name, Run::new(" 1 2 3")], 9.0, 500.0);
        let said: String = lines.iter().flat_map(|line| &line.parts).map(|part| &*part.shaped.text).collect();
        let seen: String = said.chars().filter(|c| !fonts::invisible(*c)).collect();
        assert_eq!(seen, "abc 1 2 3", "{hostile:?}");
    }
    // Letters of the right are drawn from the right, what stands behind them is not.
    let name = Run { isolated: true, ..Run::new("\u{5d0}\u{5d1}") };
    let lines = lines::lines(&fonts, &[name, Run::new(" 1 2")], 9.0, 500.0);
    let last = lines[0].parts.last().unwrap();
    assert!(last.shaped.text.ends_with("1 2"), "{:?}", lines[0]);
}

#[test]
fn anything_can_be_a_name() {
    let odd = [
        "",
        "\0\u{1b}[31m",
        "中文名字",
        "👩\u{200d}💻",
        "e\u{301}\u{301}\u{301}",
        "\u{f0000}",
        "a\tb\r\nc",
        "\u{feff}",
    ];
    let mut all: Vec<String> = odd.iter().map(|&name| name.to_owned()).collect();
    all.push("word ".repeat(4_000));
    let mut document = Document::new("\u{202e}\0", vec![heading("\u{202e}x"), table(&all)]);
    document.foot = all.join("");
    assert!(write(&document).is_ok());
}

#[test]
fn nothing_in_the_file_acts() {
    let names = ["javascript:alert(1)", "https://example.com", "/JavaScript (app.alert(1))"];
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let bytes = write(&Document::new("/URI /OpenAction", vec![heading("/JS"), table(&names)])).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for action in ["/S /URI", "/S/URI", "/S /JavaScript", "/S/JavaScript", "/OpenAction ", "/Annots", "/AA"] {
        assert!(!text.contains(action), "{action}");
    }
}

#[test]
fn no_font_is_an_error_and_no_panic() {
    let library = Library::of(fontdb::Database::new());
    let document = Document::new("Title", vec![heading("One")]);
    assert_eq!(write_with(&document, &library), Err(Error::NoFont));
}

#[test]
fn a_document_of_nothing_has_a_page() {
    assert!(write(&Document::new("", Vec::new())).is_ok());
}

/// Every kind of block around one text.
fn kinds(text: &str) -> Vec<Block> {
    let words = || vec![Run { isolated: true, ..Run::new(text) }];
    let pairs = || vec![(vec![Run::new("Label")], words()), (words(), words())];
    let bar = Bar { from: f32::NAN, share: 40.0, plain: false };
    let bars = (0..80).map(|_| Cell { bar: Some(bar), ..Cell::default() }).collect();
    let row = |cells| Row { cells, ..Row::default() };
    vec![
        Block::Heading { level: 1, text: words() },
        Block::Text(words()),
        Block::Facts(pairs()),
        Block::Figures(pairs()),
        Block::Items(vec![Item { mark: Mark::Number(1), blocks: vec![Block::Text(words())] }]),
        Block::Note { tone: Tone::Warn, blocks: vec![Block::Text(words())] },
        Block::Table(Table {
            head: vec![row(vec![cell(text)])],
            body: vec![row(vec![cell(text)])],
            foot: Vec::new(),
        }),
        Block::Table(Table { head: Vec::new(), body: vec![row(bars)], foot: Vec::new() }),
        Block::Picture(Picture::Png(vec![0; 40])),
    ]
}

#[test]
fn no_text_is_too_long_for_its_page() {
    let long: Vec<String> = (0..1_500).map(|n| format!("w{n}")).collect();
    for block in kinds(&long.join(" ")) {
        let document = Document::new("Title", vec![block.clone()]);
        let (_, height) = sheet::page(document.paper, false);
        let pages = pages(&document);
        for (_, lowest) in &pages {
            assert!(
                *lowest < height - sheet::BOTTOM + 1.0,
                "{lowest} in {:?}",
                std::mem::discriminant(&block)
            );
        }
        let said: Vec<&str> =
            pages.iter().flat_map(|(texts, _)| texts).flat_map(|text| text.split(' ')).collect();
        if !matches!(&block, Block::Picture(_)) && !said.is_empty() {
            assert!(
                long.iter().all(|word| said.contains(&word.as_str())),
                "{:?}",
                std::mem::discriminant(&block)
            );
        }
    }
}

#[test]
fn nothing_is_a_document_too() {
    let empty = [
        Block::Facts(Vec::new()),
        Block::Figures(Vec::new()),
        Block::Items(Vec::new()),
        Block::Note { tone: Tone::Info, blocks: Vec::new() },
        Block::Table(Table::default()),
        Block::NewPage,
    ];
    for block in kinds("").into_iter().chain(kinds("\u{202e}\0\u{fffe}")).chain(empty) {
        let kind = std::mem::discriminant(&block);
        assert!(write(&Document::new("", vec![block])).is_ok(), "{kind:?}");
    }
}
