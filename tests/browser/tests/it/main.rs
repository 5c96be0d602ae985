//! Every route in Chromium, the engine of Windows' `WebView2`, at the sizes, colours and text lengths that people have.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says so by panicking")]

mod chromium;
mod routes;
