use super::*;

fn whole() -> [String; 3] {
    [HOST, IKEY, SKEY].map(str::to_owned)
}

#[test]
fn one_set_in_every_form() {
    let forms = [
        format!("{HOST}\n{IKEY}\n{SKEY}"),
        format!("{SKEY}\r\n\r\n{HOST}\r\n{IKEY}\r\n"),
        format!("  {IKEY}   {SKEY}\t{HOST}  "),
        format!("Integration key: {IKEY}\nSecret key: {SKEY}\nAPI hostname: {HOST}"),
        format!("Client ID: {IKEY}\nClient secret: {SKEY}\nClient Domain: https://{HOST}"),
        format!("Integrationsschlüssel：{IKEY}\nGeheimer Schlüssel：{SKEY}\nAPI-Hostname：{HOST}"),
        format!("{{\"ikey\":\"{IKEY}\",\"skey\":\"{SKEY}\",\"host\":\"{HOST}\"}}"),
        format!(
            "{{\"duo\":{{\"api\":{{\"host\":\"{HOST}\"}},\"keys\":{{\"i\":\"{IKEY}\",\"s\":\"{SKEY}\"}}}}}}"
        ),
        format!("[\"{HOST}\",\"{IKEY}\",\"{SKEY}\"]"),
        format!("{{ ikey: '{IKEY}', skey: '{SKEY}', host: '{HOST}', }}"),
        format!("export DUO_IKEY=\"{IKEY}\"\nexport DUO_SKEY='{SKEY}'\nDUO_HOST={HOST}\n"),
        format!("$env:DUO_IKEY = \"{IKEY}\"; $env:DUO_SKEY = \"{SKEY}\"; $env:DUO_HOST = \"{HOST}\""),
        format!("setx DUO_IKEY {IKEY}\nsetx DUO_SKEY {SKEY}\nsetx DUO_HOST {HOST}"),
        format!("[duo]\nikey = {IKEY}\nskey = {SKEY}\n[api]\nhost = {HOST}\n"),
        format!("ikey,skey,host\n{IKEY},{SKEY},{HOST}\n"),
        format!(
            "\"Integration key\";\"Secret key\";\"API hostname\"\r\n\"{IKEY}\";\"{SKEY}\";\"{HOST}\"\r\n"
        ),
        format!("API hostname\tIntegration key\tSecret key\n{HOST}\t{IKEY}\t{SKEY}"),
        format!("| Integration key | {IKEY} |\n| Secret key | {SKEY} |\n| API hostname | {HOST} |"),
        format!(
            "Integration key\n{IKEY}\nCopy\nSecret key\n{SKEY}\nClick to view\nAPI hostname\n{HOST}\nCopy"
        ),
        format!("Integration key\nSecret key\nAPI hostname\n{IKEY}\n{SKEY}\n{HOST}"),
        format!("https://{IKEY}:{SKEY}@{HOST}/admin/v1/users"),
        format!("host={HOST}&ikey={IKEY}&skey={SKEY}"),
        format!(
            "<table><tr><td>Integration key</td><td>{IKEY}</td></tr><tr><td>{SKEY}</td><td>{HOST}</td></tr></table>"
        ),
        format!("<input id=\"i\" value=\"{IKEY}\"/><input value=\"{SKEY}\"/><input value=\"{HOST}\"/>"),
        format!("<duo><ikey>{IKEY}</ikey><skey>{SKEY}</skey><host>{HOST}</host></duo>"),
        format!("**Integration key:** `{IKEY}`\n**Secret key:** `{SKEY}`\n**API hostname:** <{HOST}>"),
        format!("- ikey: {IKEY}\n- skey: {SKEY}\n- host: {}", HOST.to_uppercase()),
        format!("\u{feff}{HOST}\u{2028}\u{200b}{IKEY}\u{200b}\u{2028}“{SKEY}”"),
        format!("hi, the host is {HOST}. The keys are {IKEY} and {SKEY}."),
        format!("{HOST}\n{IKEY}\n{SKEY}\n{HOST}\n{IKEY}\n{SKEY}"),
    ];
    for form in forms {
        assert_eq!(sets(&form), [whole()], "{form}");
    }
}

