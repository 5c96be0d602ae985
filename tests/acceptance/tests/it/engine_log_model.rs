//! The sign-in log against a model: a server that is a map of events, with late events, faults, refusals, pages that
//! overlap and days that pass, and a sync that is killed or cancelled at any request. What is stored is never anything
//! else than what the server has, and after a sync that ended well nothing that could be seen is missing.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta};
use domain::DataSet;
use duo_api::{Clock, SystemClock};
use duo_sim::TenantConfig;
use engine::api::{ClientRef, ViewName};
use engine::{Engine, Options, SyncOptions};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tempfile::TempDir;
use testbed::soak::{self, Line};
use testbed::tree;
use tokio::sync::Notify;

use crate::bench::{Bench, config, unpaced};
use crate::holdings;
use crate::scripted_log::{Key, Refusal, Script, Scripted};

#[derive(Clone, Debug)]
enum Step {
    /// So many events in one millisecond, so many seconds ago, so many seconds late.
    Happen {
        count: u8,
        seconds_ago: u32,
        late: u32,
    },
    Pass {
        seconds: u32,
    },
    Fail {
        requests: u32,
    },
    Overlap {
        rows: usize,
    },
    Refuse {
        requests: u32,
        how: Refusal,
    },
    Sync,
    /// A sync that ends when it sends this request: killed with its process, or cancelled.
    Interrupt {
        request: u32,
        kill: bool,
    },
}

/// Seen within ten minutes, by which the tail reads again; the rest is the sweep's.
const BY_THE_TAIL: u32 = 470;

fn step() -> impl Strategy<Value = Step> {
    let late = prop_oneof![4 => Just(0_u32), 4 => 0..BY_THE_TAIL, 1 => BY_THE_TAIL..80_000];
    let ago = prop_oneof![4 => 0_u32..900, 2 => 0_u32..200_000, 1 => 0_u32..10_000_000];
    prop_oneof![
        5 => (1_u8..12, ago, late).prop_map(|(count, seconds_ago, late)| Step::Happen { count, seconds_ago, late }),
        3 => prop_oneof![1_u32..600, 3_600_u32..200_000].prop_map(|seconds| Step::Pass { seconds }),
        1 => (1_u32..16).prop_map(|requests| Step::Fail { requests }),
        1 => (0_usize..4).prop_map(|rows| Step::Overlap { rows }),
        1 => (1_u32..4, any::<bool>()).prop_map(|(requests, right)| {
            Step::Refuse { requests, how: if right { Refusal::Right } else { Refusal::Secret } }
        }),
        4 => Just(Step::Sync),
        2 => (1_u32..12, any::<bool>()).prop_map(|(request, kill)| Step::Interrupt { request, kill }),
    ]
}

struct Model {
    script: Arc<Mutex<Script>>,
    silent: Arc<Notify>,
    engine: Arc<Engine>,
    client: String,
    serial: u32,
    /// Syncs that were killed or cancelled.
    interrupted: u32,
    bench: Bench,
    /// The data folder since the last kill.
    folder: Option<TempDir>,
}

impl Model {
    async fn new(page: usize) -> Self {
        let mut bench = Bench::new(TenantConfig { users: 10, events: 0, ..config(&[]) });
        drop(bench.connected().await);
        let script = Arc::new(Mutex::new(Script::new(SystemClock::new().utc(), page)));
        let silent = Arc::new(Notify::new());
        bench.lead(Arc::new(Scripted { script: script.clone(), silent: silent.clone() }));
        let engine = bench.engine().await;
        let client = engine.find_client("Acme").await.unwrap().id;
        Self { script, silent, engine, client, serial: 0, interrupted: 0, bench, folder: None }
    }

    /// Begins a sync and ends it when it sends its n-th request; one that sends fewer comes to its own end.
    async fn interrupt(&mut self, request: u32, kill: bool) {
        self.script.lock().unwrap().fall_silent(request);
        let (engine, client) = (self.engine.clone(), self.client.clone());
        let options = SyncOptions { only: Some(vec![DataSet::SignIns]), ..unpaced() };
        let mut sync = tokio::spawn(async move { engine.sync(&client, options).await.unwrap() });
        let silent = self.silent.clone();
        let ended = tokio::select! {
            () = silent.notified() => false,
            _ = &mut sync => true,
        };
        if !ended {
            // What the files hold now is what is left of a process that is killed now.
            let left = kill.then(|| TempDir::new().unwrap());
            if let Some(left) = &left {
                let data_dir = self.folder.as_ref().map_or(self.bench.data_dir(), TempDir::path);
                tree::copy(data_dir, left.path());
            }
            self.engine.sync_cancel(ClientRef { client: self.client.clone() }).await.unwrap();
            sync.await.unwrap();
            if let Some(left) = left {
                let (data_dir, ports) = (left.path().to_owned(), self.bench.ports.clone());
                let options = Options { data_dir, ports, demo: false, notices: Vec::new() };
                self.engine = Engine::open(options).await.unwrap();
                self.folder = Some(left);
            }
            self.interrupted += 1;
        }
        self.script.lock().unwrap().recover();
    }

