//! What is believed about one endpoint class, as arithmetic over a passed-in time.

use std::collections::VecDeque;
use std::time::Duration;

/// After a refusal nothing rises for this long.
const HOLD: Duration = Duration::from_mins(15);
/// Nor before so many further answers: what is asked rarely must not be refused one time in a few for trying.
const EARNED: u32 = 100;
/// But no longer than this after the hold.
const PATIENCE: Duration = Duration::from_mins(75);
/// Quotas are counted by the minute.
const MINUTE: Duration = Duration::from_mins(1);
/// The longest wait that the doubling reaches, as in Duo's own clients.
const LONGEST_BACK_OFF: f64 = 32.0;
/// Requests that go at once at most.
const LONGEST_BURST: f64 = 30.0;
/// Share of the first guess by which the belief rises in a minute without refusals.
const RISE_PER_MINUTE: f64 = 0.05;
/// What was learnt longer ago says nothing.
const FORGOTTEN: Duration = Duration::from_hours(7 * 24);

/// A request of the last minute.
#[derive(Debug, Clone, Copy)]
struct Sent {
    at: Duration,
    refused: bool,
}

/// What is worth knowing after a restart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Memory {
    pub(super) believed: f64,
    /// Until it rises at the latest.
    pub(super) held_for: Duration,
    pub(super) answered: u32,
    pub(super) lately: u32,
}

#[derive(Debug, Clone)]
pub(super) struct Rate {
    first_guess: f64,
    floor: f64,
    believed: f64,
    tokens: f64,
    seen: Duration,
    hold_until: Duration,
    patient_until: Duration,
    parked_until: Duration,
    /// Before this Duo asked not to be asked.
    asked_until: Duration,
    refusals: u32,
    /// Answers since the last refusal.
    answered: u32,
    /// One request may go although its minute is full: somebody waits who will not wait longer.
    let_one_through: bool,
    sent: VecDeque<Sent>,
    /// How long an answer takes; none until there was one.
    takes: Option<Duration>,
}

impl Rate {
    /// `floor`: below it no refusal takes the belief.
    pub(super) fn new(per_minute: f64, floor: f64) -> Self {
        Self {
            first_guess: per_minute,
            floor,
            believed: per_minute,
            tokens: f64::INFINITY,
            seen: Duration::ZERO,
            hold_until: Duration::ZERO,
            patient_until: Duration::ZERO,
            parked_until: Duration::ZERO,
            asked_until: Duration::ZERO,
            refusals: 0,
            answered: EARNED,
            let_one_through: false,
            sent: VecDeque::new(),
            takes: None,
        }
    }

    pub(super) fn believed(&self) -> f64 {
        self.believed
    }

    pub(super) fn refusals(&self) -> u32 {
        self.refusals
    }

    pub(super) fn parked_for(&self, now: Duration) -> Duration {
        self.parked_until.saturating_sub(now)
    }

    /// Duo asks not to be asked for so long.
    pub(super) fn asks(&mut self, now: Duration, wait: Duration) {
        self.asked_until = now + wait;
    }

    /// How much longer Duo asked not to be asked.
    pub(super) fn asked_for(&self, now: Duration) -> Duration {
        self.asked_until.saturating_sub(now)
    }

    /// Takes a turn if there is one; else says how long until there is. `share` of the belief is used; without
    /// one only a parked class waits.
    pub(super) fn take(&mut self, now: Duration, share: Option<f64>) -> Option<Duration> {
        let parked = self.parked_for(now);
        if !parked.is_zero() {
            return Some(parked);
        }
        if let Some(share) = share {
            self.advance(now, share);
            let wait = self.missing_token(share).max(self.full_minute(now, share));
            if !wait.is_zero() && !self.let_one_through {
                return Some(wait.max(Duration::from_millis(1)));
            }
            self.tokens = (self.tokens - 1.0).max(0.0);
        }
        self.let_one_through = false;
        self.forget_before_this_minute(now);
        self.sent.push_back(Sent { at: now, refused: false });
        None
    }

    /// The answer to the latest request has come, or will not. Duo counted it at some moment up to now.
    pub(super) fn landed(&mut self, began: Duration, now: Duration) {
        if let Some(sent) = self.sent.back_mut() {
            sent.at = now;
        }
        let took = now.saturating_sub(began);
        self.takes = Some(self.takes.map_or(took, |takes| (takes * 7 + took) / 8));
    }

    /// The latest request was refused for the sake of another class.
    pub(super) fn not_granted(&mut self) {
        if let Some(sent) = self.sent.back_mut() {
            sent.refused = true;
        }
    }

