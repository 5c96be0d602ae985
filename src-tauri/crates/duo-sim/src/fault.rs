//! What a simulated tenant can get wrong, by name.

use std::fmt;
use std::str::FromStr;

use crate::config::ConfigError;

/// One fault: `name`, `name:N`, either with `@/path`.
///
/// The number is what the kind says it is; for a kind that says nothing, it is how many requests meet the fault
/// before all is well, and without it the fault stays. With a path, only requests for it or below it meet the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// The number after the colon.
    pub number: Option<i64>,
    /// The path after the at sign.
    pub path: Option<String>,
}

/// User and password that [`FaultKind::Proxy407`] takes.
pub const PROXY_SIGN_IN: (&str, &str) = ("proxy", "let me in: 50%@");

macro_rules! fault_kinds {
    ($($(#[doc = $doc:literal])* $kind:ident = $name:literal,)*) => {
        /// The kinds of faults.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum FaultKind { $($(#[doc = $doc])* $kind,)* }

        impl FaultKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The name on the command line.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }
        }
    };
}

fault_kinds! {
    /// The name is not known. Behind the proxy, the proxy says that it cannot reach the host.
    DnsNxdomain = "dns_nxdomain",
    /// The connection is refused; behind the proxy as above.
    TcpRefused = "tcp_refused",
    /// The connection is reset before the answer.
    RstBeforeHeaders = "rst_before_headers",
    /// The connection is reset in the middle of the body.
    RstMidBody = "rst_mid_body",
    /// The connection is reset after so many bytes (4,096) of the first body that is longer.
    RstAt = "rst_at",
    /// `Content-Length` promises more than comes before the connection closes.
    ShortBody = "short_body",
    /// The body comes one byte every five seconds.
    Drip = "drip",
    /// Headers never end.
    DripHeaders = "drip_headers",
    /// Ten thousand headers.
    ManyHeaders = "many_headers",
    /// A body without length or end.
    EndlessBody = "endless_body",
    /// The connection is accepted and nothing is ever answered.
    TcpBlackhole = "tcp_blackhole",
    /// A certificate that no authority issued.
    TlsSelfSigned = "tls_self_signed",
    /// A certificate that is out of date.
    TlsExpired = "tls_expired",
    /// A certificate that is not valid yet.
    TlsNotYet = "tls_not_yet",
    /// A certificate for another name.
    TlsWrongName = "tls_wrong_name",
    /// Nothing newer than TLS 1.1.
    TlsOld = "tls_old",
    /// A certificate of the authority that a firm's inspection uses, which the client's system trusts.
    TlsMitmTrusted = "tls_mitm_trusted",
    /// The proxy asks for a sign-in, and takes one (see [`PROXY_SIGN_IN`]).
    Proxy407 = "proxy_407",
    /// The proxy cannot reach the host.
    Proxy502 = "proxy_502",
    /// The line behind the proxy loses the given share of packets, in a hundred (10); they come late, and a packet that is
    /// lost four times breaks its connection. Which ones follows from the seed.
    PacketLoss = "packet_loss",
    /// A portal's HTML page with status 200.
    HtmlPortal = "html_portal",
    /// A redirect to `http://` on the same host.
    RedirectHttp = "redirect_http",
    /// A redirect to another path on the same host.
    RedirectPath = "redirect_path",
    /// Status 500 as Duo words it.
    Status500 = "status_500",
    /// Status 502 with a gateway's HTML page.
    Status502Html = "status_502_html",
    /// Status 503 with an empty body.
    Status503 = "status_503",
    /// Status 200 with `stat: FAIL`.
    StatFail200 = "stat_fail_200",
    /// The given share of requests, in a hundred (20), gets a status 500; which ones follows from the seed.
    Flaky500 = "flaky_500",
    /// The given share of requests, in a hundred (30), gets a 429; which ones follows from the seed.
    Flaky429 = "flaky_429",
    /// 429 without end.
    RateLimited = "rate_limited",
    /// 429 so many times (500), then all is well.
    RateBurst = "rate_burst",
    /// 429 with `Retry-After` values that mean nothing, so many times (3).
    RetryAfter = "retry_after",
    /// 429 with a `Retry-After` of so many seconds (3600), without end.
    AsksToWait = "asks_to_wait",
    /// The server's clock is off by so many seconds (600).
    Clock = "clock",
    /// The `Date` header says 1970, and the signature is refused.
    Date1970 = "date_1970",
    /// The key is not known.
    IkeyUnknown = "ikey_unknown",
    /// The `Date` headers get lost on the way.
    DateStripped = "date_stripped",
    /// The `Authorization` header gets lost on the way.
    AuthorizationStripped = "authorization_stripped",
    /// The signature is not accepted.
    SignatureRefused = "signature_refused",
    /// 403 on everything that needs a permission.
    ForbidAll = "forbid_all",
    /// 404, as if the edition did not have it.
    NotOffered = "not_offered",
    /// 403 after so many pages (1).
    PermissionRevoked = "permission_revoked",
    /// 401/40103 after so many pages (1).
    SecretRotated = "secret_rotated",
    /// Text that is not JSON, as JSON.
    BadJson = "bad_json",
    /// JSON that stops in the middle, with a correct `Content-Length`.
    Truncated = "truncated",
    /// Status 200 without a body.
    EmptyBody = "empty_body",
    /// A byte-order mark before the JSON.
    Bom = "bom",
    /// Bytes that are not UTF-8 in a name.
    InvalidUtf8 = "invalid_utf8",
    /// Two `stat`: `OK` and then `FAIL`.
    DuplicateStat = "duplicate_stat",
    /// A list where an object is due, and the reverse.
    WrongTypeList = "wrong_type_list",
    /// `response` is null.
    WrongTypeNull = "wrong_type_null",
    /// The first record is a number.
    RowBad = "row_bad",
    /// The first record has an escape for half a character.
    LoneSurrogate = "lone_surrogate",
    /// The first record has arrays nested 127 deep.
    DeepNesting = "deep_nesting",
    /// Documented fields of every record are null.
    NullField = "null_field",
    /// The first record's timestamp is far out of range.
    HugeTimestamp = "huge_timestamp",
    /// `isotimestamp` with nine digits and without a fraction, by turns.
    IsoForms = "iso_forms",
    /// The first record has no identifier.
    TxidMissing = "txid_missing",
    /// The first record comes again with other content.
    TxidTwice = "txid_twice",
    /// The first record has a name of a million characters.
    HugeName = "huge_name",
    /// The first sign-in's browser has a name of 102,400 characters.
    HugeAgent = "huge_agent",
    /// A page with up to 50,000 rows whatever the limit.
    HugePage = "huge_page",
    /// Fields and values that no documentation names.
    UnknownFields = "unknown_fields",
    /// Markup, formulas, SQL, line breaks and control characters in names.
    Markup = "markup",
    /// `next_offset` is null on the last page.
    NullNextOffset = "null_next_offset",
    /// `next_offset` of a list is a text.
    StringNextOffset = "string_next_offset",
    /// Pages lead round in a circle of so many (1).
    CursorLoop = "cursor_loop",
    /// A list without records.
    EmptyList = "empty_list",
    /// The next page lies before this one.
    CursorBackwards = "cursor_backwards",
    /// Pages without rows, each with a new cursor.
    EmptyPagesForever = "empty_pages_forever",
    /// A page of a log without rows, and then the rows; so many times (1).
    EmptyPageOnce = "empty_page_once",
    /// `total_objects` is that number (10^18).
    TotalLies = "total_lies",
    /// A cursor with another parameter in it.
    CursorInjection = "cursor_injection",
    /// Each page begins so many rows (20) before the end of the one before.
    PageOverlap = "page_overlap",
    /// So many sign-ins (7) share each millisecond.
    SameMs = "same_ms",
    /// A row goes away between the first page and the next.
    ListShrinks = "list_shrinks",
    /// `total_objects` of the activity log is an object.
    TotalObject = "total_object",
    /// Some of the newest events of a log come up to so many seconds (600) late.
    Late = "late",
    /// The first event of a page of a log is left out and counted all the same; so many times (1).
    RowLost = "row_lost",
}

