use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::program;

/// `tandemctl simulate`: a tenant over TLS, and a CONNECT proxy that leads to it.
pub(crate) struct Simulator {
    process: Child,
    ready: Value,
    _certificates: TempDir,
}

impl Simulator {
    pub(crate) fn start(args: &[&str]) -> Self {
        let certificates = tempfile::tempdir().unwrap();
        let mut process = Command::new(program("tandemctl"))
            .args(["simulate", "--addr", "127.0.0.1:0", "--cert-dir"])
            .arg(certificates.path())
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line).expect("tandemctl simulate prints one JSON line when ready");
        Self { process, ready, _certificates: certificates }
    }

    fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap_or_else(|| panic!("simulate tells {name}"))
    }

    pub(crate) fn host(&self) -> &str {
        self.text("host")
    }

    pub(crate) fn ikey(&self) -> &str {
        self.text("ikey")
    }

    pub(crate) fn skey(&self) -> &str {
        self.text("skey")
    }

    /// What leads an unmodified program to this tenant.
    pub(crate) fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let proxy = self.text("proxy");
        let proxy = if proxy.contains("://") { proxy.to_owned() } else { format!("http://{proxy}") };
        vec![("HTTPS_PROXY", proxy.into()), ("SSL_CERT_FILE", self.text("ca_file").into())]
    }

    /// A number that the tenant states about itself.
    pub(crate) fn fact(&self, pointer: &str) -> u64 {
        let fact = self.ready["facts"].pointer(pointer);
        fact.and_then(Value::as_u64).unwrap_or_else(|| panic!("no fact {pointer} in {}", self.ready["facts"]))
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
