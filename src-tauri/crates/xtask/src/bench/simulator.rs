use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::measure::string;
use crate::failure::Failure;
use crate::process::{built, command, line, target};

/// Quotas would measure waiting.
const QUOTA: &str = "single=1000000,pages=1000000,lists=1000000,logs=1000000";

/// `tandemctl simulate`, until it is dropped.
pub(crate) struct Simulator {
    process: Child,
    host: String,
    ikey: String,
    skey: String,
    proxy: String,
    ca_file: String,
}

impl Simulator {
    pub(crate) fn start(size: &[&str]) -> Result<Self, Failure> {
        let certificates = target().join("bench/certificates").to_string_lossy().into_owned();
        let fixed = ["simulate", "--addr", "127.0.0.1:0", "--cert-dir", &certificates, "--quota", QUOTA];
        let mut command = command(built("release", "tandemctl"), &[&fixed, size].concat());
        let started = line(&command);
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|reason| Failure::Start { line: started, reason })?;
        let mut ready = String::new();
        if let Some(output) = process.stdout.take() {
            let _ = BufReader::new(output).read_line(&mut ready);
        }
        let text = |name| {
            string(&ready, name).ok_or(Failure::Unreadable { what: "what tandemctl simulate printed" })
        };
        match (text("host"), text("ikey"), text("skey"), text("proxy"), text("ca_file")) {
            (Ok(host), Ok(ikey), Ok(skey), Ok(proxy), Ok(ca_file)) => {
                Ok(Self { process, host, ikey, skey, proxy, ca_file })
            }
            _ => {
                let _ = process.kill();
                Err(Failure::Unreadable { what: "what tandemctl simulate printed" })
            }
        }
    }

    /// Leads a measured client here.
    pub(crate) fn lead(&self, command: &mut Command) {
        command.args(["--host", &self.host, "--ikey", &self.ikey, "--ca-file", &self.ca_file]);
        command.env("HTTPS_PROXY", &self.proxy);
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn ikey(&self) -> &str {
        &self.ikey
    }

    pub(crate) fn skey(&self) -> &str {
        &self.skey
    }

    pub(crate) fn proxy(&self) -> &str {
        &self.proxy
    }

    pub(crate) fn ca_file(&self) -> &str {
        &self.ca_file
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
