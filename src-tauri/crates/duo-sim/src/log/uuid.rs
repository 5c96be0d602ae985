//! Transaction and activity identifiers in UUID form.

use std::fmt::Write as _;

use crate::dice::{Dice, Subject};

/// A version-4 look-alike made from (seed, subject, index).
pub(crate) fn uuid(seed: u64, subject: Subject, index: u64) -> String {
    let mut dice = Dice::of(seed, subject, index);
    let high = (dice.next() & !0xf000) | 0x4000;
    let low = (dice.next() >> 2) | (1 << 63);
    let mut text = String::with_capacity(36);
    // Writing to a `String` cannot fail.
    let _ = write!(
        text,
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_that_of_a_random_uuid() {
        let text = uuid(1, Subject::TransactionId, 7);
        assert_eq!(text.len(), 36);
        assert_eq!(text.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&text.as_bytes()[19]));
        assert_ne!(text, uuid(1, Subject::TransactionId, 8));
    }
}
