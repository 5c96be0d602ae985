//! Users.

use std::collections::{BTreeMap, BTreeSet};

use super::record;

record! {
    /// A user, whole in lists, short inside phones and tokens (admin-api.md §7.1).
    User {
        user_id: String = "super::lenient::key",
        username: Option<String> = "super::lenient::scalar",
        alias1: Option<String> = "super::lenient::scalar",
        alias2: Option<String> = "super::lenient::scalar",
        alias3: Option<String> = "super::lenient::scalar",
        alias4: Option<String> = "super::lenient::scalar",
        aliases: BTreeMap<String, String> = "super::lenient::text_map",
        created: Option<i64> = "super::lenient::scalar",
        email: Option<String> = "super::lenient::scalar",
        firstname: Option<String> = "super::lenient::scalar",
        lastname: Option<String> = "super::lenient::scalar",
        realname: Option<String> = "super::lenient::scalar",
        /// `active`, `bypass`, `disabled`, `locked out`, `pending deletion`, or a newer one.
        status: Option<String> = "super::lenient::scalar",
        /// To be trusted in the list of users only: copies inside phones and tokens are wrong.
        is_enrolled: Option<bool> = "super::lenient::scalar",
        /// `None` = never.
        last_login: Option<i64> = "super::lenient::scalar",
        /// `None` = not from a directory.
        last_directory_sync: Option<i64> = "super::lenient::scalar",
        directory_key: Option<String> = "super::lenient::scalar",
        external_id: Option<String> = "super::lenient::scalar",
        entra_federated_user_id: Option<String> = "super::lenient::scalar",
        lockout_reason: Option<String> = "super::lenient::scalar",
        enable_auto_prompt: Option<bool> = "super::lenient::scalar",
        notes: Option<String> = "super::lenient::scalar",
        groups: Vec<super::Group> = "super::lenient::objects",
        phones: Vec<super::Phone> = "super::lenient::objects",
        tokens: Vec<super::Token> = "super::lenient::objects",
        webauthncredentials: Vec<super::WebAuthnCredential> = "super::lenient::objects",
        desktop_authenticators: Vec<super::DesktopAuthenticator> = "super::lenient::objects",
        /// How many; a legacy factor.
        u2ftokens: usize = "super::lenient::count",
        /// How many, under the field's other name.
        u2f_tokens: usize = "super::lenient::count",
        /// How many; a legacy factor.
        desktoptokens: usize = "super::lenient::count",
    }
}
super::row!(User, user_id);

impl User {
    /// All aliases, from the numbered fields and the map, without empty ones and repeats.
    pub fn all_aliases(&self) -> BTreeSet<&str> {
        [&self.alias1, &self.alias2, &self.alias3, &self.alias4]
            .into_iter()
            .flatten()
            .chain(self.aliases.values())
            .map(String::as_str)
            .filter(|alias| !alias.is_empty())
            .collect()
    }
}
