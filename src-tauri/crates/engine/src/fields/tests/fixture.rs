//! Every case of `tests/fixtures/field-cases.json`.

use super::*;

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    area: String,
    title: String,
    input: Option<String>,
    input_gen: Option<Repeated>,
    input_utf16_hex: Option<String>,
    expected: Expected,
}

#[derive(Deserialize)]
struct Repeated {
    repeat: String,
    times: usize,
}

#[derive(Deserialize)]
struct Expected {
    kind: String,
    code: String,
    value: Option<String>,
}

impl Case {
    fn field(&self) -> Field {
        match self.area.as_str() {
            "hostname" => Field::Host,
            "ikey" => Field::Ikey,
            "skey" => Field::Skey,
            "name" => Field::Name,
            other => panic!("area {other}"),
        }
    }

    fn text(&self) -> String {
        match (&self.input, &self.input_gen, &self.input_utf16_hex) {
            (Some(text), _, _) => text.clone(),
            (_, Some(made), _) => made.repeat.repeat(made.times),
            // A webview's broken UTF-16 reaches Rust as U+FFFD.
            (_, _, Some(hex)) => {
                let unit = |at: usize| u16::from_str_radix(&hex[at..at + 4], 16).unwrap();
                String::from_utf16_lossy(&(0..hex.len()).step_by(4).map(unit).collect::<Vec<_>>())
            }
            _ => panic!("{} has no input", self.id),
        }
    }
}

fn kind_id(kind: FieldKind) -> String {
    serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn every_case_of_the_fixture() {
    let text = include_str!("../../../../../../tests/fixtures/field-cases.json");
    let cases: Cases = serde_json::from_str(text).unwrap();
    assert!(cases.cases.len() > 250);
    let mut wrong = Vec::new();
    for case in &cases.cases {
        let (kind, code, value) = outcome(case.field(), &case.text(), &["Acme Dental"]);
        let got = (kind_id(kind), code.to_owned(), value);
        let expected = (case.expected.kind.clone(), case.expected.code.clone(), case.expected.value.clone());
        if got != expected {
            wrong.push(format!("{} ({}): {got:?}, expected {expected:?}", case.id, case.title));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.cases.len(), wrong.join("\n"));
}
