//! Damaged settings are set aside and told, never written over.

use std::fs::{self, File};
use std::path::Path;

use engine::api::{Preferences, Theme};
use engine::{Admitted, Code, admit_settings, keep_good_settings, settings_file};
use tempfile::TempDir;

const GOOD_COPY: &str = "settings.good.json";
const DARK: &str = r#"{"theme":"dark","skip_prepare":true,"zoom":120}"#;

fn folder(content: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(settings_file(folder.path()), content).unwrap();
    folder
}

fn codes(admitted: &Admitted) -> Vec<Code> {
    admitted.notices.iter().map(|notice| notice.code).collect()
}

fn damaged() -> Vec<Vec<u8>> {
    let wrong = [
        &[0_u8; 2048] as &[u8],
        b"",
        b"[]",
        b"{ this is not json",
        br#"{"theme":5}"#,
        &DARK.as_bytes()[..20],
    ];
    let huge = format!("{{\"theme\":\"dark\",\"x\":\"{}\"}}", "a".repeat(5 * 1024 * 1024));
    wrong.iter().map(|bytes| bytes.to_vec()).chain([huge.into_bytes()]).collect()
}

#[test]
fn missing_is_defaults_and_good_is_taken() {
    let empty = tempfile::tempdir().unwrap();
    let admitted = admit_settings(empty.path());
    assert!(
        admitted.writable && codes(&admitted).is_empty() && admitted.preferences == Preferences::default()
    );
    let good = admit_settings(folder(DARK.as_bytes()).path());
    assert_eq!((good.preferences.theme, good.preferences.zoom), (Theme::Dark, Some(120)));
}

#[test]
fn a_damaged_file_is_kept_aside_and_told() {
    for content in damaged() {
        let folder = folder(&content);
        let admitted = admit_settings(folder.path());
        assert_eq!(codes(&admitted), [Code::FileReset]);
        let aside = Path::new(&admitted.notices[0].values["set_aside"]);
        assert_eq!(fs::read(aside).unwrap(), content, "nothing of it is lost");
        assert!(!settings_file(folder.path()).exists());
    }
}

#[test]
fn the_last_good_copy_comes_back() {
    for content in damaged() {
        let folder = folder(DARK.as_bytes());
        keep_good_settings(&settings_file(folder.path())).unwrap();
        fs::write(settings_file(folder.path()), content).unwrap();
        let admitted = admit_settings(folder.path());
        assert_eq!(codes(&admitted), [Code::FileRecovered]);
        assert_eq!(admitted.preferences.theme, Theme::Dark);
        assert_eq!(fs::read_to_string(settings_file(folder.path())).unwrap(), DARK);
    }
}

#[test]
fn two_damaged_files_of_one_second_are_both_kept() {
    let folder = folder(b"one");
    let modified = fs::metadata(settings_file(folder.path())).unwrap().modified().unwrap();
    admit_settings(folder.path());
    fs::write(settings_file(folder.path()), b"two").unwrap();
    File::options().write(true).open(settings_file(folder.path())).unwrap().set_modified(modified).unwrap();
    admit_settings(folder.path());
    let kept = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(kept, 2);
}

#[test]
fn a_folder_in_its_place_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(settings_file(folder.path())).unwrap();
    let admitted = admit_settings(folder.path());
    assert_eq!(codes(&admitted), [Code::FileUnreadable]);
    assert!(!admitted.writable && settings_file(folder.path()).is_dir());
}

#[test]
fn leftovers_of_a_crash_go_and_a_bad_copy_is_not_kept() {
    let folder = folder(b"not json");
    fs::write(folder.path().join("settings.json.tmp-123"), b"x").unwrap();
    assert!(keep_good_settings(&settings_file(folder.path())).is_err());
    admit_settings(folder.path());
    assert!(!folder.path().join("settings.json.tmp-123").exists());
    assert!(!folder.path().join(GOOD_COPY).exists());
}
