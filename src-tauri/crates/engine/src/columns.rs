//! What the user interface must know before it asks: the columns of each view, the right that each data set needs.

use std::fmt::Write as _;

use domain::DataSet;
use store::ViewName;

/// TypeScript constants from the store's registry of columns and the domain's data sets.
pub(crate) fn typescript() -> String {
    let mut text = String::from(
        "/** The columns of each view. */\nexport const COLUMNS: Record<ViewName, readonly ColumnSpec[]> = {\n",
    );
    for view in ViewName::ALL {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {}: [", view.id());
        for column in store::columns(view) {
            let _ = writeln!(text, "    {},", json(column));
        }
        text.push_str("  ],\n");
    }
    text.push_str(
        "};\n\n/** The right without which a data set stays empty. */\n\
         export const NEEDS: Readonly<Record<DataSet, Permission>> = {\n",
    );
    for set in DataSet::ALL {
        let _ = writeln!(text, "  {}: {},", set.id(), json(&set.needs()));
    }
    text.push_str("};\n");
    text
}

/// In the order of the fields, whatever features of `serde_json` other crates of a build turn on.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
