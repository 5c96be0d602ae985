//! A data folder has one holder.

use crate::folder::lock;

#[test]
fn a_folder_has_one_holder_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = lock(folder.path()).unwrap();
    assert!(first.is_some());
    assert!(lock(folder.path()).unwrap().is_none());
    drop(first);
    assert!(lock(folder.path()).unwrap().is_some());
}
