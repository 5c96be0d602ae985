//! Where the window was, from one start to the next. The window measures and moves; what is kept and what a screen
//! bears is decided here.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// How much of the top of a window must be on a screen, so that it can be taken hold of.
const GRIP: i32 = 64;

/// Size and place of the window in pixels of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Left edge with its frame.
    pub x: i32,
    /// Top edge with its frame.
    pub y: i32,
    /// Width without a frame.
    pub width: u32,
    /// Height without a frame.
    pub height: u32,
    /// It fills its screen; the rest is what it comes back to.
    pub maximised: bool,
}

/// A screen that is there, in the same pixels.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl Place {
    /// As it was left; none at the first start, or when the file is not one of ours: the window then opens as usual.
    pub fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(file(folder)).ok()?).ok()
    }

    /// Writes it down. That it was not written, or only in part, costs a window of the usual size.
    pub fn write(self, folder: &Path) {
        if let Ok(text) = serde_json::to_vec(&self) {
            let _ = fs::write(file(folder), text);
        }
    }

    /// No larger than the screen on which it is, or than the widest; and whether a screen bears it where it is.
    pub fn fitted(self, screens: &[Screen]) -> (Self, bool) {
        let own = screens.iter().find(|screen| self.is_on(screen));
        let Some(screen) = own.or_else(|| screens.iter().max_by_key(|screen| screen.width)) else {
            return (self, false);
        };
        let (width, height) = (self.width.min(screen.width), self.height.min(screen.height));
        (Self { width, height, ..self }, own.is_some())
    }

    fn is_on(&self, screen: &Screen) -> bool {
        let end = |from: i32, size: u32| from.saturating_add_unsigned(size);
        end(self.x, self.width).saturating_sub(GRIP) >= screen.x
            && self.x.saturating_add(GRIP) <= end(screen.x, screen.width)
            && self.y >= screen.y
            && self.y.saturating_add(GRIP) <= end(screen.y, screen.height)
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("window.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Screen = Screen { x: 0, y: 0, width: 1920, height: 1080 };
    const LEFT: Screen = Screen { x: -1280, y: 0, width: 1280, height: 1024 };

    fn place(x: i32, y: i32, width: u32, height: u32) -> Place {
        Place { x, y, width, height, maximised: false }
    }

    #[test]
    fn a_window_comes_back_where_it_can_be_taken_hold_of() {
        for (at, screens, on) in [
            (place(100, 80, 1280, 800), &[SCREEN][..], true),
            (place(-1200, 80, 1280, 800), &[SCREEN, LEFT], true),
            // The screen at the left is gone.
            (place(-1200, 80, 1000, 800), &[SCREEN], false),
            (place(100, -40, 1280, 800), &[SCREEN], false),
            (place(1900, 80, 1280, 800), &[SCREEN], false),
            (place(100, 1060, 1280, 800), &[SCREEN], false),
            (place(i32::MAX, i32::MIN, u32::MAX, u32::MAX), &[SCREEN], false),
            (place(100, 80, 1280, 800), &[], false),
        ] {
            assert_eq!(at.fitted(screens).1, on, "{at:?}");
        }
    }

    #[test]
    fn a_window_is_no_larger_than_its_screen() {
        for (at, screens, size) in [
            (place(0, 0, 3840, 2160), &[SCREEN][..], (1920, 1080)),
            (place(-1280, 0, 1900, 1080), &[LEFT, SCREEN], (1280, 1024)),
            // On none: the widest that is there.
            (place(9000, 0, 3840, 2160), &[LEFT, SCREEN], (1920, 1080)),
            (place(0, 0, 3840, 2160), &[], (3840, 2160)),
        ] {
            let (fitted, _) = at.fitted(screens);
            assert_eq!((fitted.width, fitted.height), size, "{at:?}");
        }
    }

    #[test]
    fn what_is_no_place_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Place::read(folder.path()), None);
        for text in ["", "{}", "[1]", r#"{"x":0,"y":0,"width":-1,"height":1,"maximised":false}"#] {
            fs::write(file(folder.path()), text).unwrap();
            assert_eq!(Place::read(folder.path()), None, "{text}");
        }
        let left = place(1, 2, 1000, 700);
        left.write(folder.path());
        assert_eq!(Place::read(folder.path()), Some(left));
    }
}
