//! The picture at the head of reports: PNG or JPEG, taken apart and put together again from what draws it. What tells
//! where or by whom it was made is left out. SVG is not taken: it is a program.

mod jpeg;
mod png;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::Code;
use crate::api::CommandError;

/// Largest file, in bytes.
const MOST_BYTES: usize = 256 * 1024;
/// Longest side, in pixels.
const MOST_PIXELS: u32 = 4_000;

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// Neither a whole PNG nor a whole JPEG.
    Unreadable,
    /// Too many bytes or pixels.
    Large,
}

/// A picture in base64 as a data URI that holds nothing but what draws it.
///
/// # Errors
/// `PICTURE_UNREADABLE`, `PICTURE_LARGE`.
pub(crate) fn data_uri(base64: &str) -> Result<String, CommandError> {
    cleaned(base64).map_err(|refused| match refused {
        Refused::Unreadable => CommandError::new(Code::PictureUnreadable),
        Refused::Large => CommandError::new(Code::PictureLarge)
            .with("kilobytes", MOST_BYTES / 1024)
            .with("pixels", MOST_PIXELS),
    })
}

fn cleaned(base64: &str) -> Result<String, Refused> {
    // Four characters carry three bytes.
    if base64.len() / 4 * 3 > MOST_BYTES + 3 {
        return Err(Refused::Large);
    }
    let bytes = STANDARD.decode(base64).map_err(|_| Refused::Unreadable)?;
    let (kind, bytes) = if png::is(&bytes) {
        ("png", png::cleaned(&bytes)?)
    } else if jpeg::is(&bytes) {
        ("jpeg", jpeg::cleaned(&bytes)?)
    } else {
        return Err(Refused::Unreadable);
    };
    if bytes.len() > MOST_BYTES {
        return Err(Refused::Large);
    }
    Ok(format!("data:image/{kind};base64,{}", STANDARD.encode(bytes)))
}

/// Whether a picture of this size is taken; none without a side.
fn fits(width: u32, height: u32) -> Result<(), Refused> {
    match (width, height) {
        (0, _) | (_, 0) => Err(Refused::Unreadable),
        (width, height) if width > MOST_PIXELS || height > MOST_PIXELS => Err(Refused::Large),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_refused() {
        for text in ["<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "GIF89a", ""]
        {
            assert_eq!(cleaned(&STANDARD.encode(text)), Err(Refused::Unreadable), "{text}");
        }
        assert_eq!(cleaned("data:image/png;base64,AAAA"), Err(Refused::Unreadable));
        assert_eq!(cleaned(&"A".repeat(400_000)), Err(Refused::Large));
    }

    proptest::proptest! {
        #[test]
        fn damaged_pictures_never_panic(at in 0_usize..2_000, byte: u8, cut in 0_usize..2_000) {
            for whole in [png::tests::picture(3, 2), jpeg::tests::picture(3, 2)] {
                let mut bytes = whole;
                let (at, cut) = (at % bytes.len(), cut % bytes.len());
                bytes[at] = byte;
                let _ = cleaned(&STANDARD.encode(&bytes));
                let _ = cleaned(&STANDARD.encode(&bytes[..cut]));
            }
        }
    }
}
