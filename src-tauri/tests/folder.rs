//! A data folder has one holder.

#![allow(dead_code, clippy::unwrap_used, reason = "the lock alone is tried; a test that cannot go on panics")]

#[path = "../src/folder.rs"]
mod folder;

use folder::lock;

#[test]
fn a_folder_has_one_holder_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = lock(folder.path()).unwrap();
    assert!(first.is_some());
    assert!(lock(folder.path()).unwrap().is_none());
    drop(first);
    assert!(lock(folder.path()).unwrap().is_some());
}
