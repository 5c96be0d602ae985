//! What a command works with: options, output, the engine and the keys.

use std::path::PathBuf;
use std::sync::Arc;

use domain::Permission;
use engine::api::{CheckReport, ClientSummary, RowState};
use engine::check::{CheckInput, CheckProgress};
use engine::{
    Clock, Code, Engine, EventSink, HttpsOptions, NetworkTransports, Options, OsKeychain, Ports,
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
    pub(crate) fn input(&self, want: Vec<Permission>, keychain: bool) -> CheckInput {
        CheckInput {
            host: self.host.clone(),
            ikey: self.ikey.clone(),
            skey: self.skey.clone(),
            want,
            keychain,
            identity: false,
            sample: self.sample,
        }
    }
}

impl Session {
    /// Everything from outside. Makes no file, opens no connection, touches no keychain.
    pub(crate) fn ports(&self) -> Result<Ports, Failure> {
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
        })
    }

    /// The engine on the data folder.
    pub(crate) async fn engine(&self, ports: Ports) -> Result<Arc<Engine>, Failure> {
        let options = Options { data_dir: self.data_dir()?, ports, demo: false, notices: Vec::new() };
        Ok(Engine::open(options).await?)
    }

    fn data_dir(&self) -> Result<PathBuf, Failure> {
        let own = || data_dir::default(|name| std::env::var_os(name));
        self.common.data_dir.clone().or_else(own).ok_or_else(|| {
            Failure::usage("This computer does not say where your data lies: give --data-dir.")
        })
    }

    /// The keys: the sample's, or those given, with the secret from its one place.
    pub(crate) fn keys(&self, ports: &Ports, target: &Target) -> Result<Keys, Failure> {
        if self.common.sample {
            let SampleTarget { host, ikey, skey, .. } = ports.transports.sample();
            return Ok(Keys { host, ikey, skey, sample: true });
        }
        Ok(Keys {
            host: target.host.clone().unwrap_or_default(),
            ikey: target.ikey.clone().unwrap_or_default(),
            skey: secret::read(target.skey_stdin)?,
            sample: false,
        })
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
