//! Records of a Duo tenant, the vocabulary of rights and data sets, and the pure analysis over them.
//!
//! Nothing here does I/O or asks for the time: `as_of` is an argument. Every analysis gives a value or
//! [`NotEvaluated`] with its reason; a permission that is missing never turns into a nought.

pub mod analysis;
mod application;
mod dataset;
mod factors;
mod gap;
mod permission;
mod policy;
mod records;
mod signin;
mod user;

pub use application::{AppKind, AppState, Application, UserAccess};
pub use dataset::{DataSet, NotEvaluated, NotEvaluatedReason};
pub use factors::{FactorClass, Factors, Method, Methods, PhoneFactors};
pub use gap::{GapReason, LogGap};
pub use permission::Permission;
pub use policy::{NewUser, Policy, PolicyTarget, UserAuth};
pub use records::{Account, BypassCode, Group, Phone, Token, WebAuthnCredential};
pub use signin::{SignIn, SignInResult, is_mfa_factor};
pub use user::{User, UserStatus};
