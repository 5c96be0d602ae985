//! Tests of the client through its public face.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![allow(clippy::unchecked_time_subtraction, reason = "an overflow fails the test, as it should")]
#![allow(clippy::single_match_else, reason = "numbered answers of a script read best as a table")]
#![allow(clippy::unnecessary_wraps, reason = "answers are what a transport returns")]

mod account;
mod devices;
mod https;
mod paging;
mod params;
mod samples;
mod script;
mod send_loop;
mod tls_server;
mod vectors;
