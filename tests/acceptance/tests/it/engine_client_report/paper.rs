//! Reports as PDF, read back.

use engine::api::{ClientReportOf, ClientsReportOf, Paper, ReportFormat, ReportKind, ReportNames, ViewName};
use lopdf::{Document, Object};

use super::{file, read};
use crate::bench::config;
use crate::holdings;

/// All that stands on its pages, without blanks: lines end where they fit.
pub(super) fn said(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    squeezed(&document.extract_text(&pages).unwrap())
}

pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Nothing in it acts, leads elsewhere or is carried along.
pub(super) fn only_shows(pdf: &[u8]) {
    let document = Document::load_mem(pdf).unwrap();
    for object in document.objects.values() {
        let (Object::Dictionary(entries) | Object::Stream(lopdf::Stream { dict: entries, .. })) = object
        else {
            continue;
        };
        for (key, value) in entries {
            let acts = [
                &b"AA"[..],
                b"OpenAction",
                b"JS",
                b"URI",
                b"Annots",
                b"AcroForm",
                b"EmbeddedFiles",
                b"Launch",
            ];
            assert!(!acts.contains(&key.as_slice()), "{entries:?}");
            assert!(
                key != b"S" || value.as_name().is_ok_and(|name| name == b"GoTo" || name == b"Transparency"),
                "{entries:?}"
            );
        }
    }
}

/// The texts of a page, as far as they stand in its body.
fn texts(page: &str) -> Vec<String> {
    let (_, body) = page.split_once("<body>").unwrap();
    let plain = |text: &str| {
        let entities = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#x27;", "'"),
            ("&#x2f;", "/"),
            ("&amp;", "&"),
        ];
        entities.iter().fold(squeezed(text), |text, (entity, c)| text.replace(entity, c))
    };
    let texts = body.split('<').map(|part| plain(part.split_once('>').map_or(part, |(_, text)| text)));
    texts.filter(|text| !text.is_empty()).collect()
}

#[tokio::test]
async fn the_pages_say_what_the_page_says() {
    let (_bench, engine, client) = read(config(&[])).await;
    for kind in [ReportKind::Licences, ReportKind::Coverage, ReportKind::Check] {
        let of =
            |format, paper| ClientReportOf { format, paper, ..ClientReportOf::new(client.as_str(), kind) };
        let page = String::from_utf8(file(&engine, of(ReportFormat::Html, Paper::A4)).await).unwrap();
        let pdf = file(&engine, of(ReportFormat::Pdf, Paper::A4)).await;
        let said = said(&pdf);
        for text in texts(&page) {
            assert!(said.contains(&text), "{kind:?}: {text} is not on paper");
        }
        only_shows(&pdf);
    }
    let of = |format| ClientsReportOf {
        clients: vec![client.clone()],
        time_zone: None,
        msp: true,
        format,
        paper: Paper::Letter,
    };
    let made = async |format| engine.clients_report_file(of(format)).await.unwrap();
    let page = String::from_utf8(made(ReportFormat::Html).await.1).unwrap();
    let (name, pdf) = made(ReportFormat::Pdf).await;
    assert_eq!(name.rsplit_once('.').map(|(_, ending)| ending), Some("pdf"), "{name}");
    let said = said(&pdf);
    for text in texts(&page) {
        assert!(said.contains(&text), "{text} is not on paper");
    }
    let document = Document::load_mem(&pdf).unwrap();
    let first = document.get_pages().into_values().next().unwrap();
    let size = document.get_dictionary(first).unwrap().get(b"MediaBox").unwrap().as_array().unwrap().clone();
    let size: Vec<f32> = size.iter().map(|one| one.as_float().unwrap()).collect();
    assert_eq!(size, [0.0, 0.0, 792.0, 612.0], "a Letter on its long side");
}

#[tokio::test]
async fn what_is_left_out_of_the_page_is_left_out_of_the_pages() {
    let (_bench, engine, client) = read(config(&[])).await;
    let bypass = holdings::rows(&engine, &client, ViewName::Bypass).await;
    let person = bypass[0]["username"].as_str().unwrap();
    let sign_ins = holdings::rows(&engine, &client, ViewName::Signins).await;
    let fraud = sign_ins.iter().find(|row| row["result"] == "fraud").unwrap();
    let address = fraud["ip"].as_str().unwrap();
    let of = |names, hide_ips, format| ClientReportOf {
        names,
        hide_ips,
        format,
        days: Some(180),
        ..ClientReportOf::new(client.as_str(), ReportKind::Evidence)
    };
    let page = file(&engine, of(ReportNames::Names, false, ReportFormat::Html)).await;
    let full = said(&file(&engine, of(ReportNames::Names, false, ReportFormat::Pdf)).await);
    assert!(full.contains(person) && full.contains(address));
    for text in texts(&String::from_utf8(page).unwrap()) {
        assert!(full.contains(&text), "{text} is not on paper");
    }
    let private = said(&file(&engine, of(ReportNames::Counts, true, ReportFormat::Pdf)).await);
    assert!(!private.contains(address));
    assert!(bypass.iter().all(|row| !private.contains(row["username"].as_str().unwrap())));
}
