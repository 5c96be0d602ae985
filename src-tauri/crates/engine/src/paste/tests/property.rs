use proptest::prelude::*;

use super::*;

type Set = [String; 3];

fn set() -> impl Strategy<Value = Set> {
    let host = "api-[0-9a-f]{8}\\.(duosecurity|duofederal)\\.com";
    (host, "DI[A-Z0-9]{18}", "[a-zA-Z0-9]{40}").prop_map(|(host, ikey, skey)| [host, ikey, skey])
}

/// One to four sets; no two share a value.
fn several() -> impl Strategy<Value = Vec<Set>> {
    proptest::collection::vec(set(), 1..5).prop_filter("distinct", |sets| {
        (0..3).all(|kind| {
            let values: std::collections::BTreeSet<_> = sets.iter().map(|set| &set[kind]).collect();
            values.len() == sets.len()
        })
    })
}

fn each(sets: &[Set], one: impl Fn(&Set) -> String, between: &str) -> String {
    sets.iter().map(one).collect::<Vec<_>>().join(between)
}

type Form = (&'static str, fn(&[Set]) -> String);

const FORMS: [Form; 12] = [
    ("plain", |s| each(s, |[h, i, k]| format!("{h}\n{i}\n{k}"), "\n")),
    ("other order", |s| each(s, |[h, i, k]| format!("{k}\n{h}\n{i}"), "\n\n")),
    ("one line", |s| each(s, |[h, i, k]| format!("{i} {k} {h}"), "\n")),
    ("labels", |s| {
        each(s, |[h, i, k]| format!("Integration key: {i}\nSecret key: {k}\nAPI hostname: {h}"), "\n")
    }),
    ("domain", |s| {
        each(s, |[h, i, k]| format!("Client Domain: https://{h}\nClient ID: {i}\nClient secret: {k}"), "\n\n")
    }),
    ("json", |s| {
        let one = |[h, i, k]: &Set| serde_json::json!({"hostname": h, "ikey": i, "skey": k}).to_string();
        format!("[{}]", each(s, one, ","))
    }),
    ("lines of json", |s| {
        each(s, |[h, i, k]| serde_json::json!({"a": {"host": h}, "b": [i, k]}).to_string(), "\n")
    }),
    ("env", |s| {
        each(s, |[h, i, k]| format!("export DUO_IKEY=\"{i}\"\nDUO_SKEY='{k}'\nset DUO_HOST={h}"), "\n")
    }),
    ("ini", |s| each(s, |[h, i, k]| format!("[x]\nikey = {i}\nskey = {k}\nhost = {h}"), "\n")),
    ("csv", |s| format!("host,ikey,skey\n{}", each(s, |set| set.join(","), "\n"))),
    ("tabs", |s| {
        format!(
            "Secret key\tIntegration key\tAPI hostname\r\n{}",
            each(s, |[h, i, k]| [k.as_str(), i, h].join("\t"), "\r\n")
        )
    }),
    ("panel", |s| {
        let one = |[h, i, k]: &Set| {
            format!(
                "Integration key\n{i}\nCopy\nSecret key\n{k}\nCopy\nClick to view\nAPI hostname\n{h}\nCopy"
            )
        };
        each(s, one, "\n")
    }),
];

/// Texts full of what the parser looks for, and any others.
fn messy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        set().prop_map(|set| set.concat()),
        set().prop_map(|[h, _, _]| h),
        set().prop_map(|[_, i, _]| i),
        set().prop_map(|[_, _, k]| k),
        "[a-zA-Z0-9]{25,45}",
        prop_oneof![
            Just("Secret key"),
            Just("ikey"),
            Just("host"),
            Just(": "),
            Just("="),
            Just("\n"),
            Just("\n\n"),
            Just(","),
            Just("\t"),
            Just("{\""),
            Just("\":\""),
            Just("\"}"),
            Just("["),
            Just("]"),
            Just("<td>"),
            Just("</td>"),
            Just("<br>"),
            Just("é"),
            Just("\u{200b}"),
            Just("•••"),
            Just("host,ikey,skey\n"),
            Just("\""),
            Just("api-"),
        ]
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

fn long_runs(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|run| run.chars().count() >= 32)
        .map(str::to_owned)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_form_gives_back_its_sets(sets in several()) {
        for (name, form) in FORMS {
            let text = form(&sets);
            let found: Vec<Set> = parse(&text).sets.iter().map(plain).collect();
            prop_assert_eq!(&found, &sets, "{}", name);
        }
    }

    #[test]
    fn no_text_panics_and_no_secret_is_shown(text in prop_oneof![messy(), any::<String>()]) {
        let parsed = parse(&text);
        let mut shown = parsed.ignored.clone();
        shown.push(format!("{parsed:?}"));
        for set in &parsed.sets {
            shown.extend(set.host.clone());
            shown.extend(set.ikey.clone());
        }
        for run in long_runs(&text) {
            prop_assert!(shown.iter().all(|out| !out.contains(&run)), "{:?} shows a long run", shown);
        }
    }

    #[test]
    fn nothing_is_dropped(text in messy()) {
        // Letters and digits end in a set, among the ignored, behind a mask, or are a label or a word of the format.
        let parsed = parse(&format!("{text}\nunmistakable\n"));
        let told = parsed.ignored.iter().any(|line| line.contains("unmistakable") || line.starts_with("… +"));
        let taken = parsed.sets.iter().any(|set| plain(set).iter().any(|value| value.contains("unmistakable")));
        let masked = parsed.ignored.iter().any(|line| line.contains("••••"));
        prop_assert!(told || taken || masked, "{:?}", parsed);
    }
}
