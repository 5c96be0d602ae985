//! `report licences`: the same figures as `show` and `export`, in every form.

use serde_json::Value;
use testbed::{Tandemctl, tree};

fn synced() -> Tandemctl {
    let program = Tandemctl::new();
    let _ = program.run("", &["--sample", "--users", "80", "--events", "500", "sync"]).exits(0);
    program
}

fn report(program: &Tandemctl, format: &str, more: &[&str]) -> String {
    let out = program.data_dir().join(format!("report.{format}"));
    let mut arguments =
        vec!["--sample", "report", "licences", "--format", format, "--out", out.to_str().unwrap()];
    arguments.extend(more);
    let _ = program.run("", &arguments).exits(0);
    std::fs::read_to_string(out).unwrap()
}

#[test]
fn figures_are_those_of_the_view() {
    let program = synced();
    let shown = program.run("", &["--sample", "--json", "show", "licences"]).exits(0);
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    let rows = shown["rows"].as_array().unwrap();
    let ready = rows.iter().filter(|row| row["lane"] == "ready").count();
    let document: Value = serde_json::from_str(&report(&program, "json", &[])).unwrap();
    assert_eq!(document["review"]["billable"]["value"].as_f64(), shown["total"].as_f64());
    assert_eq!(document["review"]["reclaimable"]["value"], serde_json::json!(ready as f64));
    let csv = report(&program, "csv", &[]);
    let mut csv = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let reclaimed = csv.records().filter(|row| &row.as_ref().unwrap()[2] == "true").count() as u64;
    assert_eq!(usize::try_from(reclaimed).unwrap(), ready);
    let page = report(&program, "html", &[]);
    assert!(page.contains(&format!("To reclaim <span class=\"count\">{ready}</span>")));
    #[cfg(unix)]
    assert_eq!(tree::open_to_others(&program.data_dir()), []);
}

#[test]
fn names_can_be_left_out() {
    let program = synced();
    let shown =
        program.run("", &["--sample", "--json", "show", "licences", "--filter", "lane=ready"]).exits(0);
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    let name = shown["rows"][0]["username"].as_str().unwrap().to_owned();
    for format in ["html", "csv", "json"] {
        assert!(report(&program, format, &[]).contains(&name), "{format}");
        for people in ["pseudonyms", "counts"] {
            assert!(!report(&program, format, &["--people", people]).contains(&name), "{format} {people}");
        }
    }
}

#[test]
fn only_kinds_that_exist_are_made() {
    let program = synced();
    let out = program.home().join("x.html");
    let arguments = ["--sample", "report", "weather", "--format", "html", "--out", out.to_str().unwrap()];
    let _ = program.run("", &arguments).exits(2);
    assert!(!out.exists());
}
