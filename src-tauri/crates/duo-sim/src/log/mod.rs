//! The logs: instants, records and paging, all computed from the number of an event.

pub(crate) mod activity;
pub(crate) mod iso;
pub(crate) mod page;
pub(crate) mod sign_in;
pub(crate) mod story;
pub(crate) mod timeline;
pub(crate) mod uuid;
