//! A text as the key of a map of many.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};

/// A text; a short one lies in the map itself, where it is compared without a way to elsewhere.
pub(super) enum Key {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<[u8]>),
}

/// Enough for Duo's ids of twenty characters, with the length and the kind in three words.
const SHORT: usize = 22;

impl Key {
    pub(super) fn new(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.as_bytes().into()),
        }
    }
}

impl Borrow<[u8]> for Key {
    fn borrow(&self) -> &[u8] {
        match self {
            Self::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Long(bytes) => bytes,
        }
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Borrow::<[u8]>::borrow(self).hash(state);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        Borrow::<[u8]>::borrow(self) == Borrow::<[u8]>::borrow(other)
    }
}

impl Eq for Key {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_small_and_its_text() {
        assert!(size_of::<Key>() <= 24);
        for length in 0..60 {
            let text = "x".repeat(length);
            assert_eq!(Borrow::<[u8]>::borrow(&Key::new(&text)), text.as_bytes());
        }
    }
}
