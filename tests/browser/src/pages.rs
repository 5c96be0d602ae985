//! The built pages, under the content security policy that the window sets.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::routing::get;
use serde_json::Value;

const BRIDGE: &str = include_str!("bridge.js");
const WINDOW: &str = include_str!("../../../src-tauri/tauri.conf.json");
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("woff2", "font/woff2"),
];

pub(crate) fn routes(folder: &Path) -> Router {
    Router::new()
        .route("/bridge.js", get(|| async { reply("js", BRIDGE.into()) }))
        .fallback(get(file))
        .with_state(folder.to_owned())
}

type Reply = (StatusCode, HeaderMap, Vec<u8>);

async fn file(State(folder): State<PathBuf>, uri: Uri) -> Reply {
    let name = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        name => name,
    };
    let extension = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if name.contains("..") {
        return (StatusCode::NOT_FOUND, HeaderMap::new(), Vec::new());
    }
    match tokio::fs::read(folder.join(name)).await {
        Ok(bytes) if extension == "html" => reply(extension, with_bridge(&bytes)),
        Ok(bytes) => reply(extension, bytes),
        Err(_) => (StatusCode::NOT_FOUND, HeaderMap::new(), Vec::new()),
    }
}

fn reply(extension: &str, body: Vec<u8>) -> Reply {
    let found = TYPES.iter().find(|(ending, _)| *ending == extension);
    let kind = found.map_or("application/octet-stream", |(_, kind)| kind);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_SECURITY_POLICY, policy());
    (StatusCode::OK, headers, body)
}

/// Before every script of the page's own.
fn with_bridge(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    page.replacen("<head>", "<head><script src=\"/bridge.js\"></script>", 1).into_bytes()
}

/// The window's own, but for the address of the bridge.
fn policy() -> HeaderValue {
    let window: Value = serde_json::from_str(WINDOW).unwrap();
    let parts = window["app"]["security"]["csp"].as_object().unwrap();
    let parts = parts.iter().map(|(name, value)| match name.as_str() {
        "connect-src" => "connect-src 'self'".to_owned(),
        name => format!("{name} {}", value.as_str().unwrap_or_default()),
    });
    HeaderValue::from_str(&parts.collect::<Vec<_>>().join("; ")).unwrap()
}
