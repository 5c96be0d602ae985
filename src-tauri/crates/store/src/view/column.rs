//! The one registry of columns: id, kind and SQL. Only text from here ever becomes part of a statement.

use super::query::{ColumnKind, ColumnSpec, ViewName};

/// How a column is stored and compared.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// Text.
    Text,
    /// Whole number.
    Int,
    /// Number with one decimal.
    Percent,
    /// Unix milliseconds, shown in seconds.
    Time,
    /// Unix milliseconds, shown in full.
    TimeMs,
    /// The time in the number of a sign-in, shown in full.
    EventTime,
    /// 0 or 1.
    Bool,
    /// Position in a list of ids.
    Code(&'static [&'static str]),
    /// One bit for each of a list of ids.
    Mask(&'static [&'static str]),
    /// Texts in other tables.
    Names(Names),
    /// A text holding a JSON list; only shown.
    Json,
    /// Number of a text in `dict`.
    Dict,
    /// A packed event id.
    Txid,
}

/// Where the elements of a list are: `SELECT element FROM tables WHERE on`.
#[derive(Clone, Copy)]
pub(crate) struct Names {
    pub(crate) tables: &'static str,
    pub(crate) on: &'static str,
    pub(crate) element: &'static str,
    /// Whether the list holds `{v}`, in a way that is quicker than looking at every row's list.
    pub(crate) holds: Option<&'static str>,
}

/// A column with its SQL over the tables of its view.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    pub(crate) spec: ColumnSpec,
    pub(crate) sql: &'static str,
    pub(crate) form: Form,
    pub(crate) searched: bool,
}

impl Column {
    const fn new(id: &'static str, kind: ColumnKind, sql: &'static str, form: Form) -> Self {
        let sortable = !matches!(kind, ColumnKind::List);
        Self { spec: ColumnSpec { id, kind, sortable, hidden: false }, sql, form, searched: false }
    }

    pub(crate) const fn text(id: &'static str, sql: &'static str) -> Self {
        Self::new(id, ColumnKind::Text, sql, Form::Text)
    }

    /// A choice stored as its text.
    pub(crate) const fn choice(id: &'static str, sql: &'static str) -> Self {
        Self::new(id, ColumnKind::Choice, sql, Form::Text)
    }

    /// A choice stored as its position in `ids`.
    pub(crate) const fn code(id: &'static str, sql: &'static str, ids: &'static [&'static str]) -> Self {
        Self::new(id, ColumnKind::Choice, sql, Form::Code(ids))
    }

    pub(crate) const fn number(id: &'static str, sql: &'static str) -> Self {
        Self::new(id, ColumnKind::Number, sql, Form::Int)
    }

    pub(crate) const fn percent(id: &'static str, sql: &'static str) -> Self {
        Self::new(id, ColumnKind::Percent, sql, Form::Percent)
    }

    pub(crate) const fn time(id: &'static str, sql: &'static str) -> Self {
        Self::new(id, ColumnKind::Time, sql, Form::Time)
    }

    pub(crate) const fn time_ms(id: &'static str, sql: &'static str) -> Self {
        Self::new(id, ColumnKind::Time, sql, Form::TimeMs)
    }

    pub(crate) const fn event_time(id: &'static str, sql: &'static str) -> Self {
        Self::new(id, ColumnKind::Time, sql, Form::EventTime)
    }

    pub(crate) const fn bool(id: &'static str, sql: &'static str) -> Self {
        Self::new(id, ColumnKind::Bool, sql, Form::Bool)
    }

    /// A list stored as one bit for each of `ids`.
    pub(crate) const fn mask(id: &'static str, sql: &'static str, ids: &'static [&'static str]) -> Self {
        Self::new(id, ColumnKind::List, sql, Form::Mask(ids))
    }

    /// A list in other tables.
    pub(crate) const fn names(id: &'static str, names: Names) -> Self {
        Self::new(id, ColumnKind::List, "", Form::Names(names))
    }

    pub(crate) const fn json(id: &'static str, sql: &'static str) -> Self {
        Self::new(id, ColumnKind::List, sql, Form::Json)
    }

    pub(crate) const fn dict(id: &'static str, kind: ColumnKind, sql: &'static str) -> Self {
        Self::new(id, kind, sql, Form::Dict)
    }

    pub(crate) const fn txid(id: &'static str, sql: &'static str) -> Self {
        let mut column = Self::new(id, ColumnKind::Text, sql, Form::Txid).hidden();
        // In no order that says anything.
        column.spec.sortable = false;
        column
    }

    /// A key: neither shown nor exported.
    pub(crate) const fn hidden(mut self) -> Self {
        self.spec.hidden = true;
        self
    }

    /// Looked through by the search field.
    pub(crate) const fn searched(mut self) -> Self {
        self.searched = true;
        self
    }

    /// Whether the value depends on the edge of a query.
    pub(crate) fn at_an_edge(&self) -> bool {
        let within =
            |sql: &str| [":as_of", ":idle", ":lo", ":hi", ":day"].iter().any(|name| sql.contains(name));
        match self.form {
            Form::Names(Names { tables, on, element, .. }) => [tables, on, element].into_iter().any(within),
            _ => within(self.sql),
        }
    }

    /// The expression to select.
    pub(crate) fn select(&self) -> String {
        match self.form {
            Form::Names(Names { tables, on, element, .. }) => format!(
                "(SELECT json_group_array({element} ORDER BY {element} COLLATE ANYCASE) FROM {tables} WHERE {on})"
            ),
            _ => self.sql.to_owned(),
        }
    }

    /// The expression to hold in memory: lists in any order.
    pub(crate) fn held(&self) -> String {
        match self.form {
            Form::Names(Names { tables, on, element, .. }) => {
                format!("(SELECT json_group_array({element}) FROM {tables} WHERE {on})")
            }
            _ => self.sql.to_owned(),
        }
    }

    /// The expression to order by.
    pub(crate) fn order(&self) -> String {
        match self.form {
            Form::Text => format!("{} COLLATE ANYCASE", self.sql),
            Form::Dict => format!("(SELECT text FROM dict WHERE id = {}) COLLATE ANYCASE", self.sql),
            _ => self.sql.to_owned(),
        }
    }
}

