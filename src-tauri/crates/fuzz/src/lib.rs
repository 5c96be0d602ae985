//! Every parser that reads what others wrote, against damaged input.
//!
//! A [`Target`] has sound inputs to begin with; [`run`] damages them, bit by bit and as JSON, and lets the target read
//! what came of it. A target panics when something is wrong. The same seed tries the same inputs. `cargo run -p fuzz`
//! does it for as long as one likes; the tests do it for a moment.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a target that is surprised has found something")]

mod damage;
#[allow(dead_code, missing_docs, unreachable_pub, reason = "the command line's own file, as it is")]
#[path = "../../cli/src/filter.rs"]
mod filter;
mod text;
mod wire;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use duo_api::{Clock, SystemClock};

use damage::Dice;

/// Reads an input, or panics.
type Read = Box<dyn Fn(&[u8])>;

/// A parser and sound inputs for it.
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    seeds: Vec<Vec<u8>>,
    read: Read,
}

/// What was tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tried {
    /// Inputs.
    pub inputs: u64,
    /// How long the slowest took.
    pub slowest: Duration,
    /// The input that made the target panic, if one did; trying ended there.
    pub found: Option<Vec<u8>>,
}

/// Every target.
pub fn targets() -> Vec<Target> {
    wire::targets().into_iter().chain(text::targets()).collect()
}

impl Target {
    pub(crate) fn new(name: &'static str, seeds: Vec<Vec<u8>>, read: impl Fn(&[u8]) + 'static) -> Self {
        Self { name, seeds, read: Box::new(read) }
    }

    /// Lets the target read one input; whether it was borne.
    pub fn bears(&self, input: &[u8]) -> bool {
        catch_unwind(AssertUnwindSafe(|| (self.read)(input))).is_ok()
    }
}

/// Damages the target's inputs for so long, or so many times, whichever ends first; the sound ones come first.
pub fn run(target: &Target, seed: u64, time: Duration, inputs: u64) -> Tried {
    let clock = SystemClock::new();
    let mut dice = Dice::new(seed);
    let mut tried = Tried::default();
    while tried.inputs < inputs && clock.monotonic() < time {
        let place = usize::try_from(tried.inputs).unwrap_or(usize::MAX);
        let input =
            target.seeds.get(place).cloned().unwrap_or_else(|| damage::damaged(&target.seeds, &mut dice));
        let before = clock.monotonic();
        let borne = target.bears(&input);
        tried.slowest = tried.slowest.max(clock.monotonic().saturating_sub(before));
        tried.inputs += 1;
        if !borne {
            tried.found = Some(input);
            break;
        }
    }
    tried
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `TANDEM_SOAK` makes minutes of it; CI has a third of a second for each.
    #[test]
    fn no_target_is_surprised() {
        let in_full = std::env::var_os("TANDEM_SOAK").is_some_and(|name| !name.is_empty());
        let time = Duration::from_millis(if in_full { 20_000 } else { 300 });
        let (mut inputs, mut count) = (0, 0);
        let mut found = Vec::new();
        for target in targets() {
            let tried = run(&target, 1, time, u64::MAX);
            if let Some(input) = &tried.found {
                found.push((target.name, input.escape_ascii().to_string()));
                continue;
            }
            assert!(tried.inputs > 20, "{}: {tried:?}", target.name);
            assert!(tried.slowest < Duration::from_secs(5), "{}: {tried:?}", target.name);
            inputs += tried.inputs;
            count += 1;
        }
        println!("{count} targets, {inputs} inputs");
        assert_eq!(found, []);
    }

    #[test]
    fn a_target_that_panics_is_found() {
        let timid = Target::new("timid", vec![b"calm".to_vec()], |input| assert_eq!(input, b"calm"));
        let tried = run(&timid, 1, Duration::from_secs(10), 1_000);
        assert!(tried.found.is_some() && tried.inputs > 1);
    }

    #[test]
    fn the_same_seed_tries_the_same() {
        let seeds = vec![br#"{"response":[{"user_id":"DU1"}],"stat":"OK"}"#.to_vec()];
        let inputs = |seed| {
            let mut dice = Dice::new(seed);
            (0..200).map(|_| damage::damaged(&seeds, &mut dice)).collect::<Vec<_>>()
        };
        assert_eq!(inputs(1), inputs(1));
        assert_ne!(inputs(1), inputs(2));
    }
}
