//! What happens to a connection after it was saved.

mod bulk;
mod credentials;
pub(crate) mod details;
mod export;
mod file;
mod groups;
mod import;
mod leaving;
mod look;
mod recheck;
mod repair;
pub(crate) mod sums;
