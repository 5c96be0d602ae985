//! The window's export: where to, how far, and stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use store::ViewQuery;

use super::{Format, Options, Written, file_name, tell_beside};
use crate::api::{CommandError, Event, ExportRef, ExportView, Exported, Nothing};
use crate::{Code, Engine, WholeFile};

/// Rows between two tellings.
const TELL_EVERY: u64 = 5000;

impl Engine {
    /// Writes a view to a file of the user's; progress comes as events. `path` is none when the user chose no file.
    ///
    /// # Errors
    /// `CANCELLED` after `export_cancel`, and those of [`Engine::export`].
    pub async fn export_view(self: &Arc<Self>, asked: ExportView) -> Result<Exported, CommandError> {
        let connection = self.connection(&asked.client).await?;
        let extension = asked.format.extension();
        let name = file_name(&connection.name, asked.view.id(), self.ports.clock.utc(), extension);
        let Some(path) = self.destination(&name).await else {
            return Ok(Exported { path: None, rows: 0, not_read: 0, list: None });
        };
        let stop = self.exports.begin(&asked.id);
        let done = stop.run_until_cancelled(self.write_view(&asked, &path)).await;
        self.exports.end(&asked.id);
        let (Written { rows, not_read }, list) = done.ok_or_else(|| CommandError::new(Code::Cancelled))??;
        Ok(Exported { path: Some(path.display().to_string()), rows, not_read: not_read.len() as u64, list })
    }

    /// Stops an export; nothing is left of its file.
    ///
    /// # Errors
    /// None: one that has ended is ended.
    #[allow(clippy::unused_async, reason = "the registry awaits every command")]
    pub async fn export_cancel(self: &Arc<Self>, export: ExportRef) -> Result<Nothing, CommandError> {
        self.exports.end(&export.id);
        Ok(Nothing {})
    }

    async fn write_view(
        self: &Arc<Self>,
        asked: &ExportView,
        path: &std::path::Path,
    ) -> Result<(Written, Option<String>), CommandError> {
        let mut file = WholeFile::at(path)?;
        let told = AtomicU64::new(0);
        let tell = |rows: u64, total: u64| {
            if rows >= told.load(Ordering::Relaxed) + TELL_EVERY {
                told.store(rows, Ordering::Relaxed);
                self.ports.events.send(Event::ExportProgress { id: asked.id.clone(), rows, total });
            }
        };
        let query = ViewQuery { after: None, ..asked.query.clone() };
        let options = Options {
            format: asked.format,
            columns: asked.columns.clone(),
            hide_ips: asked.hide_ips,
            guard_formulas: asked.guard_formulas,
        };
        let written = self.export(&asked.client, asked.view, query, options, &mut file, &tell).await?;
        file.publish()?;
        let list = if asked.format == Format::Csv { tell_beside(path, &written.not_read)? } else { None };
        Ok((written, list.map(|path| path.display().to_string())))
    }
}
