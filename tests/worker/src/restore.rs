//! Restores every client of a backup, and says what was there before and is there after.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use engine::api::{BackupRestore, CommandError, Nothing, Preferences};
use engine::{Engine, Options, PreferenceStore};
use serde_json::{Value, json};

use crate::sync::{ports, runtime};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Data folder.
    #[arg(long)]
    data_dir: PathBuf,
    #[arg(long)]
    backup: PathBuf,
}

/// Preferences in a file of their own.
struct Kept(PathBuf);

impl PreferenceStore for Kept {
    fn get(&self) -> Preferences {
        let text = fs::read(&self.0).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    fn set(&self, preferences: &Preferences) -> Result<(), CommandError> {
        fs::write(&self.0, serde_json::to_vec(preferences).unwrap()).unwrap();
        Ok(())
    }
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let said =
        runtime().block_on(work(arguments)).unwrap_or_else(|error| json!({ "code": error.code.as_str() }));
    println!("{said}");
    ExitCode::SUCCESS
}

async fn work(arguments: &Arguments) -> Result<Value, CommandError> {
    let mut ports = ports(sample::simulated(duo_sim::TenantConfig::default()).transport.clone());
    ports.preferences = Arc::new(Kept(arguments.data_dir.join("preferences")));
    let options = Options { data_dir: arguments.data_dir.clone(), ports, demo: false, notices: Vec::new() };
    let engine = Engine::open(options).await?;
    let before = state(&engine, &arguments.data_dir).await?;
    let found = engine.backup_look_at(&arguments.backup).await?;
    let clients = found.clients.into_iter().map(|one| one.client).collect();
    let restored = engine.backup_restore(BackupRestore { clients, settings: true }).await;
    let code = restored.err().map(|error| error.code.as_str());
    Ok(json!({ "before": before, "code": code, "after": state(&engine, &arguments.data_dir).await? }))
}

/// Names of the clients, how many databases lie there, and whether preferences were saved.
async fn state(engine: &Arc<Engine>, data_dir: &Path) -> Result<Value, CommandError> {
    let mut names: Vec<String> = engine.clients(Nothing {}).await?.into_iter().map(|one| one.name).collect();
    names.sort();
    let files = fs::read_dir(data_dir.join("clients")).unwrap();
    let databases =
        files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "db"));
    Ok(json!({
        "clients": names,
        "databases": databases.count(),
        "idle_days": engine.licence_defaults(Nothing {}).await?.idle_days,
        "start_page": engine.preferences_get(Nothing {}).await?.start_page,
        "half": data_dir.join("backup.part").exists(),
    }))
}
