//! Serves a simulated tenant and prints what a client needs to reach it, as one line of JSON.
//!
//! `serve USERS EVENTS SEED CERT_DIR PERMISSIONS [QUOTA] [FAULT…]`, with `-` for a default; stops with its standard
//! input.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use duo_sim::{Simulator, Tenant, TenantConfig, serve};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let mut next = || words.next().filter(|word| word != "-");
    let mut config = TenantConfig { now: wall_clock(), ..TenantConfig::default() };
    if let Some(users) = next() {
        config.users = users.parse()?;
    }
    if let Some(events) = next() {
        config.events = events.parse()?;
    }
    if let Some(seed) = next() {
        config.seed = seed.parse()?;
    }
    let cert_dir = next().ok_or("CERT_DIR is missing")?;
    if let Some(permissions) = next() {
        let ids = permissions.split(',').filter(|id| !id.is_empty());
        config.permissions = ids.map(str::parse).collect::<Result<_, _>>()?;
    }
    if let Some(quota) = next() {
        config.quota = quota.parse()?;
    }
    config.faults = words.map(|word| word.parse()).collect::<Result<_, _>>()?;

    let simulator = Simulator::new(Tenant::new(config), Arc::new(wall_clock));
    let serving = serve::serve(simulator.clone(), ([127, 0, 0, 1], 0).into(), Path::new(&cert_dir)).await?;
    let tenant = simulator.tenant();
    let line = serde_json::json!({
        "host": tenant.host(), "ikey": tenant.ikey(), "skey": tenant.skey(), "addr": serving.addr,
        "proxy": serving.proxy, "ca_file": serving.ca_file, "facts": tenant.facts(),
    });
    let mut out = std::io::stdout();
    writeln!(out, "{line}")?;
    out.flush()?;
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    serving.shutdown();
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "the one place where this program reads the clock")]
fn wall_clock() -> DateTime<Utc> {
    Utc::now()
}
