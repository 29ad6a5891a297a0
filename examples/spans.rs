//! Calls as spans: a subscriber that prints what was called, and how it ended. A real program has one of `tracing-subscriber`'s.
//!
//! `cargo run --features tracing --example spans`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! SET
//! GET
//! LPUSH: WRONGTYPE
//! PIPELINE INCR (3 commands)
//! MULTI (2 commands): ERR
//! DEL
//! ```

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use redial::prelude::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost".to_owned());
    let _ = tracing::subscriber::set_global_default(Printer::default());
    let r = Redis::from_url(url)?;
    r.set("example:spans", "a value")?;
    r.get::<String>("example:spans")?;
    let _wrong_type = r.lpush("example:spans", "an item");
    let mut pipe = r.pipeline().transaction(false);
    for _ in 0..3 {
        pipe.incr("example:spans:n");
    }
    pipe.execute::<()>()?;
    let mut pipe = r.pipeline();
    let _not_a_number = pipe.incr("example:spans").get::<i64>("n").execute_each();
    r.delete(["example:spans", "example:spans:n"])?;
    Ok(())
}

/// Prints the spans of calls when they end.
#[derive(Default)]
struct Printer {
    count: AtomicU64,
    open: Mutex<HashMap<u64, Fields>>,
}

/// What a span says.
#[derive(Default)]
struct Fields(HashMap<&'static str, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Subscriber for Printer {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target() == "redial"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.insert(number, fields);
        Id::from_u64(number)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fields) = open.get_mut(&id.into_u64()) {
            values.record(fields);
        }
    }

    /// The blocking client has one handle of each.
    fn try_close(&self, id: Id) -> bool {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Fields(said)) = open.remove(&id.into_u64()) {
            let mut line = said.get("otel.name").cloned().unwrap_or_default();
            if let Some(size) = said.get("db.operation.batch.size") {
                line += &format!(" ({size} commands)");
            }
            if let Some(error) = said.get("error.type") {
                line += &format!(": {error}");
            }
            println!("{line}");
        }
        true
    }

    fn record_follows_from(&self, _id: &Id, _follows: &Id) {}

    fn event(&self, _event: &Event<'_>) {}

    fn enter(&self, _id: &Id) {}

    fn exit(&self, _id: &Id) {}
}
