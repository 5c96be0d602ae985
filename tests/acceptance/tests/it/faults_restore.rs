//! Restoring that is killed, or told that the disk is full, at every point: the old state or the new, never between.

use std::path::Path;
use std::process::{Command, Stdio};

use engine::api::{LicenceDefaults, Nothing, Preferences, StartPage};
use serde_json::{Value, json};
use tempfile::TempDir;
use testbed::tree;

use crate::bench::{Bench, config, sync};
use crate::engine_backup::computers;
use crate::sync_worker::look;

/// What the worker said; none if it was killed.
fn restore(data_dir: &Path, backup: &Path, failpoint: Option<&str>) -> Option<Value> {
    let mut command = Command::new(testbed::worker());
    command.arg("restore").arg("--data-dir").arg(data_dir).arg("--backup").arg(backup);
    command.envs(failpoint.map(|point| ("TANDEM_FAILPOINT", point)));
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().unwrap();
    serde_json::from_slice(&output.stdout).ok()
}

#[tokio::test]
async fn a_kill_or_an_error_at_every_point_leaves_the_old_state_or_the_new() {
    let [here, _] = computers();
    let (engine, client) = here.connected().await;
    assert_eq!(sync(&engine, &client).await.code, None);
    engine
        .licence_defaults_set(LicenceDefaults { idle_days: 45, ..LicenceDefaults::default() })
        .await
        .unwrap();
    let preferences = Preferences { start_page: StartPage::LastClient, ..Preferences::default() };
    engine.preferences_set(preferences).await.unwrap();
    let folder = TempDir::new().unwrap();
    let backup = folder.path().join("backup.zip");
    engine.backup_to(&backup).await.unwrap();
    let database = |dir: &Path| dir.join("clients").join(format!("{client}.db"));
    let saved = look(&database(here.data_dir()));

    let other = Bench::new(duo_sim::TenantConfig { seed: 9, users: 5, events: 20, ..config(&[]) });
    let second = other.engine().await;
    other.save(&second, "Other").await.unwrap();
    second.clients(Nothing {}).await.unwrap();
    drop(second);
    let state = |clients: Value, databases: u32, idle_days: u32, start_page: &str| json!({ "clients": clients, "databases": databases, "idle_days": idle_days, "start_page": start_page, "half": false });
    let old = state(json!(["Other"]), 1, 90, "clients");
    let new = state(json!(["Acme", "Other"]), 2, 45, "last_client");

    let data_dir = folder.path().join("data");
    for point in engine::failpoint::restore_points() {
        let committed = point == "restore.commit.after" || point.starts_with("restore.settle");
        for how in ["kill", "error"] {
            let when = format!("{point}:1:{how}");
            let _ = std::fs::remove_dir_all(&data_dir);
            tree::copy(other.data_dir(), &data_dir);
            let said = restore(&data_dir, &backup, Some(&when));
            assert_eq!(said.is_none(), how == "kill", "{when}");
            if let Some(said) = said {
                assert_eq!((&said["before"], &said["code"]), (&old, &json!("DISK_FULL")), "{when}");
            }
            let again = restore(&data_dir, &backup, None).unwrap();
            assert_eq!(&again["before"], if committed { &new } else { &old }, "{when}");
            assert_eq!((&again["code"], &again["after"]), (&Value::Null, &new), "{when}");
            assert_eq!(look(&database(&data_dir)), saved, "{when}");
            assert!(
                !tree::files(&data_dir).iter().any(|path| path.to_string_lossy().contains(".replaced-")),
                "{when}"
            );
        }
    }
}
