//! The sign-in log of a tenant that another process serves over TLS, read without a pace: what a sync takes at most.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use duo_api::{HttpsOptions, HttpsTransport};
use engine::api::CommandError;
use engine::{Engine, Options, Pacing, SecretKey, SyncOptions};

use crate::sync::{Keys, connected, ports, runtime};

/// The data set that is read.
const LOG: &str = "sign_ins";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Data folder.
    #[arg(long)]
    data_dir: PathBuf,
    #[arg(long)]
    host: String,
    #[arg(long)]
    ikey: String,
    /// Certificate of the authority that issued the server's.
    #[arg(long)]
    ca_file: PathBuf,
}

/// Reads the secret key from standard input and the proxy from the environment; prints what it took.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut skey = String::new();
    std::io::stdin().read_line(&mut skey).unwrap();
    let keys =
        Keys { host: arguments.host.clone(), ikey: arguments.ikey.clone(), skey: skey.trim().to_owned() };
    let (rows, wall_s) = runtime().block_on(work(arguments, &keys)).unwrap();
    let told = serde_json::json!({ "rows": rows, "wall_s": wall_s, "cpu_s": cpu_s(), "rss_mib": rss_mib() });
    println!("{told}");
    ExitCode::SUCCESS
}

/// Processor time of this process, in seconds; where the system does not tell, none.
fn cpu_s() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11).take(2);
    let ticks: u32 = fields.filter_map(|ticks| ticks.parse::<u32>().ok()).sum();
    Some(f64::from(ticks) / 100.0)
}

/// The most memory that this process ever took.
fn rss_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib / 1024)
}

/// Sign-ins stored, and the seconds of the sync alone.
#[allow(clippy::disallowed_methods, reason = "a program that measures reads the clock")]
async fn work(arguments: &Arguments, keys: &Keys) -> Result<(u64, f64), CommandError> {
    let https = HttpsOptions { ca_file: Some(arguments.ca_file.clone()), ..HttpsOptions::default() };
    let ports = ports(Arc::new(HttpsTransport::new(https).unwrap()));
    let data_dir = arguments.data_dir.clone();
    let options = Options { data_dir, ports: ports.clone(), demo: false, notices: Vec::new() };
    let engine = Engine::open(options).await?;
    let client = connected(&engine, &ports, keys).await?;
    let secret = Some(SecretKey::new(keys.skey.clone()));
    let only = Some(serde_json::from_value(serde_json::json!([LOG])).unwrap());
    let options = SyncOptions { pacing: Pacing::Unlimited, secret, only, ..SyncOptions::default() };
    let start = Instant::now();
    let status = engine.sync(&client, options).await?;
    let wall = start.elapsed().as_secs_f64();
    let rows = status.data_sets.iter().find(|set| set.data_set.id() == LOG).map_or(0, |set| set.rows);
    Ok((rows, wall))
}
