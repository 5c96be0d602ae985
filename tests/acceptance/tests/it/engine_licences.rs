//! The licence review says the same on screen, in its files and on the command line, and what the tenant holds.

use std::sync::Arc;

use domain::analysis::Reason;
use duo_sim::{Permission, TenantConfig};
use engine::Engine;
use engine::api::{
    BillingModel, ClientRef, ClientReportOf, Figure, LicenceDecide, LicenceDefaults, LicenceReportOf,
    LicenceRestore, LicenceReview, LicenceReviewOf, LicenceScenario, LicenceTermsSet, Nothing, Paper, Plan,
    PlanPrice, PriceBook, ReportFormat, ReportNames, ViewName, ViewQuery, ViewRows,
};
use serde_json::Value;

use crate::bench::{Bench, config, sync};

async fn review(engine: &Arc<Engine>, client: &str, scenario: &LicenceScenario) -> LicenceReview {
    let of = LicenceReviewOf { client: client.to_owned(), scenario: scenario.clone() };
    engine.licence_review(of).await.unwrap()
}

fn value(figure: &Figure) -> u64 {
    match figure {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Figure::Value(value) => *value as u64,
        Figure::NotEvaluated(why) => panic!("not evaluated: {why:?}"),
    }
}

async fn rows(engine: &Arc<Engine>, client: &str, idle_days: Option<u32>) -> Vec<engine::api::Row> {
    let query = ViewQuery { limit: 1000, idle_days, ..ViewQuery::default() };
    let asked = ViewRows { client: client.to_owned(), view: ViewName::Licences, query };
    engine.view_rows(asked).await.unwrap().rows.unwrap()
}

async fn file(
    engine: &Arc<Engine>,
    client: &str,
    scenario: &LicenceScenario,
    format: ReportFormat,
) -> String {
    let of = LicenceReportOf {
        client: client.to_owned(),
        scenario: scenario.clone(),
        format,
        names: ReportNames::Names,
        prices: true,
        msp: false,
        time_zone: None,
        paper: Paper::default(),
    };
    String::from_utf8(engine.licence_report_file(of).await.unwrap().1).unwrap()
}

fn csv(text: &str) -> Vec<csv::StringRecord> {
    let text = text.strip_prefix('\u{feff}').unwrap();
    csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect()
}

/// What the list of clients tells of the one client's seats to reclaim.
async fn listed(engine: &Arc<Engine>) -> u64 {
    value(&engine.clients(Nothing {}).await.unwrap()[0].reclaimable)
}

async fn enter_terms(engine: &Arc<Engine>, client: &str) {
    let set = LicenceTermsSet {
        client: client.to_owned(),
        paid: Some(750),
        price_hundredths: Some(7_200),
        currency: Some("CHF".to_owned()),
        model: BillingModel::Prepaid,
        renewal: None,
        min_commit: 0,
        pack_size: 25,
        buffer_percent: 3,
        billed: Some(700),
        sell_hundredths: Some(9_900),
        entered_by: "J. Marsh".to_owned(),
    };
    engine.licence_terms_set(set).await.unwrap();
}

