//! Goals, and whether they are met.

use std::time::Duration;

use crate::time::Time;
use crate::views::Times;

/// The lines so far: how many goals were met, and which were not.
pub(crate) struct Verdicts {
    met: usize,
    missed: Vec<String>,
}

impl Verdicts {
    pub(crate) fn new() -> Self {
        println!(
            "{:<14} {:<24} {:>4} {:>8} {:>8} {:>8} {:>8} {:>5}         slowest",
            "view", "question", "n", "p50 ms", "p95 ms", "CPU p50", "CPU p95", "goal"
        );
        Self { met: 0, missed: Vec::new() }
    }

    /// A line: times on the clock and on the processor. A goal is for the clock; where only other programs kept it from
    /// being met, the line says `busy`.
    pub(crate) fn line(&mut self, view: &str, kind: &str, goal: f64, questions: &[Times]) {
        let median = |times: &[Time]| at(times, 50, |time| time.cpu);
        let Some(slowest) = questions.iter().max_by(|a, b| median(&a.1).total_cmp(&median(&b.1))) else {
            return;
        };
        let all: Vec<Time> = questions.iter().flat_map(|(_, times)| times.iter().copied()).collect();
        let (wall, cpu) = (at(&all, 95, |time| time.wall), at(&all, 95, |time| time.cpu));
        let verdict = match (wall <= goal, cpu <= goal) {
            _ if goal.is_infinite() => "",
            (true, _) => "met",
            (false, true) => "busy",
            (false, false) => "missed",
        };
        println!(
            "{view:<14} {kind:<24} {:>4} {:>8.2} {wall:>8.2} {:>8.2} {cpu:>8.2} {:>5} {verdict:<7} {} {:.1}",
            questions.len(),
            at(&all, 50, |time| time.wall),
            at(&all, 50, |time| time.cpu),
            if goal.is_infinite() { "-".to_owned() } else { goal.to_string() },
            slowest.0,
            median(&slowest.1),
        );
        match verdict {
            "met" => self.met += 1,
            "" => {}
            _ => self
                .missed
                .push(format!("{view} {kind}: {wall:.1} ms, {cpu:.1} of them on the processor, goal {goal}")),
        }
    }

    pub(crate) fn sum(&self) {
        println!("\n{} goals met, {} not", self.met, self.missed.len());
        for one in &self.missed {
            println!("  {one}");
        }
    }
}

/// A percentile in milliseconds.
fn at(times: &[Time], percent: usize, of: impl Fn(&Time) -> Duration) -> f64 {
    let mut sorted: Vec<Duration> = times.iter().map(of).collect();
    sorted.sort_unstable();
    let place = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}
