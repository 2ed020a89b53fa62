//! The writer's law, proved on both databases with a tiny bank.

mod bank;
mod batches;
mod flights;
mod lost;
mod neighbours;
mod races;
mod refusals;
mod replay;
mod sharing;
mod versions;
