//! What goes wrong, what the window says of it, and what mends it.

/// The right form, and nobody's.
pub(super) const WRONG_SKEY: &str = "CANARY0Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1";
const WRONG_IKEY: &str = "DIQ7W2E9R4T1Y8U3I6O5";
const WRONG_HOST: &str = "api-00000000.duosecurity.com";

/// What mends it, as the text says.
pub(super) enum Mend {
    /// The cause goes away by itself or elsewhere: press Retry.
    Retry,
    /// Enter the right values.
    Correct,
    /// Sign in to the proxy.
    SignIn,
    /// Let this computer trust the authority, then Retry.
    Trust,
    /// Who runs the network lets Duo itself answer, as the text says to ask for: then Retry.
    Network,
    /// Another hostname is the right one.
    Host,
    /// An Admin API application of the same account: paste its values.
    Application,
}

pub(super) struct Case {
    /// Of `tandemctl simulate`.
    pub(super) args: &'static [&'static str],
    /// What is entered in place of the right value.
    pub(super) wrong: Option<(&'static str, &'static str)>,
    pub(super) code: &'static str,
    pub(super) says: &'static [&'static str],
    pub(super) offers: &'static [&'static str],
    pub(super) mend: Mend,
    /// Name of its picture.
    pub(super) shot: &'static str,
}

const CASE: Case =
    Case { args: &[], wrong: None, code: "", says: &[], offers: &[], mend: Mend::Retry, shot: "" };

