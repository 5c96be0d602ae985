//! What the data folder takes on the disk.

use std::path::Path;
use std::sync::Arc;

use crate::Engine;
use crate::api::{ClientSize, CommandError, DataSizes, Nothing};

impl Engine {
    /// Bytes of the data folder and of each client's database, the largest first.
    pub async fn data_sizes(self: &Arc<Self>, _: Nothing) -> Result<DataSizes, CommandError> {
        let connections = self.registry(store::Registry::connections).await?;
        let folder = self.data_dir.clone();
        Ok(tokio::task::spawn_blocking(move || {
            let mut clients: Vec<ClientSize> = connections
                .into_iter()
                .map(|row| ClientSize {
                    bytes: beginning_with(&folder.join("clients"), &row.id),
                    client: row.id,
                    name: row.name,
                })
                .collect();
            clients.sort_by_key(|one| std::cmp::Reverse(one.bytes));
            DataSizes { total: everything(&folder), clients }
        })
        .await?)
    }
}

/// A database with its log, its index of the log and every copy that was set aside.
pub(crate) fn beginning_with(folder: &Path, id: &str) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with(id)))
        .filter_map(|entry| entry.metadata().ok())
        .map(|meta| meta.len())
        .sum()
}

/// Links are counted as themselves: nothing outside the folder is looked at.
fn everything(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)))
        .map(|(path, meta)| if meta.is_dir() { everything(&path) } else { meta.len() })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_added_up_by_client_and_in_all() {
        let dir = tempfile::tempdir().unwrap();
        let clients = dir.path().join("clients");
        std::fs::create_dir(&clients).unwrap();
        for (name, bytes) in [("a.db", 100), ("a.db-wal", 20), ("a.db.damaged-1", 3), ("b.db", 1_000)] {
            std::fs::write(clients.join(name), vec![0; bytes]).unwrap();
        }
        std::fs::write(dir.path().join("clients.db"), [0; 7]).unwrap();
        assert_eq!((beginning_with(&clients, "a"), everything(dir.path())), (123, 1_130));
        assert_eq!(everything(&dir.path().join("none")), 0);
    }
}
