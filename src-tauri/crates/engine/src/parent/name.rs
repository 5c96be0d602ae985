//! A name for a child that can be saved, made from what Duo calls it; that text is anybody's.

use crate::Code;
use crate::drafts::accepted;
use crate::fields::check_name;

/// Leaves room for a number.
const LONGEST: usize = 58;

/// Duo's name without what no name may hold; the account where nothing is left of it. A number follows where it is
/// taken.
pub(super) fn suggested<S: AsRef<str>>(told: &str, account: &str, taken: &[S]) -> String {
    let clean = cleaned(told);
    let base = if clean.is_empty() { account.to_owned() } else { clean };
    let numbered = (2..).map(|number| format!("{base} ({number})"));
    let mut tries = std::iter::once(base.clone()).chain(numbered);
    tries.find(|name| check_name(name, taken).code != Some(Code::NameDuplicate)).unwrap_or(base)
}

/// Takes out one offending character after the other.
fn cleaned(told: &str) -> String {
    let mut text: String = told.split_whitespace().collect::<Vec<_>>().join(" ");
    text = text.chars().take(LONGEST).collect();
    loop {
        let result = check_name::<&str>(&text, &[]);
        if accepted(&result) {
            return result.value.unwrap_or_default();
        }
        let at = result.values.get("n").and_then(|n| n.parse::<usize>().ok());
        let Some(at) = at.and_then(|n| n.checked_sub(1)) else { return String::new() };
        // Positions count from where the name begins once its outer blanks are gone.
        let mut left: Vec<char> = text.trim_start().chars().collect();
        if at >= left.len() {
            return String::new();
        }
        left.remove(at);
        text = left.into_iter().collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "DAC1D5E9F3G7H0J4K8L2";

    #[test]
    fn what_no_name_may_hold_goes_and_the_rest_stays() {
        for (told, name) in [
            ("Northwind Dental", "Northwind Dental"),
            ("  Two\n lines ", "Two lines"),
            ("\u{202e}txt.exe", "txt.exe"),
            ("\u{1b}[31mred\u{7}", "[31mred"),
            ("nul\0in the middle", "nulin the middle"),
            ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
            ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
            ("", ACCOUNT),
            ("\u{200b}\u{2060}", ACCOUNT),
            ("\u{202e}\u{202e}", ACCOUNT),
            ("Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1iO3bC8v", ACCOUNT),
        ] {
            let found = suggested::<&str>(told, ACCOUNT, &[]);
            assert_eq!(found, name, "{told:?}");
            assert!(accepted(&check_name::<&str>(&found, &[])), "{told:?}");
        }
        assert_eq!(suggested::<&str>(&"long ".repeat(100), ACCOUNT, &[]).chars().count(), LONGEST);
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        assert_eq!(suggested("Acme", ACCOUNT, &["ACME", "Acme (2)"]), "Acme (3)");
    }
}
