//! Text in lines: paragraphs, sections, tables.

use zeroize::Zeroizing;

use super::found::Node;
use super::reader::Reader;
use super::shape::spans;
use super::table;

/// Reads a text. Blank lines and `[section]` heads part groups; a line that heads a table makes each later line a
/// group of its own.
pub(super) fn read(text: &str, reader: &mut Reader) -> Vec<Node> {
    let lines: Vec<&str> = text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{0B}', '\u{0C}']).collect();
    let mut groups = Vec::new();
    let mut group = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(heads) = table::heads(line).filter(|_| index + 1 < lines.len()) {
            groups.push(Node::Group(std::mem::take(&mut group)));
            groups.extend(table::read(&Zeroizing::new(lines[index + 1..].join("\n")), &heads, reader));
            return groups;
        }
        if line.trim().is_empty() || is_section(line) {
            // A blank line may part a label from its value; a section does not.
            if is_section(line) {
                reader.end_of_group();
            }
            reader.ignore(line);
            groups.push(Node::Group(std::mem::take(&mut group)));
        } else {
            group.push(reader.line(line));
        }
    }
    groups.push(Node::Group(group));
    groups
}

/// `[name]`, as INI and TOML have it.
fn is_section(line: &str) -> bool {
    let line = line.trim();
    line.len() < 80 && line.starts_with('[') && line.ends_with(']') && spans(line, None).is_empty()
}
