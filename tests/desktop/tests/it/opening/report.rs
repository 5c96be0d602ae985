//! What was measured, as tables: on standard output and in `target/desktop-shots/opening.md`.

use std::fmt::Write as _;

use serde_json::Value;

use crate::tables::number;
use crate::target;

/// Milliseconds that are aimed at.
const OPENS: u64 = 100;
const FILTERS: u64 = 150;

/// A view, and what was measured of it.
pub(super) struct Route {
    pub(super) hash: String,
    pub(super) opens: Times,
    pub(super) filters: Times,
    pub(super) searches: Times,
    pub(super) sorts: Times,
}

impl Route {
    pub(super) fn new(hash: String) -> Self {
        let [opens, filters, searches, sorts] = std::array::from_fn(|_| Times::default());
        Self { hash, opens, filters, searches, sorts }
    }
}

/// One action, as often as it was done.
#[derive(Default)]
pub(super) struct Times {
    shown: Vec<u64>,
    whole: Vec<u64>,
    /// What the page asked for the last time: name and milliseconds.
    asked: Vec<(String, u64)>,
}

impl Times {
    /// Nothing, where the page has nothing to press.
    pub(super) fn add(&mut self, seen: &Value) {
        if seen.is_null() {
            return;
        }
        self.shown.push(number(seen, "shown"));
        self.whole.push(number(seen, "whole"));
        let asked = seen["asked"].as_array().into_iter().flatten();
        self.asked =
            asked.map(|one| (one["what"].as_str().unwrap_or("?").to_owned(), number(one, "ms"))).collect();
    }

    /// Of the page as it is shown: the median and the most; then the median with every count.
    fn cells(&self, goal: u64) -> String {
        let (Some(shown), Some(most), Some(whole)) =
            (median(&self.shown), self.shown.iter().max(), median(&self.whole))
        else {
            return " |  | ".to_owned();
        };
        let mark = if shown > goal { " !" } else { "" };
        format!("{shown}{mark} | {most} | {whole}")
    }

    fn slowest(&self) -> String {
        self.asked
            .iter()
            .max_by_key(|(_, ms)| *ms)
            .map(|(what, ms)| format!("{what} {ms}"))
            .unwrap_or_default()
    }
}

/// A table that was scrolled.
pub(super) struct Scrolled {
    pub(super) view: &'static str,
    pub(super) turn: &'static str,
    pub(super) seen: Value,
}

#[allow(clippy::print_stdout, reason = "a measurement")]
pub(super) fn print(size: &str, client: &str, routes: &[Route], scrolled: &[Scrolled]) {
    let mut text = format!(
        "{size}; milliseconds from the press to the paint: median, most, median with every count.\n\
         Goals: opens {OPENS}, filters {FILTERS}; `!` misses.\n\n\
         | route | opens | most | whole | asks | slowest | filters | most | whole | searches | most | whole | sorts | most | whole |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
    );
    for route in routes {
        let hash = route.hash.replace(client, "…");
        let opens = route.opens.cells(OPENS);
        let (asks, slowest) = (route.opens.asked.len(), route.opens.slowest());
        let rest =
            [&route.filters, &route.searches, &route.sorts].map(|times| times.cells(FILTERS)).join(" | ");
        let _ = writeln!(text, "| `{hash}` | {opens} | {asks} | {slowest} | {rest} |");
    }
    text.push_str("\n| table | scrolled | px | seconds | frames | with a blank row | blank rows | slowest frame ms |\n|---|---|---|---|---|---|---|---|\n");
    for Scrolled { view, turn, seen } in scrolled {
        let px = number(seen, "to").saturating_sub(number(seen, "from"));
        let seconds = number(seen, "ms") / 1000;
        let [frames, blank, rows, slowest] =
            ["frames", "blank_frames", "blank_rows", "slowest_frame"].map(|name| number(seen, name));
        let _ = writeln!(
            text,
            "| {view} | {turn} | {px} | {seconds} | {frames} | {blank} | {rows} | {slowest} |"
        );
    }
    println!("{text}");
    let folder = target().join("desktop-shots");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("opening.md"), text).unwrap();
}

fn median(times: &[u64]) -> Option<u64> {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}
