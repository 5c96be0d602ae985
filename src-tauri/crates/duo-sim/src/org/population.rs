//! Which user is of which kind, who signed in last when, and who owns which device: a few bytes a user.
//! Everything else about a user is made when it is asked for.

use crate::dice::{Dice, Subject, index, roll};
use crate::log::timeline::Timeline;
use crate::org::admins;
use crate::org::devices::{Kit, Ownership};

const DAY_MS: i64 = 86_400_000;
const NONE: u32 = u32::MAX;

/// What is told about a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Enrolled, signs in every few days.
    Regular,
    /// Active, without any way to sign in.
    Unenrolled,
    /// Disabled in Duo.
    Disabled,
    /// Status bypass.
    Bypass,
    /// Enrolled, last sign-in 30 to 178 days ago.
    Dormant,
    /// In the trash.
    Leaving,
    /// Enrolled, never signed in.
    Unused,
    /// Locked out after failed attempts.
    LockedOut,
    /// A machine's account.
    ServiceAccount,
    /// A second account of a regular user, with the same e-mail address.
    Duplicate,
    /// Enrolled, last sign-in longer ago than the log reaches.
    Lapsed,
}

/// Share of each class in thousandths, the most telling first: small tenants get at least one of each as
/// far as they have room.
const SHARES: [(Class, u64); 10] = [
    (Class::Unenrolled, 150),
    (Class::Disabled, 40),
    (Class::Bypass, 20),
    (Class::Dormant, 80),
    (Class::Leaving, 20),
    (Class::Unused, 30),
    (Class::LockedOut, 10),
    (Class::ServiceAccount, 20),
    (Class::Duplicate, 15),
    (Class::Lapsed, 40),
];

/// The tables of a tenant.
#[derive(Debug, Clone)]
pub(crate) struct Population {
    seed: u64,
    classes: Vec<Class>,
    /// (duplicate, original), sorted.
    twins: Vec<(u32, u32)>,
    /// Users with a successful sign-in in the log, ordered by their last.
    signers: Vec<u32>,
    /// The event that is the last success of the signer at the same place; strictly increasing.
    finals: Vec<u32>,
    /// Place of a user among the signers.
    ranks: Vec<u32>,
    pub(crate) phones: Ownership,
    pub(crate) tokens: Ownership,
    pub(crate) passkeys: Ownership,
}

impl Population {
    pub(crate) fn new(seed: u64, users: u32, timeline: &Timeline, now_ms: i64) -> Self {
        let classes = assign_classes(seed, users);
        let twins = pair_twins(&classes);
        let (signers, finals) = place_last_sign_ins(seed, &classes, timeline, now_ms);
        let mut ranks = vec![NONE; classes.len()];
        for (rank, user) in signers.iter().enumerate() {
            ranks[*user as usize] = u32::try_from(rank).unwrap_or(NONE);
        }
        let kits: Vec<Kit> = (0..users)
            .map(|user| Kit::of(seed, user, enrolled(seed, user, classes[user as usize])))
            .collect();
        Self {
            seed,
            phones: Ownership::new(kits.iter().map(|k| k.phones), users / 100 + 1),
            tokens: Ownership::new(kits.iter().map(|k| k.tokens), users / 200 + 1),
            passkeys: Ownership::new(kits.iter().map(|k| k.passkeys), admins::PASSKEYS),
            classes,
            twins,
            signers,
            finals,
            ranks,
        }
    }

    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.classes.len()).unwrap_or(NONE)
    }

    pub(crate) fn class(&self, user: u32) -> Class {
        self.classes[user as usize]
    }

    pub(crate) fn is_enrolled(&self, user: u32) -> bool {
        enrolled(self.seed, user, self.class(user))
    }

    /// The user whose name and e-mail address this one shares: itself unless a duplicate.
    pub(crate) fn original(&self, user: u32) -> u32 {
        match self.twins.binary_search_by_key(&user, |(twin, _)| *twin) {
            Ok(place) => self.twins[place].1,
            Err(_) => user,
        }
    }

    /// The instant of the last successful sign-in: the one in the log if there is one, else one that the
    /// log does not hold.
    pub(crate) fn last_sign_in_ms(&self, user: u32, timeline: &Timeline, now_ms: i64) -> Option<i64> {
        match self.ranks[user as usize] {
            NONE => idle_ms(self.seed, user, self.class(user)).map(|idle| now_ms - idle),
            rank => Some(timeline.ms(u64::from(self.finals[rank as usize]))),
        }
    }

    /// The user whose last success event `k` is, if it is one.
    pub(crate) fn final_of(&self, k: u64) -> Option<u32> {
        let k = u32::try_from(k).ok()?;
        self.finals.binary_search(&k).ok().map(|rank| self.signers[rank])
    }

    /// One of the users who still sign in successfully after event `k`.
    pub(crate) fn signer_after(&self, k: u64, dice: &mut Dice) -> Option<u32> {
        let gone = self.finals.partition_point(|f| u64::from(*f) <= k);
        let left = self.signers.len() - gone;
        (left > 0).then(|| self.signers[gone + index(dice.below(left as u64))])
    }
}

fn assign_classes(seed: u64, users: u32) -> Vec<Class> {
    let total = u64::from(users);
    let mut classes = Vec::with_capacity(users as usize);
    for (class, share) in SHARES {
        // At least two regular users stay.
        let room = total.saturating_sub(2).saturating_sub(classes.len() as u64);
        let wanted = (total * share / 1000).max(1).min(room);
        classes.extend(std::iter::repeat_n(class, index(wanted)));
    }
    classes.resize(users as usize, Class::Regular);
    let mut dice = Dice::of(seed, Subject::Shuffle, 0);
    for last in (1..classes.len()).rev() {
        classes.swap(last, index(dice.below(last as u64 + 1)));
    }
    classes
}

