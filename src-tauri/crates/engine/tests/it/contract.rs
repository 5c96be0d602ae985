//! The TypeScript contract is made from Rust, and what is committed is what is made.

use std::path::Path;
use std::sync::Arc;

use engine::Engine;

#[test]
fn the_committed_contract_is_the_generated_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/lib/generated/contract.ts");
    let made = engine::registry::typescript();
    if std::env::var_os("TANDEM_GEN").is_some_and(|mode| mode == "write") {
        std::fs::write(&file, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap();
    assert!(made == committed, "run `cargo xtask gen` and commit {}", file.display());
}

#[test]
fn names_of_commands_are_unique() {
    let mut names: Vec<_> = engine::registry::COMMANDS.iter().map(|command| command.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

/// The window spawns commands: their future can be sent, whatever they borrow. Compiling it is the test.
#[allow(dead_code)]
fn the_future_of_every_command_can_be_sent(engine: &Arc<Engine>) -> impl Future + Send {
    let engine = Arc::clone(engine);
    async move { engine.call("clients", serde_json::Value::Null).await }
}
