use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use crate::home::Home;
use crate::patience::{PATIENCE, until};
use crate::program;

/// A keychain with a password, so that what it stores is not plain text; then the driver.
const SESSION: &str = "umask 000
[ \"$KEYCHAIN\" = no ] || printf 'desk\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec WebKitWebDriver --port=\"$PORT\"";
/// A network of its own, as far as names go.
const OWN_NAMES: &str = "mount --bind \"$1\" /etc/hosts && mount --bind \"$2\" /etc/nsswitch.conf || exit 1
shift 2
exec \"$@\"";

/// `xvfb-run` looks for a free display from here on; two that looked at the same time from the same place would find the
/// same one.
static DISPLAY: AtomicU32 = AtomicU32::new(100);

/// What a window is opened with.
#[derive(Default)]
pub(crate) struct Opening<'a> {
    pub(crate) args: &'a [&'a str],
    pub(crate) environment: Vec<(&'static str, PathBuf)>,
    pub(crate) without_keychain: bool,
    /// A hosts file that is all the name resolution there is.
    pub(crate) hosts: Option<PathBuf>,
    /// The simulator's authority was never met; else it may inspect, as after an earlier check.
    pub(crate) new_network: bool,
}

/// A window and what it needs.
pub(crate) struct Desk {
    // Before the session: closing needs the driver.
    pub(crate) driver: WebDriver,
    _session: Session,
}

/// A session bus, a display, a keychain and a driver, before the window.
pub(crate) struct Session {
    process: Child,
    port: u16,
}

impl Desk {
    pub(crate) async fn open(home: &Home, opening: &Opening<'_>) -> Self {
        let desk = Self::driver(home, opening).await.start(opening.args).await;
        desk.settle().await;
        let simulated = opening.environment.iter().any(|(name, _)| *name == "SSL_CERT_FILE");
        if simulated && !opening.new_network {
            let set = json!({ "settings": { "issuers": ["duo-sim"] }, "password": null });
            desk.ask("network_settings_set", &set).await;
        }
        desk
    }

    /// On the data folder of the sample tenant, which needs no keychain.
    pub(crate) async fn on_sample(home: &Home) -> Self {
        let args = ["--data-dir", &home.sample()];
        Self::open(home, &Opening { args: &args, without_keychain: true, ..Opening::default() }).await
    }

    /// Id of the one client that there is.
    pub(crate) async fn only_client(&self) -> String {
        let clients = self.ask("clients", &json!({})).await;
        let Some([one]) = clients.as_array().map(Vec::as_slice) else { panic!("not one client: {clients}") };
        one["id"].as_str().expect("an id").to_owned()
    }

    pub(crate) async fn driver(home: &Home, opening: &Opening<'_>) -> Session {
        let port = free_port();
        let session = Session { process: session(home, opening, port), port };
        wait_for(port).await;
        session
    }

    /// Closes the window as its user would, so that everything is written that will be.
    pub(crate) async fn close(self) {
        let _ = self.driver.clone().quit().await;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

impl Session {
    pub(crate) async fn start(self, args: &[&str]) -> Desk {
        let address = format!("http://127.0.0.1:{}", self.port);
        let driver = WebDriver::builder(address, capabilities(args)).request_timeout(PATIENCE).await;
        Desk { driver: driver.expect("the window opens"), _session: self }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        for signal in ["-TERM", "-KILL"] {
            let _ = Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status();
            std::thread::sleep(Duration::from_millis(200));
        }
        let _ = self.process.wait();
    }
}

fn session(home: &Home, opening: &Opening<'_>, port: u16) -> Child {
    let output = File::options().create(true).append(true).open(home.output()).unwrap();
    let mut command = match &opening.hosts {
        None => home.command("dbus-run-session"),
        Some(hosts) => {
            let files_only = home.path().join("nsswitch.conf");
            std::fs::write(&files_only, "hosts: files\npasswd: files\ngroup: files\n").unwrap();
            let mut command = home.command("unshare");
            command.args(["--map-root-user", "--mount", "sh", "-c", OWN_NAMES, "sh"]);
            command.arg(hosts).arg(files_only).arg("dbus-run-session");
            command
        }
    };
    let display = DISPLAY.fetch_add(5, Ordering::Relaxed).to_string();
    command
        .args(["--", "xvfb-run", "-n", &display, "-a", "-s", "-screen 0 1280x800x24", "sh", "-c", SESSION])
        .env("PORT", port.to_string())
        .env("KEYCHAIN", if opening.without_keychain { "no" } else { "yes" })
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .envs(opening.environment.iter().cloned())
        .stdin(Stdio::null())
        .stdout(output.try_clone().unwrap())
        .stderr(output)
        // A group of its own, so that all of it can be ended.
        .process_group(0);
    command.spawn().unwrap()
}

fn capabilities(args: &[&str]) -> Capabilities {
    let binary = program();
    let options = json!({ "webkitgtk:browserOptions": { "binary": binary, "args": args } });
    serde_json::from_value(options).unwrap()
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

async fn wait_for(port: u16) {
    let answers = async || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok();
    assert!(until(answers).await.is_some(), "WebKitWebDriver did not start");
}
