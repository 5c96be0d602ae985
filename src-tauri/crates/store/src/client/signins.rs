//! Pages of the sign-in log, one or several in a transaction.

use domain::SignIn;
use rusqlite::Transaction;

use super::{ClientDb, SignInsWritten};
use crate::StoreError;
use crate::table::beside::Unstored;
use crate::table::dict::Names;
use crate::table::meta;
use crate::table::rollup::Deltas;
use crate::table::sign_in::{Event, Outcome, Writer};

impl ClientDb {
    /// A write to the sign-in log, which tells whether it changed sign-ins.
    pub(super) fn write_sign_ins<T>(
        &self,
        work: impl FnOnce(&Transaction, &mut Names) -> Result<(T, bool), StoreError>,
    ) -> Result<T, StoreError> {
        self.write_logs(|tx, names| {
            let (answer, changed) = work(tx, names)?;
            if changed {
                meta::bump_sign_ins(tx)?;
            }
            Ok(answer)
        })
    }
}

impl SignInsWritten {
    /// Whether anything is other than before.
    pub(super) const fn any(self) -> bool {
        self.inserted > 0 || self.changed > 0
    }
}

/// Stores rows with their part in every sum.
pub(super) fn store<'r>(
    tx: &Transaction,
    names: &mut Names,
    rows: impl Iterator<Item = &'r SignIn>,
) -> Result<SignInsWritten, StoreError> {
    let rows = in_order_of_time(rows);
    let mut deltas = Deltas::new(tx, names, rows.len())?;
    let mut written = SignInsWritten::default();
    let mut writer = Writer::new(tx)?;
    let events = Event::all(tx, names, &rows)?;
    let mut unstored = Unstored::default();
    for (event, row) in events.iter().zip(&rows) {
        match writer.put(event)? {
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
        unstored.note(&mut names.combinations, event)?;
        deltas.add(event)?;
        deltas.name(event, row.app_name.as_deref(), row.user_name.as_deref());
    }
    unstored.apply(tx)?;
    deltas.apply(tx, names)?;
    Ok(written)
}

/// Inserting upward keeps the pages of the B-tree full. The sort keeps the order of rows with one key.
fn in_order_of_time<'r>(rows: impl Iterator<Item = &'r SignIn>) -> Vec<&'r SignIn> {
    let mut ordered: Vec<&SignIn> = rows.collect();
    ordered.sort_by_key(|row| row.ts_ms);
    ordered
}
