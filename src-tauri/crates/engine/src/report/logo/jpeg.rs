//! JPEG (ITU T.81): segments of a marker, a length and data; after a start of scan come its coded bytes.

use super::{Refused, fits};

const START: [u8; 2] = [0xff, 0xd8];
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
/// JFIF's own segment and the one that tells how colours are meant; the others of their kind hold places and names.
const JFIF: u8 = 0xe0;
const ADOBE: u8 = 0xee;

pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(&START)
}

/// The picture without comments, places, previews and whatever follows its end.
pub(super) fn cleaned(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut out = START.to_vec();
    let mut rest = bytes.get(START.len()..).ok_or(Refused::Unreadable)?;
    let mut sized = false;
    let mut drawn = false;
    loop {
        let marker = marker(&mut rest)?;
        if marker == END {
            out.extend_from_slice(&[0xff, END]);
            return if sized && drawn { Ok(out) } else { Err(Refused::Unreadable) };
        }
        let segment = segment(&mut rest)?;
        if is_frame(marker) {
            size(segment)?;
            sized = true;
        }
        if draws(marker, segment) {
            out.extend_from_slice(&[0xff, marker]);
            out.extend_from_slice(segment);
        }
        if marker == SCAN {
            let length = coded(rest)?;
            out.extend_from_slice(&rest[..length]);
            rest = &rest[length..];
            drawn = true;
        }
    }
}

/// The next marker, past the fill bytes before it.
fn marker(rest: &mut &[u8]) -> Result<u8, Refused> {
    let (0xff, mut after) =
        rest.split_first().map(|(byte, after)| (*byte, after)).ok_or(Refused::Unreadable)?
    else {
        return Err(Refused::Unreadable);
    };
    loop {
        let (byte, next) = after.split_first().ok_or(Refused::Unreadable)?;
        after = next;
        if *byte != 0xff {
            *rest = after;
            return Ok(*byte);
        }
    }
}

/// Length and data of a segment.
fn segment<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], Refused> {
    let (length, _) = rest.split_first_chunk::<2>().ok_or(Refused::Unreadable)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (segment, after) = rest.split_at_checked(length).ok_or(Refused::Unreadable)?;
    *rest = after;
    if length < 2 { Err(Refused::Unreadable) } else { Ok(segment) }
}

/// How many coded bytes follow: a marker among them is a stuffed nought or a restart.
fn coded(rest: &[u8]) -> Result<usize, Refused> {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7);
    rest.windows(2).position(ends).ok_or(Refused::Unreadable)
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

fn draws(marker: u8, segment: &[u8]) -> bool {
    match marker {
        JFIF => segment.get(2..7) == Some(b"JFIF\0"),
        ADOBE => segment.get(2..7) == Some(b"Adobe"),
        0xc0..=0xcf | SCAN..=0xdf => true,
        _ => false,
    }
}

/// Precision, then height and width.
fn size(segment: &[u8]) -> Result<(), Refused> {
    match segment {
        [_, _, _, a, b, c, d, ..] => {
            fits(u32::from(u16::from_be_bytes([*c, *d])), u32::from(u16::from_be_bytes([*a, *b])))
        }
        _ => Err(Refused::Unreadable),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn part(marker: u8, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], data].concat()
    }

    fn frame(width: u16, height: u16) -> Vec<u8> {
        part(0xc2, &[&[8], &height.to_be_bytes()[..], &width.to_be_bytes(), &[1, 1, 0x11, 0]].concat())
    }

    fn scan() -> Vec<u8> {
        [part(SCAN, &[1, 1, 0, 0, 63, 0]), vec![1, 0xff, 0x00, 2, 0xff, 0xd0, 3]].concat()
    }

    /// The right form; its pixels are none.
    pub(in crate::report::logo) fn picture(width: u16, height: u16) -> Vec<u8> {
        [START.to_vec(), part(JFIF, b"JFIF\0\x01\x01"), frame(width, height), scan(), vec![0xff, END]]
            .concat()
    }

    #[test]
    fn only_what_draws_is_kept() {
        let told =
            [part(0xe1, b"Exif\0\0 47.37N"), part(0xfe, b"by P. Fennimore"), part(0xed, b"Photoshop 3.0")];
        let end = [&[0xff, 0xff, END][..], b"<script>"].concat();
        let whole = [START.to_vec(), told.concat(), frame(3, 2), scan(), told.concat(), scan(), end].concat();
        let clean = cleaned(&whole).unwrap();
        assert_eq!(clean, [START.to_vec(), frame(3, 2), scan(), scan(), vec![0xff, END]].concat());
        assert_eq!(cleaned(&clean).unwrap(), clean);
    }

    #[test]
    fn sizes_have_bounds() {
        assert!(cleaned(&picture(4_000, 1)).is_ok());
        assert_eq!(cleaned(&picture(1, 4_001)), Err(Refused::Large));
        assert_eq!(cleaned(&picture(1, 0)), Err(Refused::Unreadable));
    }

    #[test]
    fn a_picture_without_its_end_size_or_pixels_is_refused() {
        let whole = picture(3, 2);
        for length in 0..whole.len() {
            assert_eq!(cleaned(&whole[..length]), Err(Refused::Unreadable), "{length}");
        }
        for parts in [
            vec![START.to_vec(), frame(3, 2), vec![0xff, END]],
            vec![START.to_vec(), scan(), vec![0xff, END]],
        ] {
            assert_eq!(cleaned(&parts.concat()), Err(Refused::Unreadable));
        }
    }
}
