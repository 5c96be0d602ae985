use std::time::{Duration, Instant};

use crate::desk::{Desk, Opening};
use crate::home::Home;

/// From the start of the process to a page that takes input; measured by `cargo xtask bench`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures, does not judge"]
#[allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a measurement")]
async fn launch() {
    let mut times = Vec::new();
    for _ in 0..10 {
        let home = Home::new();
        let desk = Desk::driver(&home, &Opening::default()).await;
        let began = Instant::now();
        let desk = desk.start(&[]).await;
        while desk.script("return document.querySelector('main') !== null").await != true {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        times.push(began.elapsed());
        desk.close().await;
    }
    times.sort();
    println!("{:>44} {:>9} ms  (goal 800)", "launch to interactive, median of ten", times[5].as_millis());
}
