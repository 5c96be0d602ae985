//! How fast sign-ins are stored, from a simulator over TLS and from memory, and what room they take.

use super::measure::{Cost, number, with_input};
use super::simulator::Simulator;
use crate::failure::Failure;
use crate::process::{built, cargo, command, output, run as execute, target};

const USERS: &str = "100000";
const OVER_TLS: &str = "1000000";
const FROM_MEMORY: &str = "10000000";
/// Pages that share a transaction when the rows come from memory; over TLS a sync puts 25 together at most.
const TOGETHER: &str = "64";

pub(super) fn run() -> Result<(), Failure> {
    let packages = ["--package", "tandemctl", "--package", "worker"];
    execute(cargo(&[&["build", "--locked", "--release"], &packages[..]].concat()))?;
    println!("\nstoring sign-ins of {USERS} users\n");
    let (tls, simulator_cpu, tls_mib) = over_tls()?;
    let million = tls.rows / 1e6;
    goal("rows a second over TLS, 1 million", tls.rows / tls.wall, "at least 60000");
    seconds("processor seconds a million, client", tls.cpu / million);
    seconds("processor seconds a million, simulator", simulator_cpu / million);
    goal("memory at most, MiB", tls_mib, "at most 300");
    let stored = from_memory()?;
    let of = |name| number(&stored, name).unwrap_or(f64::NAN);
    goal("rows a second from memory, first million", of("first"), "at least 120000");
    goal("from the 9th to the 10th million", of("last"), "");
    goal("of the first, %", of("last") / of("first") * 100.0, "at least 70");
    goal("bytes a sign-in with indexes, 10 million", of("bytes"), "at most 160");
    goal("WAL at most, MiB", of("wal_mib"), "at most 256");
    goal("memory at most, MiB", of("rss_mib"), "at most 300");
    Ok(())
}

fn goal(what: &str, value: f64, goal: &str) {
    let goal = if goal.is_empty() { String::new() } else { format!("(goal {goal})") };
    println!("{what:>44} {value:>9.0}  {goal}");
}

fn seconds(what: &str, value: f64) {
    println!("{what:>44} {value:>9.2}");
}

/// A simulator without quotas in a process of its own on this machine; what the sync took, what the simulator took
/// meanwhile, and the sync's memory.
fn over_tls() -> Result<(Cost, f64, f64), Failure> {
    let simulator = Simulator::start(&["--users", USERS, "--events", OVER_TLS])?;
    let data = target().join("bench/served");
    let _ = std::fs::remove_dir_all(&data);
    let data = data.to_string_lossy().into_owned();
    let mut command = command(built("release", "worker"), &["served", "--data-dir", &data]);
    simulator.lead(&mut command);
    let before = simulator.cpu_s();
    let line = with_input(command, simulator.skey())?;
    let simulator_cpu = simulator.cpu_s() - before;
    let field =
        |name| number(&line, name).ok_or(Failure::Unreadable { what: "what a measured program printed" });
    let cost = Cost { rows: field("rows")?, cpu: field("cpu_s")?, wall: field("wall_s")? };
    Ok((cost, simulator_cpu, field("rss_mib")?))
}

fn from_memory() -> Result<String, Failure> {
    let example = ["run", "--locked", "--release", "--package", "store", "--example", "measure", "--"];
    output(cargo(&[&example[..], &[USERS, FROM_MEMORY, TOGETHER, "store"]].concat()))
}
