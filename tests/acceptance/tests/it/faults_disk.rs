//! Disks that are full, databases that are locked, damaged, or read by somebody who does not let go.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use duo_api::{Clock, SystemClock};
use duo_sim::TenantConfig;
use engine::api::{Nothing, ViewName, ViewQuery, ViewRows};
use engine::{Code, Engine, Options};
use tempfile::TempDir;
use testbed::soak::{self, Line};
use testbed::tree;

use crate::bench::{Bench, config, sync};
use crate::holdings;
use crate::sync_worker::{Ended, SyncWorker, database, look};

/// A small disk in memory; gone when dropped.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// None where mounting is refused.
    fn new(kib: u64) -> Option<Self> {
        let disk = Self(TempDir::new().unwrap());
        disk.mount(&["-t", "tmpfs", "-o", &format!("size={kib}k"), "tmpfs"]).then_some(disk)
    }

    fn grow(&self, kib: u64) {
        assert!(self.mount(&["-o", &format!("remount,size={kib}k")]), "the disk grows");
    }

    fn mount(&self, arguments: &[&str]) -> bool {
        let mut mount = Command::new("mount");
        mount.args(arguments).arg(self.0.path()).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // One that was never mounted is no mistake.
        let _ = Command::new("umount").arg(self.0.path()).stderr(Stdio::null()).status();
    }
}

/// The figures of a database on a disk that may have no room for a reader's notes.
fn look_elsewhere(data_dir: &Path) -> Option<crate::sync_worker::Look> {
    let copy = TempDir::new().unwrap();
    tree::copy(data_dir, copy.path());
    let any = tree::files(&copy.path().join("clients"));
    any.iter()
        .any(|file| file.extension().is_some_and(|ending| ending == "db"))
        .then(|| look(&database(copy.path())))
}

#[test]
fn a_full_disk_stops_a_sync_and_a_larger_one_lets_it_end() {
    let what = "disk full at sizes of a tmpfs";
    if SmallDisk::new(1024).is_none() {
        return soak::skipped(what, "mounting a tmpfs was refused");
    }
    let line = Line::start(what);
    let worker = SyncWorker::new(200, 20_000, 7, &[]);
    let sizes = soak::rounds(2, 20);
    let (mut full, mut rows) = (0, Vec::new());
    for n in 0..sizes {
        let disk = SmallDisk::new(900 + n * (7_000 / sizes)).unwrap();
        let data_dir = disk.0.path().join("data");
        worker.place(&data_dir);
        let ended = worker.sync_in(&data_dir, &[]);
        full += u32::from(ended == Ended::Code("DISK_FULL".to_owned()));
        assert!(
            matches!(&ended, Ended::Done) || ended == Ended::Code("DISK_FULL".to_owned()),
            "size {n}: {ended:?}"
        );
        if let Some(found) = look_elsewhere(&data_dir) {
            assert_eq!(found.integrity, "ok", "size {n}");
            assert_eq!((found.distinct, found.summed), (found.sign_ins, found.sign_ins), "size {n}");
            rows.push(found.sign_ins);
        }
        disk.grow(64 * 1024);
        assert_eq!(worker.sync_in(&data_dir, &[]), Ended::Done, "size {n}, grown");
        let found = look(&database(&data_dir));
        assert_eq!((found.sign_ins, found.distinct), (worker.sign_ins, worker.sign_ins), "size {n}, grown");
        assert_eq!(found.integrity, "ok", "size {n}, grown");
    }
    assert!(full > 0, "no disk was full: {rows:?}");
    line.end(&format!("{sizes} sizes, {full} full: 0 lost, 0 double, integrity ok"));
}

/// A process that holds a database until it is dropped.
struct Holder(Child);

