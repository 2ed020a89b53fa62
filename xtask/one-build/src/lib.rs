//! Empty: this package is there for its dependencies, see `Cargo.toml`.
