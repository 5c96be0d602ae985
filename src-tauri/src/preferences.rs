use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use engine::api::{CommandError, Notice, Preferences};
use engine::{Code, PreferenceStore, admit_settings, keep_good_settings, settings_file};
use serde_json::Value;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_store::{Store, StoreBuilder};

use crate::window::{self, MAIN};

/// Preferences in `settings.json`; called from Rust only, the page has no right to the plugin.
pub(crate) struct StoredPreferences<R: Runtime> {
    app: AppHandle<R>,
    file: PathBuf,
    /// None when the file must not be written over; preferences then live until the window closes.
    store: Option<Arc<Store<R>>>,
    current: Mutex<Preferences>,
}

/// Looks at the file before the plugin does: the plugin takes a damaged file for an empty one and writes over it.
pub(crate) fn open<R: Runtime>(
    app: &AppHandle<R>,
    folder: &Path,
) -> (Arc<StoredPreferences<R>>, Vec<Notice>) {
    let admitted = admit_settings(folder);
    let file = settings_file(folder);
    let builder = StoreBuilder::new(app, &file).disable_auto_save();
    let store = if admitted.writable { builder.build().ok() } else { None };
    let current = Mutex::new(admitted.preferences);
    (Arc::new(StoredPreferences { app: app.clone(), file, store, current }), admitted.notices)
}

impl<R: Runtime> StoredPreferences<R> {
    /// Zoom, within what the page can bear.
    pub(crate) fn zoom(&self) -> f64 {
        f64::from(self.get().zoom.unwrap_or(100).clamp(80, 200)) / 100.0
    }

    fn save(&self, preferences: &Preferences) -> Result<(), CommandError> {
        let failed = || CommandError::new(Code::FileReadonly).with("path", self.file.display());
        let store = self.store.as_ref().ok_or_else(failed)?;
        if let Ok(Value::Object(entries)) = serde_json::to_value(preferences) {
            entries.into_iter().for_each(|(name, value)| store.set(name, value));
        }
        store.save().map_err(|_| failed())?;
        keep_good_settings(&self.file).map_err(|_| failed())
    }
}

impl<R: Runtime> PreferenceStore for StoredPreferences<R> {
    fn get(&self) -> Preferences {
        self.current.lock().map(|current| current.clone()).unwrap_or_default()
    }

    fn set(&self, preferences: &Preferences) -> Result<(), CommandError> {
        if let Ok(mut current) = self.current.lock() {
            current.clone_from(preferences);
        }
        if let Some(window) = self.app.get_webview_window(MAIN) {
            let _ = window.set_zoom(self.zoom());
        }
        self.save(preferences)
    }

    fn reset_window(&self) -> bool {
        window::reset(&self.app).is_ok()
    }
}
