use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A user's folders, empty at first.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self(tempfile::Builder::new().prefix("tandem-desk-").tempdir().unwrap());
        for name in ["data", "config", "cache", "state", "run", "tmp"] {
            fs::create_dir(home.path().join(name)).unwrap();
        }
        fs::set_permissions(home.path().join("run"), fs::Permissions::from_mode(0o700)).unwrap();
        home
    }

    /// With the synced sample tenant in [`Home::sample`]; `sized` as the command line sizes it.
    pub(crate) fn with_sample(sized: &[&str]) -> Self {
        let home = Self::new();
        let mut command = home.command(testbed::tandemctl());
        command.args(["--sample", "--quiet", "--data-dir", &home.sample()]).args(sized).arg("sync");
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        home
    }

    /// Data folder of the sample tenant.
    pub(crate) fn sample(&self) -> String {
        self.path().join("sample").to_string_lossy().into_owned()
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The app's data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("data/dev.tandem.desk")
    }

    /// All that the app and the driver wrote to standard output and error.
    pub(crate) fn output(&self) -> PathBuf {
        self.path().join("output.txt")
    }

    /// A command that knows this home and nothing of the environment of the tests.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.path()).env("HOME", self.path()).env("LANG", "C.UTF-8");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, folder) in [
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
            ("TMPDIR", "tmp"),
        ] {
            command.env(name, self.path().join(folder));
        }
        command
    }
}
