use std::path::PathBuf;

use engine::FileChooser;
use tauri::async_runtime::channel;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::DialogExt;

/// The system's own dialog; opened from Rust only, the page has no right to the plugin.
pub(crate) struct Dialogs<R: Runtime>(pub(crate) AppHandle<R>);

#[engine::async_trait]
impl<R: Runtime> FileChooser for Dialogs<R> {
    async fn choose(&self, name: &str) -> Option<PathBuf> {
        let (answer, mut answered) = channel(1);
        self.0.dialog().file().set_file_name(name).save_file(move |path| {
            // Nobody waits any more when the window has closed.
            let _ = answer.try_send(path);
        });
        answered.recv().await??.into_path().ok()
    }

    async fn pick(&self, ending: &str) -> Option<PathBuf> {
        let (answer, mut answered) = channel(1);
        self.0.dialog().file().add_filter(ending, &[ending]).pick_file(move |path| {
            let _ = answer.try_send(path);
        });
        answered.recv().await??.into_path().ok()
    }
}
