//! Fetches and decodes a whole list as fast as it goes, and says what that took, as one line of JSON.
//!
//! `drain users|logs --host HOST --ikey IKEY [--ca-file FILE] [--from MS --to MS]`; the secret key is read from
//! standard input, the proxy from the environment.

use std::error::Error;
use std::sync::Arc;

use duo_api::wire::Row;
use duo_api::{
    ApiHost, Client, Clock, Credentials, Governor, HttpsOptions, HttpsTransport, IntegrationKey, LogWindow,
    Offset, Pacing, Pages, SecretKey, SystemClock,
};

struct Options {
    what: String,
    host: ApiHost,
    ikey: IntegrationKey,
    ca_file: Option<std::path::PathBuf>,
    from: Option<i64>,
    to: Option<i64>,
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let what = words.next().ok_or("users or logs?")?;
    let (mut host, mut ikey, mut ca_file, mut from, mut to) = (None, None, None, None, None);
    while let Some(name) = words.next() {
        let value = words.next().ok_or("an option lacks its value")?;
        match name.as_str() {
            "--host" => host = Some(value.parse()?),
            "--ikey" => ikey = Some(value.parse()?),
            "--ca-file" => ca_file = Some(value.into()),
            "--from" => from = Some(value.parse()?),
            "--to" => to = Some(value.parse()?),
            _ => return Err("unknown option".into()),
        }
    }
    Ok(Options { what, host: host.ok_or("--host?")?, ikey: ikey.ok_or("--ikey?")?, ca_file, from, to })
}

#[derive(Default)]
struct Drained {
    rows: usize,
    pages: usize,
    rejected: usize,
    bytes: usize,
}

async fn drain<T: Row>(mut pages: Pages<T>) -> Result<Drained, duo_api::ApiError> {
    let mut drained = Drained::default();
    while let Some(page) = pages.next().await {
        let page = page?;
        drained.rows += page.rows.len();
        drained.rejected += page.rejected.len();
        drained.bytes += page.bytes;
        drained.pages += 1;
    }
    Ok(drained)
}

/// Seconds of processor time of this process, children not counted.
fn cpu_seconds() -> Option<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / TICKS_PER_SECOND)
}

#[allow(clippy::print_stdout, reason = "the result of the program")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let mut secret = String::new();
    std::io::stdin().read_line(&mut secret)?;
    let credentials = Credentials {
        host: options.host,
        ikey: options.ikey,
        skey: SecretKey::new(secret.trim().to_owned()),
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let transport =
        HttpsTransport::new(HttpsOptions { ca_file: options.ca_file, ..HttpsOptions::default() })?;
    let governor = Arc::new(Governor::new(Pacing::Unlimited, clock.clone()));
    let client = Client::new(Arc::new(credentials), Arc::new(transport), clock.clone(), governor);
    let began = clock.monotonic();
    let drained = match options.what.as_str() {
        "users" => drain(client.users(Offset::START)).await?,
        "logs" => {
            const DAYS_180_MS: i64 = 180 * 24 * 3600 * 1000;
            let to = options.to.unwrap_or(client.server_now().timestamp_millis() - 120_000);
            let from = options.from.unwrap_or(to - DAYS_180_MS + 3_600_000);
            let window = LogWindow { mintime_ms: from, maxtime_ms: to };
            drain(client.authentication_log(window, None)).await?
        }
        _ => return Err("users or logs?".into()),
    };
    let wall = clock.monotonic().saturating_sub(began).as_secs_f64();
    let line = serde_json::json!({
        "rows": drained.rows, "rejected": drained.rejected, "pages": drained.pages, "bytes": drained.bytes,
        "wall_s": wall, "cpu_s": cpu_seconds(),
    });
    println!("{line}");
    Ok(())
}
