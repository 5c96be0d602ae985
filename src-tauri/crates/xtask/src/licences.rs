//! Lock files in step, and licences that go with ours.

use crate::failure::Failure;
use crate::process::{cargo, output, root, run};

/// Licences that may be shipped beside Apache-2.0 OR MIT.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OpenSSL",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];

pub(crate) fn check() -> Result<(), Failure> {
    run(cargo(&["fetch", "--locked"]))?;
    let metadata = output(cargo(&["metadata", "--locked", "--format-version", "1"]))?;
    let mut broken = foreign_licences(&metadata);
    broken.extend(npm_lock()?);
    if broken.is_empty() { Ok(()) } else { Err(Failure::Rules(broken)) }
}

/// Licence expressions in the answer of `cargo metadata` that are not allowed.
fn foreign_licences(metadata: &str) -> Vec<String> {
    let mut found: Vec<&str> = strings_of(metadata, "\"license\":\"").collect();
    found.sort_unstable();
    found.dedup();
    found.retain(|expression| !allowed(expression));
    found
        .into_iter()
        .map(|expression| format!("a crate's licence is not on the list: {expression}"))
        .collect()
}

/// Every part joined by AND needs one allowed choice.
fn allowed(expression: &str) -> bool {
    let flat = expression.replace(['(', ')'], "").replace('/', " OR ");
    flat.split(" AND ").all(|part| part.split(" OR ").any(|choice| ALLOWED.contains(&choice.trim())))
}

/// Packages in npm's lock file must be pinned by hash and come from the registry.
fn npm_lock() -> Result<Vec<String>, Failure> {
    let path = root().join("ui/package-lock.json");
    let text = std::fs::read_to_string(&path).map_err(|reason| Failure::File { path, reason })?;
    Ok(loose_packages(&text))
}

fn loose_packages(lock: &str) -> Vec<String> {
    let elsewhere =
        strings_of(lock, "\"resolved\": \"").filter(|url| !url.starts_with("https://registry.npmjs.org/"));
    let mut broken: Vec<String> =
        elsewhere.map(|url| format!("ui/package-lock.json: {url} is not the public registry")).collect();
    let packages = lock.matches("\n    \"node_modules/").count();
    let hashes = lock.matches("\"integrity\": \"sha512-").count();
    let inside = lock.matches("\"inBundle\": true").count();
    if packages > hashes + inside {
        broken.push(format!("ui/package-lock.json: {} packages without a hash", packages - hashes - inside));
    }
    broken
}

/// What stands between `key` and the next quotation mark, each time.
fn strings_of<'a>(text: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(key).skip(1).filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        assert!(
            allowed("MIT OR Apache-2.0")
                && allowed("MIT/Apache-2.0")
                && allowed("(MIT OR GPL-3.0) AND Unicode-3.0")
        );
        assert!(!allowed("GPL-3.0-only") && !allowed("MIT AND AGPL-3.0"));
        let told = foreign_licences(r#"{"license":"MIT","x":{"license":"GPL-3.0-only"}}"#);
        assert_eq!(told.len(), 1);
    }

    #[test]
    fn a_package_without_a_hash_or_from_elsewhere_is_told() {
        let good = "\n    \"node_modules/a\": {\n      \"integrity\": \"sha512-x\"\n    }";
        assert!(loose_packages(good).is_empty());
        assert_eq!(loose_packages("\n    \"node_modules/a\": {}").len(), 1);
        assert_eq!(loose_packages("\"resolved\": \"git+ssh://x\"").len(), 1);
    }
}
