//! The organisation: who works there, with which devices, in which groups, under which policies.

pub(crate) mod admin_units;
pub(crate) mod admins;
pub(crate) mod applications;
pub(crate) mod bypass_codes;
pub(crate) mod computers;
pub(crate) mod devices;
pub(crate) mod endpoints;
pub(crate) mod groups;
pub(crate) mod names;
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod phones;
pub(crate) mod policies;
pub(crate) mod population;
pub(crate) mod settings;
pub(crate) mod tokens;
