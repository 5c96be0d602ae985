//! Which crate may depend on which.

use crate::failure::Failure;
use crate::manifest::{Manifest, Table, members};

/// A dependency that only some packages may name, in any table.
const RESERVED: &[(&str, &[&str])] = &[
    // The worker looks at, locks and spoils databases from outside.
    ("rusqlite", &["store", "worker"]),
    ("reqwest", &["duo-api"]),
    ("keyring-core", &["engine"]),
    ("krilla", &["pdf"]),
    ("pdf", &["engine"]),
    ("engine", &["tandem", "tandemctl", "acceptance", "browser", "testbed", "worker", "fuzz"]),
];

/// Packages that must not build upon one another.
const APART: &[(&str, &str)] = &[
    ("duo-api", "store"),
    ("duo-api", "duo-sim"),
    ("duo-api", "domain"),
    ("store", "duo-api"),
    ("duo-sim", "duo-api"),
    ("duo-sim", "domain"),
    ("duo-sim", "store"),
    ("engine", "duo-sim"),
    ("engine", "sample"),
];

/// All that `domain` may stand on.
const DOMAIN: &[&str] = &["serde", "chrono", "ts-rs"];

/// The only package with a window.
const SHELL: &str = "tandem";

pub(crate) fn check() -> Result<(), Failure> {
    let broken = broken(&members()?);
    if broken.is_empty() { Ok(()) } else { Err(Failure::Rules(broken)) }
}

fn broken(manifests: &[Manifest]) -> Vec<String> {
    let mut broken = Vec::new();
    for manifest in manifests {
        let package = manifest.package.as_str();
        let mut say = |text: String| broken.push(format!("{package}: {text}"));
        if !manifest.inherits_lints {
            say("[lints] workspace = true is missing".to_owned());
        }
        for (name, owners) in RESERVED {
            if manifest.names(name) && !owners.contains(&package) {
                say(format!("only {} may depend on {name}", owners.join(", ")));
            }
        }
        for (_, other) in APART.iter().filter(|(from, _)| *from == package) {
            if manifest.uses(other) {
                say(format!("must not depend on {other}"));
            }
        }
        if manifest.uses("duo-api") && manifest.uses("domain") && package != "engine" {
            say("only engine knows both duo-api and domain".to_owned());
        }
        for (table, name) in &manifest.dependencies {
            if name.starts_with("tauri") && package != SHELL {
                say(format!("{name} belongs in src-tauri/Cargo.toml only"));
            }
            if name == SHELL {
                say("nothing may depend on the shell".to_owned());
            }
            if package == "domain" && *table == Table::Normal && !DOMAIN.contains(&name.as_str()) {
                say(format!("may depend on {} only, not on {name}", DOMAIN.join(", ")));
            }
            if package == "xtask" {
                say(format!("must have no dependency, not even {name}"));
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(package: &str, dependencies: &str) -> Manifest {
        let text = format!(
            "[package]\nname = \"{package}\"\n[lints]\nworkspace = true\n[dependencies]\n{dependencies}"
        );
        Manifest::parse(&text)
    }

    #[test]
    fn each_rule_bites() {
        let wrong = [
            ("domain", "serde_json.workspace = true"),
            ("duo-api", "store.workspace = true"),
            ("duo-sim", "duo-api.workspace = true"),
            ("tandemctl", "rusqlite.workspace = true"),
            ("engine", "reqwest.workspace = true"),
            ("engine", "sample.workspace = true"),
            ("tandemctl", "tauri = \"2\""),
            ("tandemctl", "duo-api.workspace = true\ndomain.workspace = true"),
            ("desktop", "tandem = { path = \"../../src-tauri\" }"),
            ("xtask", "serde.workspace = true"),
        ];
        for (package, dependencies) in wrong {
            assert_eq!(broken(&[manifest(package, dependencies)]).len(), 1, "{package} with {dependencies}");
        }
        let unlinted = Manifest::parse("[package]\nname = \"x\"\n");
        assert_eq!(broken(&[unlinted]).len(), 1);
    }

    #[test]
    fn the_workspace_keeps_them() {
        assert_eq!(broken(&members().unwrap()), Vec::<String>::new());
    }
}
