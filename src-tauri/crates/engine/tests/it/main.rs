//! The engine as others see it.

mod contract;
