//! People as far as the report may tell them.

use std::collections::HashMap;

use store::Row;

use crate::api::ReportNames;
use crate::licence::rows::{said, text};

/// Names as far as the report may tell them.
pub(super) struct People {
    names: ReportNames,
    numbers: HashMap<String, usize>,
}

impl People {
    /// By the ids of the candidates: of all, also where not all are told.
    pub(super) fn of(mut ids: Vec<&str>, names: ReportNames) -> Self {
        ids.sort_unstable();
        let numbers = ids.into_iter().zip(1..).map(|(id, number)| (id.to_owned(), number)).collect();
        Self { names, numbers }
    }

    pub(super) fn name(&self, row: &Row) -> String {
        match self.names {
            ReportNames::Names => text(row, "username").to_owned(),
            ReportNames::Pseudonyms | ReportNames::Counts => {
                let number = self.numbers.get(text(row, "user_id")).copied().unwrap_or_default();
                said("licrep_pseudonym", &[("n", &number.to_string())])
            }
        }
    }

    pub(super) fn told(&self) -> bool {
        self.names == ReportNames::Names
    }
}
