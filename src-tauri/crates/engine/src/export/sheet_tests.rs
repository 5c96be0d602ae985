use calamine::{Data, Reader};
use proptest::prelude::*;

use super::*;

fn page(rows: &[Row]) -> ViewPage {
    ViewPage {
        view: store::ViewName::Signins,
        as_of: None,
        total: rows.len() as u64,
        at_least: false,
        rows: None,
        next: None,
        not_evaluated: Vec::new(),
        read_back_to: None,
        gaps: Vec::new(),
    }
}

fn file(format: Format, guard_formulas: bool, rows: &[Value]) -> Vec<u8> {
    let rows: Vec<Row> = rows.iter().map(|row| serde_json::from_value(row.clone()).unwrap()).collect();
    let options = Options { guard_formulas, ..Options::new(format) };
    let mut sheet = Sheet::new(vec!["username", "ip", "groups", "n", "yes", "none"], options);
    let mut out = Vec::new();
    sheet.head(&page(&rows), &mut out).unwrap();
    sheet.rows(rows, &mut out).unwrap();
    sheet.foot(&mut out).unwrap();
    out
}

#[test]
fn what_was_not_read_is_told_in_every_form_but_csv() {
    let gap: domain::LogGap = serde_json::from_value(json!({
        "data_set": "sign_ins", "from": "2026-09-04T00:00:00Z", "to": "2026-09-05T00:00:00Z", "why": "short",
        "found_at": "2026-09-06T00:00:00Z", "closed_at": null
    }))
    .unwrap();
    let file = |format| {
        let mut sheet = Sheet::new(vec!["username"], Options::new(format));
        let mut out = Vec::new();
        let gapped = ViewPage { gaps: vec![gap.clone()], ..page(&[]) };
        sheet.head(&gapped, &mut out).unwrap();
        sheet.rows(vec![serde_json::from_value(json!({ "username": "a" })).unwrap()], &mut out).unwrap();
        let missing = sheet.foot(&mut out).unwrap();
        assert_eq!((missing.len(), missing[0].what.as_str()), (1, "sign_ins"), "{format:?}");
        out
    };
    assert_eq!(csv_rows(&file(Format::Csv)), [["a"]], "rows alone");
    let json: Value = serde_json::from_slice(&file(Format::Json)).unwrap();
    assert_eq!(json["gaps"][0]["why"], "short");
    let lines = String::from_utf8(file(Format::Ndjson)).unwrap();
    let last: Value = serde_json::from_str(lines.lines().nth(1).unwrap()).unwrap();
    assert_eq!(last["not_read"][0]["from"], "2026-09-04T00:00:00.000Z");
    let book = file(Format::Xlsx);
    assert_eq!(xlsx_rows(book.clone()), [[Data::String("a".into())]], "the first sheet holds rows alone");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(io::Cursor::new(book)).unwrap();
    assert_eq!(book.sheet_names()[1..], ["Not read"]);
    let told = book.worksheet_range("Not read").unwrap();
    assert_eq!(told.get((1, 0)), Some(&Data::String("Sign-ins".into())));
    assert_eq!(told.get((1, 2)), Some(&Data::String("2026-09-05T00:00:00.000Z".into())));
}

fn csv_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte-order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(text);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn xlsx_rows(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(io::Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    assert!(book.worksheet_formula(&names[0]).unwrap().cells().all(|(_, _, formula)| formula.is_empty()));
    book.worksheet_range(&names[0]).unwrap().rows().skip(1).map(<[Data]>::to_vec).collect()
}

fn sample() -> Vec<Value> {
    vec![
        json!({"username": "=cmd|' /C calc'!A0", "ip": "192.0.2.7", "groups": ["Sales", "A, B"], "n": 12.5, "yes": true, "none": null}),
        json!({"username": "z\u{202e}x", "ip": null, "groups": [], "n": -3, "yes": false, "none": null}),
    ]
}

#[test]
fn every_form_says_the_same() {
    let rows = sample();
    let csv = csv_rows(&file(Format::Csv, false, &rows));
    let xlsx = xlsx_rows(file(Format::Xlsx, true, &rows));
    let json: Value = serde_json::from_slice(&file(Format::Json, true, &rows)).unwrap();
    let ndjson: Vec<Value> = file(Format::Ndjson, true, &rows)
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(json["rows"], json!(rows));
    assert_eq!(json!(ndjson), json!(rows));
    let texts = |row: &Value| {
        ["username", "ip", "groups", "n", "yes", "none"].map(|id| cells::text(row.get(id))).to_vec()
    };
    assert_eq!(csv, rows.iter().map(texts).collect::<Vec<_>>());
    assert_eq!(xlsx[0][0], Data::String("=cmd|' /C calc'!A0".to_owned()));
    assert_eq!(xlsx[0][2], Data::String("Sales; A, B".to_owned()));
    assert_eq!((&xlsx[0][3], &xlsx[0][4]), (&Data::Float(12.5), &Data::Bool(true)));
    assert_eq!((&xlsx[1][3], &xlsx[1][4]), (&Data::Float(-3.0), &Data::Bool(false)));
}

#[test]
fn a_csv_guards_texts_and_leaves_numbers() {
    let rows = csv_rows(&file(Format::Csv, true, &sample()));
    assert_eq!(rows[0][0], "'=cmd|' /C calc'!A0");
    assert_eq!(rows[1][3], "-3");
    let bytes = file(Format::Csv, true, &[]);
    assert!(bytes.ends_with(b"\"none\"\r\n"));
}

#[test]
fn a_workbook_without_rows_has_its_head() {
    assert!(xlsx_rows(file(Format::Xlsx, true, &[])).is_empty());
}

proptest! {
    #[test]
    fn no_text_is_read_back_as_a_formula(text in ".*") {
        let back = &csv_rows(&file(Format::Csv, true, &[json!({ "username": text })]))[0][0];
        let marked = format!("'{text}");
        prop_assert!(*back == text || *back == marked);
        let triggers = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
        prop_assert!(!back.trim_start_matches(' ').starts_with(triggers));
    }

    #[test]
    fn any_text_comes_back_as_it_was(text in ".*", item in ".*") {
        let row = json!({ "username": text, "groups": [item] });
        let csv = &csv_rows(&file(Format::Csv, false, std::slice::from_ref(&row)))[0];
        prop_assert_eq!((&csv[0], &csv[2]), (&text, &item));
        let lines = file(Format::Ndjson, true, std::slice::from_ref(&row));
        let back: Value = serde_json::from_slice(&lines).unwrap();
        prop_assert_eq!(&back["username"], &row["username"]);
    }
}
