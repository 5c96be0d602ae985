//! engine

pub mod api;
mod code;
mod registry;
pub use code::Code;
pub use registry::typescript;
