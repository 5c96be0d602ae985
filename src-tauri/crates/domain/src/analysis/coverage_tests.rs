use super::*;
use crate::PolicyTarget;

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn methods(list: &[Method]) -> Methods {
    Methods::of(|method| list.contains(&method))
}

fn user(status: &str, list: &[Method], groups: &[&str]) -> CoverageUser {
    CoverageUser {
        status: UserStatus::from_duo(status),
        is_enrolled: !list.is_empty(),
        methods: methods(list),
        group_ids: owned(groups),
    }
}

fn policy(key: &str, applied_to: &[(Option<&str>, Option<&str>)]) -> Policy {
    let text = |value: Option<&str>| value.map(str::to_owned);
    Policy {
        policy_key: key.to_owned(),
        policy_name: format!("Policy {key}"),
        applied_to: applied_to
            .iter()
            .map(|(app, group)| PolicyTarget { app_key: text(*app), group_id: text(*group) })
            .collect(),
        ..Policy::default()
    }
}

fn global() -> Policy {
    Policy {
        is_global: true,
        user_auth: Some(UserAuth::Enforce),
        new_user: Some(NewUser::Enroll),
        allowed: Some(owned(&["duo-push", "sms", "phonecall", "webauthn-roaming"])),
        blocked: Some(owned(&["duo-passcode"])),
        ..policy("G", &[])
    }
}

fn app(key: &str, groups_allowed: &[&str]) -> CoverageApp {
    let access = if groups_allowed.is_empty() { UserAccess::AllUsers } else { UserAccess::PermittedGroups };
    CoverageApp { key: key.to_owned(), access, groups_allowed: owned(groups_allowed), policy_key: None }
}

fn group(id: &str, status: &str) -> CoverageGroup {
    CoverageGroup { group_id: id.to_owned(), name: format!("Group {id}"), status: status.to_owned() }
}

fn tenant(policies: Vec<Policy>, apps: Vec<CoverageApp>) -> Coverer {
    let groups =
        Some(vec![group("a", "active"), group("b", "bypass"), group("d", "disabled"), group("p", "active")]);
    Coverer::new(CoverageTenant { groups, apps, policies: Some(policies) })
}

fn reasons(coverage: &Coverage) -> Vec<LetPast> {
    coverage.why.iter().map(|note| note.reason).collect()
}

/// Status, methods, groups → can, must, reasons.
type Case<'a> = (&'a str, &'a [Method], &'a [&'a str], Option<bool>, Option<bool>, &'a [LetPast]);

#[test]
fn each_way_past_is_found() {
    let bypass = Policy { user_auth: Some(UserAuth::Bypass), ..policy("Y", &[(Some("vpn"), None)]) };
    let mut coverer = tenant(vec![global(), bypass], vec![app("mail", &[]), app("vpn", &["p"])]);
    let cases: [Case<'_>; 12] = [
        ("active", &[Method::Push], &["a"], Some(true), Some(true), &[]),
        ("active", &[Method::Desktop], &[], Some(false), Some(false), &[LetPast::FactorNotAllowed]),
        ("active", &[Method::Sms], &[], Some(true), Some(true), &[]),
        ("bypass", &[Method::Push], &[], Some(true), Some(false), &[LetPast::Status]),
        ("bypass", &[], &[], Some(false), Some(false), &[LetPast::NoFactor, LetPast::Status]),
        ("active", &[Method::Push], &["b"], Some(true), Some(false), &[LetPast::Group]),
        ("active", &[Method::Push], &["b", "d"], Some(true), Some(true), &[]),
        ("active", &[Method::Push], &["p"], Some(true), Some(false), &[LetPast::Policy]),
        ("active", &[Method::MobilePasscode], &["a"], Some(false), Some(false), &[LetPast::FactorNotAllowed]),
        ("active", &[], &[], Some(false), Some(false), &[LetPast::NoFactor]),
        ("disabled", &[Method::Push], &[], None, None, &[]),
        ("pending deletion", &[Method::Push], &["b"], None, None, &[]),
    ];
    for (status, list, groups, can, must, expected) in cases {
        let got = coverer.of(&user(status, list, groups));
        assert_eq!((got.can, got.must), (can, must), "{status} {list:?} {groups:?}");
        assert_eq!(reasons(&got), expected, "{status} {list:?} {groups:?}");
    }
    let by_policy = coverer.of(&user("active", &[Method::Push], &["p"]));
    assert_eq!(by_policy.why[0].name.as_deref(), Some("Policy Y"));
    assert_eq!(by_policy.why[0].apps, ["vpn"], "mail still asks");
    let by_group = coverer.of(&user("active", &[Method::Push], &["b"]));
    assert_eq!(by_group.why[0].name.as_deref(), Some("Group b"));
}

