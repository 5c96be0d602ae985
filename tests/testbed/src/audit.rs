//! What must hold of every page, whichever engine shows it.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::WebDriver;

const AXE: &str = "../../ui/node_modules/axe-core/axe.min.js";
const AUDIT: &str = include_str!("audit.js");

/// What was found on a page.
#[derive(Clone, Debug, Deserialize)]
pub struct Found {
    /// The hash that was gone to.
    #[serde(default)]
    pub route: String,
    /// From leaving the page before to the first frame with all of this one's data.
    pub ms: u64,
    /// axe's violations: rule, impact, and where.
    pub violations: Vec<String>,
    /// Texts that are cut off and say so nowhere, and content that sticks out of the window.
    pub cut: Vec<String>,
}

/// Puts axe and the audit into the page; again after each load.
pub async fn prepare(driver: &WebDriver) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
    let axe = std::fs::read_to_string(&path).expect("npm ci has been run in ui/");
    driver.set_script_timeout(Duration::from_mins(1)).await.unwrap();
    driver.execute(axe, Vec::new()).await.unwrap();
    driver.execute(AUDIT, Vec::new()).await.unwrap();
}

/// Goes to a hash, waits until the page has come to rest, and looks at it.
pub async fn visit(driver: &WebDriver, route: &str) -> Found {
    let script = "window.audit.visit(arguments[0]).then(arguments[1], (error) => arguments[1]({ error: String(error) }))";
    let answer = driver.execute_async(script, vec![json!(route)]).await.unwrap().json().clone();
    found(route, &answer)
}

/// Goes to a hash and waits; milliseconds.
pub async fn open(driver: &WebDriver, route: &str) -> u64 {
    let script = "window.audit.open(arguments[0]).then(arguments[1])";
    let answer = driver.execute_async(script, vec![json!(route)]).await.unwrap().json().clone();
    answer.as_u64().unwrap_or_else(|| panic!("{route}: {answer}"))
}

/// Looks at the page as it stands.
pub async fn look(driver: &WebDriver, what: &str) -> Found {
    let script = "window.audit.look().then(arguments[0], (error) => arguments[0]({ error: String(error) }))";
    let answer = driver.execute_async(script, Vec::new()).await.unwrap().json().clone();
    found(what, &answer)
}

/// Every route of the rail, the wizard's, the settings' and the help; from the page's own links.
pub async fn routes(driver: &WebDriver) -> Vec<String> {
    let links = driver.execute_async("window.audit.routes().then(arguments[0])", Vec::new()).await.unwrap();
    links.convert().unwrap()
}

/// One line a page: route, milliseconds, violations, texts cut.
pub fn table(found: &[Found]) -> String {
    let mut table = String::from("| route | ms | axe | cut |\n|---|---|---|---|\n");
    for Found { route, ms, violations, cut } in found {
        let _ = writeln!(table, "| `{route}` | {ms} | {} | {} |", violations.len(), cut.len());
    }
    table
}

/// Everything that must not be, a line each.
pub fn faults(found: &[Found]) -> Vec<String> {
    let of = |page: &Found| {
        let (axe, cut) = (page.violations.clone(), page.cut.clone());
        axe.into_iter().chain(cut).map(|fault| format!("{}: {fault}", page.route)).collect::<Vec<_>>()
    };
    found.iter().flat_map(of).collect()
}

fn found(route: &str, answer: &Value) -> Found {
    let mut found = Found::deserialize(answer).unwrap_or_else(|_| panic!("{route}: {answer}"));
    route.clone_into(&mut found.route);
    found
}
