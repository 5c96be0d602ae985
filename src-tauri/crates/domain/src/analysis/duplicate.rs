//! Users that are probably the same person (ux.md §3).

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::UserFacts;
use super::protect::own_name;

/// What two accounts of one person have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DuplicateKey {
    /// The mail address in lower case.
    Email(String),
    /// Without a mail address: the user name in lower case without domain, suffix and dots.
    Username(String),
}

/// Accounts of probably one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateGroup<'a> {
    /// What they share.
    pub key: DuplicateKey,
    /// The one that is kept.
    pub kept: &'a UserFacts,
    /// The others.
    pub flagged: Vec<&'a UserFacts>,
}

impl DuplicateKey {
    /// What is shared, as text.
    pub fn text(&self) -> &str {
        match self {
            Self::Email(text) | Self::Username(text) => text,
        }
    }

    /// `email`, `username`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Email(_) => "email",
            Self::Username(_) => "username",
        }
    }
}

/// The key of a user; none when nothing is left to compare.
pub fn duplicate_key(username: &str, email: &str) -> Option<DuplicateKey> {
    let email = email.trim().to_lowercase();
    if !email.is_empty() {
        return Some(DuplicateKey::Email(email));
    }
    let name = own_name(username).replace('.', "");
    (!name.is_empty()).then_some(DuplicateKey::Username(name))
}

/// Groups of two or more, by key. Of users with one key the most recently seen is kept (then the older account, then
/// the smaller id, so that the outcome does not hang on the order of the list). The Trash takes no part.
pub fn duplicates(users: &[UserFacts]) -> Vec<DuplicateGroup<'_>> {
    let mut by_key: BTreeMap<DuplicateKey, Vec<&UserFacts>> = BTreeMap::new();
    for user in users.iter().filter(|user| user.status.billable()) {
        if let Some(key) = duplicate_key(&user.username, &user.email) {
            by_key.entry(key).or_default().push(user);
        }
    }
    by_key
        .into_iter()
        .filter(|(_, users)| users.len() > 1)
        .filter_map(|(key, mut flagged)| {
            let kept = flagged.iter().copied().max_by(|a, b| rank(a).cmp(&rank(b)))?;
            flagged.retain(|user| user.user_id != kept.user_id);
            Some(DuplicateGroup { key, kept, flagged })
        })
        .collect()
}

/// For each user the values of reason X, or none.
pub(super) fn mark_duplicates(users: &[UserFacts]) -> Vec<Option<BTreeMap<String, String>>> {
    let mut marks: HashMap<&str, BTreeMap<String, String>> = HashMap::new();
    for DuplicateGroup { key, kept, flagged } in duplicates(users) {
        for user in flagged {
            let values = BTreeMap::from([
                ("by".to_owned(), key.id().to_owned()),
                ("other".to_owned(), kept.username.clone()),
                ("other_id".to_owned(), kept.user_id.clone()),
            ]);
            marks.insert(&user.user_id, values);
        }
    }
    users.iter().map(|user| marks.remove(user.user_id.as_str())).collect()
}

fn rank(user: &UserFacts) -> impl Ord + '_ {
    (user.last_seen().0, Reverse(user.created), Reverse(user.user_id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UserStatus;
    use crate::analysis::assess::tests::{days_ago, user};

    #[test]
    fn keys() {
        let email = |text: &str| Some(DuplicateKey::Email(text.to_owned()));
        let name = |text: &str| Some(DuplicateKey::Username(text.to_owned()));
        let cases = [
            ("jdoe", "Jane.Doe@Acme.example", email("jane.doe@acme.example")),
            ("jdoe", " ", name("jdoe")),
            ("ACME\\J.Doe", "", name("jdoe")),
            ("j.doe@acme.example", "", name("jdoe")),
            ("corp\\j.doe@acme.example", "", name("jdoe")),
            ("...", "", None),
            ("", "", None),
        ];
        for (username, mail, expected) in cases {
            assert_eq!(duplicate_key(username, mail), expected, "{username} / {mail}");
        }
    }

    fn with(id: &str, username: &str, email: &str, seen: Option<i64>) -> UserFacts {
        UserFacts {
            username: username.to_owned(),
            email: email.to_owned(),
            last_login: seen.map(days_ago),
            ..user(id)
        }
    }

    fn flagged(users: &[UserFacts]) -> Vec<&str> {
        let marks = mark_duplicates(users);
        users.iter().zip(marks).filter(|(_, mark)| mark.is_some()).map(|(u, _)| u.user_id.as_str()).collect()
    }

    #[test]
    fn the_most_recently_seen_is_kept() {
        let mut users = vec![
            with("DU1", "a", "x@acme.example", Some(10)),
            with("DU2", "b", "X@acme.example", Some(2)),
            with("DU3", "c", "x@ACME.example", None),
        ];
        assert_eq!(flagged(&users), ["DU1", "DU3"]);
        let values = mark_duplicates(&users)[0].clone().unwrap();
        assert_eq!(values["other"], "b");
        assert_eq!(values["by"], "email");
        users.reverse();
        assert_eq!(flagged(&users), ["DU3", "DU1"], "the order of the list does not matter");
    }

    #[test]
    fn ties_go_to_the_older_account_then_to_the_smaller_id() {
        let mut users = [with("DU2", "j.doe", "", None), with("DU1", "jdoe", "", None)];
        assert_eq!(flagged(&users), ["DU2"]);
        users[0].created = Some(days_ago(900));
        users[1].created = Some(days_ago(800));
        assert_eq!(flagged(&users), ["DU1"]);
    }

    #[test]
    fn the_trash_and_real_names_do_not_count() {
        let mut users =
            [with("DU1", "a", "x@acme.example", None), with("DU2", "b", "x@acme.example", Some(1))];
        users[1].status = UserStatus::PendingDeletion;
        assert_eq!(flagged(&users), Vec::<&str>::new());
        let mut users = [with("DU1", "a", "", None), with("DU2", "b", "", None)];
        for user in &mut users {
            user.realname = "Jane Doe".to_owned();
        }
        assert_eq!(flagged(&users), Vec::<&str>::new());
    }

    #[test]
    fn a_group_names_who_is_kept_and_who_is_flagged() {
        let users = [
            with("DU1", "a", "x@acme.example", Some(10)),
            with("DU2", "b", "X@acme.example", Some(2)),
            with("DU3", "c", "c@acme.example", None),
        ];
        let groups = duplicates(&users);
        assert_eq!(groups.len(), 1);
        assert_eq!((groups[0].key.id(), groups[0].key.text()), ("email", "x@acme.example"));
        assert_eq!((groups[0].kept, groups[0].flagged.as_slice()), (&users[1], &[&users[0]][..]));
    }

    #[test]
    fn a_mail_address_and_a_user_name_are_not_compared() {
        let users = [with("DU1", "jdoe", "", None), with("DU2", "jdoe2", "jdoe", None)];
        assert_eq!(flagged(&users), Vec::<&str>::new());
    }
}
