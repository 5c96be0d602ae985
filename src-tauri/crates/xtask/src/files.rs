//! What a file of this project must look like.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process::root;

const LONGEST: usize = 600;
const LONGEST_SHELL: usize = 600;
const LONGEST_README: usize = 120;
/// Folders with files that nobody wrote by hand.
const SKIPPED: &[&str] =
    &["target", "node_modules", "dist", "dist-pseudo", ".git", "generated", "fixtures", "gen", "samples"];
const SOURCES: &[&str] = &["rs", "ts", "js", "svelte", "css", "html", "py", "sql", "sh"];
/// Ways to put text into a page as markup; a tenant's strings must stay text.
const MARKUP: &[&str] = &["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write("];

pub(crate) fn check() -> Result<(), Failure> {
    let root = root();
    let mut broken = Vec::new();
    for path in sources(&root) {
        let text = read(&path)?;
        let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        broken.extend(too_long(&name, &text, LONGEST));
        if name.starts_with("ui/src/") {
            broken.extend(markup(&name, &text));
        }
    }
    broken.extend(too_long("README.md", &read(&root.join("README.md"))?, LONGEST_README));
    broken.extend(shell(&root)?);
    for needed in ["Cargo.lock", "ui/package-lock.json", "LICENSE-APACHE", "LICENSE-MIT"] {
        if !root.join(needed).is_file() {
            broken.push(format!("{needed} is missing"));
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(Failure::Rules(broken)) }
}

fn too_long(name: &str, text: &str, most: usize) -> Option<String> {
    let lines = text.lines().count();
    (lines > most).then(|| format!("{name}: {lines} lines, {most} at most"))
}

fn markup(name: &str, text: &str) -> Vec<String> {
    let found = MARKUP.iter().filter(|word| text.contains(**word));
    found.map(|word| format!("{name}: {word} makes markup out of text")).collect()
}

/// The shell is a host, not a home: it stays small as a whole.
fn shell(root: &Path) -> Result<Option<String>, Failure> {
    let mut lines = read(&root.join("src-tauri/build.rs"))?.lines().count();
    for path in sources(&root.join("src-tauri/src")) {
        lines += read(&path)?.lines().count();
    }
    Ok((lines > LONGEST_SHELL).then(|| format!("src-tauri: {lines} lines of Rust, {LONGEST_SHELL} at most")))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(folder, &mut found);
    found.retain(|path| extension(path).is_some_and(|ending| SOURCES.contains(&ending)));
    found.sort();
    found
}

/// Every file below `folder`, but for those in folders that nobody writes by hand.
pub(crate) fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        let skipped = entry.file_name().to_str().is_some_and(|name| SKIPPED.contains(&name));
        if path.is_dir() && !skipped {
            collect(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(|ending| ending.to_str())
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|reason| Failure::File { path: path.to_path_buf(), reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_too_many_is_told() {
        assert_eq!(too_long("x.rs", &"a\n".repeat(600), 600), None);
        assert_eq!(
            too_long("x.rs", &"a\n".repeat(601), 600).as_deref(),
            Some("x.rs: 601 lines, 600 at most")
        );
    }

    #[test]
    fn markup_from_text_is_told() {
        assert!(markup("a.svelte", "<p>{name}</p>").is_empty());
        assert_eq!(markup("a.svelte", "<p>{@html name}</p>").len(), 1);
    }
}
