//! Reports in the real window: the logo picked from a file, and the preview, which is the file that is saved.

use std::fs;
use std::path::Path;

use serde_json::json;
use thirtyfour::By;

use crate::desk::Desk;
use crate::home::Home;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_bears_the_logo_that_was_picked() {
    let home = Home::with_sample(&[]);
    let out = home.path().join("out");
    fs::create_dir(&out).unwrap();
    let logo = home.path().join("logo.png");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../icons/128x128.png"), &logo).unwrap();
    let drawing = home.path().join("logo.svg");
    fs::write(&drawing, "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").unwrap();

    let desk = Desk::on_sample(&home).await;
    desk.export_to(&out).await;
    desk.script("location.hash = '#/settings/reports'").await;
    desk.sees("Choose a picture").await;
    desk.picks(&drawing).await;
    desk.sees("This is not a whole PNG or JPEG picture.").await;
    desk.picks(&logo).await;
    desk.holds("document.querySelector('.logo img')?.naturalWidth === 128").await;
    desk.enter("Line at the foot", "Marsh IT, 020 7946 0018").await;
    desk.press_in("form[contains(., 'Line at the foot')]", "Save").await;
    desk.holds(SAVED).await;
    desk.shot("settings-reports").await;

    let client = desk.only_client().await;
    desk.script(&format!("location.hash = '#/client/{client}/licences'")).await;
    desk.sees("What if").await;
    desk.press_in("main", "Report").await;
    desk.sees("Time zone").await;
    desk.shot("report-dialog").await;
    desk.press("Save report").await;
    desk.holds("!document.querySelector('[role=dialog]')").await;
    let page = saved(&out);
    assert_eq!(page.matches("<img class=\"logo\"").count(), 1);
    assert!(page.contains("Marsh IT, 020 7946 0018"));
    fs::copy(out.join(name(&out)), crate::target().join("desktop-shots/report-with-logo.html")).unwrap();
    let settings = desk.ask("report_settings", &json!({})).await;
    assert!(settings["logo"].as_str().unwrap().starts_with("data:image/png;base64,"));
    desk.close().await;
}

/// The foot's own button has nothing more to save.
const SAVED: &str = "[...document.querySelectorAll('form')]
    .find((form) => form.textContent.includes('Line at the foot')).querySelector('[aria-disabled=true]')";

/// The preview's heading and width come from its own style: the window's policy lets it apply.
const LOOK: &str = "
const page = document.querySelector('iframe')?.contentDocument;
if (!page?.querySelector('h1')) return null;
const style = (element) => page.defaultView.getComputedStyle(element);
return [page.compatMode, style(page.querySelector('h1')).fontSize, style(page.querySelector('main')).maxWidth]";
/// Whether the preview and a page say the same, of each list the first fifty; the minute at which each was made is its own.
const SAME: &str = "
const begins = (page) => {
  const body = page.body.cloneNode(true);
  for (const more of body.querySelectorAll('.list tbody tr:nth-child(n + 51), .list + .rule')) more.remove();
  return body;
};
const words = (page) => begins(page).textContent.replace(/\\d\\d:\\d\\d/g, '').replace(/\\s+/g, ' ');
return words(document.querySelector('iframe').contentDocument) === words(new DOMParser().parseFromString(PAGE, 'text/html'))";

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_saved_as_it_is_shown() {
    let home = Home::with_sample(&[]);
    let out = home.path().join("out");
    fs::create_dir(&out).unwrap();
    let desk = Desk::on_sample(&home).await;
    desk.export_to(&out).await;
    let client = desk.only_client().await;
    for kind in ["licences", "coverage", "evidence"] {
        desk.script(&format!("location.hash = '#/client/{client}/reports?kind={kind}'")).await;
        desk.comes_to(LOOK, &json!(["CSS1Compat", "22px", "800px"])).await;
        desk.shot(&format!("reports-{kind}")).await;
    }
    desk.press("Save report").await;
    desk.sees("_evidence_").await;
    let page = saved(&out);
    assert_eq!(desk.script(&SAME.replace("PAGE", &json!(page).to_string())).await, json!(true));
    desk.close().await;
}

fn name(out: &Path) -> String {
    let mut names = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.find(|name| Path::new(name).extension().is_some_and(|end| end == "html")).expect("a report")
}

fn saved(out: &Path) -> String {
    fs::read_to_string(out.join(name(out))).unwrap()
}

impl Desk {
    /// Hands a file to the box that the button opens.
    async fn picks(&self, file: &Path) {
        let input = self.driver.find(By::Css("input[type=file]")).await.unwrap();
        input.send_keys(file.to_str().unwrap()).await.unwrap();
    }
}
