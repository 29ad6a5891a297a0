//! A small redis-cli: commands from the arguments or from lines, replies as redis-cli shows them, MONITOR, SUBSCRIBE.
//!
//! `cargo run --example redis_cli -- GET greeting` sends one command to the server at `REDIS_URL` or localhost:6379; the status
//! says whether it went well. Without arguments lines are read, at a terminal with a prompt; `help` says what they can be.
//! [`parse`] splits them, [`session`] does what they say, [`print`] shows the replies.
//!
//! If there is not one line, as in `cargo run --example redis_cli </dev/null`, and the server's default user has no password,
//! it prints
//!
//! ```text
//! > SET example:cli:greeting "hello,\n\x00 \"world\""
//! OK
//! > GET example:cli:greeting
//! "hello,\n\x00 \"world\""
//! > GET example:cli:nothing
//! (nil)
//! > HSET example:cli:user name Ann city 'New York'
//! (integer) 2
//! > HGETALL example:cli:user
//! 1# "name" => "Ann"
//! 2# "city" => "New York"
//! > INCR example:cli:user
//! (error) WRONGTYPE Operation against a key holding the wrong kind of value
//! > EVAL "return {1, {'two', {}}, redis.status_reply('three')}" 0
//! 1) (integer) 1
//! 2) 1) "two"
//!    2) (empty array)
//! 3) three
//! > MULTI
//! OK
//! > DEL example:cli:greeting
//! QUEUED
//! > EXEC
//! 1) (integer) 1
//! > GET "not closed
//! Invalid argument(s)
//! > AUTH default secret
//! OK
//! > take 1 SUBSCRIBE example:cli:news
//! 1) "subscribe"
//! 2) "example:cli:news"
//! 3) (integer) 1
//! 1) "message"
//! 2) "example:cli:news"
//! 3) "hello"
//! > DEL example:cli:user
//! (integer) 1
//! > history
//!   1  SET example:cli:greeting "hello,\n\x00 \"world\""
//!   2  GET example:cli:greeting
//!   3  GET example:cli:nothing
//!   4  HSET example:cli:user name Ann city 'New York'
//!   5  HGETALL example:cli:user
//!   6  INCR example:cli:user
//!   7  EVAL "return {1, {'two', {}}, redis.status_reply('three')}" 0
//!   8  MULTI
//!   9  DEL example:cli:greeting
//!  10  EXEC
//!  11  take 1 SUBSCRIBE example:cli:news
//!  12  DEL example:cli:user
//!  13  history
//! ```

mod input;
mod parse;
mod print;
mod session;

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use redial::prelude::*;

use input::Input;
use print::{say, say_line};
use session::{Session, complain};

const DEMONSTRATION: [&str; 14] = [
    r#"SET example:cli:greeting "hello,\n\x00 \"world\"""#,
    "GET example:cli:greeting",
    "GET example:cli:nothing",
    "HSET example:cli:user name Ann city 'New York'",
    "HGETALL example:cli:user",
    "INCR example:cli:user",
    r#"EVAL "return {1, {'two', {}}, redis.status_reply('three')}" 0"#,
    "MULTI",
    "DEL example:cli:greeting",
    "EXEC",
    r#"GET "not closed"#,
    "AUTH default secret",
    "take 1 SUBSCRIBE example:cli:news",
    "DEL example:cli:user",
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn run() -> redial::Result<()> {
    let url = env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let mut session = Session::new(&url)?;
    let mut input = Input::default();
    let arguments = env::args_os().skip(1);
    let words: Vec<Vec<u8>> = arguments.map(OsString::into_encoded_bytes).collect();
    if !words.is_empty() {
        return session.obey(&words, &mut input);
    }

    let prompt = match io::stdin().is_terminal() {
        true => format!("{}> ", session.redis().config().address()),
        false => String::new(),
    };
    say(&prompt);
    let Some(mut line) = input.next_line() else {
        return demonstrate(&mut session, &mut input);
    };
    while session.line(&line, &mut input) {
        say(&prompt);
        let Some(next) = input.next_line() else {
            break;
        };
        line = next;
    }
    Ok(())
}

fn demonstrate(session: &mut Session, input: &mut Input) -> redial::Result<()> {
    let r = session.redis().clone();
    r.delete(["example:cli:greeting", "example:cli:user"])?;
    let somebody_else = thread::spawn(move || greet_subscriber(&r));
    for line in DEMONSTRATION.into_iter().chain(["history"]) {
        say_line(format_args!("> {line}"));
        session.line(line.as_bytes(), input);
    }
    drop(somebody_else);
    Ok(())
}

/// Publishes as soon as somebody listens.
fn greet_subscriber(r: &Redis) -> redial::Result<()> {
    while r.publish("example:cli:news", "hello")? == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}
