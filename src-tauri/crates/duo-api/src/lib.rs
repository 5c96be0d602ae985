//! duo-api
