//! Transaction and activity identifiers in UUID form.

use crate::dice::{Dice, Subject, index};

const HEX: &[u8; 16] = b"0123456789abcdef";
/// Digits between hyphens.
const GROUPS: [u32; 5] = [8, 4, 4, 4, 12];

/// A version-4 look-alike made from (seed, subject, number).
pub(crate) fn uuid(seed: u64, subject: Subject, number: u64) -> String {
    let mut dice = Dice::of(seed, subject, number);
    let high = (dice.next() & !0xf000) | 0x4000;
    let low = (dice.next() >> 2) | (1 << 63);
    let bits = u128::from(high) << 64 | u128::from(low);
    let mut text = String::with_capacity(36);
    let mut left = 128;
    for digits in GROUPS {
        if left < 128 {
            text.push('-');
        }
        for _ in 0..digits {
            left -= 4;
            let digit = u64::try_from((bits >> left) & 0xf).unwrap_or(0);
            text.push(char::from(HEX[index(digit)]));
        }
    }
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
