//! A running `tandemctl simulate`.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;

/// A simulated tenant over TLS, with a CONNECT proxy that leads to it; ends when dropped.
pub struct Simulator {
    /// API hostname.
    pub host: String,
    /// Integration key.
    pub ikey: String,
    /// Secret key.
    pub skey: String,
    /// Where TLS is spoken, `address:port`.
    pub addr: String,
    /// The CONNECT proxy as `HTTPS_PROXY` takes it.
    pub proxy: String,
    /// Certificate of the simulator's authority, PEM.
    pub ca_file: PathBuf,
    /// What a client that read everything must have found.
    pub facts: Value,
    /// Customers of an MSP parent: `account_id`, `name`, `host`, `elsewhere`, `ikey`, `skey`, `facts` of each.
    pub children: Vec<Value>,
    child: Child,
    _certificates: TempDir,
}

#[derive(Deserialize)]
struct Ready {
    host: String,
    ikey: String,
    skey: String,
    addr: String,
    proxy: String,
    ca_file: PathBuf,
    facts: Value,
    #[serde(default)]
    children: Vec<Value>,
}

impl Simulator {
    /// Starts one with these further arguments and waits until it serves.
    pub fn start(arguments: &[&str]) -> Self {
        let certificates = TempDir::new().expect("a temporary folder");
        let mut child = Command::new(crate::tandemctl())
            .args(["simulate", "--addr", "127.0.0.1:0", "--cert-dir"])
            .arg(certificates.path())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the simulator starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("the simulator says that it is ready");
        let Ok(ready) = serde_json::from_str::<Ready>(&line) else {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the simulator did not start with {arguments:?}");
        };
        let Ready { host, ikey, skey, addr, proxy, ca_file, facts, children } = ready;
        Self { host, ikey, skey, addr, proxy, ca_file, facts, children, child, _certificates: certificates }
    }

    /// The fact at a path such as `/users/total`.
    #[track_caller]
    pub fn fact(&self, path: &str) -> u64 {
        self.facts
            .pointer(path)
            .and_then(Value::as_u64)
            .unwrap_or_else(|| panic!("no fact {path}: {}", self.facts))
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator")
            .field("host", &self.host)
            .field("addr", &self.addr)
            .finish_non_exhaustive()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