fn pair_twins(classes: &[Class]) -> Vec<(u32, u32)> {
    let numbered = || (0_u32..).zip(classes);
    let regulars = numbered().filter(|(_, c)| **c == Class::Regular).map(|(user, _)| user);
    let duplicates = numbered().filter(|(_, c)| **c == Class::Duplicate).map(|(user, _)| user);
    duplicates.zip(regulars).collect()
}

fn enrolled(seed: u64, user: u32, class: Class) -> bool {
    let mut dice = Dice::of(seed, Subject::User, u64::from(user));
    match class {
        Class::Unenrolled | Class::ServiceAccount => false,
        Class::Disabled => dice.percent(65),
        Class::Leaving => dice.percent(50),
        Class::Bypass => dice.percent(75),
        Class::Regular
        | Class::Dormant
        | Class::Unused
        | Class::LockedOut
        | Class::Duplicate
        | Class::Lapsed => true,
    }
}

/// How long before the described moment the user last signed in; `None` is never.
fn idle_ms(seed: u64, user: u32, class: Class) -> Option<i64> {
    let mut dice = Dice::of(seed, Subject::Idle, u64::from(user));
    let (from, to) = match class {
        Class::Unenrolled | Class::Unused | Class::ServiceAccount => return None,
        Class::Regular | Class::Bypass => {
            let recent = dice.percent(80);
            if recent { (0, 3) } else { (3, 20) }
        }
        Class::LockedOut => (2, 40),
        Class::Dormant | Class::Duplicate => (31, 178),
        Class::Lapsed => (181, 400),
        Class::Disabled => (40, 400),
        Class::Leaving => (20, 178),
    };
    let never = match class {
        Class::Disabled | Class::Leaving => dice.percent(25) || !enrolled(seed, user, class),
        Class::Bypass => !enrolled(seed, user, class) && dice.percent(50),
        _ => false,
    };
    let idle = dice.between(from * DAY_MS, to * DAY_MS);
    (!never).then_some(idle.max(5 * 60_000))
}

/// Picks the event that is each signer's last success, strictly increasing, the newest event being the
/// newest signer's. With few events only some of the users appear in the log.
fn place_last_sign_ins(
    seed: u64,
    classes: &[Class],
    timeline: &Timeline,
    now_ms: i64,
) -> (Vec<u32>, Vec<u32>) {
    let first_ms = timeline.ms(0);
    let mut last: Vec<(i64, u32)> = (0_u32..)
        .zip(classes)
        .filter_map(|(user, class)| Some((now_ms - idle_ms(seed, user, *class)?, user)))
        .filter(|(ms, _)| *ms >= first_ms)
        .collect();
    let room = index(timeline.len() / 2);
    if last.len() > room {
        last.sort_unstable_by_key(|(_, user)| roll(seed, Subject::Shuffle, u64::from(*user) + 1));
        last.truncate(room);
    }
    last.sort_unstable();
    let mut finals = vec![0_u32; last.len()];
    let mut bound = timeline.len();
    for (rank, (ms, _)) in last.iter().enumerate().rev() {
        let newest = rank + 1 == last.len();
        let wanted = if newest { bound } else { timeline.before(*ms + 1).min(bound) };
        // `rank` events must be left for the signers before this one.
        bound = wanted.max(rank as u64 + 1) - 1;
        finals[rank] = u32::try_from(bound).unwrap_or(NONE);
    }
    (last.into_iter().map(|(_, user)| user).collect(), finals)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_000_000_000;

    fn population(users: u32, events: u64) -> (Population, Timeline) {
        let timeline = Timeline::new(5, events, NOW);
        (Population::new(5, users, &timeline, NOW), timeline)
    }

    #[test]
    fn the_smallest_tenant_has_the_telling_classes() {
        let (population, _) = population(10, 100);
        for class in [Class::Regular, Class::Unenrolled, Class::Disabled, Class::Bypass, Class::Dormant] {
            assert!(population.classes.contains(&class), "{class:?}");
        }
    }

    #[test]
    fn last_successes_are_strictly_ordered_and_end_with_the_log() {
        for (users, events) in [(10, 0), (10, 1), (10, 3), (300, 100), (300, 20_000), (2000, 4001)] {
            let (population, timeline) = population(users, events);
            assert!(population.finals.windows(2).all(|pair| pair[0] < pair[1]), "{users} {events}");
            if let Some(newest) = population.finals.last() {
                assert_eq!(u64::from(*newest) + 1, events);
            }
            for user in 0..users {
                let class = population.class(user);
                let ms = population.last_sign_in_ms(user, &timeline, NOW);
                assert_eq!(ms.is_none(), idle_ms(5, user, class).is_none());
                assert!(ms.is_none_or(|ms| ms < NOW));
            }
        }
    }

    #[test]
    fn about_fifteen_in_a_hundred_are_unenrolled() {
        let (population, _) = population(10_000, 0);
        let count = population.classes.iter().filter(|c| **c == Class::Unenrolled).count();
        assert_eq!(count, 1500);
    }

    #[test]
    fn a_duplicate_has_a_regular_original() {
        let (population, _) = population(1000, 0);
        for user in 0..1000 {
            let original = population.original(user);
            if population.class(user) == Class::Duplicate {
                assert_eq!(population.class(original), Class::Regular);
            } else {
                assert_eq!(original, user);
            }
        }
    }
}
