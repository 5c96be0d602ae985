//! What the command line may say.

#[path = "../src/arguments.rs"]
mod arguments;

use std::ffi::OsString;

use arguments::Arguments;

#[test]
fn known_words_are_taken_and_others_left() {
    let parse = |text: &str| Arguments::parse(text.split_whitespace().map(OsString::from));
    assert_eq!(parse("-psn_0_1 %u"), Arguments::default());
    let expected = Arguments { demo: true, data_dir: Some("/tmp/x".into()) };
    assert_eq!(parse("--demo --data-dir /tmp/x"), expected);
}
