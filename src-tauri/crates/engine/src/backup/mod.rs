//! Backups: making one, looking into one, and adding clients of one.
//!
//! Restoring adds clients that are not here, and touches no other: nothing that is here can be lost by it, nothing has
//! to be closed for it, and one transaction of the registry decides. Until then the old state holds, and what lies in
//! the folder of clients belongs to nobody; from then on the new one does.

mod archive;
mod make;
mod manifest;
mod restore;
mod room;

use crate::Engine;
use crate::api::Event;

impl Engine {
    /// Tells that so many clients are done with, and the next begins.
    fn tell_progress(&self, done: usize, total: usize) {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.ports.events.send(Event::BackupProgress { at: count(done + 1), total: count(total) });
    }
}
