use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Files and folders below `folder`, itself too, that somebody else on this machine may open.
pub(crate) fn open_to_others(folder: &Path) -> Vec<String> {
    let mut open = Vec::new();
    visit(folder, &mut open);
    open
}

fn visit(path: &Path, open: &mut Vec<String>) {
    let meta = fs::symlink_metadata(path).unwrap();
    let mode = meta.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        open.push(format!("{mode:o} {}", path.display()));
    }
    if meta.is_dir() {
        fs::read_dir(path).unwrap().filter_map(Result::ok).for_each(|entry| visit(&entry.path(), open));
    }
}

#[test]
fn an_open_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x");
    fs::write(&file, "").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(open_to_others(folder.path()).len(), 1);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(open_to_others(folder.path()), Vec::<String>::new());
}
