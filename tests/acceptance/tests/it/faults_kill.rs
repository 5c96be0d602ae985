//! `kill -9` at random moments: nothing is lost, nothing is there twice. And the proof that these tests would see it.

use std::time::Duration;

use duo_api::{Clock, SystemClock};
use testbed::soak::{self, Line};
use testbed::{Running, Simulator, Tandemctl, tree};

use crate::sync_worker::{Look, SyncWorker, database, look};

/// Numbers that depend on the seed alone.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// How a worker is killed and what it is asked to do wrong.
struct Plan {
    seed: u64,
    kills: u32,
    faults: &'static [&'static str],
    bug: Option<&'static str>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    kills: u32,
    syncs: u32,
    lost: u64,
    double: u64,
}

impl Sum {
    fn count(&mut self, worker: &SyncWorker, found: &Look) {
        self.syncs += 1;
        self.lost += worker.sign_ins.saturating_sub(found.distinct);
        self.double += found.sign_ins - found.distinct.min(worker.sign_ins);
    }
}

/// Kills the worker again and again; each time that it comes to its end, what it has is counted and it begins anew.
fn kill(plan: &Plan) -> Sum {
    let worker = SyncWorker::new(40, 5_000, plan.seed, plan.faults);
    let bug: Vec<&str> = plan.bug.iter().flat_map(|bug| ["--bug", *bug]).collect();
    let mut dice = Dice(plan.seed);
    let mut sum = Sum::default();
    let whole = {
        let clock = SystemClock::new();
        assert!(worker.start(&bug).wait().unwrap().success());
        sum.count(&worker, &worker.look());
        worker.set_back();
        u64::try_from(clock.monotonic().as_millis()).unwrap()
    };
    while sum.kills < plan.kills {
        let mut child = worker.start(&bug);
        // A little more than a whole sync takes, and mostly much less.
        let wait = dice.below(whole).min(dice.below(whole * 2));
        let mut ended = None;
        for _ in 0..=wait / 4 {
            ended = child.try_wait().unwrap();
            if ended.is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(4));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if let Some(status) = ended {
            assert!(status.success(), "a sync went wrong by itself");
            sum.count(&worker, &worker.look());
            worker.set_back();
            continue;
        }
        sum.kills += 1;
        if plan.bug.is_none() {
            worker.is_sound(&format!("kill {} of seed {}", sum.kills, plan.seed));
        }
    }
    assert!(worker.start(&bug).wait().unwrap().success());
    let found = worker.look();
    assert_eq!(found.integrity, "ok");
    sum.count(&worker, &found);
    sum
}

