//! What the window reads by itself as the preferences have it, and what is told outside it.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use duo_sim::TenantConfig;
use engine::api::{ClientRef, CommandError, Event, KeepFresh, NoticeKind, Notify, Preferences};
use engine::{Code, Engine, EventSink, LinkOpener, PreferenceStore};
use tokio::time::sleep;

use crate::bench::Bench;
use crate::quotas::{VirtualClock, limited};

const HOUR: Duration = Duration::from_hours(1);

struct Chosen(Preferences);

impl PreferenceStore for Chosen {
    fn get(&self) -> Preferences {
        self.0.clone()
    }

    fn set(&self, _: &Preferences) -> Result<(), CommandError> {
        Ok(())
    }
}

/// How often users were asked for in two days and a half, and sign-ins were too.
async fn asked(keep_fresh: KeepFresh) -> (u64, u64) {
    let config = TenantConfig { users: 20, events: 200, ..TenantConfig::default() };
    let (mut bench, counter) = limited(config, VirtualClock::new(0));
    let (engine, _) = bench.connected().await;
    drop(engine);
    bench.ports.preferences = Arc::new(Chosen(Preferences { keep_fresh, ..Preferences::default() }));
    bench.lead(counter.clone());
    let engine = bench.engine().await;
    engine.keep_fresh();
    sleep(HOUR * 60).await;
    (counter.asked("/admin/v1/users"), counter.asked("/admin/v2/logs/authentication"))
}

#[tokio::test(start_paused = true)]
async fn what_is_due_is_read_as_often_as_is_chosen() {
    assert_eq!(asked(KeepFresh::Never).await, (0, 0));
    let (users, daily) = asked(KeepFresh::Daily).await;
    assert_eq!(users, 3, "at once, after a day, after two");
    let (users, six_hours) = asked(KeepFresh::SixHours).await;
    assert_eq!(users, 3);
    let (users, as_due) = asked(KeepFresh::AsDue).await;
    assert_eq!(users, 3);
    assert!(daily < six_hours && six_hours < as_due, "{daily} {six_hours} {as_due}");
}

/// What was told outside the window.
#[derive(Default)]
struct Outside(Mutex<Vec<(String, String)>>);

impl LinkOpener for Outside {
    fn open(&self, _: &'static str) -> bool {
        false
    }

    fn open_folder(&self, _: &Path) -> bool {
        false
    }

    fn tell(&self, title: &str, text: &str) {
        self.0.lock().unwrap().push((title.to_owned(), text.to_owned()));
    }
}

async fn told(quiet: bool, kind: NoticeKind, code: Option<Code>, covered: bool) -> Vec<(String, String)> {
    let mut bench = Bench::new(TenantConfig { users: 5, events: 5, ..crate::bench::config(&[]) });
    let outside = Arc::new(Outside::default());
    bench.ports.links = outside.clone();
    bench.ports.preferences = Arc::new(Chosen(Preferences { quiet, ..Preferences::default() }));
    let (engine, client) = bench.connected().await;
    engine.notify(Notify { client, kind, code, covered }).await.unwrap();
    let nobody = Notify { client: "nobody".to_owned(), kind, code, covered };
    assert_eq!(engine.notify(nobody).await.unwrap_err().code, Code::ClientUnknown);
    outside.0.lock().unwrap().clone()
}

#[tokio::test]
async fn a_notification_names_the_client_and_what_happened_and_no_more() {
    let said = told(false, NoticeKind::SyncEnded, None, false).await;
    assert_eq!(said, [("Acme".to_owned(), "The sync has ended.".to_owned())]);
    let said = told(false, NoticeKind::SyncEnded, Some(Code::AuthRotated), true).await;
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].0, "Tandem", "names are covered");
    assert!(said[0].1.starts_with("The sync has ended: "), "{said:?}");
    let said = told(false, NoticeKind::Attention, Some(Code::PermMissing), true).await;
    assert!(!said[0].1.contains("Acme") && !said[0].1.is_empty(), "{said:?}");
    assert_eq!(told(true, NoticeKind::Attention, Some(Code::PermMissing), false).await, []);
}

/// Syncs that were said to have ended.
#[derive(Default)]
struct Ended(Mutex<Vec<(String, u64, Option<Code>)>>);

impl EventSink for Ended {
    fn send(&self, event: Event) {
        if let Event::SyncEnded { client, seconds, code } = event {
            self.0.lock().unwrap().push((client, seconds, code));
        }
    }
}

async fn until_told(ended: &Ended) -> (String, u64, Option<Code>) {
    loop {
        if let Some(one) = ended.0.lock().unwrap().pop() {
            return one;
        }
        sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_sync_is_told_with_its_length_and_of_a_round_it_is_not() {
    let clock = VirtualClock::new(0);
    let (mut bench, counter) =
        limited(TenantConfig { users: 20, events: 200, ..TenantConfig::default() }, clock);
    let ended = Arc::new(Ended::default());
    bench.ports.events = ended.clone();
    let (engine, client) = bench.connected().await;
    drop(engine);
    bench.lead(counter);
    let engine: Arc<Engine> = bench.engine().await;
    engine.round(crate::engine_fresh::round(engine::Pacing::Polite)).await.unwrap();
    assert_eq!(*ended.0.lock().unwrap(), [], "nobody started it");
    let before = tokio::time::Instant::now();
    engine.sync_start(ClientRef { client: client.clone() }).await.unwrap();
    let (of, seconds, code) = until_told(&ended).await;
    assert_eq!((of, code), (client, None));
    assert!(seconds <= before.elapsed().as_secs(), "{seconds}");
}
