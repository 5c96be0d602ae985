//! Folders as the tests compare them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Every file below a folder, in order; sockets and pipes are none. A folder that does not exist has none.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    walk(folder, &mut |path, is_folder| {
        if !is_folder && path.is_file() {
            files.push(path.to_owned());
        }
    });
    files
}

/// What is in a file. A test that fails prints its length, not its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Content(Vec<u8>);

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// Every path below a folder with its content (none for folders): equal before and after = nothing was stored.
pub fn content(folder: &Path) -> BTreeMap<PathBuf, Option<Content>> {
    let mut content = BTreeMap::new();
    walk(folder, &mut |path, is_folder| {
        let bytes = (!is_folder).then(|| std::fs::read(path).expect("a file of the test's is readable"));
        content.insert(path.to_owned(), bytes.map(Content));
    });
    content
}

/// Every path from a folder downwards (itself included) that others than the user may read, write or enter.
#[cfg(unix)]
pub fn open_to_others(folder: &Path) -> Vec<(PathBuf, u32)> {
    use std::os::unix::fs::PermissionsExt;

    let mode =
        |path: &Path| std::fs::metadata(path).expect("a path of the test's").permissions().mode() & 0o777;
    let mut open = Vec::new();
    let mut judge = |path: &Path| {
        if mode(path) & 0o077 != 0 {
            open.push((path.to_owned(), mode(path)));
        }
    };
    judge(folder);
    walk(folder, &mut |path, _| judge(path));
    open
}

/// Copies every file below a folder to the same place below another, which is made.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    walk(from, &mut |path, is_folder| {
        let target = to.join(path.strip_prefix(from).expect("a path below it"));
        if is_folder {
            std::fs::create_dir_all(target).expect("a folder can be made");
        } else {
            std::fs::copy(path, target).expect("a file of the test's can be copied");
        }
    });
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path, bool)) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut entries: Vec<_> =
        entries.map(|entry| entry.expect("a folder of the test's is readable")).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let is_folder = entry.file_type().expect("a file type").is_dir();
        visit(&entry.path(), is_folder);
        if is_folder {
            walk(&entry.path(), visit);
        }
    }
}