/// Screen, rows, removal list, CSV, JSON and HTML, for the rules and for a what-if, with and without the log.
#[tokio::test]
async fn figures_are_equal_everywhere_and_true() {
    for log in [true, false] {
        let mut config = config(&[]);
        if !log {
            config.permissions.retain(|right| *right != Permission::ReadLog);
        }
        let bench = Bench::new(config);
        let (engine, client) = bench.connected().await;
        sync(&engine, &client).await;
        enter_terms(&engine, &client).await;
        let facts = &bench.tenant.facts.users;
        let what_if = LicenceScenario {
            idle_days: Some(45),
            reasons: vec![Reason::NotEnrolled, Reason::Idle],
            buffer_percent: Some(10),
            min_commit: None,
        };
        for scenario in [LicenceScenario::default(), what_if] {
            let screen = review(&engine, &client, &scenario).await;
            assert_eq!(value(&screen.billable), facts.billable);
            assert_eq!(value(&screen.enrolled) + facts.not_enrolled, facts.billable);
            assert_eq!(screen.waterfall.iter().map(|step| step.users).sum::<u64>(), facts.billable);
            assert_eq!(screen.waterfall[0].users, facts.by_status["disabled"]);
            assert_eq!(screen.log_missing.is_none(), log);
            if !log {
                // Duo's last_login is all there is: exactly what the tenant was made with.
                let seen = facts.billable - facts.never_signed_in;
                assert_eq!(screen.active[0].users, seen - facts.idle_30);
                assert_eq!(screen.active[2].users, seen - facts.idle_90);
                let rows = rows(&engine, &client, scenario.idle_days).await;
                let ready = rows.iter().filter(|row| row["lane"] == "ready");
                assert!(ready.clone().count() > 0);
                assert!(ready.clone().all(|row| row["status"] == "disabled"), "no log, no proof");
            }
            let reclaim = value(&screen.reclaimable);
            assert!(reclaim > 0);
            let ticked = |row: &engine::api::Row| scenario.reasons.iter().any(|r| row["step"] == r.id());
            let shown = rows(&engine, &client, scenario.idle_days).await;
            let on_screen =
                shown.iter().filter(|row| row["lane"] == "ready" || row["lane"] == "review" && ticked(row));
            assert_eq!(on_screen.count() as u64, reclaim);
            for step in &screen.waterfall {
                let id = step.reason.map_or(Value::Null, |reason| reason.id().into());
                assert_eq!(shown.iter().filter(|row| row["step"] == id).count() as u64, step.users);
            }
            let removal = engine.removal_csv(&client, &[], &scenario).await.unwrap();
            assert_eq!(csv(std::str::from_utf8(&removal).unwrap()).len() as u64, reclaim);
            let sheet = csv(&file(&engine, &client, &scenario, ReportFormat::Csv).await);
            assert_eq!(sheet.iter().filter(|row| &row[2] == "true").count() as u64, reclaim);
            let document: Value =
                serde_json::from_str(&file(&engine, &client, &scenario, ReportFormat::Json).await).unwrap();
            assert_eq!(document["review"]["reclaimable"]["value"].as_f64(), Some(reclaim as f64));
            assert_eq!(document["review"]["saving"], serde_json::json!(screen.saving));
            assert!(document["review"].get("msp").is_none(), "kept out of what a client sees");
            let people = document["candidates"].as_array().unwrap();
            assert_eq!(people.iter().filter(|row| row["reclaim"] == true).count() as u64, reclaim);
            let page = file(&engine, &client, &scenario, ReportFormat::Html).await;
            let saving = screen.saving.clone().unwrap();
            assert_eq!(saving.need % 25, 0, "whole packs");
            for said in [
                format!("pays for 750 seats, and {} users take one", facts.billable),
                format!("{reclaim} seats ("),
                format!("To reclaim <span class=\"count\">{reclaim}</span>"),
                format!("{} seats would then do, {} fewer", saving.need, saving.droppable),
            ] {
                assert!(page.contains(&said), "{said} is not in {page}");
            }
            assert!(!page.contains("MSP"), "kept out of what a client sees");
            assert_eq!(page.contains("Not readable (Not granted)"), !log);
            assert_eq!(entries(&page), people.len(), "everybody is in the file");
        }
        let overview = engine.overview(engine::api::ClientRef { client: client.clone() }).await.unwrap();
        let plain = review(&engine, &client, &LicenceScenario::default()).await;
        assert_eq!(overview.reclaimable, plain.reclaimable);
        let trend = engine.licence_trend(engine::api::ClientRef { client: client.clone() }).await.unwrap();
        assert_eq!(trend.len(), 1);
        assert!(trend[0].whole);
        assert_eq!((trend[0].billable, trend[0].reclaim), (facts.billable, value(&plain.reclaimable)));
    }
}

/// The page that is looked at before a review is saved, and the file.
async fn looked_at(engine: &Arc<Engine>, client: &str, names: &str, what_if: bool) -> (String, String) {
    let reasons: &[&str] = if what_if { &["not_enrolled", "idle"] } else { &[] };
    let asked = serde_json::json!({
        "client": client, "kind": "licences", "names": names, "prices": true, "scenario": { "reasons": reasons },
    });
    let of: ClientReportOf = serde_json::from_value(asked).unwrap();
    let page = engine.client_report_page(of.clone()).await.unwrap().content;
    (page, String::from_utf8(engine.client_report_file(of).await.unwrap().1).unwrap())
}

/// Numbered people of all lists.
fn entries(page: &str) -> usize {
    page.matches("<td class=\"num no\">").count()
}

/// Names in the order of the page, of each list; the formulas have a heading before them.
fn lists(page: &str) -> Vec<Vec<&str>> {
    page.split("<h3>")
        .skip(2)
        .map(|list| {
            let rows = list.split("<td class=\"num no\">").skip(1);
            rows.map(|row| row.split("</bdi>").next().unwrap().rsplit("<bdi>").next().unwrap()).collect()
        })
        .collect()
}

