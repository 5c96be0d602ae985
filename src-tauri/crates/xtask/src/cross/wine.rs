use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::script;
use crate::failure::Failure;
use crate::process::{command, run};

/// Of Wine's own programs those that write into the home folder, which tests find empty.
const NO_MENUS: &str = "winemenubuilder.exe=d";
/// How long Wine's server waits for the next program, should this command be killed.
const PERSISTENT: &str = "--persistent=600";

/// A Windows of this command's own; it ends with this value.
///
/// One server for all programs. Without it each program starts Wine anew, which takes ten times as long, or finds the
/// last one ending, and is refused. And Wine's services keep the output of whichever program started them: a test that
/// reads its program's output to the end would wait for them.
pub(super) struct Wine {
    folder: PathBuf,
}

impl Wine {
    /// Ends what an earlier run left, and starts anew.
    pub(super) fn start(folder: &Path) -> Result<Self, Failure> {
        let wine = Self { folder: folder.into() };
        wine.end();
        wine.forget_temporary_files();
        let mut server = wine.within(command("wineserver", &[PERSISTENT]));
        server.env("LD_PRELOAD", wine.patience()?);
        run(silent(server))?;
        run(silent(wine.within(command("wine", &["wineboot", "--init"]))))?;
        Ok(wine)
    }

    /// Runs a program of Windows.
    pub(super) fn command(&self, program: &Path) -> Result<Command, Failure> {
        self.put_shim_beside(program)?;
        Ok(self.within(command("wine", &[&program.display().to_string()])))
    }

    /// A program of this system that runs one of Windows.
    pub(super) fn wrapper(&self, program: &Path) -> Result<PathBuf, Failure> {
        self.put_shim_beside(program)?;
        let path = self.folder.join("under-wine");
        let settings = self.environment().map(|(name, value)| format!("export {name}='{value}'"));
        let start = format!("exec wine '{}' \"$@\"", program.display());
        script(&path, &format!("#!/bin/sh\n{}\n{start}\n", settings.join("\n")))?;
        Ok(path)
    }

    fn environment(&self) -> [(&'static str, String); 4] {
        [
            ("WINEPREFIX", self.prefix().display().to_string()),
            ("WINEDEBUG", "-all".into()),
            ("WINEDLLOVERRIDES", NO_MENUS.into()),
            ("LC_ALL", "C.UTF-8".into()),
        ]
    }

    fn prefix(&self) -> PathBuf {
        self.folder.join("wine")
    }

    fn within(&self, mut command: Command) -> Command {
        command.envs(self.environment());
        command
    }

    /// Whether there was a server does not matter.
    fn end(&self) {
        for verb in ["--kill", "--wait"] {
            let _ = silent(self.within(command("wineserver", &[verb]))).status();
        }
    }

    /// Windows deletes no file that is open: tests leave some.
    fn forget_temporary_files(&self) {
        for user in entries(&self.prefix().join("drive_c/users")) {
            for left in entries(&user.join("Temp")) {
                let _ = fs::remove_dir_all(&left).or_else(|_| fs::remove_file(&left));
            }
        }
    }

    /// A library with which the server waits for whoever ends slowly.
    fn patience(&self) -> Result<PathBuf, Failure> {
        let library = self.folder.join("no-sigkill.so");
        let source = self.source("no-sigkill.c", include_str!("no-sigkill.c"))?;
        run(command("cc", &["-shared", "-fPIC", "-o", &library.display().to_string(), &source]))?;
        Ok(library)
    }

    fn source(&self, name: &str, text: &str) -> Result<String, Failure> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(|reason| Failure::File { path: path.clone(), reason })?;
        Ok(path.display().to_string())
    }

    /// The library that Wine lacks.
    fn put_shim_beside(&self, program: &Path) -> Result<(), Failure> {
        let library = program.with_file_name("bcryptprimitives.dll");
        if library.exists() {
            return Ok(());
        }
        let source = self.source("bcryptprimitives.c", include_str!("bcryptprimitives.c"))?;
        let library = library.display().to_string();
        run(command("x86_64-w64-mingw32-gcc", &["-shared", "-s", "-o", &library, &source, "-ladvapi32"]))
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        self.end();
        self.forget_temporary_files();
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(Result::ok).map(|entry| entry.path()).collect()
}

/// What stays behind, such as Wine's services, must not keep this program's output open.
fn silent(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
