//! Servers for the tests of programs that use this crate: one that follows a script, and real ones that nobody else uses.
//!
//! [`TestServer`] runs in the process, needs nothing installed, and does what a real server can't be made to do: it answers
//! late, or nonsense, or not at all. [`PrivateServer`] is a real `redis-server` or `valkey-server` of one's own. Both listen on
//! this machine only, and are gone when they are dropped. They serve the blocking client and the one for tokio alike.
//! An [`Expectation`] says what a test server does about a command, an [`Answer`] what it sends, and [`Unmet`] is the error that tells
//! in what way the test went otherwise.
//!
//! [A guide](crate::docs::testing) shows them at work.

mod answer;
mod conversation;
mod expectation;
#[cfg(unix)]
mod private_server;
mod script;
mod test_server;
mod unmet;

pub use answer::Answer;
pub use expectation::Expectation;
#[cfg(unix)]
pub use private_server::PrivateServer;
pub use test_server::TestServer;
pub use unmet::Unmet;
