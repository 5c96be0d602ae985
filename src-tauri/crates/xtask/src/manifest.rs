use std::path::Path;

use crate::failure::Failure;
use crate::process::root;

/// Which table of a manifest a dependency stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Normal,
    Dev,
    Build,
}

/// What the rules need to know of a crate's `Cargo.toml`.
pub(crate) struct Manifest {
    pub(crate) package: String,
    pub(crate) dependencies: Vec<(Table, String)>,
    pub(crate) inherits_lints: bool,
}

impl Manifest {
    /// Whether the package, as others use it, depends on `name`.
    pub(crate) fn uses(&self, name: &str) -> bool {
        self.dependencies.iter().any(|(table, dep)| *table != Table::Dev && dep == name)
    }

    /// Whether `name` stands in any table.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.dependencies.iter().any(|(_, dep)| dep == name)
    }

    pub(crate) fn parse(text: &str) -> Self {
        let mut manifest = Self { package: String::new(), dependencies: Vec::new(), inherits_lints: false };
        let mut section = String::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(header) = line.strip_prefix('[') {
                header.trim_matches(['[', ']']).clone_into(&mut section);
            } else if let Some((key, value)) = line.split_once('=') {
                manifest.take(&section, key.trim(), value.trim());
            }
        }
        manifest
    }

    fn take(&mut self, section: &str, key: &str, value: &str) {
        if section == "package" && key == "name" {
            value.trim_matches('"').clone_into(&mut self.package);
        }
        if section == "lints" && key == "workspace" {
            self.inherits_lints = value == "true";
        }
        let name = key.split('.').next().unwrap_or(key).trim_matches('"');
        // `[target.'cfg(…)'.dependencies]` counts as `[dependencies]`.
        let table = match section.rsplit('.').next() {
            Some("dependencies") => Table::Normal,
            Some("dev-dependencies") => Table::Dev,
            Some("build-dependencies") => Table::Build,
            _ => return,
        };
        self.dependencies.push((table, name.to_owned()));
    }
}

/// The manifests of every member of the workspace.
pub(crate) fn members() -> Result<Vec<Manifest>, Failure> {
    let root = root();
    let mut paths = vec![root.join("src-tauri")];
    for parent in [root.join("src-tauri/crates"), root.join("tests")] {
        let entries =
            std::fs::read_dir(&parent).map_err(|reason| Failure::File { path: parent.clone(), reason })?;
        paths.extend(entries.filter_map(Result::ok).map(|entry| entry.path()));
    }
    paths.sort();
    let manifests = paths.iter().map(|path| path.join("Cargo.toml")).filter(|path| path.is_file());
    manifests.map(|path| read(&path)).collect()
}

fn read(path: &Path) -> Result<Manifest, Failure> {
    let text =
        std::fs::read_to_string(path).map_err(|reason| Failure::File { path: path.to_path_buf(), reason })?;
    Ok(Manifest::parse(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_names_are_read() {
        let text = "[package]\nname = \"x\"\n[lints]\nworkspace = true\n[dependencies]\nserde.workspace = true\n\
                    # a comment\nchrono = { version = \"1\" }\n[target.'cfg(windows)'.dependencies]\nwin = \"1\"\n\
                    [dev-dependencies]\nproptest.workspace = true\n[build-dependencies]\ncc = \"1\"\n";
        let manifest = Manifest::parse(text);
        assert_eq!(manifest.package, "x");
        assert!(manifest.inherits_lints);
        let found: Vec<_> =
            manifest.dependencies.iter().map(|(table, name)| (*table, name.as_str())).collect();
        let expected = [
            (Table::Normal, "serde"),
            (Table::Normal, "chrono"),
            (Table::Normal, "win"),
            (Table::Dev, "proptest"),
            (Table::Build, "cc"),
        ];
        assert_eq!(found, expected);
        assert!(!manifest.uses("proptest") && manifest.names("proptest"));
    }
}
