//! The columns of each view for the user interface.

use store::ViewName;

/// A TypeScript constant with the columns of each view, from the store's registry.
pub(crate) fn typescript() -> String {
    let views: String = ViewName::ALL
        .into_iter()
        .map(|view| {
            let columns: String = store::columns(view)
                .iter()
                .map(|column| format!("    {},\n", serde_json::json!(column)))
                .collect();
            format!("  {}: [\n{columns}  ],\n", view.id())
        })
        .collect();
    format!("/** The columns of each view. */\nexport const COLUMNS: Record<ViewName, readonly ColumnSpec[]> = {{\n{views}}};\n")
}
