//! Which requests share a quota, and what is believed of each before Duo has told (admin-api.md §6).

/// Requests that share a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EndpointClass {
    /// One object: 300 a minute.
    Object,
    /// One page of a list: 200 a minute.
    Page,
    /// A whole list without pages: 40 a minute.
    List,
    /// One page of a v2 log: 50 a minute.
    Log,
    /// The v1 log of administrators: 2 a minute.
    V1Log,
    /// The v1 log of offline enrolment, which Duo counts by itself: 2 a minute.
    V1OfflineLog,
}

impl EndpointClass {
    /// All classes.
    pub const ALL: [Self; 6] =
        [Self::Object, Self::Page, Self::List, Self::Log, Self::V1Log, Self::V1OfflineLog];

    /// A stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Page => "page",
            Self::List => "list",
            Self::Log => "log",
            Self::V1Log => "v1_log",
            Self::V1OfflineLog => "v1_offline_log",
        }
    }

    /// The class of a name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.id() == id)
    }

    /// The classes that a request counts in. Nobody knows whether Duo counts its old logs by themselves or with the others;
    /// who keeps to both is refused by neither.
    pub(super) fn draws_on(self) -> &'static [Self] {
        match self {
            Self::Object => &[Self::Object],
            Self::Page => &[Self::Page],
            Self::List => &[Self::List],
            Self::Log => &[Self::Log],
            Self::V1Log => &[Self::V1Log, Self::Log],
            Self::V1OfflineLog => &[Self::V1OfflineLog, Self::Log],
        }
    }

    pub(super) fn first_guess(self) -> f64 {
        match self {
            Self::Object => 300.0,
            Self::Page => 200.0,
            Self::List => 40.0,
            Self::Log => 50.0,
            Self::V1Log | Self::V1OfflineLog => 2.0,
        }
    }

    /// Requests a minute below which no refusal leads. For logs it is the smallest quota that Duo has told.
    pub(super) fn floor(self) -> f64 {
        match self {
            Self::Log => 2.0,
            Self::V1Log | Self::V1OfflineLog => 0.5,
            Self::Object | Self::Page | Self::List => self.first_guess() / 16.0,
        }
    }
}
