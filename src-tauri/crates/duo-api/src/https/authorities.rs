//! The extra CA file: certificates as PEM, as somebody's editor or system saved it, or as DER.

use std::borrow::Cow;
use std::path::Path;

use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::setup::TransportSetupError;

/// All certificates of the file. One that cannot be used refuses the file and is named: a file that is trusted in part
/// would hide which authority is missing.
pub(super) fn read(path: &Path) -> Result<Vec<CertificateDer<'static>>, TransportSetupError> {
    let bytes =
        std::fs::read(path).map_err(|_| TransportSetupError::CaFileUnreadable { path: path.to_owned() })?;
    let found = der(&bytes).map_or_else(|| pem(&text(&bytes)), |roots| roots.into_iter().map(Some).collect());
    if found.is_empty() {
        return Err(TransportSetupError::CaFileInvalid { path: path.to_owned() });
    }
    let usable = |root: &CertificateDer<'static>| RootCertStore::empty().add(root.clone()).is_ok();
    let (number, mut roots) = (found.len(), Vec::with_capacity(found.len()));
    for root in found {
        match root.filter(usable) {
            Some(root) => roots.push(root),
            None if number == 1 => return Err(TransportSetupError::CaFileInvalid { path: path.to_owned() }),
            None => {
                let number = roots.len() + 1;
                return Err(TransportSetupError::CaFilePart { path: path.to_owned(), number });
            }
        }
    }
    Ok(roots)
}

/// The certificates of a file that is nothing but DER.
fn der(bytes: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let (mut rest, mut roots) = (bytes, Vec::new());
    while !rest.is_empty() {
        let (after, _) = X509Certificate::from_der(rest).ok()?;
        roots.push(CertificateDer::from(rest[..rest.len() - after.len()].to_vec()));
        rest = after;
    }
    Some(roots)
}

/// The certificates of a PEM text; none where a section cannot be read. Other sections, such as a key, are left.
fn pem(text: &str) -> Vec<Option<CertificateDer<'static>>> {
    let lines: Vec<&str> = text.split(['\n', '\r']).map(str::trim).collect();
    CertificateDer::pem_slice_iter(lines.join("\n").as_bytes()).map(Result::ok).collect()
}

/// Windows saves text with a mark at its beginning, and a redirected one in UTF-16.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| from([pair[0], pair[1]]));
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).skip(1).collect()
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        _ => String::from_utf8_lossy(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is made of a file with this content.
    fn reads(content: impl AsRef<[u8]>) -> Result<Vec<CertificateDer<'static>>, TransportSetupError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        std::fs::write(&path, content).unwrap();
        read(&path)
    }

    fn authority(name: &str) -> rcgen::Certificate {
        let key = rcgen::KeyPair::generate().unwrap();
        rcgen::CertificateParams::new([name.to_owned()]).unwrap().self_signed(&key).unwrap()
    }

    #[test]
    fn certificates_are_read_however_they_were_saved() {
        let (one, two) = (authority("one"), authority("two"));
        let both = format!("# Contoso\n{}\n{}", one.pem(), two.pem());
        let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        let lines = both.replace("\r\n", "\n");
        let indented = format!("  {}", lines.replace('\n', "\t\n  "));
        let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            std::iter::once(0xFEFF).chain(lines.encode_utf16()).flat_map(bytes).collect()
        };
        let whole = [one.der().clone(), two.der().clone()];
        for (how, content) in [
            ("lines", lines.clone().into_bytes()),
            ("CRLF", lines.replace('\n', "\r\n").into_bytes()),
            ("CR", lines.replace('\n', "\r").into_bytes()),
            ("a mark", format!("\u{FEFF}{}", lines.replace("# Contoso\n", "")).into_bytes()),
            ("UTF-16 LE", wide(u16::to_le_bytes)),
            ("UTF-16 BE", wide(u16::to_be_bytes)),
            ("indented", indented.into_bytes()),
            ("with a key", format!("{key}{lines}{key}").into_bytes()),
            ("DER", [&whole[0][..], &whole[1][..]].concat()),
        ] {
            assert_eq!(reads(content).unwrap(), whole, "{how}");
        }
        assert_eq!(reads(one.der()).unwrap(), &whole[..1], "one as DER");
    }

    #[test]
    fn a_file_without_a_certificate_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing.pem");
        assert_eq!(read(&path), Err(TransportSetupError::CaFileUnreadable { path }));
        let bad = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
        let nothing = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let cut = &authority("cut").pem()[..200];
        for content in ["", "hello", "\u{FEFF}", bad, nothing, cut] {
            assert!(matches!(reads(content), Err(TransportSetupError::CaFileInvalid { .. })), "{content}");
        }
    }

    #[test]
    fn one_bad_certificate_among_others_is_named_by_its_number() {
        let (one, two) = (authority("one").pem(), authority("two").pem());
        let bad = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for (content, expected) in [(format!("{one}{bad}{two}"), 2), (format!("{one}{two}{}", &two[..90]), 3)]
        {
            let told = reads(content);
            assert!(
                matches!(told, Err(TransportSetupError::CaFilePart { number, .. }) if number == expected),
                "{told:?}"
            );
        }
    }
}
