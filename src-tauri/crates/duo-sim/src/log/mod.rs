//! The logs: instants, records and paging, all computed from the number of an event.

pub(crate) mod activity;
pub(crate) mod admin_log;
pub(crate) mod iso;
pub(crate) mod offline;
pub(crate) mod page;
pub(crate) mod sign_in;
pub(crate) mod story;
pub(crate) mod telephony;
pub(crate) mod timeline;
pub(crate) mod trust;
pub(crate) mod uuid;
