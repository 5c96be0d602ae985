//! Looking for a secret in every form in which it is likely to leak (reliability.md M8).

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// The secret as UTF-8, UTF-16LE, hexadecimal, and base64 at each of its three alignments.
pub fn forms(secret: &str) -> Vec<Vec<u8>> {
    let bytes = secret.as_bytes();
    let mut forms = vec![
        bytes.to_vec(),
        secret.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        hex::encode(bytes).into_bytes(),
        hex::encode_upper(bytes).into_bytes(),
    ];
    forms.extend((0..3).map(|shift| base64_at(bytes, shift)));
    forms
}

/// The characters of a base64 text that depend on the secret alone when it follows `shift` other bytes.
fn base64_at(bytes: &[u8], shift: usize) -> Vec<u8> {
    let mut padded = vec![0; shift];
    padded.extend_from_slice(bytes);
    let text = STANDARD_NO_PAD.encode(&padded).into_bytes();
    let head = (shift * 8).div_ceil(6);
    let tail = usize::from(!padded.len().is_multiple_of(3));
    text[head..text.len() - tail].to_vec()
}

/// Whether the bytes hold the secret in any form.
pub fn holds(bytes: &[u8], secret: &str) -> bool {
    forms(secret).iter().any(|form| bytes.windows(form.len()).any(|window| window == form))
}

/// The files below a folder that hold the secret in any form.
pub fn files_that_hold(folder: &Path, secret: &str) -> Vec<PathBuf> {
    let mut found = crate::tree::files(folder);
    found.retain(|path| holds(&std::fs::read(path).expect("a file of the test's is readable"), secret));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "CANARY0Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1";

    #[test]
    fn every_form_is_found_wherever_it_stands() {
        for lead in ["", "a", "ab", "abc", "abcd"] {
            let text = format!("{lead}{SECRET}tail");
            for bytes in [
                text.clone().into_bytes(),
                text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                hex::encode(&text).into_bytes(),
                hex::encode_upper(&text).into_bytes(),
                STANDARD_NO_PAD.encode(&text).into_bytes(),
            ] {
                assert!(holds(&bytes, SECRET), "{lead:?}");
            }
        }
    }

    #[test]
    fn other_text_is_not_taken_for_it() {
        assert!(!holds(b"CANARY0Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU2", SECRET));
        assert!(!holds(b"", SECRET));
    }

    #[test]
    fn files_are_searched_in_all_folders() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("deep")).unwrap();
        let leak = folder.path().join("deep/log.txt");
        std::fs::write(&leak, STANDARD_NO_PAD.encode(format!("x{SECRET}"))).unwrap();
        std::fs::write(folder.path().join("clean"), "nothing").unwrap();
        assert_eq!(files_that_hold(folder.path(), SECRET), [leak]);
    }
}
