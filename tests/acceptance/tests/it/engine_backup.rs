//! A backup, and what is restored of it elsewhere.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use engine::api::{
    BackupFound, BackupRestore, ClientRef, CommandError, ConnectionDetailsSet, ConnectionFavourite,
    ConnectionState, DetailsEntered, LicenceDecide, LicenceDefaults, Nothing, Preferences, SecretSupply,
    StartPage, ViewName,
};
use engine::{Code, Engine, PreferenceStore};
use tempfile::TempDir;
use testbed::{canary, tree};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::bench::{Bench, config, sync};
use crate::holdings;

#[derive(Default)]
struct Kept(Mutex<Preferences>);

impl PreferenceStore for Kept {
    fn get(&self) -> Preferences {
        self.0.lock().unwrap().clone()
    }

    fn set(&self, preferences: &Preferences) -> Result<(), CommandError> {
        *self.0.lock().unwrap() = preferences.clone();
        Ok(())
    }
}

/// Two computers that reach the same tenant.
pub(crate) fn computers() -> [Bench; 2] {
    let config = config(&[]);
    let tenant = || sample::simulated(config.clone());
    [Bench::of(tenant()), Bench::of(tenant())].map(|mut bench| {
        bench.ports.preferences = Arc::new(Kept::default());
        bench
    })
}

fn of(client: &str) -> ClientRef {
    ClientRef { client: client.to_owned() }
}

/// Everything that a technician enters about a client and about the app.
async fn enter(engine: &Arc<Engine>, client: &str) {
    let details = engine.connection_details(of(client)).await.unwrap().entered;
    let notes = "Pays <late>".to_owned();
    let details = DetailsEntered { notes, psa_id: "PSA-7".to_owned(), log_days: 365, ..details };
    engine.connection_details_set(ConnectionDetailsSet { client: client.to_owned(), details }).await.unwrap();
    let favourite = ConnectionFavourite { client: client.to_owned(), favourite: true };
    engine.connection_favourite(favourite).await.unwrap();
    let users = holdings::rows(engine, client, ViewName::Licences).await;
    let decide = LicenceDecide {
        client: client.to_owned(),
        users: vec![users[0]["user_id"].as_str().unwrap().to_owned()],
        client_decision: false,
        reason: "on_leave".to_owned(),
        note: "Back in May".to_owned(),
        until: None,
        by: "Ann".to_owned(),
    };
    engine.licence_decide(decide).await.unwrap();
    let defaults = LicenceDefaults { idle_days: 45, ..LicenceDefaults::default() };
    engine.licence_defaults_set(defaults).await.unwrap();
    let preferences = Preferences { start_page: StartPage::LastClient, ..Preferences::default() };
    engine.preferences_set(preferences).await.unwrap();
}

/// What must be the same on both computers.
async fn everything(engine: &Arc<Engine>, client: &str) -> String {
    let mut all = String::new();
    for view in [ViewName::Users, ViewName::Licences, ViewName::Signins, ViewName::Apps, ViewName::Policies] {
        all += &serde_json::to_string(&holdings::rows(engine, client, view).await).unwrap();
    }
    let details = engine.connection_details(of(client)).await.unwrap().entered;
    let one = engine.find_client(client).await.unwrap();
    assert!(one.favourite && one.notes == "Pays <late>");
    let exclusions = engine.licence_review(licence(client)).await.unwrap();
    let defaults = engine.licence_defaults(Nothing {}).await.unwrap();
    let preferences = engine.preferences_get(Nothing {}).await.unwrap();
    let entered = format!("{details:?} {:?} {exclusions:?} {defaults:?} {preferences:?}", one.organisation);
    all.push_str(&entered);
    all
}

fn licence(client: &str) -> engine::api::LicenceReviewOf {
    serde_json::from_value(serde_json::json!({ "client": client, "idle_days": null })).unwrap()
}

