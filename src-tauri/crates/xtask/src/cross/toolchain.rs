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
            fs::remove_dir_all(&packages).map_err(|reason| file(&packages, reason))?;
        }
        script(&made.folder.join("no-cc"), include_str!("no-cc.sh"))?;
        Ok(made)
    }

    fn rust(&self) -> PathBuf {
        self.folder.join("rust/usr")
    }

    /// Where everything of this command lies; also Cargo's target folder, so that what is built for this system
    /// (macros, build scripts) serves all.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A program that was built for a system.
    pub(super) fn built(&self, system: &str, name: &str) -> PathBuf {
        self.folder.join(system).join("debug").join(name)
    }

    /// Cargo for a system, with the standard library built from its source.
    pub(super) fn cargo(&self, verb: &str, system: &str) -> Command {
        let rust = self.rust();
        let libraries = [rust.join("lib/x86_64-linux-gnu"), rust.join("lib")];
        let mut cargo = command(rust.join("bin/cargo"), &[verb, "--locked", "--target", system]);
        cargo.arg("-Zbuild-std=std,panic_abort,test");
        cargo.env("LD_LIBRARY_PATH", std::env::join_paths(libraries).unwrap_or_default());
        let path = std::env::var_os("PATH").unwrap_or_default();
        let programs = std::iter::once(rust.join("bin")).chain(std::env::split_paths(&path));
        cargo.env("PATH", std::env::join_paths(programs).unwrap_or_default());
        cargo.env("RUSTC", rust.join("bin/rustc")).env("RUSTC_BOOTSTRAP", "1");
        cargo.env("CARGO_TARGET_DIR", &self.folder).env("AWS_LC_SYS_PREBUILT_NASM", "1");
        // Nobody debugs these, and Wine reads a program whole at every start.
        cargo.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
        cargo.env("CARGO_PROFILE_DEV_STRIP", "symbols");
        // The outer Cargo's choice of compiler is not this one's.
        cargo.env_remove("RUSTUP_TOOLCHAIN").env_remove("RUSTDOC").env_remove("CARGO");
        if system == MACOS {
            let stub = self.folder.join("no-cc");
            cargo.env("CC_aarch64_apple_darwin", &stub).env("AR_aarch64_apple_darwin", &stub);
        }
        cargo
    }
}

fn file(path: &Path, reason: std::io::Error) -> Failure {
    Failure::File { path: path.into(), reason }
}
