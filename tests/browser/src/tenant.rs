use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use engine::api::{CommandError, Event};
use engine::{Clock, Code, Engine, EventSink, NetworkTransports, Options, Ports, SampleTarget, SystemClock};
use engine::{HttpsOptions, PreferenceStore, Silent, api::Preferences};
use sample::SampleConfig;
use serde_json::{Value, json};
use testbed::MemoryKeychain;
use tokio::sync::broadcast;

/// What the engine is opened on.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Users of the sample tenant.
    pub users: u32,
    /// Its sign-ins.
    pub events: u64,
    /// Whether the sample is saved and synced before the first page is served.
    pub synced: bool,
    /// What the pages find as preferences.
    pub preferences: Preferences,
}

impl Default for Tenant {
    fn default() -> Self {
        let SampleConfig { users, events, .. } = SampleConfig::default();
        Self { users, events, synced: true, preferences: Preferences::default() }
    }
}

/// Events on their way to every page that listens.
pub(crate) struct Broadcast(pub(crate) broadcast::Sender<Event>);

impl EventSink for Broadcast {
    fn send(&self, event: Event) {
        // Nobody may listen yet.
        let _ = self.0.send(event);
    }
}

/// Preferences that every page begins with; what a page sets is forgotten, so that pages do not disturb each other.
struct Fixed(Preferences);

impl PreferenceStore for Fixed {
    fn get(&self) -> Preferences {
        self.0.clone()
    }

    fn set(&self, _: &Preferences) -> Result<(), CommandError> {
        Ok(())
    }
}

pub(crate) async fn engine(data: &Path, tenant: &Tenant) -> (Arc<Engine>, broadcast::Sender<Event>) {
    let clock = Arc::new(SystemClock::new());
    let (events, _) = broadcast::channel(256);
    let config = SampleConfig { users: tenant.users, events: tenant.events, ..SampleConfig::default() };
    let made = OnceLock::new();
    let now = clock.utc();
    let sample = move || {
        let tenant = made.get_or_init(|| sample::tenant(config, now));
        SampleTarget {
            host: tenant.host.clone(),
            ikey: tenant.ikey.clone(),
            skey: tenant.skey.clone().into(),
            seats: tenant.seats,
            transport: tenant.transport.clone(),
        }
    };
    let ports = Ports {
        clock,
        transports: Arc::new(NetworkTransports::new(HttpsOptions::default(), sample)),
        keychain: Arc::new(MemoryKeychain::default()),
        events: Arc::new(Broadcast(events.clone())),
        preferences: Arc::new(Fixed(tenant.preferences.clone())),
        files: Arc::new(Silent),
        links: Arc::new(Silent),
    };
    let options = Options { data_dir: data.to_owned(), ports, demo: false, notices: Vec::new() };
    (Engine::open(options).await.unwrap(), events)
}

/// The way of the wizard, then the first sync to its end.
pub(crate) async fn save_and_sync(engine: &Arc<Engine>) -> String {
    let draft = ask(engine, "draft_open", json!({ "sample": true })).await["draft"].clone();
    let want = json!(["read_resource", "read_log", "read_information"]);
    ask(engine, "check_run", json!({ "draft": draft, "want": want, "one_off": false })).await;
    let save = json!({
        "draft": draft,
        "name": "Acme Ltd",
        "organisation": { "new": "Acme Ltd" },
        "session_only": false,
    });
    let client = ask(engine, "connection_save", save).await["id"].clone();
    loop {
        let status = ask(engine, "sync_status", json!({ "client": client })).await;
        if status["running"] == false {
            return client.as_str().unwrap().to_owned();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn ask(engine: &Arc<Engine>, name: &str, args: Value) -> Value {
    let answer = engine.call(name, args).await;
    answer.unwrap_or_else(|CommandError { code, .. }: CommandError| panic!("{name}: {}", Code::as_str(code)))
}
