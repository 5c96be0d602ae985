//! `simulate`: a simulated tenant over TLS, with a CONNECT proxy that leads to it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use duo_sim::serve::serve;
use duo_sim::{Children, ConfigError, Fault, Permission, Simulator, Tenant, TenantConfig};
use engine::Code;
use serde_json::json;

use crate::args::{SimulateArgs, Size};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

pub(crate) async fn run(session: &Session, args: &SimulateArgs) -> Result<Exit, Failure> {
    let clock = session.ports()?.clock;
    let config =
        config(args, session.common.size, clock.utc()).map_err(|error| Failure::usage(error.to_string()))?;
    let tenant = Tenant::new(config);
    let simulator = Simulator::new(tenant, Arc::new(move || clock.utc()));
    let told = simulator.clone();
    // Walking a large tenant takes seconds.
    let mut document = tokio::task::spawn_blocking(move || described(&told))
        .await
        .map_err(|_| Failure::new(Code::Internal))?;
    let serving = serve(simulator, args.addr, &args.cert_dir)
        .await
        .map_err(|error| Failure::new(Code::FileReadonly).saying(error.to_string()))?;
    document["addr"] = json!(serving.addr.to_string());
    document["proxy"] = json!(format!("http://{}", serving.proxy));
    document["ca_file"] = json!(serving.ca_file);
    session.output.document(&document);
    session.cancel.cancelled().await;
    serving.shutdown();
    Ok(Exit::Cancelled)
}

/// How it is reached and what it holds, its children too.
fn described(simulator: &Simulator) -> serde_json::Value {
    let tenant = simulator.tenant();
    let mut document = json!({
        "host": tenant.host(),
        "ikey": tenant.ikey(),
        "skey": tenant.skey(),
        "facts": tenant.facts(),
    });
    if !simulator.children().is_empty() {
        document["children"] = simulator
            .children()
            .iter()
            .map(|child| {
                let mut described = described(child);
                described["account_id"] = json!(child.tenant().account_id());
                described["name"] = json!(child.tenant().organisation());
                described["elsewhere"] = json!(child.is_elsewhere());
                described
            })
            .collect();
    }
    document
}

fn config(args: &SimulateArgs, size: Size, now: DateTime<Utc>) -> Result<TenantConfig, ConfigError> {
    let default = TenantConfig::default();
    let permissions = match &args.permissions {
        Some(list) => words(list).map(str::parse).collect::<Result<Vec<Permission>, _>>()?,
        None => default.permissions,
    };
    Ok(TenantConfig {
        seed: size.seed.unwrap_or(default.seed),
        users: size.users.unwrap_or(default.users),
        events: size.events.unwrap_or(default.events),
        now,
        permissions,
        faults: args
            .fault
            .iter()
            .flat_map(|list| words(list))
            .map(str::parse::<Fault>)
            .collect::<Result<_, _>>()?,
        quota: args.quota.as_deref().unwrap_or_default().parse()?,
        app_type: args.app_type.as_deref().map(str::parse).transpose()?.unwrap_or_default(),
        children: Children { here: args.children, elsewhere: args.children_elsewhere },
        edition: args.edition.as_deref().map(str::parse).transpose()?.unwrap_or_default(),
        ..default
    })
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|word| !word.is_empty())
}
