//! The real window of a large tenant, measured: opening, filtering, searching, sorting, scrolling.
//!
//! A time is from the press to the end of the frame in which no part of the page waits any more, as the page's own clock
//! tells it: routing, answers of the engine, rendering and painting are in it. The page is loaded anew for each round, so that
//! no answer is kept from the one before.

mod report;

use std::time::Duration;

use serde_json::{Value, json};
use testbed::audit;
use thirtyfour::Key;
use tokio::time::{MissedTickBehavior, interval};

use crate::desk::Desk;
use crate::home::Home;
use crate::patience::PATIENCE;
use report::{Route, Scrolled};

const SIZE: [&str; 4] = ["--users", "100000", "--events", "1000000"];
const WATCH: &str = include_str!("watch.js");
const ROUNDS: usize = 5;
/// Page Down as often: faster than anybody reads.
const PAGE_EVERY: Duration = Duration::from_millis(250);
const PAGES: usize = 60;
/// Pixels a second of an even scroll, and for how many seconds: 25 rows of 32 px go by in each.
const PACE: (u32, u32) = (800, 15);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures, does not judge"]
async fn opening_at_size() {
    let home = Home::with_sample(&SIZE);
    let desk = Desk::on_sample(&home).await;
    desk.press("sample").await;
    desk.sees("Act on this").await;
    let client = desk.only_client().await;
    let mut routes: Vec<Route> = desk.routes().await.into_iter().map(Route::new).collect();
    for _ in 0..ROUNDS {
        desk.begin().await;
        for route in &mut routes {
            desk.measure(route).await;
        }
    }
    let mut scrolled = Vec::new();
    for view in ["users", "signins"] {
        let route = format!("#/client/{client}/{view}");
        for turn in ["Page Down each 250 ms", "800 px a second"] {
            desk.begin().await;
            desk.watch(&format!("open('{route}')")).await;
            let seen = if turn.starts_with("Page") { desk.page_down().await } else { desk.glide().await };
            scrolled.push(Scrolled { view, turn, seen });
        }
    }
    desk.close().await;
    report::print(&format!("{} users, {} sign-ins", SIZE[1], SIZE[3]), &client, &routes, &scrolled);
}

impl Desk {
    async fn routes(&self) -> Vec<String> {
        audit::prepare(&self.driver).await;
        audit::routes(&self.driver).await
    }

    /// The page anew, with the list of clients, where everybody begins.
    async fn begin(&self) {
        self.script("location.hash = '#/clients'").await;
        self.driver.refresh().await.unwrap();
        self.settle().await;
        self.holds("document.querySelector('main h1')").await;
        self.driver.set_script_timeout(PATIENCE).await.unwrap();
        self.script(WATCH).await;
        self.watch("settled()").await;
    }

    /// Runs one of the watch's functions to its end.
    async fn watch(&self, call: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             Promise.resolve(window.watch.{call}).then((seen) => done({{ seen: seen ?? null }}), (error) => done({{ error: String(error) }}))"
        );
        let answer = self.script_async(&script).await;
        assert!(answer.get("seen").is_some(), "{call}: {answer}");
        answer["seen"].clone()
    }

    async fn measure(&self, route: &mut Route) {
        let open = format!("open({})", json!(route.hash));
        route.opens.add(&self.watch(&open).await);
        for (call, times) in [
            ("filter()", &mut route.filters),
            ("search('an')", &mut route.searches),
            ("sort()", &mut route.sorts),
        ] {
            times.add(&self.watch(call).await);
        }
    }

    /// By the key itself, at a pace that does not wait for the page.
    async fn page_down(&self) -> Value {
        self.script("document.querySelector('[role=grid] .body [role=gridcell]').focus()").await;
        self.watch("begin()").await;
        let mut every = interval(PAGE_EVERY);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for _ in 0..PAGES {
            every.tick().await;
            self.keys(Key::PageDown).await;
        }
        self.watch("end()").await
    }

    async fn glide(&self) -> Value {
        self.watch(&format!("glide({}, {})", PACE.0, PACE.1)).await
    }
}
