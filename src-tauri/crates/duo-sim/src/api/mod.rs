//! The Admin API's side of things: who may ask, what was asked, how the answer is written.

pub(crate) mod credentials;
pub(crate) mod envelope;
pub(crate) mod error;
pub(crate) mod info;
pub(crate) mod lists;
pub(crate) mod logs;
pub(crate) mod mutate;
pub(crate) mod objects;
pub(crate) mod paging;
pub(crate) mod params;
pub(crate) mod quota;
pub(crate) mod route;
pub(crate) mod sign;
pub(crate) mod troubles;
