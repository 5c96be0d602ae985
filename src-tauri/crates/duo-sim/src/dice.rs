//! Deterministic chance: every value is a function of (seed, subject, index), so any record can be made
//! alone and twice alike.

/// What a roll is about. Two subjects never share a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Subject {
    Account = 1,
    Keys,
    Shuffle,
    Person,
    Activity,
    Idle,
    Phone,
    Token,
    Passkey,
    BypassCode,
    Membership,
    Group,
    Application,
    Policy,
    Admin,
    Burst,
    Instant,
    SignIn,
    SignInDetail,
    TransactionId,
    ActivityId,
    Late,
    Directory,
    User,
    Child,
    Fault,
    Computers,
    Computer,
    Posture,
    Endpoint,
    RegisteredDevice,
    DesktopAuthenticator,
    Telephony,
    TelephonyId,
    AdminLog,
    OfflineLog,
    AdminUnit,
    TrustEvent,
    Packet,
}

/// The finaliser of splitmix64: a bijection of 64 bits in which each input bit moves about half of the
/// output.
pub(crate) const fn mix(x: u64) -> u64 {
    let z = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The inverse of [`mix`].
pub(crate) const fn unmix(x: u64) -> u64 {
    let z = (x ^ (x >> 31) ^ (x >> 62)).wrapping_mul(0x3196_42b2_d24d_8ec3);
    let z = (z ^ (z >> 27) ^ (z >> 54)).wrapping_mul(0x96de_1b17_3f11_9089);
    z ^ (z >> 30) ^ (z >> 60)
}

/// One number for (seed, subject, index).
pub(crate) const fn roll(seed: u64, subject: Subject, index: u64) -> u64 {
    mix(mix(seed ^ (subject as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(mix(index)))
}

/// A stream of numbers that starts at one [`roll`].
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn of(seed: u64, subject: Subject, index: u64) -> Self {
        Self(roll(seed, subject, index))
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number in `0..n`; 0 when `n` is 0.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        scale(self.next(), n)
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True `n` times out of a hundred.
    pub(crate) fn percent(&mut self, n: u64) -> bool {
        self.below(100) < n
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[index(self.below(from.len() as u64))]
    }

    /// `N` characters out of `alphabet`.
    pub(crate) fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(self.pick(alphabet))).collect()
    }
}

/// Brings a 64-bit number evenly down to `0..n`.
pub(crate) fn scale(value: u64, n: u64) -> u64 {
    u64::try_from((u128::from(value) * u128::from(n)) >> 64).unwrap_or(0)
}

/// An index that is known to fit, as `usize`.
#[expect(clippy::cast_possible_truncation, reason = "indexes stay under 2^32 and no 16-bit target exists")]
pub(crate) const fn index(value: u64) -> usize {
    value as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unmix_undoes_mix() {
        for x in [0, 1, 2, u64::MAX, 0xdead_beef, 1 << 63] {
            assert_eq!(unmix(mix(x)), x);
        }
    }

    #[test]
    fn subjects_and_indexes_do_not_share_numbers() {
        let mut seen = std::collections::BTreeSet::new();
        for index in 0..1000 {
            seen.insert(roll(7, Subject::Phone, index));
            seen.insert(roll(7, Subject::Token, index));
            seen.insert(roll(8, Subject::Phone, index));
        }
        assert_eq!(seen.len(), 3000);
    }

    #[test]
    fn percent_is_about_right() {
        let mut dice = Dice::of(1, Subject::Person, 0);
        let hits = (0..10_000).filter(|_| dice.percent(15)).count();
        assert!((1300..1700).contains(&hits), "{hits}");
    }
}
