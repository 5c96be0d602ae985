//! One module a command: arguments in, exit code out.

pub(crate) mod check;
pub(crate) mod children;
pub(crate) mod clients;
pub(crate) mod connect;
pub(crate) mod disconnect;
pub(crate) mod export;
pub(crate) mod report;
pub(crate) mod round;
pub(crate) mod schedule;
pub(crate) mod show;
pub(crate) mod simulate;
pub(crate) mod sync;
