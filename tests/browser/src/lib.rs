//! The window's pages without the window: the built user interface, served to a browser, over the real engine and the
//! sample tenant.
//!
//! Windows users get Chromium's engine, so every route must hold there too. Nothing of the page is changed: a script
//! that the server puts before it stands in for the shell's two commands, `call` and `subscribe`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod bridge;
mod pages;
mod tenant;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::Router;
use tempfile::TempDir;
use tokio::net::TcpListener;

pub use tenant::Tenant;

/// A running server; ends with the process.
pub struct Server {
    /// Where the pages are.
    pub address: SocketAddr,
    /// The saved and synced sample client; none on an empty data folder.
    pub client: Option<String>,
    _data: TempDir,
}

impl Server {
    /// Serves the pages in `folder` over an engine on a data folder of its own.
    pub async fn start(folder: &Path, tenant: Tenant, port: u16) -> Self {
        let data = tempfile::tempdir().unwrap();
        let (engine, events) = tenant::engine(data.path(), &tenant).await;
        let client = if tenant.synced { Some(tenant::save_and_sync(&engine).await) } else { None };
        let routes: Router = bridge::routes(engine, events).merge(pages::routes(folder));
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { address, client, _data: data }
    }
}

/// Where `npm run build` puts the pages.
pub fn built_pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist")
}
