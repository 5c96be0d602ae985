//! What is kept of a row that could not be decoded.

use crate::wire::is_secret_field;

/// A raw row that is kept is at most this long.
pub(super) const MAX_RAW: usize = 64 * 1024;

/// A path may hold names from the wire: cut, and of harmless characters only.
pub(super) fn shown_path(path: &serde_path_to_error::Path) -> String {
    let harmless = |c: char| if c.is_ascii_alphanumeric() || "_.[]".contains(c) { c } else { '?' };
    path.to_string().chars().map(harmless).take(100).collect()
}

/// The row as it came, for quarantine, without what must not be stored.
pub(crate) fn without_secrets(raw: &str) -> Option<String> {
    if raw.len() > MAX_RAW {
        return None;
    }
    match serde_json::from_str::<serde_json::Value>(raw) {
        Ok(mut value) => {
            strip(&mut value);
            Some(value.to_string())
        }
        // It cannot be taken apart, so it is kept only if no secret's name can be in it.
        Err(_) => (!mentions_secret(raw)).then(|| raw.to_owned()),
    }
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.retain(|name, _| !is_secret_field(name));
            map.values_mut().for_each(strip);
        }
        serde_json::Value::Array(elements) => elements.iter_mut().for_each(strip),
        _ => {}
    }
}

fn mentions_secret(raw: &str) -> bool {
    raw.contains("\\u00") || raw.split('"').any(is_secret_field)
}
