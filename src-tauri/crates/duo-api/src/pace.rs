//! The governor: how fast one account is asked, shared by all who use it (admin-api.md §6).
//!
//! Duo sends no quota headers, so the rates are first guesses that a refusal corrects downward, and that rise again
//! slowly. What was learnt can be kept and given to the next governor of the account.

mod class;
mod rate;
mod turn;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::jitter::Jitter;
pub use class::EndpointClass;
use rate::Memory;
pub use turn::Permit;
use turn::{Class, Turn};

/// Which part of the believed rate is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pacing {
    /// Half: the client's own tools share the account's quota.
    #[default]
    Polite,
    /// All of it.
    Full,
    /// No pace at all: for benches and the sample tenant.
    Unlimited,
}

impl Pacing {
    fn share(self) -> Option<f64> {
        match self {
            Self::Polite => Some(0.5),
            Self::Full => Some(1.0),
            Self::Unlimited => None,
        }
    }
}

/// The state of one class, for people to see.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassState {
    /// Which one.
    pub class: EndpointClass,
    /// Requests a minute that Duo is believed to grant.
    pub believed_per_minute: f64,
    /// Requests a minute that are sent at most; `None` without a limit.
    pub pace_per_minute: Option<f64>,
    /// How long nothing will be asked after a refusal.
    pub parked_for: Option<Duration>,
    /// How much longer Duo asks not to be asked (`Retry-After`).
    pub asked_for: Option<Duration>,
    /// Refusals in a row.
    pub refusals: u32,
    /// Whether a request is under way.
    pub in_flight: bool,
}

/// What was learnt about one class, to be kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learnt {
    /// Which one.
    pub class: EndpointClass,
    /// Requests a minute that Duo is believed to grant.
    pub believed_per_minute: f64,
    /// Until the belief rises at the latest.
    pub held_for: Duration,
    /// Answers since the last refusal.
    pub answered: u32,
    /// Requests of the last minute.
    pub lately: u32,
}

/// Who is told when a refusal taught something; must not block.
pub type OnLearnt = Arc<dyn Fn(&Governor) + Send + Sync>;

/// Gives turns: at most one request in flight per class and three per account, at the class's pace.
pub struct Governor {
    clock: Arc<dyn Clock>,
    pacing: Mutex<Pacing>,
    pacing_changed: Notify,
    account: Arc<Semaphore>,
    classes: [Arc<Class>; 6],
    jitter: Jitter,
    on_learnt: Option<OnLearnt>,
}

impl Governor {
    /// A governor for one account.
    pub fn new(pacing: Pacing, clock: Arc<dyn Clock>) -> Self {
        let classes = EndpointClass::ALL.map(|name| Arc::new(Class::new(name)));
        let seed = clock.utc().timestamp_subsec_nanos().into();
        Self {
            clock,
            pacing: Mutex::new(pacing),
            pacing_changed: Notify::new(),
            account: Arc::new(Semaphore::new(3)),
            classes,
            jitter: Jitter::new(seed),
            on_learnt: None,
        }
    }

    /// Tells each refusal, after its class has learnt from it.
    #[must_use]
    pub fn with_learnt(mut self, on_learnt: OnLearnt) -> Self {
        self.on_learnt = Some(on_learnt);
        self
    }

    /// What there is to keep of every class.
    pub fn learnt(&self) -> Vec<Learnt> {
        let now = self.clock.monotonic();
        let one = |class: &Arc<Class>| {
            let Memory { believed, held_for, answered, lately } = class.rate().memory(now);
            Learnt { class: class.name, believed_per_minute: believed, held_for, answered, lately }
        };
        self.classes.iter().map(one).collect()
    }

    /// Takes over what was learnt `age` ago by another governor of the account, where less is known here.
    pub fn remember(&self, learnt: Learnt, age: Duration) {
        let Learnt { class, believed_per_minute: believed, held_for, answered, lately } = learnt;
        let memory = Memory { believed, held_for, answered, lately };
        self.class(class).rate().remember(memory, age, self.clock.monotonic());
    }

