use tauri::menu::{AboutMetadata, Menu, MenuBuilder, SubmenuBuilder};
use tauri::{AppHandle, Runtime};

/// Small: the page has its own commands. macOS needs Edit for its copy and paste keys.
pub(crate) fn build<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<Menu<R>> {
    let about = AboutMetadata {
        name: Some("Tandem".to_owned()),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        license: Some(env!("CARGO_PKG_LICENSE").to_owned()),
        comments: Some(env!("CARGO_PKG_DESCRIPTION").to_owned()),
        ..AboutMetadata::default()
    };
    let file = SubmenuBuilder::new(app, "File").quit();
    let help = SubmenuBuilder::new(app, "Help").about(Some(about));
    let menu = MenuBuilder::new(app).item(&file.build()?);
    #[cfg(target_os = "macos")]
    let menu =
        menu.item(&SubmenuBuilder::new(app, "Edit").undo().redo().cut().copy().paste().select_all().build()?);
    menu.item(&help.build()?).build()
}
