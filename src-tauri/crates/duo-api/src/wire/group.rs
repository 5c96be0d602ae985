//! Groups.

use super::record;

record! {
    /// A group, in lists and inside users (admin-api.md §7.2).
    Group {
        group_id: String = "super::lenient::key",
        name: Option<String> = "super::lenient::scalar",
        desc: Option<String> = "super::lenient::scalar",
        /// `Active`, `Bypass`, `Disabled`, in any case.
        status: Option<String> = "super::lenient::scalar",
    }
}
super::row!(Group, group_id);