pub(super) const CASES: &[Case] = &[
    Case {
        wrong: Some(("API hostname", WRONG_HOST)),
        code: "NET_PROXY_REFUSED",
        says: &["The proxy did not reach Duo", WRONG_HOST, "character by character", "allowed on the proxy"],
        offers: &["Edit host", "Retry", "Proxy settings"],
        mend: Mend::Correct,
        shot: "failed-proxy-refused",
        ..CASE
    },
    Case {
        wrong: Some(("Integration key", WRONG_IKEY)),
        code: "AUTH_IKEY",
        says: &[
            "Duo does not know this key",
            "The hostname is another customer's.",
            "There is a typing fault",
            "another type of application",
            "was deleted in Duo",
            "compare both values",
            "code: 40102",
        ],
        offers: &["Compare", "Edit host", "Edit integration key", "Paste again"],
        mend: Mend::Correct,
        shot: "failed-ikey",
        ..CASE
    },
    Case {
        wrong: Some(("Secret key", WRONG_SKEY)),
        code: "AUTH_SIGNATURE",
        says: &[
            "The secret key does not match",
            "the clock is not to blame",
            "Copy the secret key again",
            "code: 40103",
        ],
        offers: &["Paste again", "Retry"],
        mend: Mend::Correct,
        shot: "failed-secret",
        ..CASE
    },
    Case {
        args: &["--fault", "proxy_407"],
        code: "NET_PROXY_AUTH",
        says: &["The proxy wants a sign-in", "(407)", "proxy's user and password in the proxy settings"],
        offers: &["Proxy settings", "Retry"],
        mend: Mend::SignIn,
        shot: "failed-proxy-sign-in",
        ..CASE
    },
    Case {
        args: &["--fault", "html_portal:2"],
        code: "RESP_NOT_JSON",
        says: &[
            "Something else answered",
            "200, text/html",
            "\"Sign in to Wi-Fi\"",
            "Sign in to the network",
        ],
        offers: &["Retry", "Proxy settings"],
        shot: "failed-portal",
        ..CASE
    },
    Case {
        args: &["--fault", "redirect_http:1"],
        code: "RESP_REDIRECT",
        says: &["leads elsewhere", "sign-in page"],
        offers: &["Edit host", "Retry"],
        shot: "failed-redirect",
        ..CASE
    },
    Case {
        args: &["--fault", "rst_before_headers:2"],
        code: "NET_RESET",
        says: &["The connection dropped", "firewall or proxy"],
        offers: &["Retry", "Proxy settings"],
        shot: "failed-dropped",
        ..CASE
    },
    Case {
        args: &["--fault", "tcp_blackhole:1"],
        code: "NET_TIMEOUT",
        says: &["Duo was not reached", "on port 443 in 10 s", "allow HTTPS to *.duosecurity.com"],
        offers: &["Retry", "Proxy settings"],
        shot: "failed-timeout",
        ..CASE
    },
    Case {
        args: &["--fault", "tls_self_signed"],
        code: "NET_TLS_UNTRUSTED",
        says: &[
            "The connection is not trusted",
            "was issued by \"api-",
            "inspection exception",
            "never skipped",
        ],
        offers: &["Retry", "Proxy settings", "Copy diagnostics"],
        mend: Mend::Network,
        shot: "failed-self-signed",
        ..CASE
    },
    Case {
        args: &["--untrusted"],
        code: "NET_TLS_UNTRUSTED",
        says: &["was issued by \"duo-sim\"", "certificate to be installed on this computer"],
        offers: &["Retry", "Proxy settings", "Copy diagnostics"],
        mend: Mend::Trust,
        shot: "failed-untrusted",
        ..CASE
    },
    Case {
        args: &["--fault", "tls_expired"],
        code: "NET_TLS_EXPIRED",
        says: &[
            "Check the clock first",
            "This computer says 20",
            "from 2020-01-01 to 2021-01-01",
            "clock to automatic",
        ],
        offers: &["Retry", "Copy diagnostics"],
        mend: Mend::Network,
        shot: "failed-expired",
        ..CASE
    },
    Case {
        args: &["--fault", "tls_not_yet"],
        code: "NET_TLS_EXPIRED",
        says: &["Check the clock first", "This computer says 20", "from 2048-01-01 to 2049-01-01"],
        offers: &["Retry", "Copy diagnostics"],
        mend: Mend::Network,
        shot: "failed-not-yet",
        ..CASE
    },
    Case {
        args: &["--fault", "tls_wrong_name"],
        code: "NET_TLS_NAME",
        says: &["belongs to another site", "Check the hostname"],
        offers: &["Edit host", "Retry"],
        mend: Mend::Host,
        shot: "failed-other-site",
        ..CASE
    },
    Case {
        args: &["--fault", "tls_old"],
        code: "NET_TLS_VERSION",
        says: &["Outdated encryption", "Ask for an exception"],
        offers: &["Retry", "Copy diagnostics"],
        mend: Mend::Network,
        shot: "failed-old-tls",
        ..CASE
    },
    Case {
        args: &["--fault", "date_stripped:2"],
        code: "CLOCK_SKEW",
        says: &["Duo refuses the time of our request", "40104", "drop the Date header"],
        offers: &["Retry", "Copy diagnostics"],
        shot: "failed-time",
        ..CASE
    },
    Case {
        args: &["--fault", "authorization_stripped:1"],
        code: "AUTH_NO_CREDENTIALS",
        says: &["arrived without credentials", "strip the Authorization header", "try another network"],
        offers: &["Retry", "Proxy settings", "Copy diagnostics"],
        shot: "failed-no-credentials",
        ..CASE
    },
    Case {
        args: &["--app-type", "authapi"],
        code: "APP_TYPE_AUTH_API",
        says: &[
            "These keys are for the Auth API",
            "not for administration",
            "Application Catalog, Admin API, + Add",
        ],
        offers: &["Paste again"],
        mend: Mend::Application,
        shot: "failed-auth-api",
        ..CASE
    },
    Case {
        args: &["--app-type", "accountsapi"],
        code: "APP_TYPE_ACCOUNTS_API",
        says: &["MSP parent key", "open all your customers with full rights", "can't be limited to reading"],
        offers: &["Choose customers", "Paste again"],
        mend: Mend::Application,
        shot: "failed-accounts-api",
        ..CASE
    },
    Case {
        args: &["--fault", "forbid_all:11"],
        code: "PERM_NONE_OR_NETWORK",
        says: &["Duo allows nothing", "Networks for API Access", "Save Changes", "firewall or VPN"],
        offers: &["Show steps", "Retry"],
        shot: "failed-nothing-allowed",
        ..CASE
    },
    Case {
        args: &["--fault", "status_503:2"],
        code: "SERVER_ERROR",
        says: &["Duo has a fault", "503 from api-", "Nothing is to be changed here", "status.duo.com"],
        offers: &["Retry", "Open status page", "Copy diagnostics"],
        shot: "failed-server",
        ..CASE
    },
    Case {
        args: &["--fault", "truncated:2"],
        code: "RESP_BAD_JSON",
        says: &["Duo has a fault", "not complete JSON", "status.duo.com"],
        offers: &["Retry", "Open status page", "Copy diagnostics"],
        shot: "failed-cut-off",
        ..CASE
    },
    Case {
        args: &["--fault", "short_body:2"],
        code: "NET_TRUNCATED",
        says: &["The answer was cut off", "Check again", "a proxy or filter cuts answers short"],
        offers: &["Retry", "Proxy settings"],
        shot: "failed-short",
        ..CASE
    },
    Case {
        args: &["--fault", "endless_body:1"],
        code: "RESP_TOO_LARGE",
        says: &["The answer is too large", "larger than Duo ever sends", "Check the hostname"],
        offers: &["Edit host", "Retry", "Copy diagnostics"],
        mend: Mend::Host,
        shot: "failed-endless",
        ..CASE
    },
];
