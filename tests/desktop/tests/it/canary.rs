//! A secret that was typed into the window must be nowhere afterwards.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Files below `folder` that hold `secret` in any of its spellings, and in which.
pub(crate) fn traces(folder: &Path, secret: &str) -> Vec<String> {
    let spellings = spellings(secret);
    let mut found = Vec::new();
    visit(folder, &mut |path, bytes| {
        found.extend(held(&spellings, bytes).map(|how| format!("{}: {how}", path.display())))
    });
    found
}

/// The same for one text.
pub(crate) fn traces_in(text: &str, secret: &str) -> Vec<&'static str> {
    held(&spellings(secret), text.as_bytes()).collect()
}

/// How many files below `folder` were looked at.
pub(crate) fn files(folder: &Path) -> usize {
    let mut count = 0;
    visit(folder, &mut |_, _| count += 1);
    count
}

fn held<'a>(
    spellings: &'a [(&'static str, Vec<u8>)],
    bytes: &'a [u8],
) -> impl Iterator<Item = &'static str> + 'a {
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    spellings.iter().filter(move |(_, needle)| holds(needle)).map(|(how, _)| *how)
}

fn visit(folder: &Path, look: &mut impl FnMut(&Path, &[u8])) {
    for entry in fs::read_dir(folder).unwrap().filter_map(Result::ok) {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            visit(&entry.path(), look);
        } else if kind.is_file() {
            look(&entry.path(), &fs::read(entry.path()).unwrap());
        }
    }
}

fn spellings(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = vec![("UTF-8", secret.as_bytes().to_vec()), ("UTF-16LE", wide.clone())];
    for bytes in [secret.as_bytes(), &wide] {
        let lower = bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        all.push(("hex", lower.to_uppercase().into_bytes()));
        all.push(("hex", lower.into_bytes()));
        all.extend((0..3).map(|offset| ("base64", base64_core(bytes, offset))));
    }
    all
}

/// What any base64 of a text that holds `bytes` at `offset` modulo three must hold: only whole groups.
fn base64_core(bytes: &[u8], offset: usize) -> Vec<u8> {
    let groups = bytes[(3 - offset) % 3..].chunks_exact(3);
    groups
        .flat_map(|group| {
            let bits = u32::from(group[0]) << 16 | u32::from(group[1]) << 8 | u32::from(group[2]);
            [18, 12, 6, 0].map(|shift| BASE64[(bits >> shift & 63) as usize])
        })
        .collect()
}

#[test]
fn every_spelling_is_found() {
    let secret = "CanaryCanaryCanaryCanaryCanaryCanary1234";
    let folder = tempfile::tempdir().unwrap();
    let wide: Vec<u8> = format!("x{secret}y").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let texts: [(&str, Vec<u8>); 4] = [
        ("plain", format!("key={secret};").into_bytes()),
        ("wide", wide),
        // printf 'user:CanaryCanaryCanaryCanaryCanaryCanary1234' | base64
        ("base64", b"dXNlcjpDYW5hcnlDYW5hcnlDYW5hcnlDYW5hcnlDYW5hcnlDYW5hcnkxMjM0".to_vec()),
        ("hex", b"43616e61727943616e61727943616e61727943616e61727943616e61727943616e61727931323334".to_vec()),
    ];
    for (name, bytes) in &texts {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    fs::write(folder.path().join("clean"), "nothing here").unwrap();
    let found = traces(folder.path(), secret);
    assert_eq!(found.len(), texts.len(), "{found:?}");
}
