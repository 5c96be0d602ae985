use std::time::{Duration, Instant};

/// Measures how long something takes.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[allow(clippy::disallowed_methods, reason = "the one clock of this program")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// What each of several steps took.
#[derive(Default)]
pub(crate) struct Times(Vec<(&'static str, Duration)>);

impl Times {
    /// Does a step and notes its time, whatever comes of it.
    pub(crate) fn of<T>(&mut self, name: &'static str, step: impl FnOnce() -> T) -> T {
        println!("\n=== {name}");
        let watch = Stopwatch::start();
        let done = step();
        self.0.push((name, watch.elapsed()));
        done
    }

    pub(crate) fn print(&self) {
        println!();
        for (name, time) in &self.0 {
            println!("{name:>14} {:>7.1} s", time.as_secs_f64());
        }
        let all: Duration = self.0.iter().map(|(_, time)| *time).sum();
        println!("{:>14} {:>7.1} s", "in all", all.as_secs_f64());
    }
}