    /// A 429: lowers the belief, holds it, and parks the class. `jitter` is in `0..1`.
    ///
    /// It halves; but where the last minute saw fewer answers than that, their number is what Duo grants. Somebody else
    /// may have used up that minute, so even that leads no lower than the floor.
    pub(super) fn refused(
        &mut self,
        now: Duration,
        share: Option<f64>,
        retry_after: Option<Duration>,
        jitter: f64,
    ) -> Duration {
        self.forget_before_this_minute(now);
        self.not_granted();
        let granted = self.sent.iter().filter(|sent| !sent.refused).count();
        let half = self.believed / 2.0;
        let lower = if granted == 0 { half } else { half.min(granted as f64) };
        self.believed = lower.max(self.floor).min(self.believed);
        self.refusals = self.refusals.saturating_add(1);
        self.answered = 0;
        let doubling = 2_f64.powi(i32::try_from(self.refusals.min(7)).unwrap_or(7) - 1).min(LONGEST_BACK_OFF);
        let part = share.unwrap_or(1.0);
        let interval = 60.0 / (self.believed * part);
        let pause = Duration::from_secs_f64(doubling.max(interval) + jitter);
        let wait = pause.max(self.full_minute(now, part)).max(retry_after.unwrap_or_default());
        self.tokens = 1.0;
        self.seen = now + wait;
        self.parked_until = now + wait;
        self.hold_until = now + wait + HOLD;
        self.patient_until = self.hold_until + PATIENCE;
        wait
    }

    /// Shortens a park; the belief stays as low as the refusal made it.
    pub(super) fn park_at_most(&mut self, now: Duration, wait: Duration) -> Duration {
        self.parked_until = now + wait;
        self.seen = self.seen.min(self.parked_until);
        self.let_one_through = true;
        wait
    }

    pub(super) fn answered(&mut self) {
        self.refusals = 0;
        self.answered = self.answered.saturating_add(1);
    }

    /// Time for so many further requests; none until an answer showed how long one takes.
    pub(super) fn eta(&self, now: Duration, share: Option<f64>, requests: u64) -> Option<Duration> {
        let paced = share.map_or(0.0, |share| 60.0 / (self.believed * share));
        let each = paced.max(self.takes?.as_secs_f64());
        let all = Duration::try_from_secs_f64(requests as f64 * each).unwrap_or(Duration::MAX / 2);
        Some(self.parked_for(now) + all)
    }

    pub(super) fn memory(&self, now: Duration) -> Memory {
        let lately = self.sent.iter().filter(|sent| sent.at + MINUTE > now).count();
        Memory {
            believed: self.believed,
            held_for: self.patient_until.saturating_sub(now),
            answered: self.answered,
            lately: u32::try_from(lately).unwrap_or(u32::MAX),
        }
    }

    /// Takes over what was learnt `age` ago, unless more is known here.
    pub(super) fn remember(&mut self, memory: Memory, age: Duration, now: Duration) {
        if age < MINUTE && self.sent.is_empty() {
            // When in that minute is not known: the latest possible moment is the safe one.
            let at = now.saturating_sub(age);
            let lately = memory.lately.min(1000);
            self.sent.extend((0..lately).map(|_| Sent { at, refused: false }));
        }
        let usable = memory.believed.is_finite() && memory.believed > 0.0;
        if age >= FORGOTTEN || !usable || memory.believed >= self.believed {
            return;
        }
        self.believed = memory.believed.max(self.floor);
        self.answered = memory.answered;
        let left = memory.held_for.min(HOLD + PATIENCE).saturating_sub(age);
        self.hold_until = now + left.saturating_sub(PATIENCE);
        self.patient_until = now + left;
        self.tokens = self.tokens.min(1.0);
        self.seen = now;
    }

    fn is_held(&self, now: Duration) -> bool {
        now < self.hold_until || (self.answered < EARNED && now < self.patient_until)
    }

    fn missing_token(&self, share: f64) -> Duration {
        Duration::from_secs_f64((1.0 - self.tokens).max(0.0) * 60.0 / (self.believed * share))
    }

    /// How long until a further request makes no 60 seconds fuller than the pace. Whatever minutes Duo counts in, none
    /// then holds more.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is positive and small; its fraction is meant to go"
    )]
    fn full_minute(&self, now: Duration, share: f64) -> Duration {
        let most = ((self.believed * share) as usize).max(1);
        let first = self.sent.len().checked_sub(most).and_then(|first| self.sent.get(first));
        first.map_or(Duration::ZERO, |sent| (sent.at + MINUTE).saturating_sub(now))
    }

    fn forget_before_this_minute(&mut self, now: Duration) {
        while self.sent.front().is_some_and(|sent| sent.at + MINUTE <= now) {
            self.sent.pop_front();
        }
    }

    fn advance(&mut self, now: Duration, share: f64) {
        let held = self.is_held(now);
        if !held {
            let risen = now.saturating_sub(self.seen.max(self.hold_until)).as_secs_f64() / 60.0;
            let rise = self.first_guess * RISE_PER_MINUTE * risen;
            self.believed = (self.believed + rise).min(self.first_guess);
        }
        let elapsed = now.saturating_sub(self.seen).as_secs_f64() / 60.0;
        let pace = self.believed * share;
        // A burst is fine while nothing was refused, since no minute gets fuller by it: a small tenant is three dozen
        // requests. The first may be a whole minute's; later ones leave room for others.
        let first = self.tokens.is_infinite() && self.sent.is_empty();
        let burst = match (held, first) {
            (true, _) => 1.0,
            (false, true) => pace.clamp(1.0, LONGEST_BURST),
            (false, false) => (pace / 2.0).clamp(1.0, LONGEST_BURST),
        };
        let left = if held || self.tokens.is_infinite() { 0.0 } else { self.tokens };
        self.tokens = (self.tokens + elapsed * pace).min(burst).max(left);
        self.seen = self.seen.max(now);
    }
}

#[cfg(test)]
#[path = "rate_tests.rs"]
mod tests;
