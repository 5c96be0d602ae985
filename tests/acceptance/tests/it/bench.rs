//! The engine against a simulated tenant in this process: no network, no keychain of the system's, no pacing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{DataSet, Permission};
use duo_api::{Clock, SystemClock, Transport};
use duo_sim::{Fault, TenantConfig};
use engine::api::{
    CheckReport, ClientSummary, CommandError, DataSetState, DataSetStatus, OrganisationChoice, Preferences,
    SyncStatus,
};
use engine::check::{CheckInput, check};
use engine::{
    Engine, Options, Pacing, Ports, PreferenceStore, SampleTarget, Save, Silent, SyncOptions, Transports,
};
use sample::SampleTenant;
use tempfile::TempDir;
use testbed::MemoryKeychain;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::detour::{Detour, Turn};

/// A small tenant described a moment ago.
pub(crate) fn config(faults: &[&str]) -> TenantConfig {
    let faults = faults.iter().map(|fault| fault.parse::<Fault>().unwrap()).collect();
    TenantConfig {
        users: 700,
        events: 3_000,
        now: SystemClock::new().utc(),
        faults,
        ..TenantConfig::default()
    }
}

/// A tenant, a data folder, a keychain, and everything that opens an engine on them.
pub(crate) struct Bench {
    pub(crate) tenant: SampleTenant,
    pub(crate) keychain: Arc<MemoryKeychain>,
    pub(crate) ports: Ports,
    folder: TempDir,
}

impl Bench {
    pub(crate) fn new(config: TenantConfig) -> Self {
        Self::of(sample::simulated(config))
    }

    pub(crate) fn of(tenant: SampleTenant) -> Self {
        let keychain = Arc::new(MemoryKeychain::default());
        let ports = Ports {
            clock: Arc::new(SystemClock::new()),
            transports: Arc::new(OneWay(tenant.transport.clone())),
            keychain: keychain.clone(),
            events: Arc::new(Silent),
            preferences: Arc::new(Silent),
            files: Arc::new(Silent),
            links: Arc::new(Silent),
        };
        Self { tenant, keychain, ports, folder: TempDir::new().unwrap() }
    }

    /// The same data folder and keychain, another tenant behind the same name.
    pub(crate) fn switch_to(&mut self, tenant: SampleTenant) {
        self.lead(tenant.transport.clone());
        self.tenant = tenant;
    }

    /// Engines that are opened from now on send this way.
    pub(crate) fn lead(&mut self, way: Arc<dyn Transport>) {
        self.ports.transports = Arc::new(OneWay(way));
    }

    /// Engines that are opened from now on send every file into a folder.
    pub(crate) fn hand_to(&mut self, folder: &Path) {
        self.ports.preferences = Arc::new(Folder(folder.to_owned()));
    }

    pub(crate) fn data_dir(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) async fn engine(&self) -> Arc<Engine> {
        let data_dir = self.folder.path().to_owned();
        let options = Options { data_dir, ports: self.ports.clone(), demo: false, notices: Vec::new() };
        Engine::open(options).await.unwrap()
    }

    pub(crate) fn input(&self, want: &[Permission]) -> CheckInput {
        CheckInput {
            host: self.tenant.host.clone(),
            ikey: self.tenant.ikey.clone(),
            skey: Zeroizing::new(self.tenant.skey.clone()),
            want: want.to_vec(),
            ..CheckInput::default()
        }
    }

    pub(crate) async fn check(&self) -> CheckReport {
        self.check_wanting(&Permission::WANTED).await
    }

    pub(crate) async fn check_wanting(&self, want: &[Permission]) -> CheckReport {
        check(&self.ports, self.input(want), &CancellationToken::new(), &mut |_| ()).await
    }

    pub(crate) async fn save(&self, engine: &Arc<Engine>, name: &str) -> Result<ClientSummary, CommandError> {
        let save = Save {
            input: self.input(&Permission::WANTED),
            report: self.check().await,
            name: name.to_owned(),
            organisation: OrganisationChoice::New(name.to_owned()),
            session_only: false,
        };
        engine.save(save).await
    }

    /// An engine with the tenant saved as `Acme`.
    pub(crate) async fn connected(&self) -> (Arc<Engine>, String) {
        let engine = self.engine().await;
        let client = self.save(&engine, "Acme").await.unwrap().id;
        (engine, client)
    }
}

/// A saved client whose requests are answered no more from some request on.
pub(crate) struct Hung {
    pub(crate) bench: Bench,
    /// The way on which everything is answered.
    pub(crate) way: Arc<dyn Transport>,
    pub(crate) engine: Arc<Engine>,
    pub(crate) client: String,
    /// Tells that it came to that.
    pub(crate) reached: CancellationToken,
}

impl Hung {
    /// `at` counts the signed requests of what comes after saving, from 1.
    pub(crate) async fn at(at: u64) -> Self {
        let tenant = sample::simulated(config(&[]));
        let way = tenant.transport.clone();
        let mut bench = Bench::of(tenant);
        let (engine, client) = bench.connected().await;
        drop(engine);
        let reached = CancellationToken::new();
        bench.lead(Arc::new(Detour::new(way.clone(), at, Turn::Hang(reached.clone()))));
        let engine = bench.engine().await;
        Self { bench, way, engine, client, reached }
    }
}

/// Syncs without pacing, to the end.
pub(crate) async fn sync(engine: &Arc<Engine>, client: &str) -> SyncStatus {
    engine.sync(client, unpaced()).await.unwrap()
}

pub(crate) fn unpaced() -> SyncOptions {
    SyncOptions { pacing: Pacing::Unlimited, ..SyncOptions::default() }
}

/// Whether a set was read to its end, or is Trust Monitor, which the simulated editions lack.
pub(crate) fn whole(set: &DataSetStatus) -> bool {
    let lacking = set.data_set == DataSet::TrustMonitor && set.state == DataSetState::NotInEdition;
    lacking || set.state == DataSetState::Done
}

struct OneWay(Arc<dyn Transport>);

impl Transports for OneWay {
    fn https(&self) -> Result<Arc<dyn Transport>, CommandError> {
        Ok(self.0.clone())
    }

    fn sample(&self) -> SampleTarget {
        unreachable!("no test here asks for the sample")
    }
}

/// Preferences that send every file into a folder.
struct Folder(PathBuf);

impl PreferenceStore for Folder {
    fn get(&self) -> Preferences {
        Preferences { export_folder: Some(self.0.display().to_string()), ..Preferences::default() }
    }

    fn set(&self, _: &Preferences) -> Result<(), CommandError> {
        Ok(())
    }
}
