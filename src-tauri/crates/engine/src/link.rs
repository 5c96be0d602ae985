//! Links from outside: `tandem://open/<id of a connection>`, and nothing else.

use std::path::Path;

/// The client that a link asks for. Whoever can make somebody click can say anything here: what is not this form to the
/// letter asks for nothing.
pub fn linked_client(link: &str) -> Option<String> {
    let id = link.strip_prefix("tandem://open/")?;
    store::backup::client_path(Path::new(""), id).ok().map(|_| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0b5f8e3a-1c2d-4e5f-8a9b-0c1d2e3f4a5b";

    #[test]
    fn a_link_of_this_form_names_a_client() {
        assert_eq!(linked_client(&format!("tandem://open/{ID}")).as_deref(), Some(ID));
    }

    #[test]
    fn any_other_link_names_none() {
        for link in [
            String::new(),
            "tandem:".to_owned(),
            "tandem://open/".to_owned(),
            ID.to_owned(),
            format!("tandem:open/{ID}"),
            format!("tandem:///open/{ID}"),
            format!("TANDEM://open/{ID}"),
            format!("tandem://OPEN/{ID}"),
            format!("tandem://open//{ID}"),
            format!("tandem://open/{ID}/"),
            format!("tandem://open/{ID}/connection"),
            format!("tandem://open/{ID}?recheck"),
            format!("tandem://open/{ID}?ikey=DI&skey=x"),
            format!("tandem://open/{ID}#x"),
            format!("tandem://open/{ID}\n"),
            format!("tandem://open/{ID}\0"),
            format!("tandem://open/ {ID}"),
            format!(" tandem://open/{ID}"),
            format!("tandem://open/{ID}.db"),
            format!("tandem://open/%30{}", &ID[1..]),
            format!("tandem://open/{{{ID}}}"),
            format!("tandem://open/{}", ID.replace('-', "")),
            format!("tandem://open/{}", ID.to_uppercase()),
            format!("tandem://open/../clients/{ID}"),
            format!("tandem://open/..%2f{ID}"),
            format!("tandem://sync/{ID}"),
            format!("tandem://disconnect/{ID}"),
            format!("tandem://user:secret@open/{ID}"),
            format!("tandem://open:443/{ID}"),
            format!("https://open/{ID}"),
            format!("javascript:tandem://open/{ID}"),
            format!("--data-dir=tandem://open/{ID}"),
            format!("tandem://open/{}", "a".repeat(100_000)),
            format!("tandem://open/{}", "\u{0430}".repeat(36)),
            "tandem://open/<script>alert(1)</script>".to_owned(),
            "tandem://open/all".to_owned(),
        ] {
            assert_eq!(linked_client(&link), None, "{link:?}");
        }
    }
}
