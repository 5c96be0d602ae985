//! What storing sign-ins costs.

use std::path::Path;
use std::time::Duration;

use domain::DataSet;
use store::{ClientDb, LogPage, LogRows};

use crate::tenant::sign_in;
use crate::time::timed;
use crate::{DAY, ID, NOW};

const PAGE: i64 = 1_000;

/// What storing took: rows a second of the first and of the last million, and of all; MiB.
pub(crate) struct Stored {
    pub(crate) first: f64,
    pub(crate) last: f64,
    pub(crate) all: f64,
    pub(crate) wal: f64,
}

/// Stores sign-ins from memory, newest window first and ascending inside, as a sync does; `together` pages share a
/// transaction. What is printed is the time in the database, without making the rows.
pub(crate) fn store(db: &ClientDb, dir: &Path, users: i64, events: i64, together: i64) -> Stored {
    let windows = 18.min(events / PAGE).max(1);
    let each = events / windows;
    let step = (10 * DAY) / each;
    let mut sum = Sum::default();
    for window in 0..windows {
        let (lo, hi) = (NOW - (window + 1) * 10 * DAY, NOW - window * 10 * DAY);
        let id = db.open_window(lo, hi).unwrap().id;
        let row = |n| sign_in(lo + n * step, window * each + n, users);
        let page = |from: i64| LogPage {
            rows: LogRows::SignIns((from..(from + PAGE).min(each)).map(row).collect()),
            quarantined: Vec::new(),
            cursor: (from + PAGE < each).then(|| "next".to_owned()),
            total: None,
            done: from + PAGE >= each,
            gap: None,
        };
        for from in (0..each).step_by((PAGE * together) as usize) {
            let pages: Vec<LogPage> =
                (from..(from + PAGE * together).min(each)).step_by(PAGE as usize).map(page).collect();
            let rows = pages.iter().map(|page| page.rows.len() as i64).sum();
            let before = cpu();
            let time = timed(|| {
                db.write_log(DataSet::SignIns, id, &pages).unwrap();
            })
            .wall;
            sum.add(dir, rows, time, cpu() - before);
        }
    }
    let rate = sum.rows as f64 / sum.time.as_secs_f64();
    println!(
        "processor time: {:.2} s, {:.0} a second of it",
        sum.cpu as f64 / 100.0,
        sum.rows as f64 * 100.0 / sum.cpu as f64
    );
    println!("store {} sign-ins, {together} pages together: {:?}, {rate:.0} a second", sum.rows, sum.time);
    let wal = sum.wal as f64 / 1_048_576.0;
    println!("WAL at most {wal:.1} MiB, memory at most {} MiB", memory());
    let (first, last) = (sum.millions.first(), sum.millions.last());
    let of = |million: Option<&f64>| million.copied().unwrap_or(rate);
    Stored { first: of(first), last: of(last), all: rate, wal }
}

#[derive(Default)]
struct Sum {
    rows: i64,
    time: Duration,
    /// Since the last full million: rows, time and processor time.
    lately: (i64, Duration, u64),
    /// Rows a second of each full million.
    millions: Vec<f64>,
    wal: u64,
    cpu: u64,
}

impl Sum {
    fn add(&mut self, dir: &Path, rows: i64, time: Duration, cpu: u64) {
        self.rows += rows;
        self.time += time;
        self.cpu += cpu;
        self.lately = (self.lately.0 + rows, self.lately.1 + time, self.lately.2 + cpu);
        let wal = dir.join("clients").join(format!("{ID}.db-wal"));
        self.wal = self.wal.max(std::fs::metadata(wal).map_or(0, |file| file.len()));
        if self.lately.0 >= 1_000_000 {
            let rate = self.lately.0 as f64 / self.lately.1.as_secs_f64();
            let of_cpu = self.lately.0 as f64 * 100.0 / self.lately.2 as f64;
            println!(
                "  {:.1} million: {rate:.0} a second, {of_cpu:.0} a second of processor time",
                self.rows as f64 / 1e6
            );
            self.millions.push(rate);
            self.lately = (0, Duration::ZERO, 0);
        }
    }
}

/// Processor time of this process, in hundredths of a second.
fn cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// The most memory that this process ever took, in MiB.
pub(crate) fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Prints the bytes of each table and index; those of a sign-in.
pub(crate) fn sizes(dir: &Path, events: i64) -> f64 {
    let file = dir.join("clients").join(format!("{ID}.db"));
    let sqlite = rusqlite::Connection::open(file).unwrap();
    let mut statement = sqlite
        .prepare("SELECT name, sum(pgsize) FROM dbstat GROUP BY 1 HAVING sum(pgsize) > 65536 ORDER BY 2 DESC")
        .unwrap();
    let sizes: Vec<(String, i64)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let objects = ["users", "user_groups", "assessments", "coverage", "groups", "phones"];
    let of_log =
        |name: &str| !objects.iter().any(|object| name.contains(object) && !name.starts_with("log_"));
    let sum: i64 = sizes.iter().filter(|(name, _)| of_log(name)).map(|(_, bytes)| bytes).sum();
    println!("bytes a sign-in: {:.0}", sum as f64 / events as f64);
    for (name, bytes) in sizes.iter().filter(|(name, _)| of_log(name)) {
        println!("  {name}: {:.1}", *bytes as f64 / events as f64);
    }
    sum as f64 / events as f64
}