    /// Waits for a turn; `None` when cancelled first.
    pub async fn acquire(&self, class: EndpointClass, cancel: &CancellationToken) -> Option<Permit> {
        cancel
            .run_until_cancelled(async {
                let mut turns = Vec::with_capacity(2);
                for class in class.draws_on() {
                    let class = self.class(*class);
                    let turn = Turn::of(class).await?;
                    self.wait_for_pace(class).await;
                    turns.push(turn);
                }
                let account = self.account.clone().acquire_owned().await.ok()?;
                Some(Permit::new(turns, self.clock.clone(), account))
            })
            .await
            .flatten()
    }

    /// Duo answered 429: parks the class and says for how long.
    /// No caller waits longer than `at_most`.
    pub fn refused(
        &self,
        class: EndpointClass,
        retry_after: Option<Duration>,
        at_most: Option<Duration>,
    ) -> Duration {
        let (now, share, jitter) = (self.clock.monotonic(), self.pacing().share(), self.jitter.next());
        let wait = self.class(class).rate().refused(now, share, retry_after, jitter);
        for other in class.draws_on().iter().filter(|other| **other != class) {
            self.class(*other).rate().not_granted();
        }
        let shorter = at_most.filter(|most| *most < wait);
        let wait = shorter.map_or(wait, |most| self.class(class).rate().park_at_most(now, most));
        if let Some(tell) = &self.on_learnt {
            tell(self);
        }
        wait
    }

    /// Duo asks not to be asked for so long: told, and kept to by who may not wait as long.
    pub(crate) fn asks(&self, class: EndpointClass, wait: Duration) {
        self.class(class).rate().asks(self.clock.monotonic(), wait);
    }

    /// How much longer Duo asks not to be asked anything that a class draws on.
    pub(crate) fn asked_for(&self, class: EndpointClass) -> Duration {
        let now = self.clock.monotonic();
        class
            .draws_on()
            .iter()
            .map(|class| self.class(*class).rate().asked_for(now))
            .max()
            .unwrap_or_default()
    }

    /// Duo answered something else.
    pub fn answered(&self, class: EndpointClass) {
        self.class(class).rate().answered();
    }

    /// How long so many further requests of this class will take, as things stand; none until an answer showed how
    /// long one takes.
    pub fn eta(&self, class: EndpointClass, remaining_requests: u64) -> Option<Duration> {
        self.class(class).rate().eta(self.clock.monotonic(), self.pacing().share(), remaining_requests)
    }

    /// The state of every class.
    pub fn state(&self) -> Vec<ClassState> {
        let (now, share) = (self.clock.monotonic(), self.pacing().share());
        self.classes
            .iter()
            .map(|class| {
                let rate = class.rate();
                let (parked, asked) = (rate.parked_for(now), rate.asked_for(now));
                ClassState {
                    class: class.name,
                    believed_per_minute: rate.believed(),
                    pace_per_minute: share.map(|share| rate.believed() * share),
                    parked_for: (!parked.is_zero()).then_some(parked),
                    asked_for: (!asked.is_zero()).then_some(asked),
                    refusals: rate.refusals(),
                    in_flight: class.in_flight(),
                }
            })
            .collect()
    }

    /// The pacing in use.
    pub fn pacing(&self) -> Pacing {
        *self.pacing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the pacing at once, for waiting requests too.
    pub fn set_pacing(&self, pacing: Pacing) {
        *self.pacing.lock().unwrap_or_else(PoisonError::into_inner) = pacing;
        self.pacing_changed.notify_waiters();
    }

    async fn wait_for_pace(&self, class: &Class) {
        loop {
            let changed = self.pacing_changed.notified();
            let wait = class.rate().take(self.clock.monotonic(), self.pacing().share());
            let Some(wait) = wait else { return };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = changed => {}
            }
        }
    }

