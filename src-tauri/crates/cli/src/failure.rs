//! Why a command did not do what was asked.

use engine::Code;
use engine::api::{CommandError, Values};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::text;

/// A code with its values, the exit code, and a sentence where the code's own would not do.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: Code,
    pub(crate) exit: Exit,
    values: Values,
    sentence: Option<String>,
}

impl Failure {
    pub(crate) fn new(code: Code) -> Self {
        CommandError::new(code).into()
    }

    /// Bad input that has no code of its own.
    pub(crate) fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Code::BadArguments).saying(sentence)
    }

    /// A file or folder that cannot be used.
    pub(crate) fn file(code: Code, path: &std::path::Path) -> Self {
        CommandError::new(code).with("path", path.display()).into()
    }

    pub(crate) fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.sentence = Some(sentence.into());
        self
    }

    pub(crate) const fn ending(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// One sentence for people.
    pub(crate) fn message(&self) -> String {
        self.sentence.clone().unwrap_or_else(|| text::of_code(self.code, &self.values))
    }

    /// What to do next, where there is something.
    pub(crate) fn next_step(&self) -> Option<String> {
        text::text(&format!("code_{}_fix", self.code.as_str()), &self.values)
    }

    /// `{"error": {…}}`.
    pub(crate) fn json(&self) -> Value {
        json!({ "error": { "code": self.code.as_str(), "message": self.message() } })
    }
}

impl From<CommandError> for Failure {
    fn from(error: CommandError) -> Self {
        Self { code: error.code, exit: Exit::of(error.code), values: error.values, sentence: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_object_with_code_and_message() {
        let failure = Failure::usage("a column is missing");
        assert_eq!(failure.exit, Exit::Usage);
        assert_eq!(
            failure.json(),
            json!({"error": {"code": "BAD_ARGUMENTS", "message": "a column is missing"}})
        );
    }
}
