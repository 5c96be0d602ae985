use domain::{
    Application, BypassCode, Factors, Group, Methods, Phone, PhoneFactors, Token, User, UserAccess,
    UserStatus, WebAuthnCredential,
};
use duo_api::wire;

use super::sso::sso;
use super::{iso, present, seconds, text};

pub(crate) fn user(user: wire::User) -> User {
    let aliases = user.all_aliases().into_iter().map(|alias| text(Some(alias.to_owned()))).collect();
    let phones = || {
        user.phones.iter().map(|phone| PhoneFactors {
            activated: phone.activated.unwrap_or(false),
            capabilities: &phone.capabilities,
        })
    };
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let tokens = count(user.tokens.len());
    let factors = Factors::count(phones(), tokens, count(user.webauthncredentials.len()));
    let keys = user.webauthncredentials.iter().map(|key| key.label.as_deref().unwrap_or_default());
    let methods = Methods::owned(phones(), tokens, keys, count(user.desktop_authenticators.len()));
    User {
        user_id: user.user_id,
        username: text(user.username),
        realname: text(user.realname),
        email: text(user.email),
        aliases,
        status: UserStatus::from_duo(&text(user.status)),
        is_enrolled: user.is_enrolled.unwrap_or(false),
        created: seconds(user.created),
        last_login: seconds(user.last_login),
        last_directory_sync: seconds(user.last_directory_sync),
        directory_key: present(user.directory_key),
        lockout_reason: present(user.lockout_reason),
        notes: text(user.notes),
        group_ids: user.groups.into_iter().map(|group| group.group_id).collect(),
        phone_ids: user.phones.into_iter().map(|phone| phone.phone_id).collect(),
        token_ids: user.tokens.into_iter().map(|token| token.token_id).collect(),
        factors,
        methods,
    }
}

pub(crate) fn group(group: wire::Group) -> Group {
    Group {
        group_id: group.group_id,
        name: text(group.name),
        desc: text(group.desc),
        status: text(group.status).to_lowercase(),
    }
}

pub(crate) fn phone(phone: wire::Phone) -> Phone {
    Phone {
        phone_id: phone.phone_id,
        number: text(phone.number),
        name: text(phone.name),
        kind: text(phone.r#type),
        platform: text(phone.platform),
        model: present(phone.model),
        activated: phone.activated.unwrap_or(false),
        capabilities: phone.capabilities,
        last_seen: iso(phone.last_seen.as_deref()),
        encrypted: present(phone.encrypted),
        screenlock: present(phone.screenlock),
        fingerprint: present(phone.fingerprint),
        tampered: present(phone.tampered),
        user_ids: phone.users.into_iter().map(|user| user.user_id).collect(),
    }
}

pub(crate) fn token(token: wire::Token) -> Token {
    Token {
        token_id: token.token_id,
        kind: text(token.r#type),
        serial: text(token.serial),
        user_ids: token.users.into_iter().map(|user| user.user_id).collect(),
    }
}

pub(crate) fn webauthn(credential: wire::WebAuthnCredential) -> WebAuthnCredential {
    WebAuthnCredential {
        webauthnkey: credential.webauthnkey,
        credential_name: text(credential.credential_name),
        label: text(credential.label),
        date_added: seconds(credential.date_added),
        date_last_used: seconds(credential.date_last_used),
        user_id: credential.user.map(|user| user.user_id),
        admin_id: credential.admin.map(|admin| admin.admin_id).filter(|id| !id.is_empty()),
    }
}

pub(crate) fn bypass_code(code: wire::BypassCode) -> BypassCode {
    let (user_id, username) = match code.user {
        Some(user) => (Some(user.user_id), present(user.username)),
        None => (None, None),
    };
    BypassCode {
        bypass_code_id: code.bypass_code_id,
        admin_email: text(code.admin_email),
        created: seconds(code.created),
        expiration: seconds(code.expiration),
        reuse_count: code.reuse_count.and_then(|count| u32::try_from(count).ok()),
        user_id,
        username,
    }
}

pub(crate) fn application(app: wire::Integration) -> Application {
    Application {
        integration_key: app.integration_key,
        name: text(app.name),
        type_slug: text(app.r#type).replace('_', "-"),
        user_access: match app.user_access.as_deref() {
            Some("ALL_USERS") => UserAccess::AllUsers,
            Some("NO_USERS") => UserAccess::NoUsers,
            Some("PERMITTED_GROUPS") => UserAccess::PermittedGroups,
            _ => UserAccess::Unknown,
        },
        groups_allowed: app.groups_allowed,
        policy_key: present(app.policy_key),
        sso: app.sso.and_then(sso),
        notes: text(app.notes),
    }
}
