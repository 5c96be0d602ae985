//! Pins what keeps the page closed in: a key that is dropped or loosened fails here.

use serde_json::{Value, json};

fn read(name: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn security() {
    let expected = json!({
        "csp": {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "connect-src": "ipc: http://ipc.localhost",
            "object-src": "'none'",
            "frame-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'"
        },
        "dangerousDisableAssetCspModification": false,
        "freezePrototype": true,
        "assetProtocol": { "enable": false, "scope": [] },
        "capabilities": ["main"],
        "headers": {
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()"
        }
    });
    let app = &read("tauri.conf.json")["app"];
    assert_eq!(app["security"], expected);
    assert_eq!(app["withGlobalTauri"], json!(false));
}

#[test]
fn one_window_closed_in() {
    let windows = read("tauri.conf.json")["app"]["windows"].clone();
    assert_eq!(windows.as_array().map(Vec::len), Some(1));
    let expected = [
        ("label", json!("main")),
        // Made by the shell, which adds the guards of navigation and new windows.
        ("create", json!(false)),
        ("devtools", json!(false)),
        ("incognito", json!(true)),
        ("dragDropEnabled", json!(false)),
        ("browserExtensionsEnabled", json!(false)),
        ("generalAutofillEnabled", json!(false)),
        ("zoomHotkeysEnabled", json!(false)),
        ("allowLinkPreview", json!(false)),
    ];
    for (key, value) in expected {
        assert_eq!(windows[0][key], value, "{key}");
    }
    for absent in ["url", "proxyUrl", "additionalBrowserArgs", "dataDirectory"] {
        assert_eq!(windows[0].get(absent), None, "{absent}");
    }
}

#[test]
fn the_page_may_call_two_commands() {
    let expected = json!(["allow-call", "allow-subscribe"]);
    let capability = read("capabilities/main.json");
    assert_eq!(capability["permissions"], expected);
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability["local"], json!(true));
    assert_eq!(capability.get("remote"), None);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
}

#[test]
fn building_and_bundling() {
    let config = read("tauri.conf.json");
    assert_eq!(config["build"], json!({ "frontendDist": "../ui/dist", "removeUnusedCommands": true }));
    assert_eq!(config["bundle"]["macOS"]["hardenedRuntime"], json!(true));
    // The bundler registers the scheme; no plugin is told anything.
    assert_eq!(config["plugins"], json!({ "deep-link": { "desktop": { "schemes": ["tandem"] } } }));
}
