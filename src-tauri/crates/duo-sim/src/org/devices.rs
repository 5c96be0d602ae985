//! How many devices a user has, and which device belongs to whom.

use crate::dice::{Dice, Subject};

/// Numbers of devices of one user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kit {
    pub(crate) phones: u8,
    pub(crate) tokens: u8,
    pub(crate) passkeys: u8,
}

impl Kit {
    /// An enrolled user has at least one device, any other none.
    pub(crate) fn of(seed: u64, user: u32, enrolled: bool) -> Self {
        if !enrolled {
            return Self::default();
        }
        let mut dice = Dice::of(seed, Subject::Person, u64::from(user));
        let phones = match dice.below(100) {
            0..8 => 0,
            8..92 => 1,
            _ => 2,
        };
        let mut tokens = u8::from(dice.percent(5));
        let passkeys = match dice.below(100) {
            0..85 => 0,
            85..97 => 1,
            _ => 2,
        };
        if phones + tokens + passkeys == 0 {
            tokens = 1;
        }
        Self { phones, tokens, passkeys }
    }
}

/// Devices numbered in the order of their owners, those without an owner last.
#[derive(Debug, Clone)]
pub(crate) struct Ownership {
    /// Number of the first device of each user, and the number of owned devices at the end.
    first: Vec<u32>,
    unowned: u32,
}

impl Ownership {
    pub(crate) fn new(counts: impl Iterator<Item = u8>, unowned: u32) -> Self {
        let mut total = 0_u32;
        let mut first = vec![0];
        for count in counts {
            total += u32::from(count);
            first.push(total);
        }
        Self { first, unowned }
    }

    pub(crate) fn len(&self) -> u32 {
        self.first.last().copied().unwrap_or(0) + self.unowned
    }

    /// The devices of a user.
    pub(crate) fn of(&self, user: u32) -> std::ops::Range<u32> {
        self.first[user as usize]..self.first[user as usize + 1]
    }

    pub(crate) fn owner(&self, device: u32) -> Option<u32> {
        let owned = self.first.last().copied().unwrap_or(0);
        let place = self.first.partition_point(|first| *first <= device);
        (device < owned).then(|| u32::try_from(place - 1).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_and_devices_agree() {
        let ownership = Ownership::new([1, 0, 2, 0, 0, 1].into_iter(), 2);
        assert_eq!(ownership.len(), 6);
        let owners: Vec<_> = (0..6).map(|device| ownership.owner(device)).collect();
        assert_eq!(owners, [Some(0), Some(2), Some(2), Some(5), None, None]);
        assert_eq!(ownership.of(2), 1..3);
        assert!(ownership.of(1).is_empty());
    }

    #[test]
    fn an_enrolled_user_has_a_device() {
        for user in 0..5000 {
            let kit = Kit::of(11, user, true);
            assert!(kit.phones + kit.tokens + kit.passkeys > 0);
            assert_eq!(Kit::of(11, user, false), Kit::default());
        }
    }
}
