//! The guard of `settings.json`, which the window keeps through a plugin: damaged is not missing, and what is damaged is
//! kept.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::Code;
use crate::api::{Notice, Preferences};

const LARGEST: u64 = 4 * 1024 * 1024;
const GOOD_COPY: &str = "settings.good.json";
const TEMPORARY: &str = "settings.json.tmp-";

/// What the file said.
#[derive(Debug)]
pub struct Admitted {
    /// Preferences, or defaults.
    pub preferences: Preferences,
    /// What to tell.
    pub notices: Vec<Notice>,
    /// Whether the file may be written over.
    pub writable: bool,
}

enum Content {
    Good(Preferences),
    Missing,
    Damaged,
    Unreadable,
}

/// The file in a data folder.
pub fn settings_file(folder: &Path) -> PathBuf {
    folder.join("settings.json")
}

/// Reads the file, or sets a damaged one aside and goes back to the last good copy.
pub fn admit_settings(folder: &Path) -> Admitted {
    remove_leftovers(folder);
    let path = settings_file(folder);
    match read(&path) {
        Content::Good(preferences) => Admitted { preferences, notices: Vec::new(), writable: true },
        Content::Missing => {
            Admitted { preferences: Preferences::default(), notices: Vec::new(), writable: true }
        }
        Content::Unreadable => refuse(&path),
        Content::Damaged => match set_aside(&path) {
            Ok(aside) => recover(folder, &path, &aside),
            Err(_) => refuse(&path),
        },
    }
}

/// Keeps what was just written, if it reads back.
///
/// # Errors
/// When it does not, or the copy cannot be written.
pub fn keep_good_settings(path: &Path) -> io::Result<()> {
    if !matches!(read(path), Content::Good(_)) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    replace(&path.with_file_name(GOOD_COPY), &fs::read(path)?)
}

fn read(path: &Path) -> Content {
    let size = match fs::metadata(path) {
        Ok(meta) if meta.is_file() => meta.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Content::Missing,
        _ => return Content::Unreadable,
    };
    if size > LARGEST {
        return Content::Damaged;
    }
    let mut bytes = Vec::new();
    let Ok(file) = File::open(path) else { return Content::Unreadable };
    if file.take(LARGEST).read_to_end(&mut bytes).is_err() {
        return Content::Unreadable;
    }
    match serde_json::from_slice::<serde_json::Map<_, _>>(&bytes) {
        Ok(entries) => serde_json::from_value(entries.into()).map_or(Content::Damaged, Content::Good),
        Err(_) => Content::Damaged,
    }
}

fn recover(folder: &Path, path: &Path, aside: &Path) -> Admitted {
    let notice = |code| Notice {
        code,
        values: [("path", path), ("set_aside", aside)]
            .map(|(name, path)| (name.into(), path.display().to_string()))
            .into(),
    };
    let copy = folder.join(GOOD_COPY);
    if let Content::Good(preferences) = read(&copy)
        && fs::read(&copy).and_then(|bytes| replace(path, &bytes)).is_ok()
    {
        return Admitted { preferences, notices: vec![notice(Code::FileRecovered)], writable: true };
    }
    Admitted { preferences: Preferences::default(), notices: vec![notice(Code::FileReset)], writable: true }
}

fn refuse(path: &Path) -> Admitted {
    let values = [("path".into(), path.display().to_string())].into();
    let notices = vec![Notice { code: Code::FileUnreadable, values }];
    Admitted { preferences: Preferences::default(), notices, writable: false }
}

/// Named after the time when it was last written, so that an older one is not lost.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let written = fs::metadata(path)?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let named = |n: u32| {
        path.with_file_name(if n == 0 {
            format!("settings.damaged-{written}.json")
        } else {
            format!("settings.damaged-{written}-{n}.json")
        })
    };
    let aside = (0..1000).map(named).find(|aside| !aside.exists()).ok_or(io::ErrorKind::AlreadyExists)?;
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// All or nothing, also through a power cut.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_file_name(format!("{TEMPORARY}{}", std::process::id()));
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
