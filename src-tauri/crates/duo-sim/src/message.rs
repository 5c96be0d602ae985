//! Requests and answers as the simulator sees them, whatever carries them.

/// A request, already read.
#[derive(Debug, Clone, Default)]
pub struct SimRequest {
    /// The verb, in the case it arrived in.
    pub method: String,
    /// The path, verbatim, without the query.
    pub path: String,
    /// The query without its `?`, verbatim.
    pub query: String,
    /// Header names in any case.
    pub headers: Vec<(String, String)>,
    /// The body; empty when there is none.
    pub body: Vec<u8>,
}

impl SimRequest {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}

/// A well-formed answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SimResponse {
    /// The HTTP status.
    pub status: u16,
    /// Headers without `Content-Length`, which whoever carries the answer adds.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl SimResponse {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}

/// What a request meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// An HTTP answer, good or bad.
    Response(SimResponse),
    /// Something below HTTP. The server acts it out; an in-process carrier turns it into its error.
    Wire(WireFault),
}

/// What can go wrong below HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WireFault {
    /// The connection is reset before a byte of the answer.
    ResetBeforeHeaders,
    /// The connection is reset after that many bytes of the body.
    ResetMidBody {
        /// The whole answer.
        response: SimResponse,
        /// Bytes of the body that still arrive.
        after: usize,
    },
    /// `Content-Length` promises more than arrives before the connection closes.
    ShortBody {
        /// The whole answer.
        response: SimResponse,
        /// Bytes of the body that arrive.
        after: usize,
    },
    /// The body arrives one byte every five seconds.
    Drip(SimResponse),
    /// Headers never end.
    DripHeaders,
    /// The body never ends.
    EndlessBody,
    /// Ten thousand headers.
    ManyHeaders(SimResponse),
    /// The connection stays open and nothing is ever answered.
    Silence,
}
