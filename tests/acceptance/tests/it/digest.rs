//! Digests as the simulator states them in its facts.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// Of identifiers, whatever their order.
pub(crate) fn of_ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    let mut ids: Vec<&str> = ids.into_iter().collect();
    ids.sort_unstable();
    let mut sum = Sha256::new();
    for id in ids {
        sum.update(id);
        sum.update(b"\n");
    }
    hex::encode(sum.finalize())
}

/// Of a column's values in rows.
pub(crate) fn of_column(rows: &[Value], column: &str) -> String {
    of_ids(rows.iter().map(|row| row[column].as_str().unwrap_or_else(|| panic!("no {column} in {row}"))))
}

/// Of `<ms>,<txid>` in ascending order.
pub(crate) fn of_keys(keys: &[(i64, &str)]) -> String {
    let mut sum = Sha256::new();
    for (ms, txid) in keys {
        sum.update(format!("{ms},{txid}\n"));
    }
    hex::encode(sum.finalize())
}
