//! A subscriber that remembers all spans and events of the process.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// What a span or an event says, as text.
pub(crate) type Fields = BTreeMap<String, String>;

/// A span, and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    pub(crate) fields: Fields,
    pub(crate) parent: Option<u64>,
    pub(crate) is_closed: bool,
    /// How often it was entered and not left again.
    pub(crate) entered: u64,
    /// How often it was entered at all.
    pub(crate) entries: u64,
    handles: u64,
}

/// An event, and the span that it happened in.
#[derive(Clone, Debug)]
pub(crate) struct Happened {
    pub(crate) level: Level,
    pub(crate) fields: Fields,
    pub(crate) span: Option<u64>,
}

impl Happened {
    pub(crate) fn message(&self) -> &str {
        self.fields.get("message").map_or("", String::as_str)
    }
}

#[derive(Debug, Default)]
struct Seen {
    /// The span of number `n` is at `n - 1`.
    spans: Vec<Span>,
    events: Vec<Happened>,
}

static SEEN: Mutex<Seen> = Mutex::new(Seen {
    spans: Vec::new(),
    events: Vec::new(),
});

thread_local! {
    /// The spans that the thread is in, the innermost last.
    static WITHIN: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

fn seen() -> MutexGuard<'static, Seen> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is seen from here on of the server on one port.
pub(crate) struct Recording {
    port: String,
    spans: usize,
    events: usize,
}

impl Recording {
    /// Begins to look. What is seen of other servers belongs to other tests.
    pub(crate) fn of(port: u16) -> Self {
        static SET: Once = Once::new();
        SET.call_once(|| tracing::subscriber::set_global_default(Recorder).unwrap());
        let seen = seen();
        Self {
            port: port.to_string(),
            spans: seen.spans.len(),
            events: seen.events.len(),
        }
    }

    /// The calls, in the order in which they began.
    pub(crate) fn spans(&self) -> Vec<Span> {
        let seen = seen();
        let own = seen.spans.iter().skip(self.spans);
        own.filter(|span| self.concerns(&span.fields))
            .cloned()
            .collect()
    }

    /// What their operations are called.
    pub(crate) fn operations(&self) -> Vec<String> {
        let spans = self.spans().into_iter();
        spans
            .map(|span| span.fields["db.operation.name"].clone())
            .collect()
    }

    /// The events, in the order in which they came.
    pub(crate) fn events(&self) -> Vec<Happened> {
        let seen = seen();
        let own = seen.events.iter().skip(self.events);
        own.filter(|event| self.concerns(&event.fields))
            .cloned()
            .collect()
    }

    /// The events of this text.
    pub(crate) fn all(&self, message: &str) -> Vec<Happened> {
        let mut events = self.events();
        events.retain(|event| event.message() == message);
        events
    }

    fn concerns(&self, fields: &Fields) -> bool {
        fields.get("server.port") == Some(&self.port)
    }
}

/// The span of this number.
pub(crate) fn span(number: u64) -> Span {
    seen().spans[number as usize - 1].clone()
}

/// All events, of whatever server.
pub(crate) fn all_events() -> Vec<Happened> {
    seen().events.clone()
}

/// All that was seen in this process of anything, as text.
pub(crate) fn everything() -> String {
    format!("{:?}", seen())
}

struct Recorder;

impl Subscriber for Recorder {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        attributes.record(&mut Texts(&mut fields));
        let parent = match attributes.parent() {
            Some(parent) => Some(parent.into_u64()),
            None => within().filter(|_| attributes.is_contextual()),
        };
        let metadata = attributes.metadata();
        let mut seen = seen();
        seen.spans.push(Span {
            name: metadata.name(),
            level: *metadata.level(),
            fields,
            parent,
            is_closed: false,
            entered: 0,
            entries: 0,
            handles: 1,
        });
        Id::from_u64(seen.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        change(id, |span| values.record(&mut Texts(&mut span.fields)));
    }

    fn record_follows_from(&self, _id: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Texts(&mut fields));
        seen().events.push(Happened {
            level: *event.metadata().level(),
            fields,
            span: within(),
        });
    }

    fn enter(&self, id: &Id) {
        WITHIN.with_borrow_mut(|within| within.push(id.into_u64()));
        change(id, |span| {
            assert!(!span.is_closed, "{span:?}");
            span.entered += 1;
            span.entries += 1;
        });
    }

    fn exit(&self, id: &Id) {
        WITHIN.with_borrow_mut(|within| assert_eq!(within.pop(), Some(id.into_u64())));
        change(id, |span| span.entered -= 1);
    }

    fn clone_span(&self, id: &Id) -> Id {
        change(id, |span| span.handles += 1);
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        change(&id, |span| {
            span.handles -= 1;
            span.is_closed = span.handles == 0;
            span.is_closed
        })
    }
}

/// The span that the thread is in.
pub(crate) fn within() -> Option<u64> {
    WITHIN.with_borrow(|within| within.last().copied())
}

fn change<T>(id: &Id, change: impl FnOnce(&mut Span) -> T) -> T {
    change(&mut seen().spans[id.into_u64() as usize - 1])
}

struct Texts<'a>(&'a mut Fields);

impl Visit for Texts<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}