impl FaultKind {
    /// Kinds whose number is not a count of requests.
    pub(crate) const fn has_own_number(self) -> bool {
        matches!(
            self,
            Self::Flaky500
                | Self::Flaky429
                | Self::PacketLoss
                | Self::RstAt
                | Self::PageOverlap
                | Self::SameMs
                | Self::Clock
                | Self::PermissionRevoked
                | Self::SecretRotated
                | Self::CursorLoop
                | Self::TotalLies
                | Self::Late
                | Self::AsksToWait
        )
    }

    /// Names that stand for the same kind elsewhere.
    const fn alias(self) -> Option<&'static str> {
        match self {
            Self::HtmlPortal => Some("captive_portal"),
            Self::TcpBlackhole => Some("silence"),
            _ => None,
        }
    }
}

impl Fault {
    /// A fault without number or path.
    pub const fn new(kind: FaultKind) -> Self {
        Self { kind, number: None, path: None }
    }

    /// The names of all kinds, in the order of the documentation.
    pub fn list() -> impl Iterator<Item = &'static str> {
        FaultKind::ALL.iter().map(|kind| kind.name())
    }

    pub(crate) fn covers(&self, path: &str) -> bool {
        self.path.as_deref().is_none_or(|limit| {
            path.strip_prefix(limit).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// The number, or what stands for it.
    pub(crate) fn number_or(&self, default: i64) -> i64 {
        self.number.unwrap_or(default)
    }
}

impl FromStr for Fault {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let bad = || ConfigError::Fault(text.to_owned());
        let (head, path) = match text.split_once('@') {
            Some((head, path)) if path.starts_with('/') => (head, Some(path.to_owned())),
            Some(_) => return Err(bad()),
            None => (text, None),
        };
        let (name, number) = match head.split_once(':') {
            Some((name, number)) => (name, Some(number.parse().map_err(|_| bad())?)),
            None => (head, None),
        };
        let kind = FaultKind::ALL.iter().find(|kind| kind.name() == name || kind.alias() == Some(name));
        kind.map(|kind| Self { kind: *kind, number, path }).ok_or_else(bad)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        if let Some(number) = self.number {
            write!(f, ":{number}")?;
        }
        self.path.as_ref().map_or(Ok(()), |path| write!(f, "@{path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_from_its_name() {
        let mut names = std::collections::BTreeSet::new();
        for kind in FaultKind::ALL {
            assert_eq!(kind.name().parse(), Ok(Fault::new(*kind)));
            assert!(names.insert(kind.name()));
        }
    }

    #[test]
    fn number_and_path_are_read() {
        let fault: Fault = "clock:-600@/admin/v1/users".parse().unwrap();
        assert_eq!((fault.kind, fault.number), (FaultKind::Clock, Some(-600)));
        assert_eq!(fault.to_string(), "clock:-600@/admin/v1/users");
        assert!(fault.covers("/admin/v1/users") && fault.covers("/admin/v1/users/DU1"));
        assert!(!fault.covers("/admin/v1/users2") && !fault.covers("/admin/v1"));
        for text in ["", "clock:", "clock:x", "drip@admin", "nothing", "Drip"] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }
}
