//! Code that is tested with a server in the process, which answers what it is told to.
//!
//! `cargo run --features testing --example testing` needs no server, and prints
//!
//! ```text
//! Hello, Ann!
//! Hello, stranger!
//! offline
//! 1 expected command did not come:
//!   INCR visits
//! ```

use redial::Retry;
use redial::prelude::*;
use redial::testing::TestServer;

/// What is to be tested.
fn greet(r: &Redis, id: u64) -> String {
    match r.hget::<String>(format!("user:{id}"), "name") {
        Ok(name) => format!("Hello, {}!", name.as_deref().unwrap_or("stranger")),
        Err(_) => "offline".to_owned(),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = TestServer::start()?;
    server
        .expect(Command::new("HGET").key("user:1").arg("name"))
        .reply("Ann");
    server
        .expect(Command::new("HGET").key("user:2").arg("name"))
        .reply(Value::Nil);
    server.expect_any("HGET").close();
    server.expect(Command::new("INCR").key("visits"));

    let r = Redis::new(server.config()?.retry(Retry::never()))?;
    for id in 1..=3 {
        println!("{}", greet(&r, id));
    }
    if let Err(unmet) = server.finish() {
        println!("{unmet}");
    }
    Ok(())
}
