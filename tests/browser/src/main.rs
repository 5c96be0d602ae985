//! `cargo run -p browser [PORT]`: the pages in any browser, over the engine and the sample tenant.

use browser::{Server, Tenant, built_pages};

#[tokio::main]
#[allow(clippy::print_stdout, clippy::expect_used, reason = "for looking at, by hand")]
async fn main() {
    let port = std::env::args().nth(1).map_or(0, |port| port.parse().expect("a port"));
    let server = Server::start(&built_pages(), Tenant::default(), port).await;
    println!("http://{}/", server.address);
    std::future::pending::<()>().await;
}
