use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{MACOS, script};
use crate::failure::Failure;
use crate::process::{command, run, target};

/// Debian's Rust for browsers, and what it needs beside it.
const PACKAGES: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "libstd-rust-web-1.96",
    "libstd-rust-web-dev",
    "rust-web-src",
    "libllvm22",
    "libgit2-1.5",
    "libhttp-parser2.9",
    "libmbedcrypto7",
    "libmbedtls14",
    "libmbedx509-1",
    "libssh2-1",
];

/// Wine would put menus into the home folder, which tests find empty.
const NO_MENUS: &str = "winemenubuilder.exe=d";

/// A compiler for other systems, unpacked and not installed.
pub(super) struct Toolchain {
    folder: PathBuf,
}

impl Toolchain {
    /// Fetches and unpacks it, once.
    pub(super) fn prepare() -> Result<Self, Failure> {
        let made = Self { folder: target().join("cross") };
        let packages = made.folder.join("packages");
        if !made.rust().join("bin/rustc").exists() {
            fs::create_dir_all(&packages).map_err(|reason| file(&packages, reason))?;
            let mut download = command("apt-get", &["download", "-qq"]);
            download.args(PACKAGES).current_dir(&packages);
            run(download)?;
            let entries = fs::read_dir(&packages).map_err(|reason| file(&packages, reason))?;
            for package in entries.filter_map(Result::ok) {
                let package = package.path().display().to_string();
                run(command("dpkg", &["-x", &package, &made.folder.join("rust").display().to_string()]))?;
            }
        }
        script(&made.folder.join("no-cc"), include_str!("no-cc.sh"))?;
        Ok(made)
    }

    fn rust(&self) -> PathBuf {
        self.folder.join("rust/usr")
    }

    fn target_folder(&self, system: &str) -> PathBuf {
        self.folder.join(system)
    }

    /// A program that was built for a system.
    pub(super) fn built(&self, system: &str, name: &str) -> PathBuf {
        self.target_folder(system).join(system).join("debug").join(name)
    }

    /// Cargo for a system, with the standard library built from its source.
    pub(super) fn cargo(&self, verb: &str, system: &str) -> Command {
        let rust = self.rust();
        let libraries = [rust.join("lib/x86_64-linux-gnu"), rust.join("lib")];
        let parts = if verb == "test" { "std,panic_abort,test" } else { "std,panic_abort" };
        let mut cargo = command(rust.join("bin/cargo"), &[verb, "--locked", "--target", system]);
        cargo.arg(format!("-Zbuild-std={parts}"));
        cargo.env("LD_LIBRARY_PATH", std::env::join_paths(libraries).unwrap_or_default());
        let path = std::env::var_os("PATH").unwrap_or_default();
        let programs = std::iter::once(rust.join("bin")).chain(std::env::split_paths(&path));
        cargo.env("PATH", std::env::join_paths(programs).unwrap_or_default());
        cargo.env("RUSTC", rust.join("bin/rustc")).env("RUSTC_BOOTSTRAP", "1");
        cargo.env("CARGO_TARGET_DIR", self.target_folder(system)).env("AWS_LC_SYS_PREBUILT_NASM", "1");
        // The outer Cargo's choice of compiler is not this one's.
        cargo.env_remove("RUSTUP_TOOLCHAIN").env_remove("RUSTDOC").env_remove("CARGO");
        if system == MACOS {
            let stub = self.folder.join("no-cc");
            cargo.env("CC_aarch64_apple_darwin", &stub).env("AR_aarch64_apple_darwin", &stub);
        }
        cargo
    }

    /// Runs a program of Windows, in a Windows of its own.
    pub(super) fn wine(&self, program: &Path) -> Command {
        let mut wine = command("wine", &[&program.display().to_string()]);
        wine.env("WINEPREFIX", self.folder.join("wine")).env("WINEDEBUG", "-all").env("LC_ALL", "C.UTF-8");
        wine.env("WINEDLLOVERRIDES", NO_MENUS);
        wine
    }

    /// Lets Wine's server outlive the programs for two minutes: one that ends just as another begins refuses it.
    pub(super) fn keep_wine(&self) -> Result<(), Failure> {
        let mut server = command("wineserver", &["--persistent=120"]);
        server.env("WINEPREFIX", self.folder.join("wine"));
        run(server)
    }

    /// A program of this system that runs one of Windows.
    pub(super) fn wrapper(&self, program: &Path) -> Result<PathBuf, Failure> {
        let path = self.folder.join("under-wine");
        let prefix = self.folder.join("wine");
        let text = format!(
            "#!/bin/sh\nexport WINEPREFIX='{}' WINEDEBUG=-all WINEDLLOVERRIDES='{NO_MENUS}' LC_ALL=C.UTF-8\n\
             exec wine '{}' \"$@\"\n",
            prefix.display(),
            program.display()
        );
        script(&path, &text)?;
        Ok(path)
    }

    /// The library that Wine lacks.
    pub(super) fn put_shim_beside(&self, program: &Path) -> Result<(), Failure> {
        let source = self.folder.join("bcryptprimitives.c");
        fs::write(&source, include_str!("bcryptprimitives.c")).map_err(|reason| file(&source, reason))?;
        let library = program.with_file_name("bcryptprimitives.dll").display().to_string();
        if Path::new(&library).exists() {
            return Ok(());
        }
        let source = source.display().to_string();
        run(command("x86_64-w64-mingw32-gcc", &["-shared", "-o", &library, &source, "-ladvapi32"]))
    }
}

fn file(path: &Path, reason: std::io::Error) -> Failure {
    Failure::File { path: path.into(), reason }
}
