//! `licence_terms`: seats and price, as somebody entered them; Duo does not tell.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::data_set::{count, int};
use crate::{StoreError, time};

pub(crate) const SCHEMA: &str = "
CREATE TABLE licence_terms (
  connection TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  paid INTEGER,
  price_hundredths INTEGER,
  currency TEXT,
  model TEXT NOT NULL,
  renewal TEXT,
  entered_by TEXT NOT NULL,
  entered_at INTEGER NOT NULL
) STRICT;
";

/// Seats and price of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenceTermsRow {
    /// Seats.
    pub paid: Option<u32>,
    /// Price of a seat in hundredths of the currency.
    pub price_hundredths: Option<u64>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// `prepaid`, `pay_per_user`.
    pub model: String,
    /// Renewal.
    pub renewal: Option<NaiveDate>,
    /// Who entered it.
    pub entered_by: String,
    /// When, to the millisecond.
    pub entered_at: DateTime<Utc>,
}

pub(crate) fn read(connection: &Connection, id: &str) -> Result<Option<LicenceTermsRow>, StoreError> {
    let row = connection
        .prepare_cached(
            "SELECT paid, price_hundredths, currency, model, renewal, entered_by, entered_at FROM licence_terms
             WHERE connection = ?1",
        )?
        .query_row([id], |row| {
            Ok(LicenceTermsRow {
                paid: row.get(0)?,
                price_hundredths: row.get::<_, Option<i64>>(1)?.map(count),
                currency: row.get(2)?,
                model: row.get(3)?,
                renewal: row.get::<_, Option<String>>(4)?.and_then(|text| text.parse().ok()),
                entered_by: row.get(5)?,
                entered_at: time::at(row.get(6)?).unwrap_or_default(),
            })
        })
        .optional()?;
    Ok(row)
}

pub(crate) fn write(tx: &Transaction, id: &str, terms: &LicenceTermsRow) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO licence_terms VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![
            id,
            terms.paid,
            terms.price_hundredths.map(int),
            terms.currency,
            terms.model,
            terms.renewal.map(|date| date.to_string()),
            terms.entered_by,
            terms.entered_at.timestamp_millis(),
        ])?;
    Ok(())
}
