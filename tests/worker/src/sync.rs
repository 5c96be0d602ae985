//! One sync of a simulated tenant.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::DateTime;
use duo_sim::{Fault, TenantConfig};
use engine::api::{CommandError, Nothing, OrganisationChoice, SyncStatus};
use engine::check::{CheckInput, check};
use engine::{
    Engine, Options, Pacing, Ports, SampleTarget, Save, SecretKey, Silent, SyncOptions, SystemClock,
    Transports,
};
use testbed::MemoryKeychain;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::spoiled::{Bug, Spoiled};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Data folder.
    #[arg(long)]
    data_dir: PathBuf,
    /// The moment the tenant is described at, Unix milliseconds.
    #[arg(long)]
    now: i64,
    #[arg(long, default_value_t = 30)]
    users: u32,
    #[arg(long, default_value_t = 3000)]
    events: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long)]
    fault: Vec<Fault>,
    /// Connects and ends.
    #[arg(long)]
    only_connect: bool,
    #[arg(long)]
    bug: Option<Bug>,
}

struct OneWay(Arc<dyn duo_api::Transport>);

impl Transports for OneWay {
    fn https(&self) -> Result<Arc<dyn duo_api::Transport>, CommandError> {
        Ok(self.0.clone())
    }

    fn sample(&self) -> SampleTarget {
        unreachable!("nobody asks for the sample")
    }
}

/// Who is connected.
pub(crate) struct Keys {
    pub(crate) host: String,
    pub(crate) ikey: String,
    pub(crate) skey: String,
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let code = match runtime().block_on(work(arguments)) {
        Ok(status) => status.and_then(|status| status.code),
        Err(refused) => Some(refused.code),
    };
    println!("{}", serde_json::json!({ "code": code.map(engine::Code::as_str) }));
    if code.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How the sync ended; none if there was only to be connected. An error is one of the engine's own, such as a database
/// that cannot be opened.
async fn work(arguments: &Arguments) -> Result<Option<SyncStatus>, CommandError> {
    let tenant = sample::simulated(TenantConfig {
        seed: arguments.seed,
        users: arguments.users,
        events: arguments.events,
        now: DateTime::from_timestamp_millis(arguments.now).unwrap(),
        faults: arguments.fault.clone(),
        ..TenantConfig::default()
    });
    let transport = Spoiled::new(tenant.transport.clone(), arguments.bug, &arguments.data_dir);
    let ports = ports(Arc::new(transport));
    let keys = Keys { host: tenant.host.clone(), ikey: tenant.ikey.clone(), skey: tenant.skey.clone() };
    let data_dir = arguments.data_dir.clone();
    let options = Options { data_dir, ports: ports.clone(), demo: false, notices: Vec::new() };
    let engine = Engine::open(options).await?;
    let client = connected(&engine, &ports, &keys).await?;
    if arguments.only_connect {
        return Ok(None);
    }
    let secret = Some(SecretKey::new(tenant.skey.clone()));
    let options = SyncOptions { pacing: Pacing::Unlimited, secret, ..SyncOptions::default() };
    engine.sync(&client, options).await.map(Some)
}

/// Everything of this machine but the way to Duo is left out.
pub(crate) fn ports(transport: Arc<dyn duo_api::Transport>) -> Ports {
    Ports {
        clock: Arc::new(SystemClock::new()),
        transports: Arc::new(OneWay(transport)),
        keychain: Arc::new(MemoryKeychain::default()),
        events: Arc::new(Silent),
        preferences: Arc::new(Silent),
        files: Arc::new(Silent),
        links: Arc::new(Silent),
    }
}

/// The only client; saved now if there is none.
pub(crate) async fn connected(
    engine: &Arc<Engine>,
    ports: &Ports,
    keys: &Keys,
) -> Result<String, CommandError> {
    if let Some(client) = engine.clients(Nothing {}).await?.into_iter().next() {
        return Ok(client.id);
    }
    let input = || CheckInput {
        host: keys.host.clone(),
        ikey: keys.ikey.clone(),
        skey: Zeroizing::new(keys.skey.clone()),
        ..CheckInput::default()
    };
    let report = check(ports, input(), &CancellationToken::new(), &mut |_| ()).await;
    let name = "Acme".to_owned();
    let organisation = OrganisationChoice::New(name.clone());
    let save = Save { input: input(), report, name, organisation, session_only: false };
    engine.save(save).await.map(|client| client.id)
}
