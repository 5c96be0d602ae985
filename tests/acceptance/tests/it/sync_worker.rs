//! The sync in a process of its own (`tests/worker`), on a data folder that can be set back.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use duo_api::{Clock, SystemClock};
use duo_sim::TenantConfig;
use serde_json::Value;
use tempfile::TempDir;
use testbed::tree;

/// A simulated tenant and a data folder in which it is saved.
pub(crate) struct SyncWorker {
    pub(crate) config: TenantConfig,
    /// Sign-ins of the tenant.
    pub(crate) sign_ins: u64,
    folder: TempDir,
}

/// What lies in the database, read from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) sign_ins: u64,
    pub(crate) distinct: u64,
    pub(crate) summed: u64,
    pub(crate) users: u64,
    pub(crate) integrity: String,
}

impl SyncWorker {
    pub(crate) fn new(users: u32, events: u64, seed: u64, faults: &[&str]) -> Self {
        let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        let now = SystemClock::new().utc();
        let config = TenantConfig { seed, users, events, now, faults, ..TenantConfig::default() };
        let tenant = sample::simulated(config.clone());
        let sign_ins = tenant.facts.sign_ins.as_ref().unwrap().count;
        let worker = Self { config, sign_ins, folder: TempDir::new().unwrap() };
        let made = worker.command(&worker.template(), &["--only-connect"]).status().unwrap();
        assert!(made.success(), "the tenant cannot be saved");
        worker.set_back();
        worker
    }

    fn template(&self) -> PathBuf {
        self.folder.path().join("template")
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// As if nothing had been synced yet.
    pub(crate) fn set_back(&self) {
        let _ = std::fs::remove_dir_all(self.data_dir());
        tree::copy(&self.template(), &self.data_dir());
    }

    /// The same tenant in a data folder elsewhere.
    pub(crate) fn place(&self, data_dir: &Path) {
        tree::copy(&self.template(), data_dir);
    }

    pub(crate) fn command(&self, data_dir: &Path, more: &[&str]) -> Command {
        let TenantConfig { seed, users, events, now, faults, .. } = &self.config;
        let mut command = Command::new(testbed::worker());
        command.arg("sync").arg("--data-dir").arg(data_dir).args(more);
        for (name, value) in [("--seed", *seed), ("--users", u64::from(*users)), ("--events", *events)] {
            command.args([name, &value.to_string()]);
        }
        command.args(["--now", &now.timestamp_millis().to_string()]);
        command.args(faults.iter().flat_map(|fault| ["--fault".to_owned(), fault.to_string()]));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn start(&self, more: &[&str]) -> Child {
        self.command(&self.data_dir(), more).spawn().unwrap()
    }

    /// Syncs to the end; the code with which it ended.
    pub(crate) fn sync(&self, variables: &[(&str, &str)]) -> Ended {
        self.sync_in(&self.data_dir(), variables)
    }

    pub(crate) fn sync_in(&self, data_dir: &Path, variables: &[(&str, &str)]) -> Ended {
        let mut command = self.command(data_dir, &[]);
        let output = command.envs(variables.iter().copied()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let Ok(answer) = serde_json::from_slice::<Value>(&output.stdout) else { return Ended::Killed(said) };
        answer["code"].as_str().map_or(Ended::Done, |code| Ended::Code(code.to_owned()))
    }

    pub(crate) fn look(&self) -> Look {
        look(&database(&self.data_dir()))
    }

    /// Asserts that the database is sound and that no page lies in it by halves.
    #[track_caller]
    pub(crate) fn is_sound(&self, when: &str) {
        is_sound_in(&self.data_dir(), when);
    }

    /// Asserts that everything of the tenant is there, once.
    #[track_caller]
    pub(crate) fn is_whole(&self, when: &str) {
        self.is_whole_in(&self.data_dir(), when);
    }

    /// As [`Self::is_whole`], in a data folder elsewhere.
    #[track_caller]
    pub(crate) fn is_whole_in(&self, data_dir: &Path, when: &str) {
        let found = look(&database(data_dir));
        let (sign_ins, users) = (self.sign_ins, u64::from(self.config.users));
        let integrity = "ok".to_owned();
        let whole = Look { sign_ins, distinct: sign_ins, summed: sign_ins, users, integrity };
        assert_eq!(found, whole, "{when}");
    }
}

/// Asserts that the database of a data folder is sound and that no page lies in it by halves; what is in it.
#[track_caller]
pub(crate) fn is_sound_in(data_dir: &Path, when: &str) -> Look {
    let Some(file) = database_if_any(data_dir) else { return Look::default() };
    let found = look(&file);
    assert_eq!(found.integrity, "ok", "{when}");
    assert_eq!((found.distinct, found.summed), (found.sign_ins, found.sign_ins), "{when}");
    found
}

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Done,
    Code(String),
    /// Without a word; what it wrote to standard error.
    Killed(String),
}

/// The database of the only client.
pub(crate) fn database(data_dir: &Path) -> PathBuf {
    database_if_any(data_dir).expect("the client has a database")
}

fn database_if_any(data_dir: &Path) -> Option<PathBuf> {
    let files = tree::files(&data_dir.join("clients"));
    files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "db"))
}

pub(crate) fn look(file: &Path) -> Look {
    let output = Command::new(testbed::worker()).arg("look").arg(file).output().unwrap();
    let found: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let number = |name: &str| found[name].as_u64().unwrap();
    Look {
        sign_ins: number("sign_ins"),
        distinct: number("distinct"),
        summed: number("summed"),
        users: number("users"),
        integrity: found["integrity"].as_str().unwrap().to_owned(),
    }
}
