//! The engine: what is open, and what is under way.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use store::{OpenNotice, Registry};
use tokio_util::sync::CancellationToken;

use crate::Code;
use crate::api::{CommandError, Event, LicenceDuplicate, Notice, Tag, Values};
use crate::databases::Databases;
use crate::drafts::Drafts;
use crate::export::Exports;
use crate::findings::Found;
use crate::pacing::Paces;
use crate::ports::{Options, Ports};
use crate::secrets::Secrets;
use crate::syncing::Syncs;
use crate::worked::Worked;

/// Everything behind a window or a command line; one a data folder.
pub struct Engine {
    pub(crate) data_dir: PathBuf,
    pub(crate) ports: Ports,
    pub(crate) demo: bool,
    pub(crate) registry: Arc<Registry>,
    pub(crate) databases: Databases,
    pub(crate) drafts: Drafts,
    pub(crate) secrets: Secrets,
    pub(crate) syncs: Syncs,
    pub(crate) exports: Exports,
    /// One pace an account, for all that use it at once.
    pub(crate) paces: Paces,
    pub(crate) notices: Mutex<Vec<Notice>>,
    /// The backup that was looked at last.
    pub(crate) backup: Mutex<Option<PathBuf>>,
    /// Of the client whose findings were asked for last.
    pub(crate) findings: Worked<Found>,
    /// Of the client whose duplicates were asked for last.
    pub(crate) duplicates: Worked<Vec<LicenceDuplicate>>,
    /// Disconnections that can still be taken back, by connection.
    pub(crate) graces: Mutex<HashMap<String, CancellationToken>>,
}

impl Engine {
    /// Opens the data folder, making it if need be. A damaged registry is set aside and told; one of a newer version is
    /// told, and every change to it answers `FILE_NEWER`.
    ///
    /// # Errors
    /// `FILE_READONLY`, `DB_IO`, `DB_BUSY`, `DISK_FULL`.
    pub async fn open(options: Options) -> Result<Arc<Self>, CommandError> {
        let Options { data_dir, ports, demo, mut notices } = options;
        let (folder, now) = (data_dir.clone(), ports.clock.utc());
        let (registry, told) = tokio::task::spawn_blocking(move || Registry::open(&folder, now)).await??;
        notices.extend(told.into_iter().map(notice));
        let engine = Self {
            databases: Databases::new(data_dir.clone()),
            data_dir,
            secrets: Secrets::new(ports.keychain.clone()),
            ports,
            demo,
            registry: Arc::new(registry),
            drafts: Drafts::default(),
            syncs: Syncs::default(),
            exports: Exports::default(),
            paces: Paces::default(),
            backup: Mutex::default(),
            findings: Worked::default(),
            duplicates: Worked::default(),
            graces: Mutex::default(),
            notices: Mutex::new(notices),
        };
        engine.follow_settings()?;
        engine.follow_log_level()?;
        let engine = Arc::new(engine);
        engine.repair_secrets().await?;
        engine.repair_restore().await?;
        Ok(engine)
    }

    /// Registry work off the async threads.
    pub(crate) async fn registry<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Registry) -> Result<T, store::StoreError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let registry = self.registry.clone();
        Ok(tokio::task::spawn_blocking(move || work(&registry)).await??)
    }

    /// Adds something to tell about a client's file, which can be read anew from Duo.
    pub(crate) fn tell(&self, client: &str, notices: impl IntoIterator<Item = OpenNotice>) {
        let of_client = |one: OpenNotice| {
            let mut told = notice(one);
            told.values.insert("client".to_owned(), client.to_owned());
            told
        };
        let fresh: Vec<Notice> = notices.into_iter().map(of_client).collect();
        if fresh.is_empty() {
            return;
        }
        if let Ok(mut told) = self.notices.lock() {
            told.extend(fresh);
        }
        self.ports.events.send(Event::Changed { tags: vec![Tag::Preferences], client: None });
    }
}

/// What the store had to do when it opened a file.
pub(crate) fn notice(notice: OpenNotice) -> Notice {
    match notice {
        OpenNotice::DamagedSetAside { path } => Notice {
            code: Code::DbSetAside,
            values: Values::from([("path".to_owned(), path.display().to_string())]),
        },
        OpenNotice::Newer => Notice { code: Code::FileNewer, values: Values::new() },
    }
}
