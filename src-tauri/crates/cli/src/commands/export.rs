//! `export`: a whole view into a file, which appears when it is complete.

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::NotEvaluatedReason;
use engine::api::{ViewName, ViewQuery, ViewRows};
use engine::{Code, Engine, export};
use serde_json::json;

use crate::args::{ExportArgs, Format};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::view::{self, Gap};

pub(crate) async fn run(session: &Session, args: &ExportArgs) -> Result<Exit, Failure> {
    let (client, view) = view::split(&args.what, session.common.sample)?;
    let engine = session.engine_of_client().await?;
    let client = session.client(&engine, client).await?;
    refuse_unreadable(&engine, &client.id, view).await?;
    let draft = Draft::beside(&args.out)?;
    let mut writer = BufWriter::new(draft.create()?);
    let query = ViewQuery::default();
    let export = engine.export(&client.id, view, query, format(args.format), &mut writer);
    let rows =
        session.cancel.run_until_cancelled(export).await.ok_or_else(|| Failure::new(Code::Cancelled))??;
    let file = writer.into_inner().map_err(|_| Failure::new(Code::DiskFull))?;
    draft.publish(&file, &args.out)?;
    let document = json!({ "view": view.id(), "rows": rows, "file": args.out.display().to_string() });
    session.output.result(&document, || format!("{rows} rows in {}", args.out.display()));
    Ok(Exit::Done)
}

const fn format(format: Format) -> export::Format {
    match format {
        Format::Csv => export::Format::Csv,
        Format::Json => export::Format::Json,
        Format::Ndjson => export::Format::Ndjson,
    }
}

/// A view that cannot be evaluated gives no file, and says why.
async fn refuse_unreadable(engine: &Arc<Engine>, client: &str, view: ViewName) -> Result<(), Failure> {
    let query = ViewQuery { limit: 1, ..ViewQuery::default() };
    let page = engine.view_rows(ViewRows { client: client.to_owned(), view, query }).await?;
    if page.rows.is_some() {
        return Ok(());
    }
    let gap = page.not_evaluated.first();
    let code = match gap.map(|gap| gap.why) {
        Some(NotEvaluatedReason::NotOffered { .. }) => Code::NotOffered,
        _ => Code::PermMissing,
    };
    let why = gap.map_or_else(String::new, |gap| Gap::from(gap).why);
    Err(Failure::new(code).saying(format!("Not evaluated: {}: {why}", view.id())))
}

/// The file under another name until it is complete; removed unless it is published.
struct Draft(PathBuf);

impl Draft {
    fn beside(out: &Path) -> Result<Self, Failure> {
        let name = out.file_name().ok_or_else(|| Failure::usage("--out must name a file."))?;
        if out.is_dir() {
            return Err(Failure::usage("--out must name a file, not a folder."));
        }
        let mut draft = name.to_os_string();
        draft.push(format!(".{}.part", std::process::id()));
        Ok(Self(out.with_file_name(draft)))
    }

    /// For the user's eyes only, whatever the umask: it holds a tenant's people.
    fn create(&self) -> Result<File, Failure> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.0).map_err(|_| Failure::file(Code::FileReadonly, &self.0))
    }

    fn publish(self, file: &File, out: &Path) -> Result<(), Failure> {
        file.sync_all().map_err(|_| Failure::new(Code::DiskFull))?;
        std::fs::rename(&self.0, out).map_err(|_| Failure::file(Code::FileReadonly, out))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Gone already when it was published; nothing else can be done here when it cannot be removed.
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_appears_complete_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("users.csv");
        {
            let draft = Draft::beside(&out).unwrap();
            draft.create().unwrap().write_all(b"half").unwrap();
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let draft = Draft::beside(&out).unwrap();
        let mut file = draft.create().unwrap();
        file.write_all(b"whole").unwrap();
        draft.publish(&file, &out).unwrap();
        assert_eq!(std::fs::read(&out).unwrap(), b"whole");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_may_read_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let draft = Draft::beside(&folder.path().join("x")).unwrap();
        let file = draft.create().unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
