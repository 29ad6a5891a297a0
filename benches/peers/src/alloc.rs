//! The system's allocator, which counts while it is told to.
//!
//! Off, it costs a load and a branch that is always the same, so that contenders that allocate more are not
//! slowed down more by being watched: rounds are timed with counting off, and counted in a round of their own.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};

/// Installed in `main.rs`.
pub struct Counting;

static ON: AtomicBool = AtomicBool::new(false);
static CALLS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicI64 = AtomicI64::new(0);

/// What the whole process has allocated while counting was on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// Allocations; a reallocation is one as well.
    pub calls: u64,
    /// Bytes asked for; of a reallocation what it grew by.
    pub bytes: u64,
    /// Bytes that are not freed yet.
    pub live: i64,
}

/// Switches counting on or off.
pub fn counting(on: bool) {
    ON.store(on, Relaxed);
}

/// The counts so far.
pub fn count() -> Count {
    Count {
        calls: CALLS.load(Relaxed),
        bytes: BYTES.load(Relaxed),
        live: LIVE.load(Relaxed),
    }
}

fn note(grown: usize, shrunk: usize, calls: u64) {
    if ON.load(Relaxed) {
        CALLS.fetch_add(calls, Relaxed);
        BYTES.fetch_add(grown as u64, Relaxed);
        LIVE.fetch_add(grown as i64 - shrunk as i64, Relaxed);
    }
}

// SAFETY: every method hands its arguments to `System` as they are and returns what it returns.
#[allow(unsafe_code, reason = "`GlobalAlloc` can't be implemented without")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size(), 0, 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size(), 0, 1);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let old = layout.size();
        note(size.saturating_sub(old), old.saturating_sub(size), 1);
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        note(0, layout.size(), 0);
        unsafe { System.dealloc(block, layout) }
    }
}
