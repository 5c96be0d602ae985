use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use testbed::audit;
use thirtyfour::{Capabilities, WebDriver};

/// How a page is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) name: &'static str,
    /// Of the window, in pixels of the screen.
    pub(crate) size: (u32, u32),
    /// Zoom, 1 = 100 %.
    pub(crate) zoom: u32,
    pub(crate) dark: bool,
    pub(crate) forced_colors: bool,
}

/// A headless Chromium and its driver.
pub(crate) struct Chromium {
    // Before the driver: closing needs it.
    pub(crate) page: WebDriver,
    _driver: Driver,
}

struct Driver {
    process: Child,
    _profile: TempDir,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Chromium {
    pub(crate) async fn start() -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let profile = tempfile::tempdir().unwrap();
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed");
        for _ in 0..300 {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let folder = format!("--user-data-dir={}", profile.path().display());
        let args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", &folder];
        let options: Capabilities =
            serde_json::from_value(json!({ "goog:chromeOptions": { "args": args } })).unwrap();
        let page = WebDriver::builder(format!("http://127.0.0.1:{port}"), options)
            .request_timeout(Duration::from_mins(1))
            .await
            .expect("Chromium opens");
        Self { page, _driver: Driver { process, _profile: profile } }
    }

    /// Loads the pages anew, shown in this way.
    pub(crate) async fn load(&self, address: &str, look: Look) {
        self.tools("Emulation.setEmulatedMedia", media(look)).await;
        let (width, height) = (look.size.0 / look.zoom, look.size.1 / look.zoom);
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": look.zoom, "mobile": false });
        self.tools("Emulation.setDeviceMetricsOverride", metrics).await;
        self.page.goto(address).await.unwrap();
        audit::prepare(&self.page).await;
        audit::open(&self.page, "#/").await;
    }

    pub(crate) async fn tools(&self, command: &str, params: Value) -> Value {
        self.page.cdp().send_raw(command, params).await.unwrap()
    }
}

fn media(look: Look) -> Value {
    let pairs = [
        ("prefers-color-scheme", if look.dark { "dark" } else { "light" }),
        ("forced-colors", if look.forced_colors { "active" } else { "none" }),
        ("prefers-reduced-motion", "reduce"),
    ];
    json!({ "features": pairs.map(|(name, value)| json!({ "name": name, "value": value })) })
}
