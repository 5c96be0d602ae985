//! What is worked out of all of a client's file, kept until something is written to it.

use std::sync::{Arc, Weak};

use chrono::NaiveDate;
use store::ClientDb;
use tokio::sync::Mutex;

use crate::api::CommandError;

/// The last answer. Those who ask while it is worked out wait for it instead of doing the same.
pub(crate) struct Worked<T>(Mutex<Option<(Age, Arc<T>)>>);

impl<T> Default for Worked<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// A file as it was on a day, from which ages in days are counted. Another file in its place is not the same, whatever was
/// written to it.
pub(crate) struct Age {
    file: Weak<ClientDb>,
    generation: i64,
    day: NaiveDate,
}

impl Age {
    /// Read before the work: what is written meanwhile may not be in the answer.
    pub(crate) fn new(file: &Arc<ClientDb>, generation: i64, day: NaiveDate) -> Self {
        Self { file: Arc::downgrade(file), generation, day }
    }
}

impl PartialEq for Age {
    fn eq(&self, other: &Self) -> bool {
        (self.generation, self.day) == (other.generation, other.day) && self.file.ptr_eq(&other.file)
    }
}

impl<T> Worked<T> {
    /// The answer of the file at this age, worked out if it is not there.
    pub(crate) async fn of(
        &self,
        age: Age,
        work: impl AsyncFnOnce() -> Result<T, CommandError>,
    ) -> Result<Arc<T>, CommandError> {
        let mut kept = self.0.lock().await;
        if let Some((_, answer)) = kept.as_ref().filter(|(of, _)| *of == age) {
            return Ok(answer.clone());
        }
        // Two of them may be too many to hold.
        *kept = None;
        let answer = Arc::new(work().await?);
        *kept = Some((age, answer.clone()));
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use chrono::DateTime;
    use domain::analysis::Rules;
    use tempfile::TempDir;

    use super::*;

    fn open(dir: &TempDir) -> Arc<ClientDb> {
        Arc::new(ClientDb::open(dir.path(), "5f3c1a52-4b7e-4c7e-9a53-0d6f1f6a2b11").unwrap().0)
    }

    async fn ask(worked: &Worked<usize>, file: &Arc<ClientDb>, times: &AtomicUsize) -> usize {
        ask_on(NaiveDate::MIN, worked, file, times).await
    }

    async fn ask_on(
        day: NaiveDate,
        worked: &Worked<usize>,
        file: &Arc<ClientDb>,
        times: &AtomicUsize,
    ) -> usize {
        let age = Age::new(file, file.generation().unwrap(), day);
        let work = async || {
            tokio::task::yield_now().await;
            Ok(times.fetch_add(1, Ordering::Relaxed))
        };
        *worked.of(age, work).await.unwrap()
    }

    #[tokio::test]
    async fn it_is_worked_out_once_for_all_who_ask_and_anew_after_a_write_or_in_another_file() {
        let (dir, worked, times) = (TempDir::new().unwrap(), Worked::default(), AtomicUsize::new(0));
        let file = open(&dir);
        let at_once = tokio::join!(
            ask(&worked, &file, &times),
            ask(&worked, &file, &times),
            ask(&worked, &file, &times)
        );
        assert_eq!(at_once, (0, 0, 0));
        file.assess(&Rules::default(), DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(ask(&worked, &file, &times).await, 1, "something was written");
        assert_eq!(ask(&worked, &file, &times).await, 1);
        drop(file);
        let again = open(&dir);
        assert_eq!(ask(&worked, &again, &times).await, 2, "it may be another file");
        assert_eq!(ask_on(NaiveDate::MAX, &worked, &again, &times).await, 3, "what is old is older");
    }

    #[tokio::test]
    async fn what_failed_is_tried_again() {
        let (dir, worked, times) = (TempDir::new().unwrap(), Worked::default(), AtomicUsize::new(0));
        let file = open(&dir);
        let age = Age::new(&file, file.generation().unwrap(), NaiveDate::MIN);
        let failed = worked.of(age, async || Err(CommandError::new(crate::Code::DbIo))).await;
        assert_eq!(failed.unwrap_err().code, crate::Code::DbIo);
        assert_eq!(ask(&worked, &file, &times).await, 0);
    }
}
