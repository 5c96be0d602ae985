//! From first launch through two failures to a synced client and each view.
