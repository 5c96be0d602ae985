//! What a command works with: options, output, the engine and the keys.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use domain::Permission;
use engine::api::{CheckReport, ClientSummary, Nothing, RowState};
use engine::check::{CheckInput, CheckProgress, KeychainTest};
use engine::{
    Clock, Code, Engine, EventSink, HttpsOptions, Network, NetworkTransports, Options, OsKeychain, Ports,
    SampleTarget, Silent, SystemClock, Transports,
};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::args::{Common, Target};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::{data_dir, sample_tenant, secret, text};

/// Name of the sample's client.
pub(crate) const SAMPLE: &str = "sample";

/// One run of the program.
pub(crate) struct Session {
    pub(crate) common: Common,
    pub(crate) output: Output,
    pub(crate) cancel: CancellationToken,
    ports: OnceLock<Ports>,
    engine: OnceLock<Arc<Engine>>,
}

/// A host and keys, before any rule was applied to them.
pub(crate) struct Keys {
    pub(crate) host: String,
    pub(crate) ikey: String,
    pub(crate) skey: Zeroizing<String>,
    pub(crate) sample: bool,
}

impl Keys {
    /// As a check takes them.
    pub(crate) fn input(&self, want: Vec<Permission>, keychain: KeychainTest) -> CheckInput {
        CheckInput {
            host: self.host.clone(),
            ikey: self.ikey.clone(),
            skey: self.skey.clone(),
            want,
            keychain,
            sample: self.sample,
            ..CheckInput::default()
        }
    }
}

impl Session {
    pub(crate) const fn new(common: Common, output: Output, cancel: CancellationToken) -> Self {
        Self { common, output, cancel, ports: OnceLock::new(), engine: OnceLock::new() }
    }

    /// Everything from outside. Makes no file, opens no connection, touches no keychain.
    pub(crate) fn ports(&self) -> Result<Ports, Failure> {
        match self.ports.get() {
            Some(ports) => Ok(ports.clone()),
            None => self.make_ports().map(|ports| self.ports.get_or_init(|| ports).clone()),
        }
    }

    fn make_ports(&self) -> Result<Ports, Failure> {
        if let Some(path) = &self.common.ca_file {
            std::fs::metadata(path)
                .ok()
                .filter(std::fs::Metadata::is_file)
                .ok_or_else(|| Failure::file(Code::FileUnreadable, path).ending(Exit::Usage))?;
        }
        let https = HttpsOptions {
            ca_file: self.common.ca_file.clone(),
            no_proxy: self.common.no_proxy,
            ..HttpsOptions::default()
        };
        let clock = Arc::new(SystemClock::new());
        let transports = NetworkTransports::new(https, sample_tenant::once(self.common.size, clock.utc()));
        if self.common.ca_file.is_some() {
            transports.https().map_err(|error| Failure::from(error).ending(Exit::Usage))?;
        }
        let events: Arc<dyn EventSink> = Arc::new(Progress::new(self.output.clone()));
        Ok(Ports {
            clock,
            transports: Arc::new(transports),
            keychain: Arc::new(OsKeychain::new()),
            events,
            preferences: Arc::new(Silent),
            files: Arc::new(Silent),
            links: Arc::new(Silent),
        })
    }

    /// The engine on the data folder, which is made if need be.
    pub(crate) async fn engine(&self) -> Result<Arc<Engine>, Failure> {
        if let Some(engine) = self.engine.get() {
            return Ok(engine.clone());
        }
        let (data_dir, ports) = (self.data_dir()?, self.ports()?);
        engine::keep_logs(&data_dir, "tandemctl", ports.clock.clone(), ports.events.clone());
        let options = Options { data_dir, ports, demo: false, notices: Vec::new() };
        let engine = Engine::open(options).await?;
        Ok(self.engine.get_or_init(|| engine).clone())
    }

    /// The engine where clients are saved already; none where there is no data folder, which is then not made.
    pub(crate) async fn engine_if_any(&self) -> Result<Option<Arc<Engine>>, Failure> {
        self.ports()?;
        if self.common.sample || self.data_dir()?.exists() { self.engine().await.map(Some) } else { Ok(None) }
    }

