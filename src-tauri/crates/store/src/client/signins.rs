//! Pages of the sign-in log, one or several in a transaction.

use domain::{DataSet, SignIn};
use rusqlite::Transaction;

use super::{ClientDb, SignInsWritten};
use crate::StoreError;
use crate::table::dict::Names;
use crate::table::quarantine::Quarantined;
use crate::table::rollup::Deltas;
use crate::table::sign_in::{Event, Outcome, Writer};
use crate::table::{data_set, log_window, quarantine};

/// A page of a window.
#[derive(Clone, Debug, Default)]
pub struct SignInPage {
    /// Rows.
    pub rows: Vec<SignIn>,
    /// Rows that could not be read.
    pub quarantined: Vec<Quarantined>,
    /// Where the next page starts; none after the last.
    pub cursor: Option<String>,
    /// Rows that Duo says the window holds.
    pub total: Option<u64>,
    /// Whether it was the last.
    pub done: bool,
}

impl ClientDb {
    /// Stores pages of a window that came one after another, with the cursor after the last of them: all or nothing.
    /// For when pages come faster than they are stored; many share the cost of their sums.
    pub fn write_signin_pages(
        &self,
        window_id: i64,
        pages: &[SignInPage],
    ) -> Result<SignInsWritten, StoreError> {
        self.write(|tx, names| {
            let rows = pages.iter().flat_map(|page| &page.rows);
            let written = store(tx, names, rows)?;
            let mut quarantined = 0;
            for page in pages {
                quarantined += quarantine::write(tx, DataSet::SignIns, 0, &page.quarantined)?;
                let cursor = page.cursor.as_deref();
                log_window::advance(
                    tx,
                    DataSet::SignIns,
                    window_id,
                    page.rows.len(),
                    cursor,
                    page.total,
                    page.done,
                )?;
            }
            data_set::window_written(tx, DataSet::SignIns, written.inserted, quarantined)?;
            Ok(written)
        })
    }
}

/// Stores rows with their part in every sum.
pub(super) fn store<'r>(
    tx: &Transaction,
    names: &mut Names,
    rows: impl Iterator<Item = &'r SignIn>,
) -> Result<SignInsWritten, StoreError> {
    let mut deltas = Deltas::new(tx, names)?;
    let mut written = SignInsWritten::default();
    let mut writer = Writer::new(tx)?;
    for row in in_order_of_time(rows) {
        let event = Event::of(tx, names, row)?;
        match writer.put(&event)? {
            Outcome::Repeated => {
                written.repeated += 1;
                continue;
            }
            Outcome::Inserted => written.inserted += 1,
            Outcome::Changed(old) => {
                written.changed += 1;
                deltas.remove(&old)?;
            }
        }
        deltas.add(&event)?;
        deltas.name(&event, row.app_name.as_deref(), row.user_name.as_deref());
    }
    deltas.apply(tx, names)?;
    Ok(written)
}

/// Inserting upward keeps the pages of the B-tree full. The sort keeps the order of rows with one key.
fn in_order_of_time<'r>(rows: impl Iterator<Item = &'r SignIn>) -> Vec<&'r SignIn> {
    let mut ordered: Vec<&SignIn> = rows.collect();
    ordered.sort_by_key(|row| row.ts_ms);
    ordered
}
