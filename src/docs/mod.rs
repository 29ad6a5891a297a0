//! Pages of documentation; there is no code in here.

/// Every command of Redis and Valkey that has a method here, and since which version servers know it.
///
/// The methods come with `use redial::prelude::*`; those of [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) have
/// the same names. Whatever is not here can be sent with [`execute_command`](crate::Execute::execute_command). Where a module
/// has brought the command, the version is that of the module.
///
#[doc = include_str!("commands.md")]
pub mod commands {}
