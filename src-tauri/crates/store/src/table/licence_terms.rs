//! `licence_terms`: seats and price, as somebody entered them; Duo does not tell.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Transaction, params};

use super::data_set::{count, int};
use crate::{StoreError, time};

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
    /// Seats that must be bought at least.
    pub min_commit: u32,
    /// Seats are sold in packs of so many.
    pub pack_size: u32,
    /// Spare seats on top of the users that stay, per cent.
    pub buffer_percent: u32,
    /// Seats that the MSP bills to the client.
    pub billed: Option<u32>,
    /// What the MSP takes for a seat, in hundredths.
    pub sell_hundredths: Option<u64>,
}

/// Every entry, newest first.
pub(crate) fn history(connection: &Connection, id: &str) -> Result<Vec<LicenceTermsRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT paid, price_hundredths, currency, model, renewal, entered_by, entered_at, min_commit, pack_size,
           buffer_percent, billed, sell_hundredths
         FROM licence_terms WHERE connection = ?1 ORDER BY entered_at DESC",
    )?;
    let rows = statement
        .query_map([id], |row| {
            Ok(LicenceTermsRow {
                paid: row.get(0)?,
                price_hundredths: row.get::<_, Option<i64>>(1)?.map(count),
                currency: row.get(2)?,
                model: row.get(3)?,
                renewal: row.get::<_, Option<String>>(4)?.and_then(|text| text.parse().ok()),
                entered_by: row.get(5)?,
                entered_at: time::at(row.get(6)?).unwrap_or_default(),
                min_commit: row.get(7)?,
                pack_size: row.get(8)?,
                buffer_percent: row.get(9)?,
                billed: row.get(10)?,
                sell_hundredths: row.get::<_, Option<i64>>(11)?.map(count),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The newest entry.
pub(crate) fn read(connection: &Connection, id: &str) -> Result<Option<LicenceTermsRow>, StoreError> {
    Ok(history(connection, id)?.into_iter().next())
}

/// Adds an entry; the earlier ones stay.
pub(crate) fn write(tx: &Transaction, id: &str, terms: &LicenceTermsRow) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO licence_terms VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        id,
        terms.paid,
        terms.price_hundredths.map(int),
        terms.currency,
        terms.model,
        terms.renewal.map(|date| date.to_string()),
        terms.entered_by,
        terms.entered_at.timestamp_millis(),
        terms.min_commit,
        terms.pack_size,
        terms.buffer_percent,
        terms.billed,
        terms.sell_hundredths.map(int),
    ])?;
    Ok(())
}
