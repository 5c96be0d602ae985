//! The round of all clients: what is due is read, and what is new about a client is told once.

use std::sync::{Arc, Mutex};

use duo_sim::TenantConfig;
use engine::api::{Event, RoundOutcome};
use engine::{Code, Engine, EventSink, Pacing, RoundOptions};
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, config};

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
    let cancel = CancellationToken::new();
    let options = RoundOptions { due_only, pacing: Pacing::Unlimited, max_wait: None, cancel };
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
