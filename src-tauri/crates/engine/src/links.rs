//! Places outside that the window can open.

use std::path::PathBuf;
use std::sync::Arc;

use crate::api::{CommandError, LinkId, LinkRef, Nothing};
use crate::{Code, Engine, logs};

impl Engine {
    /// Opens a place outside in the system's own way.
    pub async fn open_link(self: &Arc<Self>, LinkRef { link }: LinkRef) -> Result<Nothing, CommandError> {
        let links = self.ports.links.clone();
        if let Some(folder) = self.folder_of(link) {
            let refused = CommandError::new(Code::LinkNotOpened).with("address", folder.display());
            let opened = tokio::task::spawn_blocking(move || links.open_folder(&folder)).await?;
            return if opened { Ok(Nothing {}) } else { Err(refused) };
        }
        let address = address(link);
        let refused = || CommandError::new(Code::LinkNotOpened).with("address", address.unwrap_or_default());
        let Some(address) = address else { return Err(refused()) };
        let opened = tokio::task::spawn_blocking(move || links.open(address)).await?;
        if opened { Ok(Nothing {}) } else { Err(refused()) }
    }

    /// A folder of the app's own; the logs' is made, so that there is something to show.
    fn folder_of(&self, link: LinkId) -> Option<PathBuf> {
        match link {
            LinkId::DataFolder => Some(self.data_dir.clone()),
            LinkId::LogFolder => Some(logs::made_folder(&self.data_dir)),
            LinkId::DuoAdminApi | LinkId::DuoStatus | LinkId::TimeSettings => None,
        }
    }
}

/// Where it is on this system; none where the system has no such place.
fn address(link: LinkId) -> Option<&'static str> {
    match link {
        LinkId::DuoAdminApi => Some("https://duo.com/docs/adminapi"),
        LinkId::DuoStatus => Some("https://status.duo.com"),
        LinkId::TimeSettings if cfg!(windows) => Some("ms-settings:dateandtime"),
        LinkId::TimeSettings if cfg!(target_os = "macos") => {
            Some("x-apple.systempreferences:com.apple.preference.datetime")
        }
        LinkId::TimeSettings | LinkId::DataFolder | LinkId::LogFolder => None,
    }
}
