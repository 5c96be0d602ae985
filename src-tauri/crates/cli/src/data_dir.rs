//! Where the window keeps its data; the command line uses the same place.

use std::ffi::OsString;
use std::path::PathBuf;

/// Identifier of the app, as in `src-tauri/tauri.conf.json`.
const IDENTIFIER: &str = "dev.tandem.desk";

/// The app's own data folder; none when the environment does not say where the user's home is.
pub(crate) fn default(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    base(|name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute()))
        .map(|folder| folder.join(IDENTIFIER))
}

#[cfg(target_os = "windows")]
fn base(folder: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    folder("LOCALAPPDATA")
}

#[cfg(target_os = "macos")]
fn base(folder: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    folder("HOME").map(|home| home.join("Library/Application Support"))
}

#[cfg(not(any(target_os = "windows", target_os = "macos")))]
fn base(folder: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn with(pairs: &'static [(&str, &str)]) -> Option<PathBuf> {
        default(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into()))
    }

    #[test]
    fn the_freedesktop_rules_are_followed() {
        assert_eq!(
            with(&[("XDG_DATA_HOME", "/d"), ("HOME", "/h")]),
            Some(PathBuf::from("/d/dev.tandem.desk"))
        );
        assert_eq!(with(&[("HOME", "/h")]), Some(PathBuf::from("/h/.local/share/dev.tandem.desk")));
        assert_eq!(
            with(&[("XDG_DATA_HOME", "relative"), ("HOME", "/h")]),
            Some(PathBuf::from("/h/.local/share/dev.tandem.desk")),
            "a relative path is not valid there"
        );
        assert_eq!(with(&[]), None);
    }

    #[test]
    fn the_identifier_is_the_windows() {
        let conf = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tauri.conf.json");
        let conf: serde_json::Value = serde_json::from_slice(&std::fs::read(conf).unwrap()).unwrap();
        assert_eq!(conf["identifier"], IDENTIFIER);
    }
}
