//! Laws of the parameter line.

use duo_api::sign::params_line;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

fn decode(line: &str) -> Vec<(String, String)> {
    let text = |part: &str| percent_decode_str(part).decode_utf8().unwrap().into_owned();
    line.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').map(|(key, value)| (text(key), text(value))).unwrap())
        .collect()
}

proptest! {
    #[test]
    fn decodes_to_the_same_pairs(pairs in prop::collection::vec((".{1,12}", ".{0,24}"), 0..8)) {
        let (mut decoded, mut expected) = (decode(&params_line(&pairs)), pairs);
        decoded.sort();
        expected.sort();
        prop_assert_eq!(decoded, expected);
    }

    #[test]
    fn order_of_arguments_does_not_matter(mut pairs in prop::collection::vec((".{1,12}", ".{0,24}"), 0..8)) {
        let line = params_line(&pairs);
        pairs.reverse();
        prop_assert_eq!(line, params_line(&pairs));
    }

    #[test]
    fn uses_only_unreserved_characters_and_upper_case_escapes(pairs in prop::collection::vec((".{1,12}", ".{0,24}"), 0..8)) {
        let line = params_line(&pairs);
        let plain = |c: char| c.is_ascii_alphanumeric() || "_.~-%=&".contains(c);
        prop_assert!(line.chars().all(plain), "{line}");
        for escape in line.split('%').skip(1) {
            let hex = &escape[..2];
            prop_assert!(hex.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b)), "{line}");
        }
        let mut sorted: Vec<(&str, &str)> = line.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let as_sent = sorted.clone();
        sorted.sort_unstable();
        prop_assert_eq!(as_sent, sorted);
    }
}
