//! What a report says of people, and of addresses, as far as it may.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::document::{Cell, Document};
use crate::api::ReportNames;
use crate::text::said;

impl Document {
    /// The document with names and addresses as it was asked for: numbers in place of names, the same in every list;
    /// counts without a list.
    pub(super) fn made_private(mut self) -> Self {
        let numbers = self.numbers();
        let (names, hide_ips) = (self.names, self.hide_ips);
        for list in &mut self.lists {
            if names == ReportNames::Counts {
                list.rows.clear();
                list.all = 0;
            }
            for cell in list.rows.iter_mut().flatten() {
                *cell = told(std::mem::replace(cell, Cell::None), names, hide_ips, &numbers);
            }
        }
        self
    }

    /// A number for each name. Their order is that of the names' digests: the alphabet would tell too much.
    fn numbers(&self) -> BTreeMap<String, usize> {
        let names: BTreeSet<_> = self
            .lists
            .iter()
            .flat_map(|list| list.rows.iter().flatten())
            .flat_map(|cell| match cell {
                Cell::People(names) => names.as_slice(),
                _ => &[],
            })
            .map(|name| (Sha256::digest(name).to_vec(), name.clone()))
            .collect();
        names.into_iter().zip(1..).map(|((_, name), number)| (name, number)).collect()
    }
}

fn told(cell: Cell, names: ReportNames, hide_ips: bool, numbers: &BTreeMap<String, usize>) -> Cell {
    match cell {
        Cell::People(people) if names != ReportNames::Names => {
            let number = |name: &String| numbers.get(name).copied().unwrap_or_default().to_string();
            let pseudonym = |name: &String| said("licrep_pseudonym", &[("n", &number(name))]);
            Cell::Text(people.iter().map(pseudonym).collect::<Vec<_>>().join(", "))
        }
        Cell::Private(_) if names != ReportNames::Names => Cell::None,
        Cell::Address(_) if hide_ips => Cell::Text(said("report_hidden", &[])),
        other => other,
    }
}
