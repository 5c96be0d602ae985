//! The round of all clients: what is due is read, and what is new about a client is told once.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use duo_api::{Clock, SystemClock};
use duo_sim::TenantConfig;
use engine::api::{Event, KeepFresh, RoundOutcome};
use engine::{Code, Engine, EventSink, Pacing, RoundOptions};
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, config};
use crate::faults_clock::Wrong;

#[derive(Default)]
struct Heard(Mutex<Vec<Code>>);

impl EventSink for Heard {
    fn send(&self, event: Event) {
        if let Event::Attention { code, .. } = event {
            self.0.lock().unwrap().push(code);
        }
    }
}

impl Heard {
    fn taken(&self) -> Vec<Code> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

async fn round(engine: &Arc<Engine>, due_only: bool) -> RoundOutcome {
    let due = due_only.then_some(KeepFresh::AsDue);
    let cancel = CancellationToken::new();
    let options = RoundOptions { due, pacing: Pacing::Unlimited, max_wait: None, cancel };
    let mut outcomes = engine.round(options).await.unwrap();
    assert_eq!(outcomes.len(), 1);
    outcomes.remove(0)
}

#[tokio::test]
async fn what_is_new_is_told_once() {
    let mut bench = Bench::new(config(&[]));
    let heard = Arc::new(Heard::default());
    bench.ports.events = heard.clone();
    let (engine, _) = bench.connected().await;
    assert!(round(&engine, true).await.synced, "nothing was ever read: all is due");
    let again = round(&engine, true).await;
    assert!(!again.synced && again.code.is_none(), "nothing is due so soon: {again:?}");
    assert_eq!(heard.taken(), []);
    drop(engine);

    let permissions = vec![duo_sim::Permission::ReadLog, duo_sim::Permission::ReadInformation];
    let tenant = bench.tenant.simulator.tenant().config().clone();
    bench.switch_to(sample::simulated(TenantConfig { permissions, ..tenant.clone() }));
    let engine = bench.engine().await;
    let first = round(&engine, false).await;
    assert!(first.news && first.code == Some(Code::PermMissing), "{first:?}");
    let second = round(&engine, false).await;
    assert!(!second.news && second.code == Some(Code::PermMissing), "{second:?}");
    assert_eq!(heard.taken(), [Code::PermMissing], "told once");
    drop(engine);

    bench.switch_to(sample::simulated(tenant));
    let engine = bench.engine().await;
    assert_eq!(round(&engine, false).await.code, None, "a right that is back is no trouble");
    assert_eq!(heard.taken(), []);
}

#[tokio::test]
async fn a_secret_that_is_gone_is_told_and_stops_no_other_client() {
    let mut bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    drop(engine);
    bench.keychain.fails.lock().unwrap().replace(engine::KeychainError::Locked);
    let heard = Arc::new(Heard::default());
    bench.ports.events = heard.clone();
    let engine = bench.engine().await;
    let outcome = round(&engine, true).await;
    assert_eq!((outcome.client, outcome.code, outcome.synced), (client, Some(Code::KeyLocked), false));
    assert_eq!(heard.taken(), [Code::KeyLocked]);
}

/// A tenant, and rounds of programs that begin anew each time, hours apart.
struct Rounds {
    bench: Bench,
    clock: Arc<Wrong>,
    heard: Arc<Heard>,
    tenant: TenantConfig,
}

impl Rounds {
    async fn new() -> Self {
        let clock = Arc::new(Wrong { system: SystemClock::new(), seconds: AtomicI64::new(0) });
        let tenant = TenantConfig { users: 30, events: 300, ..config(&[]) };
        let mut bench = Bench::of(Self::tenant_at(tenant.clone(), &clock));
        let heard = Arc::new(Heard::default());
        (bench.ports.events, bench.ports.clock) = (heard.clone(), clock.clone());
        drop(bench.connected().await);
        Self { bench, clock, heard, tenant }
    }

    fn tenant_at(config: TenantConfig, clock: &Arc<Wrong>) -> sample::SampleTenant {
        let clock = clock.clone();
        sample::simulated_at(config, Arc::new(move || clock.utc()))
    }

    /// From now on the tenant is like this.
    fn becomes(&mut self, change: impl Fn(&mut TenantConfig)) {
        let mut tenant = self.tenant.clone();
        change(&mut tenant);
        self.bench.switch_to(Self::tenant_at(tenant, &self.clock));
    }

    /// What a round of what is due ends with after so many minutes, whether that was new, and what was told.
    async fn after(&self, minutes: i64) -> (Option<Code>, bool, Vec<Code>) {
        self.clock.seconds.fetch_add(minutes * 60, Ordering::SeqCst);
        let outcome = round(&self.bench.engine().await, true).await;
        assert!(outcome.synced || outcome.code.is_some(), "something is due: {outcome:?}");
        (outcome.code, outcome.news, self.heard.taken())
    }

    /// A trouble is told by the first round that meets it, and by none of those after it: hours and days later.
    async fn is_told_once(&self, code: Code) {
        assert_eq!(self.after(1_441).await, (Some(code), true, vec![code]));
        for minutes in [61, 61, 61, 1_441, 61] {
            assert_eq!(self.after(minutes).await, (Some(code), false, vec![]), "{minutes} minutes later");
        }
    }

    async fn is_well(&mut self) {
        self.becomes(|_| ());
        assert_eq!(self.after(1_441).await, (None, false, vec![]));
    }
}

#[tokio::test(start_paused = true)]
async fn a_trouble_is_told_by_one_round_of_many() {
    use duo_sim::Permission::{ReadInformation, ReadLog, ReadResource};

    let mut rounds = Rounds::new().await;
    rounds.is_well().await;
    for granted in [vec![ReadLog, ReadInformation], vec![ReadResource, ReadInformation]] {
        rounds.becomes(|tenant| tenant.permissions.clone_from(&granted));
        rounds.is_told_once(Code::PermMissing).await;
        rounds.is_well().await;
    }
    for (fault, code) in [("secret_rotated:0", Code::AuthRotated), ("status_500", Code::ServerError)] {
        rounds.becomes(|tenant| tenant.faults = vec![fault.parse().unwrap()]);
        rounds.is_told_once(code).await;
        rounds.is_well().await;
    }
    // What went away and came back is new again.
    rounds.becomes(|tenant| tenant.permissions = vec![ReadLog, ReadInformation]);
    rounds.is_told_once(Code::PermMissing).await;
}
