use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use engine::api::{CommandError, Event, Notice};
use engine::{
    Clock, Engine, EventSink, FileChooser, HttpsOptions, NetworkTransports, Options, OsKeychain, Ports,
    PreferenceStore, SampleTarget, SystemClock,
};
use sample::SampleConfig;
use serde_json::Value;
use tauri::State;
use tauri::ipc::Channel;

/// What the two commands work on. An engine that could not open answers every call with the reason.
pub(crate) struct Host {
    engine: Result<Arc<Engine>, CommandError>,
    pub(crate) listener: Arc<Listener>,
}

impl Host {
    pub(crate) fn new(engine: Result<Arc<Engine>, CommandError>, listener: Arc<Listener>) -> Self {
        Self { engine, listener }
    }
}

/// The page's ear: one channel, replaced when the page loads again. What a link asked for before waits for it.
#[derive(Default)]
pub(crate) struct Listener(Mutex<Option<Channel<Event>>>, Mutex<Option<String>>);

impl Listener {
    /// Tells the page, or the first that comes, which client a link asks for.
    pub(crate) fn link(&self, linked: Option<String>) {
        let heard = self.0.lock().is_ok_and(|channel| channel.is_some());
        match linked {
            Some(client) if heard => self.send(Event::OpenClient { client }),
            client => drop(self.1.lock().map(|mut waiting| *waiting = client)),
        }
    }
}

impl EventSink for Listener {
    fn send(&self, event: Event) {
        if let Ok(channel) = self.0.lock()
            && let Some(channel) = channel.as_ref()
        {
            // A page that is just going away is no reason to stop.
            let _ = channel.send(event);
        }
    }
}

/// Runs one of the engine's commands by name.
#[tauri::command]
pub(crate) async fn call(name: String, args: Value, host: State<'_, Host>) -> Result<Value, CommandError> {
    host.engine.clone()?.call(&name, args).await
}

/// Takes the channel that events go to.
#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]
pub(crate) fn subscribe(channel: Channel<Event>, host: State<'_, Host>) {
    drop(host.listener.0.lock().map(|mut listener| *listener = Some(channel)));
    host.listener.link(host.listener.1.lock().ok().and_then(|mut waiting| waiting.take()));
    // The page is there: what the keychain takes its time for keeps nobody waiting.
    if let Ok(engine) = host.engine.clone() {
        tauri::async_runtime::spawn(async move { engine.look_for_secrets().await });
    }
}

/// What the window does for the engine.
pub(crate) struct Window {
    pub(crate) events: Arc<dyn EventSink>,
    pub(crate) preferences: Arc<dyn PreferenceStore>,
    pub(crate) files: Arc<dyn FileChooser>,
}

/// Opens the engine with the real network, clock and keychain.
pub(crate) fn open_engine(
    data_dir: PathBuf,
    demo: bool,
    window: Window,
    notices: Vec<Notice>,
) -> Result<Arc<Engine>, CommandError> {
    let clock = Arc::new(SystemClock::new());
    engine::keep_logs(&data_dir, "tandem", clock.clone(), window.events.clone());
    let ports = Ports {
        clock: clock.clone(),
        transports: Arc::new(NetworkTransports::new(HttpsOptions::default(), sample_tenant(clock))),
        keychain: Arc::new(OsKeychain::new()),
        events: window.events,
        preferences: window.preferences,
        files: window.files,
        links: Arc::new(crate::links::Browser),
    };
    // Tasks of the engine live on the runtime of the window.
    tauri::async_runtime::block_on(async {
        let engine = Engine::open(Options { data_dir, ports, demo, notices }).await?;
        engine.keep_fresh();
        Ok(engine)
    })
}

/// Made when it is first asked for, and remembered.
fn sample_tenant(clock: Arc<SystemClock>) -> impl Fn() -> SampleTarget {
    let made = OnceLock::new();
    move || {
        let tenant = made.get_or_init(|| sample::tenant(SampleConfig::default(), clock.utc()));
        SampleTarget {
            host: tenant.host.clone(),
            ikey: tenant.ikey.clone(),
            skey: tenant.skey.clone().into(),
            seats: tenant.seats,
            transport: tenant.transport.clone(),
        }
    }
}
