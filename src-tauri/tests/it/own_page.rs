//! Where the window may go.

use crate::window::is_own_page;

#[test]
fn only_our_own_page_is_gone_to() {
    let own = |text: &str| is_own_page(&text.parse().unwrap());
    assert!(own("tauri://localhost/") && own("tauri://localhost/index.html#/clients"));
    let foreign =
        ["https://localhost/", "tauri://evil/", "tauri://localhost:1/", "about:blank", "data:text/html,x"];
    for text in foreign {
        assert!(!own(text), "{text}");
    }
}
