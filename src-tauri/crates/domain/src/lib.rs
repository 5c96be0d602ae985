//! Records of a Duo tenant, the vocabulary of rights and data sets, and the pure analysis over them.
//!
//! Nothing here does I/O or asks for the time: `as_of` is an argument. Every analysis gives a value or
//! [`NotEvaluated`] with its reason; a permission that is missing never turns into a nought.

mod admin;
pub mod analysis;
mod application;
mod dataset;
mod device;
mod factors;
mod gap;
mod log_event;
mod permission;
mod policy;
mod records;
mod setting;
mod signin;
mod sso;
mod usage;
mod user;

pub use admin::{Admin, AdminFactor, AdminUnit};
pub use application::{AppKind, AppState, Application, KindFrom, UserAccess};
pub use dataset::{DataSet, NotEvaluated, NotEvaluatedReason};
pub use device::{DesktopAuthenticator, Endpoint, RegisteredDevice, ResultingPolicy};
pub use factors::{FactorClass, Factors, Method, Methods, PhoneFactors};
pub use gap::{GapReason, LogGap};
pub use log_event::{ActivityEvent, AdminLogEvent, Party, TelephonyEvent};
pub use permission::Permission;
pub use policy::{NewUser, Policy, PolicyTarget, UserAuth};
pub use records::{Account, BypassCode, Group, Phone, Token, WebAuthnCredential};
pub use setting::{AccountSettings, AdminAuthMethods, Setting, SettingArea, SettingRemark, SettingValue};
pub use signin::{SignIn, SignInResult, is_mfa_factor};
pub use sso::{Sso, SsoKind};
pub use usage::{AuthAttempts, Outcomes, TelephonyUse, TrustEvent};
pub use user::{User, UserStatus};
