//! Computers: who has how many, when they were last seen, and what Duo Desktop is there for (admin-api.md §7.6, §7.10,
//! §7.11). One computer appears under one name in every list that knows it.

use crate::dice::{Dice, Subject, roll};
use crate::org::devices::Ownership;
use crate::org::population::Population;

const DAY: i64 = 86_400;
/// Duo forgets an endpoint that it did not see for so long.
pub(crate) const PURGED_AFTER: i64 = 30 * DAY;

/// Which computers each list holds, by number, in ascending order.
#[derive(Debug, Clone)]
pub(crate) struct Fleet {
    pub(crate) owned: Ownership,
    pub(crate) endpoints: Vec<u32>,
    pub(crate) registered: Vec<u32>,
    pub(crate) blocked: Vec<u32>,
    pub(crate) authenticators: Vec<u32>,
}

/// One computer, or a phone's browser.
#[derive(Debug, Clone)]
pub(crate) struct Computer {
    pub(crate) number: u32,
    pub(crate) owner: Option<u32>,
    pub(crate) os: Os,
    /// Unix seconds; none = never.
    pub(crate) last_seen: Option<i64>,
    /// The version of Duo Desktop, where it is installed.
    pub(crate) desktop: Option<&'static str>,
    pub(crate) registered: bool,
    pub(crate) blocked: bool,
    pub(crate) authenticator: bool,
}

/// An operating system as endpoints tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Os {
    pub(crate) family: &'static str,
    pub(crate) version: &'static str,
    pub(crate) build: &'static str,
    pub(crate) model: &'static str,
}

const fn os(family: &'static str, version: &'static str, build: &'static str, model: &'static str) -> Os {
    Os { family, version, build, model }
}

const SYSTEMS: [Os; 10] = [
    os("Windows", "11", "26100", ""),
    os("Windows", "11", "26100", ""),
    os("Windows", "11", "22631", ""),
    os("Windows", "10", "19045", ""),
    os("Mac OS X", "15.6", "24G84", "MacBook Pro"),
    os("Mac OS X", "14.7", "23H124", "MacBook Air"),
    os("Linux", "6.8", "", ""),
    os("iOS", "18.6", "", "Apple iPhone 15"),
    os("Android", "15", "", "Google Pixel 9"),
    os("Chrome OS", "141", "", ""),
];

impl Fleet {
    pub(crate) fn new(
        seed: u64,
        population: &Population,
        last_seen: impl Fn(u32) -> Option<i64>,
        now: i64,
    ) -> Self {
        let counts = (0..population.len()).map(|user| {
            let mut dice = Dice::of(seed, Subject::Computers, user.into());
            match dice.below(100) {
                _ if !population.is_enrolled(user) => 0,
                0..15 => 0,
                15..85 => 1,
                _ => 2,
            }
        });
        let mut fleet = Self {
            owned: Ownership::new(counts, 0),
            endpoints: Vec::new(),
            registered: Vec::new(),
            blocked: Vec::new(),
            authenticators: Vec::new(),
        };
        for number in 0..fleet.owned.len() {
            let computer = fleet.computer(seed, number, &last_seen);
            let fresh = computer.last_seen.is_some_and(|at| at > now - PURGED_AFTER);
            for (list, holds) in [
                (&mut fleet.endpoints, fresh),
                (&mut fleet.registered, computer.registered),
                (&mut fleet.blocked, computer.blocked),
                (&mut fleet.authenticators, computer.authenticator),
            ] {
                list.extend(holds.then_some(number));
            }
        }
        fleet
    }

    /// A computer was last seen when its owner last signed in, a second one up to three weeks before.
    pub(crate) fn computer(
        &self,
        seed: u64,
        number: u32,
        last_seen: impl Fn(u32) -> Option<i64>,
    ) -> Computer {
        let mut dice = Dice::of(seed, Subject::Computer, number.into());
        let os = dice.pick(&SYSTEMS);
        let owner = self.owned.owner(number);
        let second = owner.is_some_and(|user| self.owned.of(user).start != number);
        let earlier = if second { dice.between(DAY, 21 * DAY) } else { 0 };
        let managed = ["Windows", "Mac OS X", "Linux"].contains(&os.family);
        let installed = managed && dice.percent(70);
        let version = dice.pick(&["7.4.0.0", "7.2.1.0", "6.14.0.0"]);
        let registered = installed && dice.percent(80);
        Computer {
            number,
            owner,
            os,
            last_seen: owner.and_then(last_seen).map(|at| at - earlier),
            desktop: installed.then_some(version),
            registered,
            blocked: registered && dice.percent(4),
            authenticator: installed && dice.percent(30),
        }
    }

    /// The computers of a user that count as a factor.
    pub(crate) fn authenticators_of(&self, user: u32) -> impl Iterator<Item = u32> {
        let owned = self.owned.of(user);
        let from = self.authenticators.partition_point(|number| *number < owned.start);
        self.authenticators[from..].iter().copied().take_while(move |number| *number < owned.end)
    }
}

impl Computer {
    pub(crate) fn name(&self) -> String {
        let prefix = match self.os.family {
            "Windows" => "WS",
            "Mac OS X" => "MB",
            "Linux" => "LX",
            "Chrome OS" => "CB",
            _ => return String::new(),
        };
        format!("{prefix}-{:04}", self.number + 101)
    }

    /// Unknown without Duo Desktop.
    pub(crate) fn posture(&self, seed: u64) -> Posture {
        let told = |what: u64, good: u64, yes: &'static str, no: &'static str| {
            let share = roll(seed, Subject::Posture, u64::from(self.number) * 8 + what) % 100;
            match self.desktop {
                None => "Unknown",
                Some(_) if share < good => yes,
                Some(_) => no,
            }
        };
        Posture {
            encryption: told(0, 91, "On", "Off"),
            firewall: told(1, 95, "On", "Off"),
            password: told(2, 97, "Set", "Unset"),
            trusted: match self.desktop {
                None => "unknown",
                Some(_) => told(3, 88, "yes", "no"),
            },
            agent: self.desktop.is_some() && told(4, 80, "On", "Off") == "On",
        }
    }
}

/// What Duo Desktop tells about a computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posture {
    pub(crate) encryption: &'static str,
    pub(crate) firewall: &'static str,
    pub(crate) password: &'static str,
    pub(crate) trusted: &'static str,
    /// Whether a security agent runs.
    pub(crate) agent: bool,
}
