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
