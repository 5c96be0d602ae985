use proptest::prelude::*;

use super::*;

/// Texts near the grammar of the fields, and any others.
fn near() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("api-1a2b3c4d".to_owned()),
        Just(".duosecurity.com".to_owned()),
        Just("https://".to_owned()),
        Just("DIABCDEFGHIJ12345678".to_owned()),
        Just("\u{200b}".to_owned()),
        Just("\"".to_owned()),
        Just("[::1]".to_owned()),
        Just(":443".to_owned()),
        Just("e\u{301}".to_owned()),
        Just("••••".to_owned()),
        "[a-zA-Z0-9]{40}",
        "[/@:%#?\\\\. ]",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn long_runs(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| run.len() == 40).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_no_secret_comes_back(text in prop_oneof![near(), any::<String>()]) {
        for field in [Field::Host, Field::Ikey, Field::Skey, Field::Name] {
            let shown = match field {
                Field::Host => format!("{:?}", check_host(&text)),
                Field::Ikey => format!("{:?}", check_ikey(&text)),
                Field::Skey => format!("{:?}", check_skey(&text).0),
                Field::Name => format!("{:?}", check_name::<&str>(&text, &[])),
            };
            for run in long_runs(&text) {
                prop_assert!(!shown.contains(run), "{field:?} repeats a secret");
            }
        }
    }

    #[test]
    fn whatever_is_changed_in_a_key_is_told(text in near()) {
        let (skey, secret) = check_skey(&text);
        for (result, value) in [
            plain(check_host(&text)),
            plain(check_ikey(&text)),
            (skey, secret.map(|secret| secret.to_string())),
        ] {
            let taken = matches!(result.kind, FieldKind::Accept | FieldKind::AcceptWarn | FieldKind::AcceptNormalised);
            prop_assert_eq!(!result.cleaned.is_empty(), taken && value.as_deref() != Some(text.as_str()));
        }
    }

    #[test]
    fn what_is_taken_is_taken_again_as_it_is(text in near()) {
        for field in [Field::Host, Field::Ikey, Field::Skey, Field::Name] {
            let (kind, _, value) = outcome(field, &text, &[]);
            let taken = matches!(kind, FieldKind::Accept | FieldKind::AcceptWarn | FieldKind::AcceptNormalised);
            if let (true, Some(value)) = (taken, value) {
                let (again, _, same) = outcome(field, &value, &[]);
                prop_assert_eq!(same, Some(value));
                prop_assert!(matches!(again, FieldKind::Accept | FieldKind::AcceptWarn));
            }
        }
    }

    #[test]
    fn a_host_that_is_taken_is_one_that_may_be_connected_to(text in near()) {
        let result = check_host(&text);
        if let Some(host) = result.value {
            prop_assert!(host::is_api_host(&host));
        }
    }

    #[test]
    fn name_keys_are_stable(text in prop_oneof![near(), any::<String>()]) {
        let key = name_key(&text);
        prop_assert_eq!(name_key(&key), key);
    }
}
