//! What reports begin with: the logo, the line at the foot, and the zone of their times.

use std::sync::Arc;

use duo_sim::TenantConfig;
use engine::api::{
    ClientRef, ClientsReportOf, ConnectionDetailsSet, Figure, LicenceReportOf, LicenceScenario, Nothing,
    Paper, ReportFormat, ReportLogoSet, ReportNames, ReportSettings, TimeZone,
};
use engine::{Code, Engine};

use crate::bench::{Bench, config, sync};

/// One black pixel.
const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

async fn page(engine: &Arc<Engine>, client: &str, time_zone: Option<&str>) -> Result<String, Code> {
    let of = LicenceReportOf {
        client: client.to_owned(),
        scenario: LicenceScenario::default(),
        format: ReportFormat::Html,
        names: ReportNames::Names,
        prices: true,
        msp: false,
        time_zone: time_zone.map(str::to_owned),
        paper: Paper::default(),
    };
    let (_, bytes) = engine.licence_report_file(of).await.map_err(|error| error.code)?;
    Ok(String::from_utf8(bytes).unwrap())
}

async fn live_in(engine: &Arc<Engine>, client: &str, zone: &str) -> Result<Option<String>, Code> {
    let of = ClientRef { client: client.to_owned() };
    let mut details = engine.connection_details(of).await.unwrap().entered;
    details.time_zone = Some(zone.to_owned());
    let set = ConnectionDetailsSet { client: client.to_owned(), details };
    engine.connection_details_set(set).await.map(|said| said.entered.time_zone).map_err(|error| error.code)
}

#[tokio::test]
async fn a_report_tells_its_times_in_the_zone_of_the_client_unless_another_is_asked_for() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let plain = page(&engine, &client, None).await.unwrap();
    assert!(plain.contains("<dd><bdi>UTC</bdi></dd>") && plain.contains(" UTC"), "{plain}");

    assert_eq!(live_in(&engine, &client, "Asia/Tokyo").await, Ok(Some("Asia/Tokyo".to_owned())));
    let tokyo = page(&engine, &client, None).await.unwrap();
    assert!(tokyo.contains("<dd><bdi>Asia&#x2f;Tokyo</bdi></dd>"), "{tokyo}");
    assert!(tokyo.contains(" JST") && !tokyo.contains(" UTC"), "every time is in the one zone: {tokyo}");
    assert_eq!(engine.find_client(&client).await.unwrap().time_zone.as_deref(), Some("Asia/Tokyo"));

    let asked = page(&engine, &client, Some("America/New_York")).await.unwrap();
    assert!(asked.contains("America&#x2f;New_York") && !asked.contains(" JST"), "{asked}");
    assert_eq!(page(&engine, &client, Some("Mars/Olympus")).await, Err(Code::BadArguments));
    assert_eq!(live_in(&engine, &client, "Mars/Olympus").await, Err(Code::BadArguments));
    assert_eq!(engine.find_client(&client).await.unwrap().time_zone.as_deref(), Some("Asia/Tokyo"), "kept");
}

#[tokio::test]
async fn the_logo_and_the_foot_stand_on_what_is_handed_out() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    assert!(!page(&engine, &client, None).await.unwrap().contains("<img"));

    let logo = ReportLogoSet { file: Some(PIXEL.to_owned()) };
    let uri = engine.report_logo_set(logo).await.unwrap().logo.unwrap();
    assert!(uri.starts_with("data:image/png;base64,iVBOR"), "{uri}");
    let footer = "  Marsh  IT, <b>020 7946 0018</b> ".to_owned();
    let colour = Some(" 1D5C87".to_owned());
    let set = ReportSettings {
        footer,
        colour,
        time_zone: TimeZone::Utc,
        prices: false,
        ..ReportSettings::default()
    };
    let kept = engine.report_settings_set(set).await.unwrap();
    assert_eq!(kept.logo.as_deref(), Some(uri.as_str()), "the picture has a command of its own");
    assert_eq!(kept.footer, "Marsh IT, <b>020 7946 0018</b>");
    assert_eq!(kept.colour.as_deref(), Some("#1d5c87"));
    drop(engine);

    let engine = bench.engine().await;
    assert_eq!(engine.report_settings(Nothing {}).await.unwrap(), kept);
    let report = page(&engine, &client, None).await.unwrap();
    let sheet = serde_json::json!({ "want": ["read_resource"], "format": "html" });
    let sheet =
        engine.call("instruction_sheet", sheet).await.unwrap()["content"].as_str().unwrap().to_owned();
    for page in [report, sheet] {
        assert_eq!(page.matches("<img class=\"logo\" alt=\"\" src=\"data:image&#x2f;png;base64,").count(), 1);
        assert!(page.contains("Marsh IT, &lt;b&gt;020 7946 0018&lt;&#x2f;b&gt;"), "{page}");
        assert!(page.contains("--accent: #1d5c87;"), "{page}");
    }

    let none = engine.report_logo_set(ReportLogoSet { file: None }).await.unwrap();
    assert_eq!((none.logo, none.footer.as_str()), (None, "Marsh IT, <b>020 7946 0018</b>"));
}