    /// The engine for a command on a saved client.
    pub(crate) async fn engine_of_client(&self) -> Result<Arc<Engine>, Failure> {
        self.engine_if_any().await?.ok_or_else(|| Failure::new(Code::ClientUnknown))
    }

    /// Tells what happened to the local data on the way, such as a damaged file that was set aside.
    pub(crate) async fn tell_notices(&self) {
        let Some(engine) = self.engine.get() else { return };
        let notices = engine.app_info(Nothing {}).await.map(|info| info.notices).unwrap_or_default();
        for notice in notices {
            let text = text::of_code(notice.code, &notice.values);
            self.output.error(&format!("{}: {text}", notice.code.as_str()));
        }
    }

    fn data_dir(&self) -> Result<PathBuf, Failure> {
        let own = || data_dir::default(|name| std::env::var_os(name));
        self.common.data_dir.clone().or_else(own).ok_or_else(|| {
            Failure::usage("This computer does not say where your data lies: give --data-dir.")
        })
    }

    /// The keys: the sample's, or those given, with the secret from its one place.
    pub(crate) async fn keys(&self, ports: &Ports, target: &Target) -> Result<Keys, Failure> {
        if self.common.sample {
            let SampleTarget { host, ikey, skey, .. } = ports.transports.sample();
            return Ok(Keys { host, ikey, skey, sample: true });
        }
        Ok(Keys {
            host: target.host.clone().unwrap_or_default(),
            ikey: target.ikey.clone().unwrap_or_default(),
            skey: secret::read(target.skey_stdin, &self.cancel).await?,
            sample: false,
        })
    }

    /// Takes the way to Duo that was set in the window, where there is a data folder; options are stronger.
    pub(crate) async fn follow_network(&self, ports: &Ports) -> Result<(), Failure> {
        if self.common.sample {
            return Ok(());
        }
        let own = || data_dir::default(|name| std::env::var_os(name));
        let Some(folder) = self.common.data_dir.clone().or_else(own) else { return Ok(()) };
        if let Some(network) = Network::stored(&folder, ports.keychain.as_ref()).await? {
            ports.transports.follow(network);
        }
        Ok(())
    }

    /// Runs a check and tells its rows as they come.
    pub(crate) async fn check(&self, ports: &Ports, input: CheckInput) -> CheckReport {
        let output = self.output.clone();
        let mut tell = move |progress: CheckProgress| {
            if let CheckProgress::Row(row) = progress
                && row.state != RowState::Running
            {
                let state = text::label("row_state", &text::id(row.state));
                output.message(&format!("{}: {state}", text::label("check", &text::id(row.id))));
            }
        };
        engine::check::check(ports, input, &self.cancel, &mut tell).await
    }

    /// The client that is meant. With `--sample` it is saved when it is not there.
    pub(crate) async fn saved_client(
        &self,
        engine: &Arc<Engine>,
        name: Option<&str>,
    ) -> Result<ClientSummary, Failure> {
        if self.common.sample {
            return sample_tenant::saved(self, engine).await;
        }
        let name = name.ok_or_else(|| Failure::usage("Which client? Give its name or id."))?;
        Ok(engine.find_client(name).await?)
    }

    /// The client to sync.
    pub(crate) async fn client_to_sync(
        &self,
        engine: &Arc<Engine>,
        name: Option<&str>,
    ) -> Result<ClientSummary, Failure> {
        if self.common.sample {
            return sample_tenant::to_sync(self, engine).await;
        }
        self.saved_client(engine, name).await
    }

    /// The client whose data is meant. With `--sample` it is read first, if it never was.
    pub(crate) async fn client(
        &self,
        engine: &Arc<Engine>,
        name: Option<&str>,
    ) -> Result<ClientSummary, Failure> {
        let client = self.saved_client(engine, name).await?;
        if self.common.sample && client.last_sync.is_none() {
            sample_tenant::fill(self, engine, &client).await?;
        }
        Ok(client)
    }
}