impl Holder {
    fn of(what: &str, file: &Path) -> Self {
        let mut child = Command::new(testbed::worker())
            .arg("hold")
            .arg(what)
            .arg(file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "held");
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn a_database_that_somebody_locks_stops_a_sync_that_then_goes_on() {
    let line = Line::start("database locked by another process");
    let bench = Bench::new(TenantConfig { users: 30, events: 2_000, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    engine.sync_status(engine::api::ClientRef { client: client.clone() }).await.unwrap();
    let holder = Holder::of("write", &database(bench.data_dir()));
    let clock = SystemClock::new();
    let status = sync(&engine, &client).await;
    let waited = clock.monotonic().as_secs();
    assert_eq!(status.code, Some(Code::DbBusy), "{status:#?}");
    assert!(waited < 12, "told after {waited} s: SQLite waits for 5");
    // Reading goes on meanwhile.
    let asked = ViewRows { client: client.clone(), view: ViewName::Users, query: ViewQuery::default() };
    engine.view_rows(asked).await.unwrap();
    drop(holder);
    assert_eq!(sync(&engine, &client).await.code, None);
    holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    line.end(&format!("DB_BUSY after {waited} s, then whole"));
}

fn wal(data_dir: &Path) -> u64 {
    let file = database(data_dir).with_extension("db-wal");
    std::fs::metadata(file).map_or(0, |metadata| metadata.len())
}

#[test]
fn a_reader_that_lets_go_lets_the_log_be_cut_short() {
    let line = Line::start("WAL with a reader that holds on");
    let worker = SyncWorker::new(30, soak::rounds(10_000, 400_000), 8, &[]);
    assert_eq!(
        worker.sync(&[("TANDEM_FAILPOINT", "list.begin.before:1:kill")]),
        Ended::Killed(String::new())
    );
    let holder = Holder::of("read", &database(&worker.data_dir()));
    assert_eq!(worker.sync(&[]), Ended::Done);
    let held = wal(&worker.data_dir());
    drop(holder);
    assert_eq!(worker.sync(&[]), Ended::Done);
    let idle = wal(&worker.data_dir());
    assert!(held > 0, "the reader held nothing");
    assert!(idle < 64 * 1024 * 1024, "{idle} bytes");
    worker.is_whole("after the reader");
    line.end(&format!("{} MiB while held, {} MiB idle (64 allowed)", held >> 20, idle >> 20));
}

/// A bench's data folder, copied, and an engine on it.
async fn copied(bench: &Bench, folder: &Path) -> Result<Arc<Engine>, engine::api::CommandError> {
    let data_dir = folder.to_owned();
    Engine::open(Options { data_dir, ports: bench.ports.clone(), demo: false, notices: Vec::new() }).await
}

/// Rows of a view, if it answers.
async fn rows(engine: &Arc<Engine>, client: &str, view: ViewName) -> Option<u64> {
    let query = ViewQuery { limit: 1, ..ViewQuery::default() };
    let page = engine.view_rows(ViewRows { client: client.to_owned(), view, query }).await.ok()?;
    page.rows.is_some().then_some(page.total)
}

fn flip(file: &Path, page: u64, dice: u64) {
    let mut bytes = std::fs::read(file).unwrap();
    let at = usize::try_from(page * 4096 + dice % 4096).unwrap();
    bytes[at] ^= 1 << (dice % 8);
    std::fs::write(file, bytes).unwrap();
}

#[tokio::test]
async fn a_database_with_a_flipped_bit_gives_no_short_answer_silently() {
    let line = Line::start("one bit flipped in each of so many pages");
    let bench = Bench::new(TenantConfig { users: 300, events: 6_000, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    assert_eq!(sync(&engine, &client).await.code, None);
    drop(engine);
    let expected = (bench.tenant.facts.users.count, bench.tenant.facts.sign_ins.as_ref().unwrap().count);
    let pages = std::fs::metadata(database(bench.data_dir())).unwrap().len() / 4096;
    let wanted = soak::rounds(20, 200).min(pages);
    let (mut told, mut whole) = (0, 0);
    for n in 0..wanted {
        let copy = TempDir::new().unwrap();
        tree::copy(bench.data_dir(), copy.path());
        let file: PathBuf = database(copy.path());
        let page = n * pages / wanted;
        flip(&file, page, (n + 1) * 2_654_435_761);
        let engine = copied(&bench, copy.path()).await.unwrap();
        let found =
            (rows(&engine, &client, ViewName::Users).await, rows(&engine, &client, ViewName::Signins).await);
        let notices = engine.app_info(Nothing {}).await.unwrap().notices;
        let said = notices.iter().any(|notice| notice.code == Code::DbCorrupt);
        let short =
            found.0.is_some_and(|rows| rows != expected.0) || found.1.is_some_and(|rows| rows != expected.1);
        assert!(said || !short, "page {page} of {pages}: {found:?} for {expected:?}, and nobody was told");
        told += u32::from(said || found.0.is_none() || found.1.is_none());
        whole += u32::from(!short && found.0.is_some() && found.1.is_some());
    }
    line.end(&format!("{wanted} pages: {told} told, {whole} with right counts, 0 silent short answers"));
}