/// The plans at once, as many as there are processors.
fn kill_all(plans: &[Plan]) -> Vec<Sum> {
    let lanes: Vec<Vec<(usize, Sum)>> = std::thread::scope(|scope| {
        let lane = |lane: usize| {
            move || plans.iter().enumerate().skip(lane).step_by(2).map(|(n, plan)| (n, kill(plan))).collect()
        };
        let threads: Vec<_> = (0..2).map(|n| scope.spawn(lane(n))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut sums: Vec<_> = lanes.into_iter().flatten().collect();
    sums.sort_by_key(|(place, _)| *place);
    sums.into_iter().map(|(_, sum)| sum).collect()
}

#[test]
fn random_kills_lose_nothing_and_double_nothing() {
    let line = Line::start("random kill -9 of the sync worker");
    let kills = soak::rounds(10, 250);
    let plan = |seed, faults| Plan { seed, kills, faults, bug: None };
    let sums = kill_all(&[
        plan(1, &[]),
        plan(2, &["same_ms:7"]),
        plan(3, &["page_overlap:20"]),
        plan(4, &["same_ms:40", "page_overlap:15"]),
    ]);
    let all = |count: fn(&Sum) -> u64| sums.iter().map(count).sum::<u64>();
    let (lost, double) = (all(|sum| sum.lost), all(|sum| sum.double));
    assert_eq!((lost, double), (0, 0), "{sums:?}");
    let (kills, syncs) = (all(|sum| sum.kills.into()), all(|sum| sum.syncs.into()));
    line.end(&format!("{kills} kills in {syncs} syncs: {lost} lost, {double} double, integrity ok"));
}

/// What a sync must not do, done by the worker on purpose: the test above would not pass.
#[test]
fn mistakes_are_seen() {
    let line = Line::start("mutations of the kill test");
    let kills = soak::rounds(12, 60);
    let plan = |seed, faults, bug| Plan { seed, kills, faults, bug: Some(bug) };
    let sums = kill_all(&[
        plan(1, &[], "checkpoint_first"),
        plan(2, &["same_ms:7"], "plus_one"),
        plan(3, &["page_overlap:20"], "no_primary_key"),
    ]);
    let [first, plus_one, no_key] = sums[..] else { panic!("three plans") };
    assert!(first.lost > 0, "checkpoint first loses nothing: {first:?}");
    assert!(plus_one.lost > 0, "the cursor and one loses nothing: {plus_one:?}");
    assert!(no_key.double > 0, "no primary key doubles nothing: {no_key:?}");
    line.end(&format!(
        "{kills} kills each: checkpoint first {} lost, cursor + 1 {} lost, no primary key {} double",
        first.lost, plus_one.lost, no_key.double
    ));
}

/// The program itself over TLS, on a data folder that can be set back.
pub(crate) struct Program {
    simulator: Simulator,
    tandemctl: Tandemctl,
    /// How long an undisturbed sync takes, milliseconds.
    pub(crate) whole: u64,
}

impl Program {
    pub(crate) fn new(arguments: &[&str]) -> Self {
        let simulator = Simulator::start(arguments);
        let program = Tandemctl::with(&simulator);
        let _ = program.run(&simulator.skey, &Tandemctl::connecting(&simulator)).exits(0);
        tree::copy(&program.data_dir(), &program.home().join("template"));
        let mut this = Self { simulator, tandemctl: program, whole: 0 };
        let clock = SystemClock::new();
        let _ = this.start().finish().exits(0);
        this.whole = u64::try_from(clock.monotonic().as_millis()).unwrap();
        this.set_back();
        this
    }

    pub(crate) fn start(&self) -> Running {
        self.tandemctl.start(&self.simulator.skey, &["sync", "Acme", "--skey-stdin", "--full-speed"])
    }

    /// As if nothing had been synced yet.
    pub(crate) fn set_back(&self) {
        std::fs::remove_dir_all(self.tandemctl.data_dir()).unwrap();
        tree::copy(&self.tandemctl.home().join("template"), &self.tandemctl.data_dir());
    }

    pub(crate) fn is_sound(&self) {
        if self.tandemctl.data_dir().join("clients").exists() {
            let found = look(&database(&self.tandemctl.data_dir()));
            assert_eq!(found.integrity, "ok");
            assert_eq!((found.distinct, found.summed), (found.sign_ins, found.sign_ins));
        }
    }

    pub(crate) fn is_whole(&self) {
        let found = look(&database(&self.tandemctl.data_dir()));
        let sign_ins = self.simulator.fact("/sign_ins/count");
        assert_eq!((found.sign_ins, found.distinct, found.summed), (sign_ins, sign_ins, sign_ins));
        assert_eq!(found.users, self.simulator.fact("/users/count"));
        assert_eq!(found.integrity, "ok");
    }
}

#[test]
fn random_kills_of_the_program_lose_nothing_and_double_nothing() {
    let line = Line::start("random kill -9 of tandemctl over TLS");
    let tested = Program::new(&["--users", "320", "--events", "4000", "--fault", "same_ms:7"]);
    let mut dice = Dice(5);
    let wanted = soak::rounds(8, 100);
    let (mut kills, mut syncs) = (0, 1);
    while kills < wanted {
        let mut running = tested.start();
        std::thread::sleep(Duration::from_millis(dice.below(tested.whole)));
        if running.is_running() {
            running.kill();
            kills += 1;
            tested.is_sound();
        } else {
            let _ = running.finish().exits(0);
            tested.is_whole();
            tested.set_back();
            syncs += 1;
        }
    }
    let _ = tested.start().finish().exits(0);
    tested.is_whole();
    line.end(&format!("{kills} kills in {} syncs: 0 lost, 0 double, integrity ok", syncs + 1));
}

/// Quitting: at most two seconds, whatever the sync is at.
#[cfg(unix)]
#[test]
fn an_interrupt_at_any_moment_ends_a_sync_within_two_seconds() {
    let line = Line::start("interrupts of a sync");
    let tested = Program::new(&["--users", "600", "--events", "5000"]);
    let mut dice = Dice(6);
    let wanted = soak::rounds(3, 40);
    let (mut longest, mut interrupts) = (Duration::ZERO, 0);
    while interrupts < wanted {
        let mut running = tested.start();
        running.wait_for("Reading");
        std::thread::sleep(Duration::from_millis(dice.below(tested.whole)));
        if running.is_running() {
            interrupts += 1;
            let clock = SystemClock::new();
            running.interrupt();
            let _ = running.finish();
            longest = longest.max(clock.monotonic());
            tested.is_sound();
        } else {
            let _ = running.finish().exits(0);
        }
        tested.set_back();
    }
    assert!(longest < Duration::from_secs(2), "{longest:?}");
    line.end(&format!("{interrupts} interrupts, the slowest took {} ms", longest.as_millis()));
}