    fn class(&self, name: EndpointClass) -> &Arc<Class> {
        let [object, page, list, log, v1_log, v1_offline_log] = &self.classes;
        match name {
            EndpointClass::Object => object,
            EndpointClass::Page => page,
            EndpointClass::List => list,
            EndpointClass::Log => log,
            EndpointClass::V1Log => v1_log,
            EndpointClass::V1OfflineLog => v1_offline_log,
        }
    }
}

impl std::fmt::Debug for Governor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Governor").field("pacing", &self.pacing()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use tokio::time::{Instant, timeout};

    fn governor(pacing: Pacing) -> Governor {
        Governor::new(pacing, Arc::new(SystemClock::new()))
    }

    #[tokio::test(start_paused = true)]
    async fn one_in_flight_per_class_and_three_per_account() {
        let (governor, token) = (governor(Pacing::Unlimited), CancellationToken::new());
        let soon = Duration::from_secs(5);
        let first = governor.acquire(EndpointClass::Page, &token).await.unwrap();
        assert!(timeout(soon, governor.acquire(EndpointClass::Page, &token)).await.is_err());
        let _second = governor.acquire(EndpointClass::Object, &token).await.unwrap();
        let _third = governor.acquire(EndpointClass::Log, &token).await.unwrap();
        assert!(timeout(soon, governor.acquire(EndpointClass::List, &token)).await.is_err());
        drop(first);
        assert!(timeout(soon, governor.acquire(EndpointClass::List, &token)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_check_is_not_slowed_and_a_sync_is() {
        let (governor, token) = (governor(Pacing::Polite), CancellationToken::new());
        let start = Instant::now();
        for _ in 0..8 {
            drop(governor.acquire(EndpointClass::Object, &token).await);
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        for _ in 0..100 {
            drop(governor.acquire(EndpointClass::Log, &token).await);
        }
        assert!(start.elapsed() > Duration::from_secs(200), "{:?}", start.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn old_logs_count_among_the_logs() {
        let (governor, token) = (governor(Pacing::Full), CancellationToken::new());
        let first = governor.acquire(EndpointClass::V1Log, &token).await.unwrap();
        let soon = Duration::from_secs(5);
        assert!(timeout(soon, governor.acquire(EndpointClass::Log, &token)).await.is_err());
        drop(first);
        for _ in 0..3 {
            drop(governor.acquire(EndpointClass::Log, &token).await);
        }
        governor.refused(EndpointClass::Log, None, None);
        let log = governor.state().into_iter().find(|state| state.class == EndpointClass::Log).unwrap();
        assert!(
            (log.believed_per_minute - 3.0).abs() < 1e-9,
            "the old log's answer is one of three: {log:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn cancel_ends_the_wait_at_once() {
        let (governor, token) = (governor(Pacing::Polite), CancellationToken::new());
        governor.refused(EndpointClass::Log, Some(Duration::from_mins(10)), None);
        let stop = token.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            stop.cancel();
        });
        let start = Instant::now();
        assert!(governor.acquire(EndpointClass::Log, &token).await.is_none());
        assert!(start.elapsed() < Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn full_speed_wakes_who_waits() {
        let (governor, token) = (Arc::new(governor(Pacing::Polite)), CancellationToken::new());
        drop(governor.acquire(EndpointClass::V1Log, &token).await);
        let other = governor.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            other.set_pacing(Pacing::Unlimited);
        });
        let start = Instant::now();
        drop(governor.acquire(EndpointClass::V1Log, &token).await);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn state_tells_what_is_parked() {
        let governor = governor(Pacing::Polite);
        governor.refused(EndpointClass::Page, Some(Duration::from_secs(30)), None);
        let state = governor.state();
        let page = state.iter().find(|state| state.class == EndpointClass::Page).unwrap();
        assert_eq!((page.believed_per_minute, page.pace_per_minute, page.refusals), (100.0, Some(50.0), 1));
        assert_eq!(page.parked_for, Some(Duration::from_secs(30)));
        assert!(state.iter().filter(|state| state.parked_for.is_some()).count() == 1);
    }
}
