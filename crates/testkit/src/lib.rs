//! Support for tests: an empty database of each kind, a company with a running writer, and a comparison of companies.
//!
//! Start at [`Company`].

mod api;
mod company;
mod database;
mod dump;
mod mail_server;
pub mod postgres;
pub mod proxy;
mod redis;
mod s3;
mod table;

pub use crate::redis::RedisServer;
pub use api::Response;
pub use company::{Company, TENANT, instant, output};
pub use database::{Database, databases};
pub use dump::{Dump, assert_same, differences};
pub use mail_server::{MailServer, ReceivedMail};
pub use s3::S3Server;
pub use table::Table;
