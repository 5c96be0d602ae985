//! A file of connections without their secrets: what one technician gives another, or a list kept elsewhere.

use csv::ReaderBuilder;
use serde::{Deserialize, Serialize};

use super::details::label;
use crate::api::{CommandError, ConnectionLabel};
use crate::{Code, fields};

/// Form of the files that are written.
const FORM: u32 = 1;
/// Longest file, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;
/// What an export writes in front of a text that a spreadsheet takes for a formula.
const GUARD: char = '\'';

/// A connection as a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Carried {
    pub(super) name: String,
    pub(super) organisation: String,
    pub(super) group: String,
    pub(super) label: ConnectionLabel,
    pub(super) host: String,
    pub(super) ikey: String,
    pub(super) owner_contact: String,
    pub(super) ticket_url: String,
    pub(super) psa_id: String,
    pub(super) notes: String,
}

#[derive(Serialize, Deserialize)]
struct File {
    tandem_connections: u32,
    connections: Vec<Carried>,
}

/// The file's text.
pub(super) fn written(connections: Vec<Carried>) -> Result<Vec<u8>, CommandError> {
    let file = File { tandem_connections: FORM, connections };
    serde_json::to_vec_pretty(&file).map_err(|_| CommandError::new(Code::Internal))
}

/// Connections in order of the file: one that was written here, or a table (comma, semicolon or tab) whose head names a
/// hostname and an integration key. Other columns of a table are left out, one with secret keys above all.
///
/// # Errors
/// `CONNECTIONS_UNREADABLE`.
pub(super) fn read(text: &str) -> Result<Vec<Carried>, CommandError> {
    let unreadable = || CommandError::new(Code::ConnectionsUnreadable);
    if text.len() > LONGEST {
        return Err(unreadable());
    }
    let text = text.trim_start_matches('\u{feff}');
    let found = if text.trim_start().starts_with('{') {
        let file: File = serde_json::from_str(text).map_err(|_| unreadable())?;
        file.connections
    } else {
        table(text).ok_or_else(unreadable)?
    };
    let found: Vec<_> = found.into_iter().map(Carried::completed).collect();
    if found.is_empty() { Err(unreadable()) } else { Ok(found) }
}

fn table(text: &str) -> Option<Vec<Carried>> {
    let head = text.lines().next()?;
    let often = |mark: &u8| head.bytes().filter(|byte| byte == mark).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(often)?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns: Vec<_> = reader.headers().ok()?.iter().map(Column::named).collect();
    if ![Column::Host, Column::Ikey].iter().all(|needed| columns.contains(&Some(*needed))) {
        return None;
    }
    let mut found = Vec::new();
    for record in reader.records() {
        let mut one = Carried::default();
        for (column, cell) in columns.iter().zip(record.ok()?.iter()) {
            if let Some(column) = column {
                one.put(*column, cell.trim());
            }
        }
        if one != Carried::default() {
            found.push(one);
        }
    }
    Some(found)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Organisation,
    Group,
    Label,
    Host,
    Ikey,
    OwnerContact,
    TicketUrl,
    PsaId,
    Notes,
}

impl Column {
    /// As the list of clients names its columns, and as others do.
    fn named(head: &str) -> Option<Self> {
        let head = head.trim().to_lowercase().replace(['_', '-'], " ");
        Some(match head.as_str() {
            "name" | "client" | "client name" | "connection" => Self::Name,
            "organisation" | "organization" | "company" | "customer" => Self::Organisation,
            "group" => Self::Group,
            "label" => Self::Label,
            "host" | "hostname" | "api host" | "api hostname" => Self::Host,
            "ikey" | "integration key" => Self::Ikey,
            "owner contact" | "contact" => Self::OwnerContact,
            "ticket" | "ticket url" => Self::TicketUrl,
            "psa id" => Self::PsaId,
            "note" | "notes" => Self::Notes,
            _ => return None,
        })
    }
}

impl Carried {
    fn put(&mut self, column: Column, cell: &str) {
        let field = match column {
            Column::Label => {
                self.label = label(&cell.to_lowercase());
                return;
            }
            Column::Name => &mut self.name,
            Column::Organisation => &mut self.organisation,
            Column::Group => &mut self.group,
            Column::Host => &mut self.host,
            Column::Ikey => &mut self.ikey,
            Column::OwnerContact => &mut self.owner_contact,
            Column::TicketUrl => &mut self.ticket_url,
            Column::PsaId => &mut self.psa_id,
            Column::Notes => &mut self.notes,
        };
        let guarded =
            cell.strip_prefix(GUARD).filter(|rest| crate::export::guarded((*rest).to_owned()) != *rest);
        guarded.unwrap_or(cell).clone_into(field);
    }

    /// Name and organisation stand for each other, and no text brings a secret in.
    fn completed(mut self) -> Self {
        if self.name.trim().is_empty() {
            self.name.clone_from(&self.organisation);
        } else if self.organisation.trim().is_empty() {
            self.organisation.clone_from(&self.name);
        }
        for text in [&mut self.owner_contact, &mut self.ticket_url, &mut self.psa_id, &mut self.notes] {
            if fields::holds_secret(text) {
                text.clear();
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acme() -> Carried {
        Carried {
            name: "Acme".into(),
            organisation: "Acme Ltd".into(),
            host: "api-1a2b3c4d.duosecurity.com".into(),
            ikey: "DIXXXXXXXXXXXXXXXXXX".into(),
            psa_id: "C-1041".into(),
            notes: "-1 day".into(),
            ..Carried::default()
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = String::from_utf8(written(vec![acme()]).unwrap()).unwrap();
        assert_eq!(read(&text).unwrap(), [acme()]);
    }

    #[test]
    fn a_table_is_read_by_its_head_whatever_parts_its_cells() {
        for mark in [",", ";", "\t"] {
            let text = "\u{feff}Client|Company|API hostname|Integration key|Secret key|PSA_id|Notes\r\n\
                Acme|Acme Ltd|api-1a2b3c4d.duosecurity.com|DIXXXXXXXXXXXXXXXXXX|x|C-1041|'-1 day\r\n||||||\r\n";
            assert_eq!(read(&text.replace('|', mark)).unwrap(), [acme()], "{mark:?}");
        }
    }

    #[test]
    fn a_name_stands_for_a_company_and_the_other_way_round() {
        let read = read("name,company,host,ikey\nA,,h,i\n,B,h,i\n").unwrap();
        let names: Vec<_> = read.iter().map(|one| (one.name.as_str(), one.organisation.as_str())).collect();
        assert_eq!(names, [("A", "A"), ("B", "B")]);
    }

    #[test]
    fn a_secret_in_a_text_is_left_behind() {
        let secret = "s3cr3tK3yAbCdEfGhIjKlMnOpQrStUvWxYz01234";
        let found = read(&format!("host,ikey,notes\nh,i,key {secret}\n")).unwrap();
        assert_eq!(found[0].notes, "");
    }

    #[test]
    fn anything_else_is_refused() {
        let long = " ".repeat(LONGEST + 1);
        for text in ["", "{}", "name,notes\na,b\n", "host,ikey\n", "{\"connections\":[]}", &long] {
            assert_eq!(read(text).unwrap_err().code, Code::ConnectionsUnreadable, "{text:.20}");
        }
    }
}