#[tokio::test]
async fn the_page_to_look_at_is_the_file_with_the_beginning_of_its_lists() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    for (names, what_if) in [("names", false), ("names", true), ("pseudonyms", true), ("counts", false)] {
        let (page, file) = looked_at(&engine, &client, names, what_if).await;
        let (shown, whole) = (lists(&page), lists(&file));
        assert_eq!((shown.len(), whole.len()), (4, 4));
        let mut cut = 0;
        for (shown, whole) in shown.iter().zip(&whole) {
            assert_eq!(shown[..], whole[..whole.len().min(50)], "{names}");
            cut += usize::from(shown.len() < whole.len());
        }
        assert_eq!(cut > 0, names != "counts", "some list is long");
        assert_eq!(page.matches("are shown here. The saved file goes on.").count(), cut);
        assert!(!file.contains("are shown here"));
        let figures =
            |page: &str| page.split("<h3>").next().unwrap().split("</header>").nth(1).map(str::to_owned);
        assert_eq!(figures(&page), figures(&file), "the same figures");
    }
}

#[tokio::test]
async fn without_users_nothing_is_said_and_nothing_is_nought() {
    let mut config = config(&[]);
    config.permissions.retain(|right| *right != Permission::ReadResource);
    let bench = Bench::new(config);
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    enter_terms(&engine, &client).await;
    let scenario = LicenceScenario::default();
    let screen = review(&engine, &client, &scenario).await;
    for figure in [&screen.billable, &screen.reclaimable, &screen.utilisation, &screen.waste, &screen.over] {
        assert!(matches!(figure, Figure::NotEvaluated(_)), "{figure:?}");
    }
    assert_eq!(screen.saving, None);
    let page = file(&engine, &client, &scenario, ReportFormat::Html).await;
    assert!(page.contains("were not readable, so nothing can be said"), "{page}");
    assert!(page.contains("Not readable") && !page.contains("<b>0</b>"), "{page}");
}

#[tokio::test]
async fn an_exclusion_survives_a_sync_and_can_be_taken_back() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let scenario = LicenceScenario::default();
    let before = review(&engine, &client, &scenario).await;
    let shown = rows(&engine, &client, None).await;
    let ready = shown.iter().find(|row| row["lane"] == "ready").unwrap();
    let users = vec![ready["user_id"].as_str().unwrap().to_owned()];
    let decide = LicenceDecide {
        client: client.clone(),
        users: users.clone(),
        client_decision: false,
        reason: "on_leave".to_owned(),
        note: "Back in May".to_owned(),
        until: None,
        by: "J. Marsh".to_owned(),
    };
    let empty = LicenceDecide { note: " ".to_owned(), ..decide.clone() };
    assert!(engine.licence_decide(empty).await.is_err(), "a note is needed");
    let decided = engine.licence_decide(decide).await.unwrap();
    assert_eq!(decided.before, []);
    assert_eq!(listed(&engine).await + 1, value(&before.reclaimable), "the list of clients followed at once");
    sync(&engine, &client).await;
    let after = review(&engine, &client, &scenario).await;
    assert_eq!(value(&after.reclaimable) + 1, value(&before.reclaimable));
    assert_eq!(after.excluded, 1);
    let removal = engine.removal_csv(&client, &[], &scenario).await.unwrap();
    assert!(
        !String::from_utf8(removal)
            .unwrap()
            .contains(&format!("\"{}\"", ready["username"].as_str().unwrap()))
    );
    let back = LicenceRestore { client: client.clone(), users, before: decided.before };
    engine.licence_restore(back).await.unwrap();
    assert_eq!(review(&engine, &client, &scenario).await.reclaimable, before.reclaimable);
    assert_eq!(listed(&engine).await, value(&before.reclaimable));
    enter_terms(&engine, &client).await;
    assert_eq!(listed(&engine).await, value(&before.reclaimable));
}

#[tokio::test]
async fn other_defaults_review_stored_data_anew() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let plain = LicenceScenario::default();
    let before = review(&engine, &client, &plain).await;
    let requests = bench.tenant.simulator.requests();
    let defaults = LicenceDefaults { idle_days: 30, grace_days: 0, ..LicenceDefaults::default() };
    engine.licence_defaults_set(defaults.clone()).await.unwrap();
    assert_eq!(engine.licence_defaults(Nothing {}).await.unwrap(), defaults);
    let after = review(&engine, &client, &plain).await;
    assert_eq!(after.idle_days, 30);
    assert!(after.waterfall[4].users > before.waterfall[4].users, "more are idle");
    let shown = rows(&engine, &client, None).await;
    let idle = shown.iter().filter(|row| row["step"] == "idle").count() as u64;
    assert_eq!(idle, after.waterfall[4].users, "the rows followed");
    assert_eq!(bench.tenant.simulator.requests(), requests, "Duo was not asked");
    let ready = shown.iter().find(|row| row["lane"] == "ready").unwrap();
    let protect = vec![ready["username"].as_str().unwrap().split('.').next().unwrap().to_owned()];
    engine.licence_defaults_set(LicenceDefaults { protect, ..defaults.clone() }).await.unwrap();
    assert!(listed(&engine).await < value(&after.reclaimable), "the list of clients followed at once");
    assert_eq!(listed(&engine).await, value(&review(&engine, &client, &plain).await.reclaimable));
    let in_a_group = |row: &&engine::api::Row| row["lane"] == "ready" && row["groups"][0].is_string();
    let ready = shown.iter().find(in_a_group).unwrap();
    let protect_groups = vec![ready["groups"][0].as_str().unwrap().to_uppercase()];
    engine.licence_defaults_set(LicenceDefaults { protect_groups, ..defaults.clone() }).await.unwrap();
    let shown = rows(&engine, &client, None).await;
    let same = shown.iter().find(|row| row["user_id"] == ready["user_id"]).unwrap();
    assert_eq!(same["lane"], "protected", "its group is");
    assert!(engine.licence_defaults_set(LicenceDefaults { idle_days: 5, ..defaults }).await.is_err());
}

