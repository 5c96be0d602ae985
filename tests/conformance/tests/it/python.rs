//! Python with the official client in an environment of the test's own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::referee;

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");
/// Says which version of the client an environment holds.
const VERSION: &str = "import importlib.metadata as m; print('duo_client==' + m.version('duo_client'))";

/// Runs one case of the referee; its words if it does not agree.
pub(crate) fn run(case: &str, ready: &str) -> Result<(), String> {
    let mut python = Command::new(interpreter());
    python.arg(Path::new(FOLDER).join("referee.py")).arg(case);
    referee::run(python, case, ready)
}

/// The environment's Python, with the client installed first if it is not there yet.
fn interpreter() -> &'static Path {
    static INTERPRETER: OnceLock<PathBuf> = OnceLock::new();
    INTERPRETER.get_or_init(|| {
        let environment = Path::new(FOLDER).join("../../target/conformance-venv");
        let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        if !holds_the_client(&python) {
            install(&environment, &python);
        }
        python
    })
}

fn holds_the_client(python: &Path) -> bool {
    let wanted =
        std::fs::read_to_string(Path::new(FOLDER).join("requirements.txt")).expect("the requirements");
    let found = Command::new(python).args(["-c", VERSION]).output();
    found.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == wanted.trim())
}

fn install(environment: &Path, python: &Path) {
    let system = if cfg!(windows) { "python" } else { "python3" };
    let made = Command::new(system).args(["-m", "venv", "--clear"]).arg(environment).status();
    assert!(
        made.is_ok_and(|status| status.success()),
        "Python cannot make an environment. On Debian or Ubuntu: sudo apt-get install -y python3 python3-venv"
    );
    let installed = Command::new(python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"])
        .arg(Path::new(FOLDER).join("requirements.txt"))
        .status();
    assert!(
        installed.is_ok_and(|status| status.success()),
        "pip cannot install the official client; it needs the Python package index or a mirror of it"
    );
}
