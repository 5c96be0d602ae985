//! Duo's id of an event, packed.

use rusqlite::types::{Value, ValueRef};
use uuid::Uuid;

use crate::StoreError;

/// Duo's id in as few bytes as it can be: a UUID as 16, a SHA-256 as 32, anything else as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Txid {
    Uuid([u8; 16]),
    Digest(Box<[u8; 32]>),
    Text(String),
}

impl Txid {
    pub(crate) fn pack(text: &str) -> Self {
        if text.len() == 36
            && canonical(text)
            && let Ok(uuid) = Uuid::try_parse(text)
        {
            return Self::Uuid(uuid.into_bytes());
        }
        let mut digest = [0; 32];
        if text.len() == 64 && canonical(text) && hex::decode_to_slice(text, &mut digest).is_ok() {
            return Self::Digest(Box::new(digest));
        }
        Self::Text(text.to_owned())
    }

    pub(crate) fn unpack(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Uuid(bytes) => Uuid::from_bytes(*bytes).to_string(),
            Self::Digest(bytes) => hex::encode(bytes.as_slice()),
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Uuid(bytes) => bytes,
            Self::Digest(bytes) => bytes.as_slice(),
        }
    }

    pub(crate) fn read(value: ValueRef<'_>) -> Result<Self, StoreError> {
        match value {
            ValueRef::Blob(bytes) => match (<[u8; 16]>::try_from(bytes), <[u8; 32]>::try_from(bytes)) {
                (Ok(uuid), _) => Ok(Self::Uuid(uuid)),
                (_, Ok(digest)) => Ok(Self::Digest(Box::new(digest))),
                _ => Err(StoreError::Corrupt),
            },
            ValueRef::Text(text) => {
                Ok(Self::Text(std::str::from_utf8(text).map_err(|_| StoreError::Corrupt)?.to_owned()))
            }
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => Err(StoreError::Corrupt),
        }
    }

    pub(crate) fn value(&self) -> ValueRef<'_> {
        match self {
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Uuid(_) | Self::Digest(_) => ValueRef::Blob(self.bytes()),
        }
    }
}

/// Without capitals, which would be lost.
fn canonical(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_uppercase())
}

impl From<Txid> for Value {
    fn from(txid: Txid) -> Self {
        match txid {
            Txid::Text(text) => Self::Text(text),
            Txid::Uuid(bytes) => Self::Blob(bytes.to_vec()),
            Txid::Digest(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_packed_without_loss() {
        let texts = [
            "5b4a3c2d-0000-4aaa-8bbb-0123456789ab",
            "5B4A3C2D-0000-4AAA-8BBB-0123456789AB",
            "5b4a3c2d00004aaa8bbb0123456789ab",
            "{5b4a3c2d-0000-4aaa-8bbb-0123456789a}",
            "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
            "0F1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
            "",
            "tx\0 \u{202e}\"'",
        ];
        for text in texts {
            assert_eq!(Txid::pack(text).unpack(), text);
        }
        assert!(matches!(Txid::pack(texts[0]), Txid::Uuid(_)));
        assert!(matches!(Txid::pack(texts[4]), Txid::Digest(_)));
    }
}
