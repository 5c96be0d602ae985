//! The columns of each view for the user interface.

use std::fmt::Write as _;

use store::ViewName;

/// A TypeScript constant with the columns of each view, from the store's registry.
pub(crate) fn typescript() -> String {
    let mut text = String::from(
        "/** The columns of each view. */\nexport const COLUMNS: Record<ViewName, readonly ColumnSpec[]> = {\n",
    );
    for view in ViewName::ALL {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {}: [", view.id());
        for column in store::columns(view) {
            let _ = writeln!(text, "    {},", serde_json::json!(column));
        }
        text.push_str("  ],\n");
    }
    text.push_str("};\n");
    text
}
