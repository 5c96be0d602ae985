//! PNG (W3C, third edition): a signature, then chunks of length, name, data and checksum.

use super::{Refused, fits};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Chunks that draw: size, palette, pixels, transparency, colours.
const KEPT: [&[u8]; 6] = [b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"sRGB"];
/// Length and name before the data, checksum after it.
const AROUND: usize = 12;

pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// The picture without comments, times, profiles and whatever follows its end.
pub(super) fn cleaned(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut out = SIGNATURE.to_vec();
    let mut rest = bytes.get(SIGNATURE.len()..).ok_or(Refused::Unreadable)?;
    let mut drawn = false;
    for index in 0_usize.. {
        let (length, _) = rest.split_first_chunk::<4>().ok_or(Refused::Unreadable)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Refused::Unreadable)?;
        let whole = length.checked_add(AROUND).ok_or(Refused::Unreadable)?;
        let (chunk, after) = rest.split_at_checked(whole).ok_or(Refused::Unreadable)?;
        let (name, data) = (&chunk[4..8], &chunk[8..8 + length]);
        if (index == 0) != (name == b"IHDR") {
            return Err(Refused::Unreadable);
        }
        if index == 0 {
            size(data)?;
        }
        if name == b"IEND" {
            out.extend_from_slice(chunk);
            break;
        }
        if KEPT.contains(&name) {
            drawn |= name == b"IDAT";
            out.extend_from_slice(chunk);
        }
        rest = after;
    }
    if drawn { Ok(out) } else { Err(Refused::Unreadable) }
}

fn size(header: &[u8]) -> Result<(), Refused> {
    let (width, rest) = header.split_first_chunk::<4>().ok_or(Refused::Unreadable)?;
    let (height, _) = rest.split_first_chunk::<4>().ok_or(Refused::Unreadable)?;
    fits(u32::from_be_bytes(*width), u32::from_be_bytes(*height))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length, name, data, b"\0\0\0\0"].concat()
    }

    fn header(width: u32, height: u32) -> Vec<u8> {
        chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat())
    }

    /// The right form; its pixels are none.
    pub(in crate::report::logo) fn picture(width: u32, height: u32) -> Vec<u8> {
        let parts = [header(width, height), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")];
        [SIGNATURE.to_vec(), parts.concat()].concat()
    }

    #[test]
    fn only_what_draws_is_kept() {
        let told = [chunk(b"tEXt", b"Author\0P. Fennimore"), chunk(b"eXIf", b"47.37N"), chunk(b"iTXt", b"x")];
        let draws =
            [chunk(b"PLTE", b"abc"), chunk(b"tRNS", b"a"), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")];
        let whole = [SIGNATURE, &header(3, 2), &told.concat(), &draws.concat(), b"<script>"].concat();
        let clean = cleaned(&whole).unwrap();
        assert_eq!(clean, [SIGNATURE, &header(3, 2), &draws.concat()].concat());
        assert_eq!(cleaned(&clean).unwrap(), clean);
    }

    #[test]
    fn sizes_have_bounds() {
        assert!(cleaned(&picture(4_000, 1)).is_ok());
        assert_eq!(cleaned(&picture(4_001, 1)), Err(Refused::Large));
        assert_eq!(cleaned(&picture(0, 1)), Err(Refused::Unreadable));
    }

    #[test]
    fn a_picture_without_its_end_or_pixels_is_refused() {
        let whole = picture(3, 2);
        for length in 0..whole.len() {
            assert_eq!(cleaned(&whole[..length]), Err(Refused::Unreadable), "{length}");
        }
        let empty = [SIGNATURE, &header(3, 2), &chunk(b"IEND", b"")].concat();
        assert_eq!(cleaned(&empty), Err(Refused::Unreadable));
        let huge = [SIGNATURE, b"\xff\xff\xff\xffIHDR"].concat();
        assert_eq!(cleaned(&huge), Err(Refused::Unreadable));
    }
}
