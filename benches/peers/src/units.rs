//! Figures as people read them.

/// Nanoseconds.
pub fn time(nanos: f64) -> String {
    match nanos {
        ..1e3 => format!("{nanos:.0} ns"),
        ..1e6 => format!("{} µs", digits(nanos / 1e3)),
        ..1e9 => format!("{} ms", digits(nanos / 1e6)),
        _ => format!("{} s", digits(nanos / 1e9)),
    }
}

/// Bytes.
pub fn bytes(bytes: f64) -> String {
    match bytes {
        ..1e4 => format!("{bytes:.0} B"),
        ..1e7 => format!("{} KiB", digits(bytes / 1024.0)),
        _ => format!("{} MiB", digits(bytes / (1024.0 * 1024.0))),
    }
}

/// How many.
pub fn count(count: f64) -> String {
    if count < 1e5 && (count - count.round()).abs() < 0.005 {
        format!("{count:.0}")
    } else if count < 1e5 {
        digits(count)
    } else {
        format!("{} k", digits(count / 1e3))
    }
}

/// Three of them.
fn digits(number: f64) -> String {
    match number.abs() {
        ..10.0 => format!("{number:.2}"),
        ..100.0 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}
