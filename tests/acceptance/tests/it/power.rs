//! What a power failure leaves of a database: writes since the last sync to disk are lost, torn, or there without those
//! before them. Made from the files of a killed sync, whose writes are all there.

use std::path::{Path, PathBuf};

use testbed::tree;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const SECTOR: usize = 512;

/// A write-ahead log (sqlite.org/fileformat2.html#walformat).
pub(crate) struct Wal {
    file: PathBuf,
    bytes: Vec<u8>,
    page: usize,
}

/// What a power failure did to a log, or to the database while the log was being written back.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cut {
    /// The log ends so many bytes after this frame's beginning.
    Short { frame: usize, bytes: usize },
    /// A frame was never written; those after it were.
    Hole { frame: usize },
    /// Of a frame only the first sectors are new; what stands in the others is old.
    Torn { frame: usize, sectors: usize },
    /// Nothing of the log was written.
    Gone,
    /// The log was being written back: every so-many-th of its pages has reached the database, one of them by half.
    Halfway { every: usize },
}

impl Wal {
    /// The log beside a database; none if nothing is in it.
    pub(crate) fn of(database: &Path) -> Option<Self> {
        let file = database.with_extension("db-wal");
        let bytes = std::fs::read(&file).ok().filter(|bytes| bytes.len() > HEADER)?;
        let page = usize::try_from(number(&bytes, 8)).unwrap();
        Some(Self { file, bytes, page })
    }

    fn at(&self, frame: usize) -> usize {
        HEADER + frame * (FRAME_HEADER + self.page)
    }

    /// Frames of the log as it is: behind them are those of one that was begun anew since.
    pub(crate) fn frames(&self) -> usize {
        let salt = &self.bytes[16..24];
        let is_of_it = |frame: usize| {
            let at = self.at(frame);
            at + FRAME_HEADER + self.page <= self.bytes.len() && &self.bytes[at + 8..at + 16] == salt
        };
        (0..self.bytes.len()).take_while(|frame| is_of_it(*frame)).count()
    }

    /// Page and content of every frame that a commit holds.
    fn committed(&self) -> Vec<(usize, &[u8])> {
        let commits = |frame: &usize| number(&self.bytes, self.at(*frame) + 4) != 0;
        let end = (0..self.frames()).rev().find(commits).map_or(0, |last| last + 1);
        let content = |frame| {
            let at = self.at(frame);
            let page = usize::try_from(number(&self.bytes, at)).unwrap();
            (page, &self.bytes[at + FRAME_HEADER..at + FRAME_HEADER + self.page])
        };
        (0..end).map(content).collect()
    }

    /// Leaves the files as this cut does.
    pub(crate) fn cut(mut self, database: &Path, cut: Cut) {
        match cut {
            Cut::Short { frame, bytes } => self.bytes.truncate(self.at(frame) + bytes),
            Cut::Hole { frame } => {
                let (from, to) = (self.at(frame), self.at(frame + 1));
                self.bytes[from..to].fill(0);
            }
            Cut::Torn { frame, sectors } => {
                let (from, to) = (self.at(frame) + sectors * SECTOR, self.at(frame + 1));
                self.bytes[from..to].fill(0x5A);
            }
            Cut::Gone => self.bytes.clear(),
            Cut::Halfway { every } => self.write_back(database, every),
        }
        std::fs::write(&self.file, &self.bytes).unwrap();
        // What the index of the log says is nothing after a power failure.
        let index = database.with_extension("db-shm");
        if let Ok(metadata) = std::fs::metadata(&index) {
            std::fs::write(index, vec![0xA5; usize::try_from(metadata.len()).unwrap()]).unwrap();
        }
    }

    fn write_back(&self, database: &Path, every: usize) {
        let mut content = std::fs::read(database).unwrap();
        for (count, (page, bytes)) in self.committed().into_iter().enumerate() {
            let (from, to) = ((page - 1) * self.page, page * self.page);
            if count % every == 0 {
                content.resize(content.len().max(to), 0);
                let written = if count == 0 { self.page / 2 } else { self.page };
                content[from..from + written].copy_from_slice(&bytes[..written]);
            }
        }
        std::fs::write(database, content).unwrap();
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap())
}

/// A copy of a data folder after this cut of its client's database.
pub(crate) fn failed(from: &Path, to: &Path, cut: Cut) {
    tree::copy(from, to);
    let database = crate::sync_worker::database(to);
    if let Some(wal) = Wal::of(&database) {
        wal.cut(&database, cut);
    }
}
