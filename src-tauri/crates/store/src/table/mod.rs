//! One file a table: schema, writes, reads.

pub(crate) mod account;
pub(crate) mod application;
pub(crate) mod assessment;
pub(crate) mod bypass_code;
pub(crate) mod client_group;
pub(crate) mod client_sums;
pub(crate) mod connection;
pub(crate) mod coverage;
pub(crate) mod data_set;
pub(crate) mod details;
pub(crate) mod dict;
pub(crate) mod group;
pub(crate) mod licence_terms;
pub(crate) mod log_window;
pub(crate) mod meta;
pub(crate) mod organisation;
pub(crate) mod phone;
pub(crate) mod policy;
pub(crate) mod quarantine;
pub(crate) mod rollup;
pub(crate) mod secret_item;
pub(crate) mod setting;
pub(crate) mod sign_in;
pub(crate) mod token;
pub(crate) mod user;
pub(crate) mod webauthn;
