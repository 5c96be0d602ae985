//! One paste zone for all three values, in whatever form somebody has them.
//!
//! The shape of a value decides what it is; a label only decides where the shape does not: a secret key of unusual
//! length, two runs of forty letters. Plain lines, `label: value`, JSON, environment files, INI, tables, the text of
//! Duo's panel and copies of its HTML all end in the same reader. What is not used is told, with secrets masked.

mod found;
mod json;
mod label;
mod lines;
mod markup;
mod reader;
mod shape;
mod table;

use std::fmt;

use zeroize::Zeroizing;

use reader::Reader;

/// A longer text is not read.
pub const LIMIT: usize = 1024 * 1024;

/// What a text holds.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Sets of values in the order of the text; one as a rule, several where they contradict each other.
    pub sets: Vec<ParsedSet>,
    /// What was not used, secrets masked.
    pub ignored: Vec<String>,
    /// Longer than [`LIMIT`]: nothing was read.
    pub too_long: bool,
}

/// Values that belong together, as they stood in the text: the rules of the fields come after.
#[derive(Clone, Default)]
pub struct ParsedSet {
    /// API hostname; in lower case when it is one.
    pub host: Option<String>,
    /// Integration key.
    pub ikey: Option<String>,
    /// Secret key.
    pub skey: Option<Zeroizing<String>>,
}

impl fmt::Debug for ParsedSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParsedSet")
            .field("host", &self.host)
            .field("ikey", &self.ikey.is_some())
            .field("skey", &self.skey.is_some())
            .finish()
    }
}

/// Finds the values in a text. Nothing of it is dropped silently.
pub fn parse(text: &str) -> Parsed {
    if text.len() > LIMIT {
        let told = format!("… {} B > {LIMIT} B", text.len());
        return Parsed { sets: Vec::new(), ignored: vec![told], too_long: true };
    }
    let mut reader = Reader::default();
    let groups = json::read(text, &mut reader).unwrap_or_else(|| {
        let plain = markup::plain(text);
        lines::read(&plain, &mut reader)
    });
    let mut sets = found::sets(groups, &mut reader);
    let secrets: Vec<_> = sets.iter().filter_map(|set| set.skey.clone()).collect();
    for value in sets.iter_mut().flat_map(|set| [&mut set.host, &mut set.ikey]).flatten() {
        *value = reader::without(value, &secrets);
    }
    let ignored = reader.into_ignored(&secrets);
    Parsed { sets, ignored, too_long: false }
}

#[cfg(test)]
mod tests;
