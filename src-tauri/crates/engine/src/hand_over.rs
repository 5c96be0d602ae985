//! Files that somebody asked for: exports, reports, instructions.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::api::{CommandError, HandedOver};
use crate::whole_file::WholeFile;
use crate::{Code, Engine};

impl Engine {
    /// Where a file of this name goes: into the preferred folder under a free name, else where the user says. None:
    /// the user said no.
    pub(crate) async fn destination(&self, name: &str) -> Option<PathBuf> {
        match self.ports.preferences.get().export_folder {
            Some(folder) => Some(free_name(Path::new(&folder), name)),
            None => self.ports.files.choose(name).await,
        }
    }

    /// Saves `bytes` as a file.
    ///
    /// # Errors
    /// `FILE_READONLY`, `DISK_FULL`.
    pub(crate) async fn hand_over(
        self: &Arc<Self>,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<HandedOver, CommandError> {
        let Some(path) = self.destination(name).await else { return Ok(HandedOver { path: None }) };
        let shown = path.display().to_string();
        tokio::task::spawn_blocking(move || {
            let mut file = WholeFile::at(&path)?;
            file.write_all(&bytes).map_err(|_| CommandError::new(Code::DiskFull))?;
            file.publish()
        })
        .await??;
        Ok(HandedOver { path: Some(shown) })
    }
}

/// `users.csv`, or `users (2).csv` when that is taken.
fn free_name(folder: &Path, name: &str) -> PathBuf {
    let (stem, dot, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) => (stem, ".", extension),
        None => (name, "", ""),
    };
    let numbered = (2..1000).map(|n| folder.join(format!("{stem} ({n}){dot}{extension}")));
    std::iter::once(folder.join(name))
        .chain(numbered)
        .find(|path| !path.exists())
        .unwrap_or(folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_not_written_over_unasked() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(free_name(folder.path(), "a.b.csv"), folder.path().join("a.b.csv"));
        std::fs::write(folder.path().join("a.b.csv"), "").unwrap();
        assert_eq!(free_name(folder.path(), "a.b.csv"), folder.path().join("a.b (2).csv"));
    }
}
