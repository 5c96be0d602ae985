//! Other inputs of the same kinds.

use super::*;
use FieldKind::{Accept, AcceptNormalised, AcceptWarn, Reject, RejectClear, RejectSuggest};

const HOST: &str = "api-1a2b3c4d.duosecurity.com";
const SECRET: &str = "Qw3rT6yU9iO2pA5sD8fG1hJ4kL7zX0cV3bN6mQ9w";

fn all(field: Field, cases: &[(&str, FieldKind, &str, Option<&str>)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|&(input, kind, code, value)| {
            (input, outcome(field, input, &["Straße Süd", "Σίσυφος"]), (kind, code, value.map(str::to_owned)))
        })
        .filter(|(_, got, expected)| got != expected)
        .map(|(input, got, expected)| format!("{input:?}: {got:?}, expected {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn hosts() {
    let federal = "api-0f0f0f0f.duofederal.com";
    all(
        Field::Host,
        &[
            ("", Reject, "HOST_EMPTY", None),
            ("\u{200b}", Reject, "HOST_EMPTY", None),
            ("https://", Reject, "HOST_EMPTY", None),
            (
                "\u{201c}API-1A2B3C4D.duosecurity.com.\u{201d}",
                AcceptNormalised,
                "HOST_NORMALISED",
                Some(HOST),
            ),
            ("https://api-1a2b3c4d.duosecurity.com:443/", AcceptNormalised, "HOST_NORMALISED", Some(HOST)),
            ("\u{2028}api-0f0f0f0f.duofederal.com", AcceptNormalised, "HOST_NORMALISED", Some(federal)),
            ("api-1a2b3c4d.duosecurity.com@evil.example", Reject, "HOST_USERINFO", None),
            ("api-1a2b3c4d.duosecurity.com%2eevil.example", Reject, "HOST_PERCENT", None),
            ("api-1a2b3c4d.duosecurity.com/#x", Reject, "HOST_FRAGMENT", None),
            ("api-1a2b3c4d.duosecurity.com:80", Reject, "HOST_PORT", None),
            ("api-1a2b3c4d.duosecurity.com:https", Reject, "HOST_PORT", None),
            ("127.0.0.1:8443", Reject, "HOST_PORT", None),
            ("127.0.0.1:443", Reject, "HOST_IP", None),
            ("[fe80::1]:443", Reject, "HOST_IP", None),
            ("2001:db8::1", Reject, "HOST_IP", None),
            ("0177.0.0.01", Reject, "HOST_IP", None),
            ("127.1", Reject, "HOST_IP", None),
            ("https://10.0.0.1/admin", Reject, "HOST_IP", None),
            ("localhost", Reject, "HOST_LOCAL", None),
            ("LOCALHOST.", Reject, "HOST_LOCAL", None),
            ("nas.lan", Reject, "HOST_LOCAL", None),
            ("duo.corp.internal", Reject, "HOST_LOCAL", None),
            ("mailto:it@acme.example", Reject, "HOST_SCHEME", None),
            ("https://https://api-1a2b3c4d.duosecurity.com", Reject, "HOST_SCHEME", None),
            ("https:/api-1a2b3c4d.duosecurity.com", Reject, "HOST_SCHEME", None),
            ("ldaps://api-1a2b3c4d.duosecurity.com", Reject, "HOST_SCHEME", None),
            ("api-1a2b3c4d.du\u{043e}security.com", Reject, "HOST_NON_ASCII", None),
            ("api\u{2212}1a2b3c4d.duosecurity.com", Reject, "HOST_NON_ASCII", None),
            ("api-1a2b\u{200d}3c4d.duosecurity.com", Reject, "HOST_INVISIBLE", None),
            ("api-1a2b\u{a0}3c4d.duosecurity.com", Reject, "HOST_WHITESPACE", None),
            ("api-1a2b3c4d.\nduosecurity.com", Reject, "HOST_WHITESPACE", None),
            ("api-1a2b\u{7f}.duosecurity.com", Reject, "HOST_CONTROL", None),
            ("xn--api-1a2b3c4d.duosecurity.com", Reject, "HOST_PUNYCODE", None),
            ("https://admin-1a2b3c4d.duosecurity.com/login", Reject, "HOST_ADMIN_PANEL", None),
            ("admin.duosecurity.com", Reject, "HOST_ADMIN_PANEL", None),
            ("admin-1a2b3c4d", Reject, "HOST_ADMIN_PANEL", None),
            ("api-1a2b-3c4d.duosecurity.com", Reject, "HOST_FORMAT", None),
            ("api-.duosecurity.com", Reject, "HOST_FORMAT", None),
            ("duofederal.com", Reject, "HOST_FORMAT", None),
            ("api-1a2b3c4d..duosecurity.com", Reject, "HOST_CHARS", None),
            ("C:\\Windows", Reject, "HOST_BACKSLASH", None),
            ("{\"host\":\"api-1a2b3c4d.duosecurity.com\"}", Reject, "HOST_CHARS", None),
            ("*.duosecurity.com", Reject, "HOST_CHARS", None),
            (".duosecurity.com", Reject, "HOST_CHARS", None),
            ("api-1a2b3c4d.duosecurity,com", Reject, "HOST_CHARS", None),
            ("api-1a2b3c4d.duosecuritty.com", Reject, "HOST_LOOKALIKE", None),
            ("api-1a2b3c4d.duosecurity.com.evil.example/x", Reject, "HOST_NOT_DUO", None),
            ("evil.example", Reject, "HOST_NOT_DUO", None),
            ("api-1a2b3c4d.evil.duosecurity.com.example", Reject, "HOST_NOT_DUO", None),
            ("api-0f0f0f0f.duofederal", RejectSuggest, "HOST_MISSING_SUFFIX", Some(federal)),
            ("0f0f0f0f.duofederal.com", RejectSuggest, "HOST_MISSING_API", Some(federal)),
            ("https://api-1a2b3c4d.duosecurity.com/admin/v1", RejectSuggest, "HOST_PATH", Some(HOST)),
            ("//api-1a2b3c4d.duosecurity.com", RejectSuggest, "HOST_PATH", Some(HOST)),
            ("api-xyz.duosecurity.com", AcceptWarn, "HOST_UNUSUAL_ID", Some("api-xyz.duosecurity.com")),
            ("diabcdefghij12345678", Reject, "HOST_IS_IKEY", None),
            (SECRET, RejectClear, "HOST_IS_SECRET", None),
            (&format!("  \"{SECRET}\""), RejectClear, "HOST_IS_SECRET", None),
            (&format!("https://DIABCDEFGHIJ12345678:{SECRET}@{HOST}"), RejectClear, "HOST_IS_SECRET", None),
            (&format!("Secret key: {SECRET}"), RejectClear, "HOST_IS_SECRET", None),
        ],
    );
}

#[test]
fn integration_keys() {
    all(
        Field::Ikey,
        &[
            ("", Reject, "IKEY_EMPTY", None),
            ("«diabcdefghij12345678»", AcceptNormalised, "IKEY_NORMALISED", Some("DIABCDEFGHIJ12345678")),
            ("DIABCDEFGHIJ1234567", Reject, "IKEY_LENGTH", None),
            ("DIABCDEFGHIJ123456789", Reject, "IKEY_LENGTH", None),
            ("DI", Reject, "IKEY_LENGTH", None),
            ("DIXXXXXXXXXXXXXXXXXX", Reject, "IKEY_PLACEHOLDER", None),
            ("DIxxxx", Reject, "IKEY_PLACEHOLDER", None),
            ("DI999999999999999999", Reject, "IKEY_PLACEHOLDER", None),
            ("YOUR_INTEGRATION_KEY", Reject, "IKEY_PLACEHOLDER", None),
            ("<your integration key>", Reject, "IKEY_PLACEHOLDER", None),
            ("{{ikey}}", Reject, "IKEY_PLACEHOLDER", None),
            ("DGX4K2M9Q7R1T5V8W3Y6", Reject, "IKEY_IS_OBJECT_ID", None),
            ("de3rp9i2woc59vzx1234", Reject, "IKEY_IS_OBJECT_ID", None),
            ("POA1B5C9D3E7F0G4H8J2", Reject, "IKEY_IS_OBJECT_ID", None),
            ("WA8L2M6N0P4Q1R5S9T3V", Reject, "IKEY_IS_OBJECT_ID", None),
            ("DU123", Reject, "IKEY_PREFIX", None),
            ("admin-1a2b3c4d.duosecurity.com", Reject, "IKEY_IS_HOST", None),
            ("http://api-1a2b3c4d.duosecurity.com/admin", Reject, "IKEY_IS_HOST", None),
            ("api-1a2b3c4d", Reject, "IKEY_IS_HOST", None),
            ("DI\u{410}BCDEFGHIJ12345678", Reject, "IKEY_NON_ASCII", None),
            ("DIABC\u{2028}DEFGHIJ12345678", Reject, "IKEY_WHITESPACE", None),
            ("DIABC\u{1b}DEFGHIJ12345678", Reject, "IKEY_CONTROL", None),
            ("DIABC\u{202e}DEFGHIJ12345678", Reject, "IKEY_INVISIBLE", None),
            ("DIABC#DEFGHIJ12345678", Reject, "IKEY_CHARS", None),
            (&"y".repeat(500), Reject, "IKEY_TOO_LONG", None),
            (SECRET, RejectClear, "IKEY_IS_SECRET", None),
            (&format!("skey={SECRET}"), RejectClear, "IKEY_IS_SECRET", None),
        ],
    );
}

#[test]
fn secret_keys() {
    let long = format!("{SECRET}{SECRET}{SECRET}12345678");
    all(
        Field::Skey,
        &[
            (SECRET, Accept, "OK", Some(SECRET)),
            (&format!("\u{ab}{SECRET}\u{bb}\n"), AcceptNormalised, "SKEY_NORMALISED", Some(SECRET)),
            (&SECRET[..32], AcceptWarn, "SKEY_UNUSUAL_LENGTH", Some(&SECRET[..32])),
            (&SECRET[..31], Reject, "SKEY_TOO_SHORT", None),
            (&long, AcceptWarn, "SKEY_UNUSUAL_LENGTH", Some(&long)),
            (&format!("{long}9"), Reject, "SKEY_TOO_LONG", None),
            ("********************************9f3a", Reject, "SKEY_MASKED", None),
            ("●●●●●●●●", Reject, "SKEY_MASKED", None),
            ("........................................", Reject, "SKEY_MASKED", None),
            ("Qw3r…mQ9w", Reject, "SKEY_MASKED", None),
            ("Qw3r...mQ9w", Reject, "SKEY_MASKED", None),
            ("Click to view", Reject, "SKEY_MASKED", None),
            ("your-secret-key", Reject, "SKEY_PLACEHOLDER", None),
            ("<YOUR SECRET KEY>", Reject, "SKEY_PLACEHOLDER", None),
            ("diabcdefghij12345678", Reject, "SKEY_IS_IKEY", None),
            ("admin-1a2b3c4d.duosecurity.com", Reject, "SKEY_IS_HOST", None),
            ("API-1A2B3C4D.DUOFEDERAL.COM", Reject, "SKEY_IS_HOST", None),
            ("api-key", Reject, "SKEY_CHARS", None),
            ("P@ssw0rd", Reject, "SKEY_CHARS", None),
        ],
    );
}

#[test]
fn names() {
    let many = "a\u{300}\u{316}".to_owned();
    all(
        Field::Name,
        &[
            ("", Reject, "NAME_EMPTY", None),
            ("\u{200b}\u{feff}", Reject, "NAME_EMPTY", None),
            (" Acme ", AcceptNormalised, "NAME_NORMALISED", Some("Acme")),
            (&many, AcceptNormalised, "NAME_NORMALISED", Some("à\u{316}")),
            ("STRASSE  süd", Reject, "NAME_DUPLICATE", None),
            ("ΣΊΣΥΦΟΣ", Reject, "NAME_DUPLICATE", None),
            ("Strasse Sud", Accept, "OK", Some("Strasse Sud")),
            ("می\u{200c}خواهم", Accept, "OK", Some("می\u{200c}خواهم")),
            ("1\u{fe0f}\u{20e3} Acme", Accept, "OK", Some("1\u{fe0f}\u{20e3} Acme")),
            (
                "\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}",
                Accept,
                "OK",
                Some("\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}"),
            ),
            ("Nguyễn Thị Ánh", Accept, "OK", Some("Nguyễn Thị Ánh")),
            ("नमस्ते", Accept, "OK", Some("नमस्ते")),
            ("Ac\u{200d}me", Reject, "NAME_INVISIBLE", None),
            ("Ac\u{feff}me", Reject, "NAME_INVISIBLE", None),
            ("Ac\u{3164}me", Reject, "NAME_INVISIBLE", None),
            ("A\u{fe0f}cme", Reject, "NAME_INVISIBLE", None),
            ("Ac\u{e0041}me", Reject, "NAME_INVISIBLE", None),
            ("\u{200e}Acme", Reject, "NAME_BIDI", None),
            ("Ac\u{61c}me", Reject, "NAME_BIDI", None),
            ("Ac\tme", Reject, "NAME_CONTROL", None),
            ("Ac\u{2029}me", Reject, "NAME_CONTROL", None),
            ("Ac\u{85}me", Reject, "NAME_CONTROL", None),
            ("Ac\u{e000}me", Reject, "NAME_UNPRINTABLE", None),
            ("Ac\u{1fffe}me", Reject, "NAME_UNPRINTABLE", None),
            ("Ac\u{fffd}me", Reject, "NAME_UNPRINTABLE", None),
            ("a\u{316}\u{317}\u{318}\u{319}\u{31c}", Reject, "NAME_COMBINING", None),
            (&"é".repeat(64), Accept, "OK", Some(&"é".repeat(64))),
            (&"é".repeat(65), Reject, "NAME_TOO_LONG", None),
            (&"e\u{301}".repeat(64), AcceptNormalised, "NAME_NORMALISED", Some(&"é".repeat(64))),
            (&format!("Acme-{SECRET}"), RejectClear, "NAME_IS_SECRET", None),
        ],
    );
}

#[test]
fn positions_count_characters_of_the_trimmed_text() {
    let n = |result: FieldResult| (result.values["n"].clone(), result.values.get("codepoint").cloned());
    let told = |at: &str, codepoint: &str| (at.to_owned(), Some(codepoint.to_owned()));
    assert_eq!(n(check_host("  api\u{2011}1a2b3c4d.duosecurity.com")), told("4", "U+2011"));
    assert_eq!(n(check_host("https://api-1a 2")), told("15", "U+0020"));
    assert_eq!(n(check_ikey("\"DIABCDEFG\u{1f511}HIJ12345678\"")), told("10", "U+1F511"));
    assert_eq!(n(check_ikey("DIABCDEFG-HIJ12345678")), ("10".to_owned(), None));
    assert_eq!(n(check_skey("Ab3\u{410}").0), ("4".to_owned(), None), "nothing of a secret is repeated");
    assert_eq!(n(check_name::<&str>("Ac\u{ad}me", &[])), told("3", "U+00AD"));
}

#[test]
fn values_for_the_texts() {
    assert_eq!(check_ikey("DIABCDEFGHIJ1234567").values["len"], "19");
    assert_eq!(check_skey(&SECRET[..39]).0.values["len"], "39");
    assert_eq!(check_skey(&SECRET[..39]).0.length, Some(39));
    assert_eq!(check_host("API-1A2B3C4D.duosecurity.com").values["value"], HOST);
    assert_eq!(check_host("evil.EXAMPLE").values["host"], "evil.example");
    assert_eq!(check_host("api-1a2b3c4d").values["suggestion"], HOST);
    assert_eq!(check_host("admin-1a2b3c4d.duosecurity.com").values["suggestion"], HOST);
    let odd = format!("{}.example", &SECRET[..39]);
    assert_eq!(check_host(&odd).values["host"], "••••••••.example");
}

#[test]
fn swapped_inputs_say_where_they_belong() {
    assert_eq!(check_host("DIABCDEFGHIJ12345678").belongs_in, Some(Field::Ikey));
    assert_eq!(check_host(SECRET).belongs_in, Some(Field::Skey));
    assert_eq!(check_ikey(HOST).belongs_in, Some(Field::Host));
    assert_eq!(check_ikey(SECRET).belongs_in, Some(Field::Skey));
    assert_eq!(check_skey(HOST).0.belongs_in, Some(Field::Host));
    assert_eq!(check_skey("DIABCDEFGHIJ12345678").0.belongs_in, Some(Field::Ikey));
    assert_eq!(check_name::<&str>(SECRET, &[]).belongs_in, Some(Field::Skey));
}

#[test]
fn what_was_cleaned_is_told_by_kind_and_count() {
    use CleanedPart::{
        Capital, Dot, Http, Https, Invisible, LineBreak, Port, Quote, Slash, SmallLetter, SpaceAfter,
        SpaceBefore,
    };
    let ikey = "DIABCDEFGHIJ12345678";
    let cases: [(FieldResult, &[(CleanedPart, u32)]); 12] = [
        (check_host(HOST), &[]),
        (check_host(&format!("{HOST} ")), &[(SpaceAfter, 1)]),
        (check_host(&format!("\t \"{HOST}\"\r\n")), &[(SpaceBefore, 2), (LineBreak, 1), (Quote, 2)]),
        (check_host(&format!("https://{HOST}/")), &[(Https, 1), (Slash, 1)]),
        (check_host(&format!("HTTP://{HOST}.:443//")), &[(Http, 1), (Port, 1), (Dot, 1), (Slash, 2)]),
        (check_host("API-1a2b3c4D.duosecurity.com"), &[(Capital, 4)]),
        (check_host("api-1A.duosecurity.com\u{200b}"), &[(Invisible, 1), (Capital, 1)]),
        (check_ikey(&format!("<{}>", ikey.to_lowercase())), &[(Quote, 2), (SmallLetter, 12)]),
        (check_skey(&format!("\u{a0}{SECRET}\n\n")).0, &[(SpaceBefore, 1), (LineBreak, 2)]),
        (check_skey(&format!("{} ", &SECRET[..39])).0, &[(SpaceAfter, 1)]),
        (check_name::<&str>(" Acme  ", &[]), &[(SpaceBefore, 1), (SpaceAfter, 2)]),
        // A refused input is not cleaned: it stays as it was typed.
        (check_host(" evil.example "), &[]),
    ];
    for (result, expected) in cases {
        let cleaned: Vec<_> = result.cleaned.iter().map(|one| (one.part, one.n)).collect();
        assert_eq!(cleaned, expected, "{:?} {:?}", result.field, result.code);
    }
}
