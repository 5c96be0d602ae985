//! Tables with a head: comma, semicolon, tab or bar between the cells.

use super::found::{Kind, Node};
use super::label;
use super::lines;
use super::reader::Reader;

/// The head of a table: what parts its cells, and which columns are known.
pub(super) struct Heads {
    separator: u8,
    columns: Vec<(String, Option<Kind>)>,
}

/// The head that a line is: at least two columns are known.
pub(super) fn heads(line: &str) -> Option<Heads> {
    [b',', b';', b'\t', b'|'].into_iter().find_map(|separator| {
        let cells = line.split(char::from(separator));
        let columns: Vec<_> = cells.map(|cell| (cell.trim().to_owned(), label::whole(cell))).collect();
        let known: Vec<Kind> = columns.iter().filter_map(|(_, kind)| *kind).collect();
        let several = known.iter().any(|kind| Some(kind) != known.first());
        several.then_some(Heads { separator, columns })
    })
}

/// Reads the rows, each a group.
pub(super) fn read(rows: &str, heads: &Heads, reader: &mut Reader) -> Vec<Node> {
    let mut records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(heads.separator)
        .from_reader(rows.as_bytes());
    records
        .records()
        .map_while(Result::ok)
        .map(|record| {
            Node::Group(
                record.iter().enumerate().flat_map(|(at, cell)| one(at, cell, heads, reader)).collect(),
            )
        })
        .collect()
}

fn one(at: usize, cell: &str, heads: &Heads, reader: &mut Reader) -> Vec<Node> {
    reader.end_of_group();
    if cell.trim().is_empty() {
        return Vec::new();
    }
    if cell.trim().contains('\n') {
        return lines::read(cell, reader);
    }
    match heads.columns.get(at) {
        Some((name, Some(kind))) => {
            let found = reader.labelled(*kind, &format!("{name}: "), cell);
            vec![Node::group(found)]
        }
        _ => vec![reader.line(cell)],
    }
}
