//! The program under test, in surroundings of the test's.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::{Output, Running, Simulator};

/// `tandemctl` with a home, a data folder and an environment of its own. Nothing of the surroundings' reaches it: no
/// proxy, no authority, no session bus and so no keychain.
#[derive(Debug)]
pub struct Tandemctl {
    home: TempDir,
    environment: Vec<(OsString, OsString)>,
    secrets: Vec<String>,
    umask: Option<&'static str>,
    keyring: Option<&'static str>,
}

/// A session bus with a keyring that lies in the home folder: `$KEYRING` is `open` or `locked`.
#[cfg(target_os = "linux")]
const SESSION: &str = "case $KEYRING in
open) printf home | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;;
*) gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1;;
esac
exec \"$0\" \"$@\"";

impl Default for Tandemctl {
    fn default() -> Self {
        Self::new()
    }
}

impl Tandemctl {
    /// One that reaches no tenant.
    pub fn new() -> Self {
        let home = TempDir::new().expect("a temporary folder");
        Self { home, environment: Vec::new(), secrets: Vec::new(), umask: None, keyring: None }
    }

    /// One that reaches a simulator: its proxy is the system's, its authority is trusted.
    pub fn with(simulator: &Simulator) -> Self {
        Self::new()
            .env("HTTPS_PROXY", &simulator.proxy)
            .env("SSL_CERT_FILE", &simulator.ca_file)
            .never_printing(&simulator.skey)
    }

    /// Arguments that save a simulator's tenant as `Acme`, without a keychain; the secret goes to standard input.
    pub fn connecting(simulator: &Simulator) -> [&str; 9] {
        let Simulator { host, ikey, .. } = simulator;
        ["connect", "--name", "Acme", "--host", host, "--ikey", ikey, "--skey-stdin", "--session-secret"]
    }

    /// Sets a variable.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.environment.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// No output may hold this secret, in any form.
    #[must_use]
    pub fn never_printing(mut self, secret: &str) -> Self {
        self.secrets.push(secret.to_owned());
        self
    }

    /// Runs with this umask, such as `000`.
    #[must_use]
    pub fn umask(mut self, umask: &'static str) -> Self {
        self.umask = Some(umask);
        self
    }

    /// Runs in a session of its own with a keyring, `open` or `locked`; what is saved in it is there the next time.
    #[cfg(target_os = "linux")]
    #[must_use]
    pub fn keyring(mut self, state: &'static str) -> Self {
        self.keyring = Some(state);
        self
    }

    /// The home folder, which holds the data folder and nothing else at first.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The data folder that `--data-dir` names; made by the program when it needs it.
    pub fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Runs to the end with this standard input. `--data-dir` is added.
    pub fn run(&self, stdin: &str, arguments: &[&str]) -> Output {
        self.start(stdin, arguments).finish()
    }

    /// As [`Self::run`], without `--data-dir`: the program finds its own place below [`Self::home`].
    pub fn run_without_folder(&self, stdin: &str, arguments: &[&str]) -> Output {
        self.launch(self.program(), stdin, arguments).finish()
    }

    /// As [`Self::run`], with `--json`; gives the document too.
    pub fn json(&self, stdin: &str, arguments: &[&str]) -> (Output, serde_json::Value) {
        let mut with_json = arguments.to_vec();
        with_json.push("--json");
        let output = self.run(stdin, &with_json);
        let document = output.json();
        (output, document)
    }

    /// Starts it.
    pub fn start(&self, stdin: &str, arguments: &[&str]) -> Running {
        let mut command = self.program();
        command.arg("--data-dir").arg(self.data_dir());
        self.launch(command, stdin, arguments)
    }

    fn launch(&self, mut command: Command, stdin: &str, arguments: &[&str]) -> Running {
        command.args(arguments);
        command.env_clear().env("HOME", self.home()).env("XDG_DATA_HOME", self.home().join("share"));
        for name in ["PATH", "SystemRoot", "TMPDIR", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if let Some(state) = self.keyring {
            let runtime = self.home().join("run");
            std::fs::create_dir_all(&runtime).expect("a folder for the session");
            command.env("KEYRING", state).env("XDG_RUNTIME_DIR", runtime);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        Running::start(command, stdin.as_bytes(), self.secrets.clone())
    }

    fn program(&self) -> Command {
        #[cfg(target_os = "linux")]
        if self.keyring.is_some() {
            let mut session = Command::new("dbus-run-session");
            session.args(["--", "sh", "-c", SESSION]).arg(crate::tandemctl());
            return session;
        }
        let Some(umask) = self.umask else { return Command::new(crate::tandemctl()) };
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("umask {umask}; exec \"$0\" \"$@\"")).arg(crate::tandemctl());
        shell
    }
}
