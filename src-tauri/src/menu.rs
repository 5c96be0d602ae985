use engine::api::{Event, Values};
use engine::{EventSink, text::text};
use serde::Deserialize;
use tauri::menu::{Menu, MenuBuilder, MenuEvent, SubmenuBuilder};
use tauri::{AppHandle, Manager, Runtime};

use crate::host::Host;

/// Which actions stand where; the page says what they are called and does them. Their keys are the page's too.
const MENUS: &str = include_str!("../../ui/src/lib/actions/menus.json");

#[derive(Deserialize)]
struct Listed {
    label: String,
    items: Vec<String>,
}

/// The bar; macOS needs a menu of the app and the system's own items for copy and paste.
pub(crate) fn build<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<Menu<R>> {
    let mut bar = MenuBuilder::new(app);
    #[cfg(target_os = "macos")]
    {
        bar = bar.item(&SubmenuBuilder::new(app, "Tandem").hide().separator().quit().build()?);
    }
    for Listed { label, items } in serde_json::from_str::<Vec<Listed>>(MENUS)? {
        let mut menu = SubmenuBuilder::new(app, word(&label));
        for id in items {
            menu = if id == "-" { menu.separator() } else { menu.text(&id, word(&id)) };
        }
        menu = match label.as_str() {
            "menu_edit" if cfg!(target_os = "macos") => menu.separator().cut().copy().paste().select_all(),
            "menu_file" if !cfg!(target_os = "macos") => menu.separator().quit(),
            _ => menu,
        };
        bar = bar.item(&menu.build()?);
    }
    bar.build()
}

/// Tells the page what was chosen.
#[allow(clippy::needless_pass_by_value, reason = "Tauri hands events over by value")]
pub(crate) fn chosen<R: Runtime>(app: &AppHandle<R>, event: MenuEvent) {
    if let Some(host) = app.try_state::<Host>() {
        host.listener.send(Event::Action { id: event.id().0.clone() });
    }
}

fn word(id: &str) -> String {
    let named = text(&format!("action_{id}"), &Values::new());
    named.or_else(|| text(id, &Values::new())).unwrap_or_else(|| id.to_owned())
}
