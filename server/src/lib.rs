//! sanduk
