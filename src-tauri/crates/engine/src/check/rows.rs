//! Building rows.

use crate::Code;
use crate::api::{CheckId, CheckRow, RowState, Values};

/// The rows in order.
pub(crate) const ORDER: [CheckId; 9] = [
    CheckId::Format,
    CheckId::Dns,
    CheckId::Tls,
    CheckId::Ping,
    CheckId::Clock,
    CheckId::Keys,
    CheckId::ApplicationType,
    CheckId::Permissions,
    CheckId::Keychain,
];

pub(crate) fn row(id: CheckId, state: RowState, code: Option<Code>, ms: u64, values: Values) -> CheckRow {
    CheckRow { id, state, code, ms, values }
}

pub(crate) fn pass(id: CheckId, ms: u64, values: Values) -> CheckRow {
    row(id, RowState::Pass, None, ms, values)
}

pub(crate) fn skipped(id: CheckId, code: Code) -> CheckRow {
    row(id, RowState::Skipped, Some(code), 0, Values::new())
}

/// Named values.
pub(crate) fn values<const N: usize>(pairs: [(&str, String); N]) -> Values {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