#[test]
fn several_sets_stay_apart() {
    let other =
        ["api-0f0f0f0f.duofederal.com", "DIZZZZZZZZZZ00000009", "Zz9dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9n"];
    let [host, ikey, skey] = other;
    let both = [whole(), other.map(str::to_owned)];
    let forms = [
        format!("{HOST}\n{IKEY}\n{SKEY}\n{host}\n{ikey}\n{skey}"),
        format!(
            "[acme]\nikey={IKEY}\nskey={SKEY}\nhost={HOST}\n[beta]\nikey={ikey}\nskey={skey}\nhost={host}"
        ),
        format!(
            "[{{\"ikey\":\"{IKEY}\",\"skey\":\"{SKEY}\",\"host\":\"{HOST}\"}},{{\"ikey\":\"{ikey}\",\"skey\":\"{skey}\",\"host\":\"{host}\"}}]"
        ),
        format!(
            "{{\"zeta\":{{\"ikey\":\"{IKEY}\",\"skey\":\"{SKEY}\",\"host\":\"{HOST}\"}},\"acme\":{{\"ikey\":\"{ikey}\",\"skey\":\"{skey}\",\"host\":\"{host}\"}}}}"
        ),
        format!(
            "{{\"h1\":\"{HOST}\",\"i1\":\"{IKEY}\",\"s1\":\"{SKEY}\",\"h2\":\"{host}\",\"i2\":\"{ikey}\",\"s2\":\"{skey}\"}}"
        ),
        format!(
            "{{\"ikey\":\"{IKEY}\",\"skey\":\"{SKEY}\",\"host\":\"{HOST}\"}}\n{{\"a\":\"{ikey}\",\"b\":\"{skey}\",\"c\":\"{host}\"}}"
        ),
        format!("client,ikey,skey,host\nAcme,{IKEY},{SKEY},{HOST}\nBeta,{ikey},{skey},{host}"),
        format!("Acme {HOST} {IKEY} {SKEY}\nBeta {skey} {ikey} {host}"),
    ];
    for form in forms {
        assert_eq!(sets(&form), both, "{form}");
    }
}

#[test]
fn a_set_may_lack_values_and_does_not_take_its_neighbours() {
    let text = format!("{IKEY}\n{SKEY}\n\napi-0f0f0f0f.duosecurity.com\nDIZZZZZZZZZZ00000009");
    let second = ["api-0f0f0f0f.duosecurity.com", "DIZZZZZZZZZZ00000009", "-"].map(str::to_owned);
    assert_eq!(sets(&text), [["-".to_owned(), IKEY.to_owned(), SKEY.to_owned()], second]);
    assert_eq!(sets(SKEY), [["-".to_owned(), "-".to_owned(), SKEY.to_owned()]]);
    assert!(sets("").is_empty());
    assert!(sets("nothing here").is_empty());
}

#[test]
fn a_label_tells_what_the_shape_does_not() {
    let short = &SKEY[..39];
    let sha = "0123456789abcdef0123456789abcdef01234567";
    for (text, expected) in [
        (format!("Secret key: {short}\n{IKEY}"), ["-", IKEY, short]),
        (format!("Secret key\n{short}\nCopy"), ["-", "-", short]),
        (format!("Secret key: {short} Copy"), ["-", "-", short]),
        (format!("\"client_secret\": \"{short}\","), ["-", "-", short]),
        (format!("ikey,skey\n{IKEY},{short}"), ["-", IKEY, short]),
        (format!("{{\"secretKey\":\"{short}\"}}"), ["-", "-", short]),
        (format!("commit {sha}\nskey={SKEY}\n{HOST}"), [HOST, "-", SKEY]),
        (format!("skey={SKEY} {HOST} {IKEY}\ncommit {sha}"), [HOST, IKEY, SKEY]),
        (
            "ikey: DIABC1234567\nhost: api-1a2b3c4d.duosecurlty.com".to_owned(),
            ["api-1a2b3c4d.duosecurlty.com", "DIABC1234567", "-"],
        ),
        (
            "API hostname: https://admin-1a2b3c4d.duosecurity.com/login".to_owned(),
            ["https://admin-1a2b3c4d.duosecurity.com/login", "-", "-"],
        ),
        (format!("https://admin-1a2b3c4d.duosecurity.com/\n{HOST}"), [HOST, "-", "-"]),
        (format!("Secret key: {IKEY}"), ["-", IKEY, "-"]),
        ("Secret key: ••••••••kL9n".to_owned(), ["-", "-", "••••••••kL9n"]),
        (format!("Secret key: ••••••••kL9n\n{SKEY}"), ["-", "-", SKEY]),
        (
            "api-1a2b3c4d.duosecurity.com.evil.example".to_owned(),
            ["api-1a2b3c4d.duosecurity.com.evil.example", "-", "-"],
        ),
    ] {
        assert_eq!(sets(&text), [expected.map(str::to_owned)], "{text}");
    }
}

