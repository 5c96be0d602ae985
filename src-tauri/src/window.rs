use std::path::Path;

use engine::Place;
use tauri::LogicalSize;
use tauri::utils::config::WindowConfig;
use tauri::webview::{NewWindowResponse, WebviewWindowBuilder};
use tauri::{App, AppHandle, Manager, Runtime, Url};

use crate::place;

/// The only window.
pub(crate) const MAIN: &str = "main";

/// Opens the window as `tauri.conf.json` describes it and where it was left, closed to every page but our own.
pub(crate) fn open<R: Runtime>(app: &App<R>, zoom: f64, folder: &Path) -> tauri::Result<()> {
    let place = Place::read(folder);
    let window = WebviewWindowBuilder::from_config(app.handle(), config(app.handle())?)?
        // It is not seen to move.
        .visible(place.is_none())
        // The driver of the tests cannot reach a private session.
        .incognito(!driven())
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // A list of windows tells which client each is at.
        .on_document_title_changed(|window, title| {
            // A page that has none yet leaves the one that is there.
            let _ = if title.is_empty() { Ok(()) } else { window.set_title(&title) };
        })
        .build()?;
    if let Some(place) = place {
        place::restore(&window, place)?;
    }
    place::remember(&window, folder);
    window.set_zoom(zoom)
}

/// Gives the window the size and the place of a first start.
pub(crate) fn reset<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let config = config(app)?;
    let window = app.get_webview_window(MAIN).ok_or(tauri::Error::WindowNotFound)?;
    window.unmaximize()?;
    window.set_size(LogicalSize::new(config.width, config.height))?;
    window.center()
}

fn config<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<&WindowConfig> {
    app.config().app.windows.iter().find(|window| window.label == MAIN).ok_or(tauri::Error::WindowNotFound)
}

/// Brings the window to the front.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

fn driven() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// `tauri://localhost`, which Windows spells `http://tauri.localhost`.
pub(crate) fn is_own_page(url: &Url) -> bool {
    let (scheme, host) = if cfg!(windows) { ("http", "tauri.localhost") } else { ("tauri", "localhost") };
    url.scheme() == scheme && url.host_str() == Some(host) && url.port().is_none()
}
