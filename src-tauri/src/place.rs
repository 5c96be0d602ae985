use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use engine::{Place, Screen};
use tauri::{Monitor, PhysicalPosition, PhysicalSize, Runtime, WebviewWindow, WindowEvent};

/// A window that stood still for so long has come to rest.
const REST: Duration = Duration::from_millis(400);

/// Puts a window that is not yet seen where it was, and shows it; in the middle, when no screen bears it there.
pub(crate) fn restore<R: Runtime>(window: &WebviewWindow<R>, place: Place) -> tauri::Result<()> {
    let screens: Vec<Screen> = window.available_monitors()?.iter().map(screen).collect();
    let (place, borne) = place.fitted(&screens);
    window.set_size(PhysicalSize::new(place.width, place.height))?;
    if borne {
        window.set_position(PhysicalPosition::new(place.x, place.y))?;
    } else {
        window.center()?;
    }
    if place.maximised {
        window.maximize()?;
    }
    window.show()
}

/// Writes down where the window is, each time it has come to rest and when it closes.
pub(crate) fn remember<R: Runtime>(window: &WebviewWindow<R>, folder: &Path) {
    let (moved, moves) = mpsc::channel();
    let (resting, kept) = (window.clone(), folder.to_owned());
    // A thread of its own: the loop of the window must not wait, and the engine's runtime has no part in this.
    thread::spawn(move || {
        while moves.recv().is_ok() {
            while moves.recv_timeout(REST).is_ok() {}
            let _ = keep(&resting, &kept);
        }
    });
    let (closing, folder) = (window.clone(), folder.to_owned());
    window.on_window_event(move |event| match event {
        // Nobody hears it any more when the thread is gone.
        WindowEvent::Resized(_) | WindowEvent::Moved(_) => drop(moved.send(())),
        WindowEvent::CloseRequested { .. } => drop(keep(&closing, &folder)),
        _ => {}
    });
}

/// A maximised window keeps what it was before, and one that is put away is not looked at.
fn keep<R: Runtime>(window: &WebviewWindow<R>, folder: &Path) -> tauri::Result<()> {
    if window.is_minimized()? || window.is_fullscreen()? {
        return Ok(());
    }
    let before = Place::read(folder);
    let maximised = window.is_maximized()?;
    let place = match before {
        Some(before) if maximised => Place { maximised, ..before },
        _ => {
            let (at, size) = (window.outer_position()?, window.inner_size()?);
            Place { x: at.x, y: at.y, width: size.width, height: size.height, maximised }
        }
    };
    if before != Some(place) {
        place.write(folder);
    }
    Ok(())
}

fn screen(monitor: &Monitor) -> Screen {
    let (at, size) = (monitor.position(), monitor.size());
    Screen { x: at.x, y: at.y, width: size.width, height: size.height }
}
