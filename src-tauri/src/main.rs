//! The window: a host for the engine. What the product does is in `crates/`; here are a window, two commands,
//! a lock, preferences, and what keeps the page from doing anything else.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod files;
mod folder;
mod hardening;
mod host;
mod links;
mod menu;
mod place;
mod preferences;
mod window;

use std::sync::Arc;

use arguments::Arguments;
use host::{Host, Listener};
use tauri::{App, Manager};

fn main() {
    hardening::apply();
    let arguments = Arguments::parse(std::env::args_os().skip(1));
    let mut builder = tauri::Builder::default();
    // It raises the window that is open; whether this process may go on is decided by the lock on the data folder.
    // With a folder of its own a process is a window of its own.
    if arguments.data_dir.is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, words, _| {
            window::raise(app);
            let linked = Arguments::parse(words.into_iter().skip(1).map(Into::into)).linked;
            app.try_state::<Host>().inspect(|host| host.listener.link(linked));
        }));
    }
    let outcome = builder
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .menu(menu::build)
        .on_menu_event(menu::chosen)
        .invoke_handler(tauri::generate_handler![host::call, host::subscribe])
        .setup(move |app| Ok(start(app, &arguments)?))
        .run(tauri::generate_context!());
    if let Err(error) = outcome {
        eprintln!("tandem: the window cannot open: {error}");
        std::process::exit(1);
    }
}

/// Opens the data, then the window; nothing here waits for the network or the keychain.
fn start(app: &mut App, arguments: &Arguments) -> tauri::Result<()> {
    let data_dir = match &arguments.data_dir {
        Some(path) => std::path::absolute(path)?,
        None => app.path().app_local_data_dir()?,
    };
    folder::create(&data_dir)?;
    let Some(lock) = folder::lock(&data_dir)? else {
        eprintln!("tandem: already open on {}", data_dir.display());
        std::process::exit(1);
    };
    app.manage(lock);

    let (preferences, notices) = preferences::open(app.handle(), &data_dir);
    let zoom = preferences.zoom();
    let listener = Arc::new(Listener::default());
    listener.link(arguments.linked.clone());
    let window = host::Window {
        events: listener.clone(),
        preferences,
        files: Arc::new(files::Dialogs(app.handle().clone())),
    };
    let engine = host::open_engine(data_dir.clone(), arguments.demo, window, notices);
    app.manage(Host::new(engine, listener));
    window::open(app, zoom, &data_dir)
}