#[test]
fn what_is_not_used_is_told_with_secrets_masked() {
    for (text, expected) in [
        (format!("{HOST}\n{IKEY}\n{SKEY}"), vec![]),
        (format!("Hello,\nthe host is {HOST}\nThanks"), vec!["Hello", "the host is", "Thanks"]),
        (format!("https://{HOST}/admin/v1"), vec!["/admin/v1"]),
        (format!("Client,ikey,skey\nAcme,{IKEY},{SKEY}"), vec!["Acme"]),
        (
            format!("{{\"ikey\":\"{IKEY}\",\"note\":\"for Acme\",\"port\":443}}"),
            vec!["note: for Acme", "port: 443"],
        ),
        (format!("{{\"Acme\":{{\"ikey\":\"{IKEY}\"}}}}"), vec!["Acme"]),
        (format!("[acme]\nikey={IKEY}"), vec!["[acme]"]),
        (format!("# keys\nskey={SKEY}\nother={}", "q".repeat(36)), vec!["# keys", "other=••••••••"]),
        (format!("{HOST} {IKEY}\nskey={SKEY}\n{}", "7".repeat(40)), vec!["••••••••"]),
        ("Secret key: tell nobody P4ssw0rd".to_owned(), vec!["Secret key: tell nobody ••••••••"]),
        (format!("{IKEY}\nCopy\nClick to view"), vec!["Copy", "Click to view"]),
        (format!("<p>Hello</p>{IKEY}"), vec!["Hello"]),
    ] {
        assert_eq!(parse(&text).ignored, expected, "{text}");
    }
}

#[test]
fn a_text_too_long_is_not_read_and_many_lines_are_counted() {
    let parsed = parse(&"x ".repeat(LIMIT));
    assert!(parsed.too_long && parsed.sets.is_empty());
    assert_eq!(parsed.ignored.len(), 1);
    let parsed = parse(&"word\n".repeat(700));
    assert_eq!((parsed.ignored.len(), parsed.ignored[500].as_str()), (501, "… +200"));
}

#[test]
fn long_texts_are_read_in_one_go() {
    for piece in [",", "<", "a:", "skey:", "[", "\"", "•", "</a>", "a,b\n", "\u{200b}", "api-", "{\"a\":"] {
        let text = piece.repeat(LIMIT / 8 / piece.len());
        assert!(!parse(&text).too_long, "{piece}");
    }
}

#[test]
fn nothing_secret_is_printed() {
    let shown = format!("{:?}", parse(&format!("{HOST} {IKEY} {SKEY} {}", "k".repeat(35))));
    assert!(!shown.contains(SKEY) && !shown.contains("kkkk") && !shown.contains(IKEY));
}

#[test]
fn a_broken_secret_that_stands_twice_is_not_told() {
    let skey = "Zh5eGmUq9zpfQnyUIu\u{fffd}Ol9iWoMMv5ZNmk3zLJ6Ep";
    let text = format!(
        "Integration key: DIWJ8X6AEYOR5OMC6TQ1\nSecret key: {skey}\nAPI hostnacret key: {skey}\n\
         API hostname: api-1a2b3crity.comtname: api-1a2b3c4d.duosecurity.com"
    );
    let parsed = parse(&text);
    assert!(parsed.sets.iter().any(|set| set.skey.as_ref().is_some_and(|found| found.as_str() == skey)));
    assert!(!format!("{parsed:?}").contains(skey), "{parsed:?}");
}

#[test]
fn a_secret_is_not_told_as_part_of_another_value() {
    let skey = "Zh5eGmUq9zpfQ.yUIu5OL9iWoMMv5ZNmk3zLJ4Ep";
    let text = format!("{{\"skey\":\"{skey}\",\"host\":baskey\":\"{skey}\",\"host\":bapi-1a2b3ctd.com\"}}");
    let parsed = parse(&text);
    assert!(parsed.sets.iter().any(|set| set.skey.as_ref().is_some_and(|found| found.as_str() == skey)));
    assert!(!format!("{parsed:?}").contains(skey), "{parsed:?}");
}
