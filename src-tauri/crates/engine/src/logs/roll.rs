//! Files of limited size and number that several processes append to, one at a time: whoever finds the file full moves
//! the row on by one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How large a file gets, and how many there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) bytes: u64,
    pub(super) files: usize,
}

/// The newest file is `tandem.jsonl`, the oldest the one with the highest number.
pub(super) struct Roll {
    folder: PathBuf,
    limits: Limits,
    open: Mutex<Option<File>>,
}

impl Roll {
    /// Makes nothing yet.
    pub(super) const fn new(folder: PathBuf, limits: Limits) -> Self {
        Self { folder, limits, open: Mutex::new(None) }
    }

    /// Appends a whole line. One that cannot be written is lost: a log must not stop what it tells of.
    pub(super) fn write(&self, line: &[u8]) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if self.append(&mut open, line).is_err() {
            *open = None;
        }
    }

    fn append(&self, open: &mut Option<File>, line: &[u8]) -> io::Result<()> {
        own_folder(&self.folder)?;
        // Until it is dropped. Not every system finds the end of a file and writes there in one step.
        let lock = own_file(&self.folder.join("lock"), OpenOptions::new().write(true))?;
        lock.lock()?;
        let mut file = match open.take() {
            Some(file) => file,
            None => self.newest()?,
        };
        if self.is_full(file.metadata()?.len(), line) {
            // Who cannot move it on, because somebody looks at it, goes on in it.
            let _ = self.move_on(line);
            file = self.newest()?;
        }
        file.write_all(line)?;
        *open = Some(file);
        Ok(())
    }

    fn is_full(&self, len: u64, line: &[u8]) -> bool {
        len > 0 && len.saturating_add(line.len() as u64) > self.limits.bytes
    }

    fn newest(&self) -> io::Result<File> {
        own_file(&self.path(0), OpenOptions::new().append(true))
    }

    /// Another process may have done it already, while this one still held the file of before.
    fn move_on(&self, line: &[u8]) -> io::Result<()> {
        if !fs::metadata(self.path(0)).is_ok_and(|newest| self.is_full(newest.len(), line)) {
            return Ok(());
        }
        for age in (0..self.limits.files.saturating_sub(1)).rev() {
            let from = self.path(age);
            if from.exists() {
                fs::rename(from, self.path(age + 1))?;
            }
        }
        Ok(())
    }

    fn path(&self, age: usize) -> PathBuf {
        let name = if age == 0 { "tandem.jsonl".to_owned() } else { format!("tandem.{age}.jsonl") };
        self.folder.join(name)
    }
}

/// Makes a folder for its owner alone, if its own folder is there.
pub(super) fn own_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// A file for its owner alone, whatever the umask leaves to others.
fn own_file(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.create(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const SMALL: Limits = Limits { bytes: 1_000, files: 3 };

    fn files(folder: &Path) -> Vec<(String, String)> {
        let read = |entry: io::Result<fs::DirEntry>| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        };
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(read).collect();
        files.retain(|(name, _)| name != "lock");
        files.sort();
        files
    }

    #[test]
    fn the_oldest_lines_go_first() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("logs");
        let roll = Roll::new(folder.clone(), SMALL);
        assert!(!folder.exists(), "nothing is made for nothing");
        for n in 0..100 {
            roll.write(format!("{n:099}\n").as_bytes());
        }
        let files = files(&folder);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["tandem.1.jsonl", "tandem.2.jsonl", "tandem.jsonl"]);
        assert!(files.iter().all(|(_, text)| text.len() == 1_000), "{files:?}");
        let [one, two, newest] = files.try_into().unwrap();
        let lines = [two.1, one.1, newest.1].concat();
        let kept: Vec<u32> = lines.lines().map(|line| line.parse().unwrap()).collect();
        assert_eq!(kept, (70..100).collect::<Vec<_>>());
    }

    #[test]
    fn a_line_larger_than_a_file_has_one_to_itself() {
        let dir = tempfile::tempdir().unwrap();
        let roll = Roll::new(dir.path().join("logs"), SMALL);
        for _ in 0..9 {
            roll.write(&[b'x'; 3_000]);
        }
        let files = files(&dir.path().join("logs"));
        assert_eq!(files.iter().map(|(_, text)| text.len()).collect::<Vec<_>>(), [3_000; 3]);
    }

    #[test]
    fn two_that_append_at_once_lose_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let limits = Limits { files: 1_000, ..SMALL };
        let rolls: Vec<_> = (0..4).map(|_| Roll::new(dir.path().join("logs"), limits)).collect();
        std::thread::scope(|scope| {
            for (who, roll) in rolls.iter().enumerate() {
                scope.spawn(move || {
                    for n in 0..200 {
                        roll.write(format!("{who} {n} {}\n", "x".repeat(40)).as_bytes());
                    }
                });
            }
        });
        let all = files(&dir.path().join("logs"));
        let lines: BTreeSet<_> = all.iter().flat_map(|(_, text)| text.lines()).collect();
        assert_eq!(lines.len(), 800, "each line is there, whole and once");
    }

    #[test]
    fn a_folder_that_was_deleted_is_made_again() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("logs");
        let roll = Roll::new(folder.clone(), Limits { bytes: 1, files: 2 });
        roll.write(b"one\n");
        // Where a file that is open cannot be deleted, nothing is lost either.
        let _ = fs::remove_dir_all(&folder);
        roll.write(b"two\n");
        roll.write(b"three\n");
        assert_eq!(fs::read_to_string(folder.join("tandem.jsonl")).unwrap(), "three\n");
    }

    #[test]
    fn without_its_folder_nothing_is_written() {
        let dir = tempfile::tempdir().unwrap();
        Roll::new(dir.path().join("none/logs"), SMALL).write(b"lost\n");
        assert!(!dir.path().join("none").exists());
    }

    #[cfg(unix)]
    #[test]
    fn others_see_neither_the_folder_nor_a_file() {
        use std::os::unix::fs::PermissionsExt;

        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("logs");
        let roll = Roll::new(folder.clone(), Limits { bytes: 1, files: 2 });
        roll.write(b"one\n");
        roll.write(b"two\n");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        for name in ["tandem.jsonl", "tandem.1.jsonl", "lock"] {
            assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
        }
    }
}