#[tokio::test]
async fn what_is_no_picture_or_a_secret_is_refused_and_changes_nothing() {
    let bench = Bench::new(config(&[]));
    let (engine, _) = bench.connected().await;
    engine.report_logo_set(ReportLogoSet { file: Some(PIXEL.to_owned()) }).await.unwrap();
    let before = engine.report_settings(Nothing {}).await.unwrap();
    // `<svg onload=…>`, and a picture cut short.
    for (file, code) in [
        (
            "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iYWxlcnQoMSkiLz4=".to_owned(),
            Code::PictureUnreadable,
        ),
        (PIXEL[..60].to_owned(), Code::PictureUnreadable),
        ("A".repeat(500_000), Code::PictureLarge),
    ] {
        let refused = engine.report_logo_set(ReportLogoSet { file: Some(file) }).await.unwrap_err();
        assert_eq!(refused.code, code);
    }
    for (footer, code) in
        [(format!("key {}", bench.tenant.skey), Code::TextIsSecret), ("x".repeat(201), Code::BadArguments)]
    {
        let set = ReportSettings { footer, ..ReportSettings::default() };
        assert_eq!(engine.report_settings_set(set).await.unwrap_err().code, code);
    }
    // Too pale for paper, and no colour but the end of a style sheet.
    for colour in ["#ffd400", "red; } body { display: none"] {
        let set = ReportSettings { colour: Some(colour.to_owned()), ..ReportSettings::default() };
        assert_eq!(engine.report_settings_set(set).await.unwrap_err().code, Code::BadArguments);
    }
    assert_eq!(engine.report_settings(Nothing {}).await.unwrap(), before);
}

#[tokio::test]
async fn a_report_on_some_clients_says_first_who_was_not_counted() {
    let mut bench = Bench::new(config(&[]));
    let out = tempfile::tempdir().unwrap();
    bench.hand_to(out.path());
    let (engine, read) = bench.connected().await;
    sync(&engine, &read).await;
    drop(engine);
    bench.switch_to(sample::simulated(TenantConfig { seed: 99, users: 300, ..config(&[]) }));
    let engine = bench.engine().await;
    let unread = bench.save(&engine, "<b>Never & read</b>").await.unwrap().id;
    let of = |clients: Vec<String>, msp: bool| ClientsReportOf {
        clients,
        time_zone: Some("Asia/Tokyo".to_owned()),
        msp,
        format: ReportFormat::Html,
        paper: Paper::default(),
    };
    let saved = engine
        .clients_report(of(vec![unread.clone(), read.clone(), "nobody".to_owned()], false))
        .await
        .unwrap();
    let page = std::fs::read_to_string(saved.path.unwrap()).unwrap();
    let (told, table) = page.split_once("<table>").unwrap();
    assert!(told.contains("<bdi>1</bdi> of <bdi>2</bdi> clients could not be counted"), "{told}");
    assert!(told.contains("<bdi>0</bdi> of <bdi>0</bdi> whose seats were entered"), "{told}");
    assert!(told.contains("<bdi>1</bdi> of <bdi>1</bdi> that could be counted"), "{told}");
    assert!(told.contains("<bdi>&lt;b&gt;Never &amp; read&lt;&#x2f;b&gt;</bdi>: "), "{told}");
    let listed = engine.find_client(&read).await.unwrap();
    let Figure::Value(billable) = listed.billable else { panic!("{:?}", listed.billable) };
    assert_eq!(
        table.matches(&format!("<td class=\"num\">{billable}</td>")).count(),
        2,
        "its line and the sum: {table}"
    );
    assert!(
        !table.contains(">0<") && table.contains("Not evaluated"),
        "what was not read is no nought: {table}"
    );
    assert!(table.contains(" JST") && !page.contains("Variance"), "{table}");
    let saved = engine.clients_report(of(vec![read], true)).await.unwrap();
    let page = std::fs::read_to_string(saved.path.unwrap()).unwrap();
    assert!(page.contains("Variance") && !page.contains("could not be counted"), "{page}");
}