/// A view: its columns and the tables beneath.
pub(crate) struct View {
    pub(crate) name: ViewName,
    pub(crate) columns: &'static [Column],
    pub(crate) specs: &'static [ColumnSpec],
    /// Tables, as after `FROM`.
    pub(crate) from: &'static str,
    /// Rows that belong to the view at all.
    pub(crate) scope: &'static str,
    /// A number that names a row.
    pub(crate) id: &'static str,
    /// Finds the row whose number is `j.value`.
    pub(crate) at: &'static str,
    /// Few rows that are dear to work out: all are read at once and kept.
    pub(crate) whole: bool,
    /// Order when none is asked for, and among equals: columns and whether descending.
    pub(crate) order: &'static [(&'static str, bool)],
}

impl View {
    /// Whether its rows come with the query; nothing is kept of them but lists by query.
    pub(crate) fn is_told(&self) -> bool {
        self.from.contains(":told")
    }

    pub(crate) fn column(&self, id: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.spec.id == id)
    }
}

/// The public part of columns.
pub(crate) const fn specs<const N: usize>(columns: &[Column; N]) -> [ColumnSpec; N] {
    let mut specs = [columns[0].spec; N];
    let mut at = 0;
    while at < N {
        specs[at] = columns[at].spec;
        at += 1;
    }
    specs
}

/// The ids of a domain enum's variants, in the order of the given constant.
macro_rules! ids {
    ($all:expr) => {{
        const ALL: &[&str] = {
            const COUNT: usize = $all.len();
            const IDS: [&str; COUNT] = {
                let mut ids = [""; COUNT];
                let mut at = 0;
                while at < COUNT {
                    ids[at] = $all[at].id();
                    at += 1;
                }
                ids
            };
            &IDS
        };
        ALL
    }};
}
pub(crate) use ids;

/// The view of a name.
pub(crate) fn view(name: ViewName) -> &'static View {
    match name {
        ViewName::Users => &super::users::VIEW,
        ViewName::Licences => &super::licences::VIEW,
        ViewName::Apps => &super::apps::VIEW,
        ViewName::AppUsers => &super::app_users::VIEW,
        ViewName::Signins => &super::signins::VIEW,
        ViewName::Activity => &super::activity::ACTIVITY_VIEW,
        ViewName::Telephony => &super::activity::TELEPHONY_VIEW,
        ViewName::AdminLog => &super::activity::ADMIN_LOG_VIEW,
        ViewName::OfflineLog => &super::activity::OFFLINE_LOG_VIEW,
        ViewName::Bypass => &super::bypass::VIEW,
        ViewName::Groups => &super::groups::VIEW,
        ViewName::Policies => &super::policies::VIEW,
        ViewName::Coverage => &super::coverage::VIEW,
        ViewName::Devices => &super::devices::VIEW,
        ViewName::Endpoints => &super::endpoints::VIEW,
        ViewName::Admins => &super::admins::VIEW,
        ViewName::AdminUnits => &super::admins::UNIT_VIEW,
        ViewName::Settings => &super::settings::VIEW,
        ViewName::TrustMonitor => &super::trust_monitor::VIEW,
        ViewName::Findings => &super::findings::VIEW,
    }
}

/// The columns of a view, in the order in which they are shown.
pub fn columns(view_name: ViewName) -> &'static [ColumnSpec] {
    view(view_name).specs
}
