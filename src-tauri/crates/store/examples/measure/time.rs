//! Times on the clock and on the processor.

use std::time::{Duration, Instant};

/// What a question took.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    pub(crate) wall: Duration,
    /// Processor time of this thread, which other programs do not lengthen; on Linux only, elsewhere as the clock.
    pub(crate) cpu: Duration,
}

/// Questions that take longer are asked once.
pub(crate) const LONG: Duration = Duration::from_secs(1);

pub(crate) fn timed(work: impl FnOnce()) -> Time {
    let (start, before) = (Instant::now(), on_processor());
    work();
    let (wall, after) = (start.elapsed(), on_processor());
    let cpu = before.zip(after).map_or(wall, |(before, after)| after.saturating_sub(before));
    Time { wall, cpu }
}

fn on_processor() -> Option<Duration> {
    // Counted up to now only when the thread gives way.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
