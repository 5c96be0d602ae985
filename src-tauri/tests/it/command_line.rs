//! What the command line may say.

use std::ffi::OsString;

use crate::arguments::Arguments;

#[test]
fn known_words_are_taken_and_others_left() {
    let parse = |text: &str| Arguments::parse(text.split_whitespace().map(OsString::from));
    assert_eq!(parse("-psn_0_1 %u"), Arguments::default());
    let expected = Arguments { demo: true, data_dir: Some("/tmp/x".into()), linked: None };
    assert_eq!(parse("--demo --data-dir /tmp/x"), expected);
}

#[test]
fn the_last_link_to_a_client_is_followed_and_no_other_word() {
    let parse = |text: &str| Arguments::parse(text.split_whitespace().map(OsString::from)).linked;
    let id = "5f3c1a52-4b7e-4c7e-9a53-0d6f1f6a2b11";
    assert_eq!(parse(&format!("tandem://open/{id}")).as_deref(), Some(id));
    assert_eq!(parse(&format!("tandem://open/{id} tandem://delete/{id}")).as_deref(), Some(id));
    assert_eq!(parse(&format!("--data-dir tandem://open/{id}")), None);
}
