//! Somebody else on a database.

use std::path::Path;

use rusqlite::Connection;

use crate::Hold;

/// Says `held` and waits until standard input ends.
pub(crate) fn hold(what: Hold, file: &Path) {
    let connection = Connection::open(file).unwrap();
    connection
        .execute_batch(match what {
            Hold::Write => "BEGIN IMMEDIATE",
            Hold::Read => "BEGIN",
        })
        .unwrap();
    let _: i64 = connection.query_row("SELECT count(*) FROM data_sets", [], |row| row.get(0)).unwrap();
    println!("held");
    let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
    connection.execute_batch("ROLLBACK").unwrap();
}
