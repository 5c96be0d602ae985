//! Scrolling through many rows: at reading speed no row is ever blank.

use crate::desk::Desk;
use crate::home::Home;
use crate::tables::number;

/// Scrolls by `step` px every `every` frames, `frames` times over, and looks at each frame.
const SCROLL: &str = "
const done = arguments[arguments.length - 1];
const grid = document.querySelector('[role=grid]');
const head = grid.querySelector('.head').offsetHeight;
grid.scrollTop = FROM;
const seen = { frames: 0, blank_frames: 0, blank_rows: 0, most_rows: 0, from: grid.scrollTop, to: 0, ms: 0 };
const look = () => {
  const box = grid.getBoundingClientRect();
  const rows = [...grid.querySelectorAll('.body [role=row]')];
  const visible = rows.filter((row) => { const at = row.getBoundingClientRect(); return at.bottom > box.top + head && at.top < box.top + grid.clientHeight; });
  const height = rows[0]?.offsetHeight || 32;
  const room = Math.floor((grid.clientHeight - head) / height);
  const blank = visible.filter((row) => row.querySelector('.ghost')).length + Math.max(0, room - visible.length);
  seen.frames++;
  seen.blank_rows += blank;
  if (blank > 0) seen.blank_frames++;
  seen.most_rows = Math.max(seen.most_rows, rows.length);
};
let start, n = 0;
const tick = (now) => {
  start ??= now;
  if (n > 0) look();
  // A slow machine draws fewer frames; what counts is that none of them is blank.
  if (n++ >= FRAMES || now - start > 12000) { seen.to = grid.scrollTop; seen.ms = Math.round(now - start); done(seen); return; }
  if (n % EVERY === 0) grid.scrollTop += STEP === 'page' ? grid.clientHeight - head - 32 : STEP;
  requestAnimationFrame(tick);
};
setTimeout(() => requestAnimationFrame(tick), 500);
";

#[tokio::test(flavor = "multi_thread")]
async fn no_row_is_blank_at_reading_speed() {
    let home = Home::with_sample(&["--users", "20000", "--events", "1000"]);
    let desk = Desk::on_sample(&home).await;
    desk.users().await;
    // 13 px a frame; a page every twelve frames; the same where the rows end.
    for (from, step, every, frames) in
        [("0", "13", 1, 600), ("0", "'page'", 12, 240), ("500000", "13", 1, 300), ("600000", "-13", 1, 300)]
    {
        let script = SCROLL.replace("FROM", from).replace("STEP", step);
        let script = script.replace("EVERY", &every.to_string()).replace("FRAMES", &frames.to_string());
        let seen = desk.script_async(&script).await;
        println!("{step} px every {every} frames from {from}: {seen}");
        assert_ne!(number(&seen, "to"), number(&seen, "from"), "it scrolled: {seen}");
        assert_eq!(number(&seen, "blank_frames"), 0, "{step} from {from}: {seen}");
        assert!(number(&seen, "most_rows") <= 400, "{seen}");
    }
    desk.shot("table-scrolled").await;
    desk.close().await;
}
