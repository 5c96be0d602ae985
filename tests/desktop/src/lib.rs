//! The real window, by `WebDriver`: see `tests/it`.