#[tokio::test]
async fn hostile_names_stay_text_in_every_file() {
    let bench = Bench::new(TenantConfig { users: 160, events: 200, ..config(&["markup", "huge_name"]) });
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let all = LicenceScenario {
        idle_days: Some(30),
        reasons: Reason::WATERFALL.into(),
        ..LicenceScenario::default()
    };
    let page = file(&engine, &client, &all, ReportFormat::Html).await;
    let names: Vec<String> = rows(&engine, &client, Some(30))
        .await
        .iter()
        .filter(|row| !row["lane"].is_null())
        .map(|row| row["username"].as_str().unwrap().to_owned())
        .collect();
    assert!(names.iter().any(|name| name.contains('<')), "the tenant holds markup: {names:?}");
    for kind in ["<img", "=cmd|", "\u{202e}"] {
        assert!(names.iter().any(|name| name.starts_with(kind)), "the tenant holds {kind}: {names:?}");
    }
    assert!(!page.contains('\0'), "NUL is not allowed in HTML");
    for tag in ["<img", "<script", "<svg", "<iframe", "javascript:\"", "onerror=\""] {
        assert!(!page.contains(tag), "{tag}");
    }
    let opened = page.matches("<bdi>").count();
    assert_eq!(opened, page.matches("</bdi>").count(), "every name is isolated, and none ends its isolation");
    let removal = engine.removal_csv(&client, &[], &all).await.unwrap();
    let sheet = file(&engine, &client, &all, ReportFormat::Csv).await;
    for text in [std::str::from_utf8(&removal).unwrap(), &sheet] {
        for record in csv(text) {
            for cell in &record {
                let first = cell.trim_start_matches(' ').chars().next();
                assert!(
                    !matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0')),
                    "{cell:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_price_of_the_book_is_proposed_and_never_taken_by_itself() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    assert_eq!(sync(&engine, &client).await.code, None);
    let of = || ClientRef { client: client.clone() };
    assert_eq!(engine.price_proposal(of()).await.unwrap(), None, "an empty book proposes nothing");
    let plans = [Plan::Essentials, Plan::Advantage, Plan::Premier];
    let price = |plan, price_hundredths| PlanPrice {
        plan,
        price_hundredths,
        currency: "CHF".to_owned(),
        model: BillingModel::PayPerUser,
        entered_at: None,
    };
    let book = |first| PriceBook {
        prices: plans.iter().zip([first, 600, 900]).map(|(plan, at)| price(*plan, at)).collect(),
    };
    let set = engine.price_book_set(book(300)).await.unwrap();
    assert!(set.prices.iter().all(|one| one.entered_at.is_some()));
    let again = engine.price_book_set(book(350)).await.unwrap();
    assert_eq!(again.prices[1..], set.prices[1..], "what stays keeps its time");

    let edition = bench.tenant.facts.edition.to_lowercase();
    let named = |plan: &Plan| edition.contains(serde_json::json!(plan).as_str().unwrap());
    let expected = plans.iter().position(named).map(|at| again.prices[at].clone());
    assert!(expected.is_some(), "{edition}");
    assert_eq!(engine.price_proposal(of()).await.unwrap(), expected);
    let review = LicenceReviewOf { client: client.clone(), scenario: LicenceScenario::default() };
    let review = engine.licence_review(review).await.unwrap();
    assert!(review.terms.is_none(), "nobody entered a price for the client");
    assert!(review.saving.is_none());

    let twice = PriceBook { prices: vec![price(Plan::Msp, 1), price(Plan::Msp, 2)] };
    let odd = PriceBook { prices: vec![PlanPrice { currency: "chf".to_owned(), ..price(Plan::Msp, 1) }] };
    for bad in [twice, odd] {
        assert!(engine.price_book_set(bad).await.is_err());
    }
    assert_eq!(engine.price_book(Nothing {}).await.unwrap(), again);
}
