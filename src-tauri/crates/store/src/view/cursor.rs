//! Cursors of the sign-ins view: the key of the last row of a page.

use crate::StoreError;
use crate::table::sign_in::Txid;

/// A key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) ts_ms: i64,
    pub(super) txid: Txid,
}

impl Cursor {
    /// `d` or `a` for the direction, the time, `b` or `t` for packed or text, the id in hexadecimal digits.
    pub(super) fn write(&self, descending: bool) -> String {
        let direction = if descending { 'd' } else { 'a' };
        let (kind, bytes) = match &self.txid {
            Txid::Short(bytes) => ('b', bytes.as_slice()),
            Txid::Text(text) => ('t', text.as_bytes()),
        };
        let hex = hex::encode(bytes);
        format!("{direction}.{}.{kind}.{hex}", self.ts_ms)
    }

    pub(super) fn parse(text: &str, descending: bool) -> Result<Self, StoreError> {
        Self::try_parse(text, descending).ok_or(StoreError::BadCursor)
    }

    fn try_parse(text: &str, descending: bool) -> Option<Self> {
        let mut parts = text.split('.');
        let (direction, ts, kind, hex) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || direction != if descending { "d" } else { "a" } {
            return None;
        }
        let bytes = hex::decode(hex).ok()?;
        let txid = match kind {
            "b" => Txid::Short(bytes),
            "t" => Txid::Text(String::from_utf8(bytes).ok()?),
            _ => return None,
        };
        Some(Self { ts_ms: ts.parse().ok()?, txid })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_as_written_in_its_own_direction_only() {
        for txid in ["5b4a3c2d-0000-4aaa-8bbb-0123456789ab", "tx.\0é", ""] {
            let cursor = Cursor { ts_ms: -5, txid: Txid::pack(txid) };
            let text = cursor.write(true);
            assert_eq!(Cursor::parse(&text, true).unwrap(), cursor);
            assert!(matches!(Cursor::parse(&text, false), Err(StoreError::BadCursor)));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "d",
            "d.1.b",
            "d.x.b.00",
            "d.1.b.0",
            "d.1.b.zz",
            "d.1.q.00",
            "d.1.t.ff",
            "d.1.b.00.1",
            "d.1.b.é",
        ] {
            assert!(matches!(Cursor::parse(text, true), Err(StoreError::BadCursor)), "{text}");
        }
    }
}