#[test]
fn a_groups_policy_goes_before_the_applications_and_that_before_the_global() {
    let lax = Policy { user_auth: Some(UserAuth::Bypass), ..policy("L", &[(Some("mail"), None)]) };
    let strict = Policy { user_auth: Some(UserAuth::Enforce), ..policy("S", &[(Some("mail"), Some("a"))]) };
    let mut coverer = tenant(vec![global(), lax, strict], vec![app("mail", &[])]);
    assert_eq!(coverer.of(&user("active", &[Method::Push], &[])).must, Some(false));
    assert_eq!(coverer.of(&user("active", &[Method::Push], &["a"])).must, Some(true));
    let outside = coverer.of(&user("active", &[Method::Push], &["p"]));
    assert!(outside.why[0].apps.is_empty(), "every application that the user may use");
}

#[test]
fn a_policy_that_is_applied_to_nothing_is_not_in_force() {
    let unused = Policy { user_auth: Some(UserAuth::Bypass), ..policy("U", &[]) };
    let mut coverer = tenant(vec![global(), unused], vec![app("mail", &[])]);
    assert_eq!(coverer.of(&user("active", &[Method::Push], &[])).must, Some(true));
}

#[test]
fn the_list_of_applications_may_name_a_policy_that_the_summary_does_not() {
    let lax = Policy { user_auth: Some(UserAuth::Bypass), ..policy("L", &[]) };
    let mail = CoverageApp { policy_key: Some("L".to_owned()), ..app("mail", &[]) };
    assert_eq!(
        tenant(vec![global(), lax], vec![mail]).of(&user("active", &[Method::Push], &[])).must,
        Some(false)
    );
}

#[test]
fn a_new_user_policy_lets_past_only_those_who_are_not_enrolled() {
    let open = Policy { new_user: Some(NewUser::NoMfa), ..policy("N", &[(Some("mail"), None)]) };
    let mut coverer = tenant(vec![global(), open], vec![app("mail", &[])]);
    assert_eq!(coverer.of(&user("active", &[Method::Push], &[])).must, Some(true));
    let new = CoverageUser { is_enrolled: false, ..user("active", &[Method::Push], &[]) };
    assert_eq!(reasons(&coverer.of(&new)), [LetPast::NewUser]);
    assert_eq!(reasons(&coverer.of(&user("active", &[], &[]))), [LetPast::NoFactor, LetPast::NewUser]);
}

#[test]
fn a_factor_is_usable_when_one_policy_in_force_allows_it() {
    let tokens = Policy { allowed: Some(owned(&["hardware-token"])), ..policy("T", &[(Some("vpn"), None)]) };
    let no_sms = Policy { blocked: Some(owned(&["sms"])), ..policy("B", &[(Some("mail"), None)]) };
    let mut coverer = tenant(vec![global(), tokens, no_sms], vec![app("mail", &[]), app("vpn", &["p"])]);
    let cases = [
        (Method::Push, &[][..], true),
        (Method::Sms, &[], false),
        (Method::PhoneCall, &[], true),
        (Method::HardwareToken, &[], false),
        (Method::HardwareToken, &["p"], true),
        (Method::SecurityKey, &[], true),
        (Method::Passkey, &[], true),
        (Method::MobilePasscode, &["p"], false),
    ];
    for (method, groups, can) in cases {
        assert_eq!(coverer.of(&user("active", &[method], groups)).can, Some(can), "{method:?} {groups:?}");
    }
}

#[test]
fn without_policies_every_factor_counts_and_must_is_not_evaluated() {
    let mut coverer = Coverer::new(CoverageTenant { groups: Some(Vec::new()), ..CoverageTenant::default() });
    let got = coverer.of(&user("active", &[Method::Sms], &[]));
    assert_eq!((got.can, got.must), (Some(true), None));
    let without_groups = CoverageTenant { policies: Some(vec![global()]), ..CoverageTenant::default() };
    assert_eq!(Coverer::new(without_groups).of(&user("active", &[Method::Push], &[])).must, None);
}

#[test]
fn without_applications_the_global_policy_is_in_force() {
    let mut open = global();
    open.user_auth = Some(UserAuth::Bypass);
    assert_eq!(tenant(vec![open], Vec::new()).of(&user("active", &[Method::Push], &[])).must, Some(false));
    assert_eq!(
        tenant(vec![global()], Vec::new()).of(&user("active", &[Method::HardwareToken], &[])).can,
        Some(false)
    );
}

#[test]
fn an_application_known_only_from_a_policy_is_open_to_everybody() {
    let lax = Policy { user_auth: Some(UserAuth::Bypass), ..policy("L", &[(Some("gone"), None)]) };
    assert_eq!(
        tenant(vec![global(), lax], vec![app("mail", &[])]).of(&user("active", &[Method::Push], &[])).must,
        Some(false)
    );
}