/// The entries of an archive.
fn entries(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(File::open(path).unwrap()).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[tokio::test]
async fn what_is_restored_elsewhere_is_what_was_saved_but_for_the_secret() {
    let [here, there] = computers();
    let (engine, client) = here.connected().await;
    assert_eq!(sync(&engine, &client).await.code, None);
    enter(&engine, &client).await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("backup.zip");
    let made = engine.backup_to(&file).await.unwrap();
    assert_eq!((made.clients, made.left_out.len()), (1, 0));
    assert_eq!(made.bytes, file.metadata().unwrap().len());
    let entries = entries(&file);
    assert_eq!(entries.len(), 4, "registry, client, preferences, manifest");
    for (name, bytes) in &entries {
        assert!(!canary::holds(bytes, &here.tenant.skey), "{name}");
    }
    assert!(!here.data_dir().join("backup.part").exists());
    assert!(tree::open_to_others(folder.path()).iter().all(|(path, _)| !path.ends_with("backup.zip")));

    let other = there.engine().await;
    let found = other.backup_look_at(&file).await.unwrap();
    assert!(found.fresh && found.clients.iter().all(|one| one.code.is_none() && one.bytes > 0));
    let restored = other.backup_restore(all(&found)).await.unwrap();
    assert_eq!((restored.clients.as_slice(), restored.waiting), ([client.clone()].as_slice(), 1));
    assert_eq!(everything(&other, &client).await, everything(&engine, &client).await);
    assert_eq!(other.find_client(&client).await.unwrap().state, ConnectionState::Locked);
    assert!(tree::open_to_others(there.data_dir()).is_empty());
    assert!(!there.data_dir().join("backup.part").exists());

    let value = there.tenant.skey.clone();
    other.secret_supply(SecretSupply { client: client.clone(), value, this_session: false }).await.unwrap();
    assert_eq!(sync(&other, &client).await.code, None);

    let again = other.backup_look_at(&file).await.unwrap();
    assert_eq!(again.clients[0].code, Some(Code::ConnectionExists));
    assert_eq!(other.backup_restore(all(&again)).await.unwrap().clients, Vec::<String>::new());
}

fn all(found: &BackupFound) -> BackupRestore {
    BackupRestore { clients: found.clients.iter().map(|one| one.client.clone()).collect(), settings: true }
}

#[tokio::test]
async fn a_backup_of_what_is_being_read_is_whole() {
    let [here, there] = computers();
    let (engine, client) = here.connected().await;
    let folder = TempDir::new().unwrap();
    let mut files = Vec::new();
    {
        let syncing = sync(&engine, &client);
        tokio::pin!(syncing);
        loop {
            let file = folder.path().join(format!("{}.zip", files.len()));
            let backup = engine.backup_to(&file);
            files.push(file.clone());
            tokio::pin!(backup);
            let ended = tokio::select! {
                status = &mut syncing => Some(status),
                made = &mut backup => {
                    made.unwrap();
                    None
                }
            };
            if let Some(status) = ended {
                assert_eq!(status.code, None, "the backup did not disturb it");
                backup.await.unwrap();
                break;
            }
        }
    }
    // Each is sound: that is looked at when it is laid out.
    for file in [&files[0], &files[files.len() / 2]] {
        let other = there.engine().await;
        let found = other.backup_look_at(file).await.unwrap();
        let restored = other.backup_restore(all(&found)).await.unwrap().clients;
        assert_eq!(restored.len(), 1, "{}", file.display());
        let value = there.tenant.skey.clone();
        other
            .secret_supply(SecretSupply { client: client.clone(), value, this_session: true })
            .await
            .unwrap();
        assert_eq!(sync(&other, &client).await.code, None, "it goes on where the backup was made");
        holdings::are_exactly(&there.tenant.facts, &other, &client).await;
        let disconnect = serde_json::json!({ "client": client, "delete_data": true });
        other.call("disconnect", disconnect).await.unwrap();
    }
}

/// A backup with one thing changed.
fn changed(file: &Path, name: &str, change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> PathBuf {
    let mut all = entries(file);
    change(&mut all);
    let path = file.with_file_name(name);
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    for (name, bytes) in all {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap();
    path
}

fn manifest(all: &mut [(String, Vec<u8>)], change: impl FnOnce(&mut serde_json::Value)) {
    let (_, bytes) = all.iter_mut().find(|(name, _)| name == "manifest.json").unwrap();
    let mut value = serde_json::from_slice(bytes).unwrap();
    change(&mut value);
    *bytes = serde_json::to_vec(&value).unwrap();
}

#[tokio::test]
async fn what_is_damaged_newer_or_made_to_do_harm_changes_nothing() {
    let [here, there] = computers();
    let (engine, client) = here.connected().await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("backup.zip");
    engine.backup_to(&file).await.unwrap();
    let other = there.engine().await;
    let before = tree::content(there.data_dir());

    let refused = [
        ("none.zip", Code::BackupUnreadable),
        ("cut.zip", Code::BackupUnreadable),
        ("plain.zip", Code::BackupUnreadable),
        ("registry.zip", Code::BackupDamaged),
        ("more.zip", Code::BackupDamaged),
        ("slip.zip", Code::BackupDamaged),
        ("newer.zip", Code::FileNewer),
    ];
    std::fs::write(folder.path().join("none.zip"), "no archive").unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(folder.path().join("cut.zip"), &bytes[..bytes.len() / 2]).unwrap();
    changed(&file, "plain.zip", |all| all.retain(|(name, _)| name != "manifest.json"));
    changed(&file, "registry.zip", |all| {
        let (_, bytes) = all.iter_mut().find(|(name, _)| name == "clients.db").unwrap();
        let at = bytes.len() - 9;
        bytes[at] ^= 1;
    });
    changed(&file, "more.zip", |all| all.push(("../evil".to_owned(), b"x".to_vec())));
    changed(&file, "slip.zip", |all| {
        all.push(("../evil.db".to_owned(), b"x".to_vec()));
        manifest(all, |value| {
            let listed = serde_json::json!({ "name": "../evil.db", "bytes": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" });
            value["files"].as_array_mut().unwrap().push(listed);
        });
    });
    changed(&file, "newer.zip", |all| manifest(all, |value| value["schema"]["client"] = 99.into()));
    for (name, code) in refused {
        let refused = other.backup_look_at(&folder.path().join(name)).await.unwrap_err();
        assert_eq!(refused.code, code, "{name}");
    }

    // What is wrong with a client's database is found when it is laid out.
    let database = format!("clients/{client}.db");
    changed(&file, "client.zip", |all| {
        let (_, bytes) = all.iter_mut().find(|(name, _)| *name == database).unwrap();
        bytes.truncate(bytes.len() - 4096);
    });
    changed(&file, "bomb.zip", |all| {
        let (_, bytes) = all.iter_mut().find(|(name, _)| *name == database).unwrap();
        *bytes = vec![0; 80 << 20];
        manifest(all, |value| {
            let files = value["files"].as_array_mut().unwrap();
            let listed = files.iter_mut().find(|file| file["name"] == database.as_str()).unwrap();
            listed["bytes"] = (80 << 20).into();
        });
    });
    for name in ["client.zip", "bomb.zip"] {
        let found = other.backup_look_at(&folder.path().join(name)).await.unwrap();
        let refused = other.backup_restore(all(&found)).await.unwrap_err();
        assert_eq!(refused.code, Code::BackupDamaged, "{name}");
    }
    assert!(other.clients(Nothing {}).await.unwrap().is_empty());
    let mut after = tree::content(there.data_dir());
    after.retain(|path, _| !path.ends_with("backup.lock") && !path.ends_with("secrets.lock"));
    let side = |path: &Path| path.to_string_lossy().contains("clients.db-");
    let named = |content: &std::collections::BTreeMap<PathBuf, _>| {
        content.keys().filter(|path| !side(path)).cloned().collect::<Vec<_>>()
    };
    let mut known = named(&before);
    known.retain(|path| !path.ends_with("secrets.lock"));
    assert_eq!(named(&after), known);
}