    async fn stored(&self) -> BTreeSet<Key> {
        let rows = holdings::rows(&self.engine, &self.client, ViewName::Signins).await;
        rows.iter()
            .map(|row| {
                let at = DateTime::parse_from_rfc3339(row["ts"].as_str().unwrap()).unwrap();
                (at.timestamp_millis(), row["txid"].as_str().unwrap().to_owned())
            })
            .collect()
    }

    /// Whether the sync ended well.
    async fn sync(&self) -> bool {
        let options = SyncOptions { only: Some(vec![DataSet::SignIns]), ..unpaced() };
        let status = self.engine.sync(&self.client, options).await.unwrap();
        status.ending().is_none()
    }

    async fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match *step {
            Step::Happen { count, seconds_ago, late } => {
                let mut script = self.script.lock().unwrap();
                let ts = script.now_ms() - i64::from(seconds_ago) * 1000;
                // What is old was seen in time or late, but by now.
                let seen = (ts + 120_000 + i64::from(late) * 1000).max(ts);
                let known = seconds_ago >= 600 && script.asked > 0;
                // An event does not come out of nowhere: it is seen at its time, or still to come.
                if known && seen < script.now_ms() {
                    return Ok(());
                }
                for _ in 0..count {
                    self.serial += 1;
                    script.events.insert((ts, format!("e-{:05}", self.serial)), seen);
                }
            }
            Step::Pass { seconds } => {
                self.script.lock().unwrap().ahead += TimeDelta::seconds(i64::from(seconds));
            }
            Step::Fail { requests } => self.script.lock().unwrap().failures = requests,
            Step::Overlap { rows } => self.script.lock().unwrap().overlap = rows,
            Step::Refuse { requests, how } => self.script.lock().unwrap().refusals = (requests, how),
            Step::Interrupt { request, kill } => self.interrupt(request, kill).await,
            Step::Sync => {
                let before = {
                    let mut script = self.script.lock().unwrap();
                    // Between two syncs time passes; the server's date comes in whole seconds.
                    script.ahead += TimeDelta::seconds(3);
                    script.now_ms()
                };
                let well = self.sync().await;
                if self.script.lock().unwrap().asked > 0 && well {
                    self.check(before, BY_THE_TAIL).await?;
                }
            }
        }
        Ok(())
    }

    /// Nothing is stored that the server has not, and nothing is missing that was seen at `before` and came at most so
    /// many seconds late.
    async fn check(&self, before: i64, late: u32) -> Result<(), TestCaseError> {
        let stored = self.stored().await;
        let script = self.script.lock().unwrap();
        for key in &stored {
            prop_assert!(script.events.contains_key(key), "{key:?} is not the server's");
        }
        for (key, seen) in &script.events {
            let in_time = *seen <= key.0 + 120_000 + i64::from(late) * 1000;
            // The server's date comes in whole seconds.
            let settled = *seen <= before && key.0 <= before - 125_000;
            let kept = key.0 > before - 170 * 86_400_000;
            let missing = in_time && settled && kept && !stored.contains(key);
            prop_assert!(!missing, "{key:?}, seen at {seen}, is missing at {before}");
        }
        Ok(())
    }
}

/// Plays the steps; how many syncs were interrupted.
async fn play(page: usize, steps: &[Step]) -> Result<u32, TestCaseError> {
    let mut model = Model::new(page).await;
    for step in steps {
        model.take(step).await?;
    }
    // Faults end, two days pass, and then everything is there, however late it was.
    model.script.lock().unwrap().recover();
    let end = [Step::Sync, Step::Pass { seconds: 90_000 }, Step::Sync];
    for step in &end {
        model.take(step).await?;
    }
    let now = model.script.lock().unwrap().now_ms();
    model.check(now, 80_000).await?;
    Ok(model.interrupted)
}

#[test]
fn the_log_is_what_the_server_showed() {
    let line = Line::start("model of the sign-in log");
    let cases = soak::rounds(48, 2_000);
    let config = ProptestConfig {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let (played, interrupted) = (Cell::new(0), Cell::new(0));
    let sequences = (1_usize..9, prop::collection::vec(step(), 1..40));
    let outcome = TestRunner::new(config).run(&sequences, |(page, steps)| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
        interrupted.set(interrupted.get() + runtime.unwrap().block_on(play(page, &steps))?);
        played.set(played.get() + steps.len() + 3);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let (steps, interrupted) = (played.get(), interrupted.get());
    assert!(interrupted > 0, "no sync was interrupted");
    line.end(&format!(
        "{cases} sequences, {steps} steps, {interrupted} syncs killed or cancelled: as the model says"
    ));
}
