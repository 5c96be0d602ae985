use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::measure::string;
use crate::failure::Failure;
use crate::process::{built, command, line, target};

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
        let fixed = ["simulate", "--addr", "127.0.0.1:0", "--cert-dir", &certificates];
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
        let text = |name| string(&ready, name).unwrap_or_default();
        let simulator = Self {
            process,
            host: text("host"),
            ikey: text("ikey"),
            skey: text("skey"),
            proxy: text("proxy"),
            ca_file: text("ca_file"),
        };
        let told = [&simulator.host, &simulator.ikey, &simulator.skey, &simulator.proxy, &simulator.ca_file];
        if told.iter().any(|value| value.is_empty()) {
            return Err(Failure::Unreadable { what: "what tandemctl simulate printed" });
        }
        Ok(simulator)
    }

    /// Processor seconds of the simulator so far; NaN where the system does not tell.
    pub(crate) fn cpu_s(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap_or_default();
        let Some((_, fields)) = stat.rsplit_once(')') else { return f64::NAN };
        let ticks = fields.split_whitespace().skip(11).take(2);
        ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
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
