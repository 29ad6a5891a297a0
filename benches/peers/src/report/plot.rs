//! The picture: for each row bars for the floor, for redial's faces, and for the best peer of each face.
//!
//! A bar's length is the time over the floor's, or over the shortest where there is no floor; the longest
//! end at [`LIMIT`] with a tip, for one contender that is ten times as slow would leave no room for the
//! others. The colours and the grey of the text are readable on white as well as on black.

use std::fmt::Write;

use crate::bench::{Measured, Outcome};
use crate::client::Face;
use crate::units;

const WIDTH: usize = 860;
const LEFT: usize = 350;
const BAR: usize = 13;
const GAP: usize = 16;
const TOP: usize = 58;
/// Pixels for a ratio of one.
const UNIT: f64 = 85.0;
/// The largest ratio that is drawn to scale.
const LIMIT: f64 = 4.0;

/// The whole file.
pub fn render(all: &[Measured]) -> String {
    let mut body = String::new();
    let mut y = TOP;
    for measured in all {
        y = row(&mut body, measured, y) + GAP;
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" font-family="system-ui, sans-serif" font-size="12">
<style>text {{ fill: #6e7681 }} .name {{ font-weight: 600 }} .end {{ text-anchor: end }} .raw {{ fill: #8b949e }} .blocking {{ fill: #d9480f }} .asyncio {{ fill: #f08c00 }} .peer {{ fill: #3b82c4 }} .other {{ fill: #63a9d8 }} line {{ stroke: #8b949e; stroke-dasharray: 2 3 }} @media (prefers-color-scheme: dark) {{ text {{ fill: #adbac7 }} }}</style>
<text class="name" x="8" y="20" font-size="14">Time for a work, client and server on this machine: shorter is better</text>
<text x="8" y="38">Length: time over that of raw sockets (grey), or over the shortest where raw sockets take no part. Median of interleaved rounds.</text>
{body}</svg>
"##
    )
}

/// Draws a row at `y` and returns where it ends.
fn row(body: &mut String, measured: &Measured, mut y: usize) -> usize {
    let bars = bars(measured);
    let nanos = bars.iter().map(|(_, outcome)| outcome.nanos);
    let one = measured
        .raw()
        .map_or_else(|| nanos.fold(f64::INFINITY, f64::min), |raw| raw.nanos);
    let start = y;
    text(body, "name", 8, y + BAR - 2, &measured.row.name);
    for (class, outcome) in &bars {
        bar(body, class, y, outcome, outcome.nanos / one);
        y += BAR + 2;
    }
    let x = LEFT as f64 + UNIT;
    let _ = writeln!(body, r#"<line x1="{x}" x2="{x}" y1="{start}" y2="{y}"/>"#);
    y
}

/// What is drawn, with its class.
fn bars(measured: &Measured) -> Vec<(&'static str, &Outcome)> {
    let drawn = [
        ("raw", measured.raw()),
        ("blocking", measured.named("redial blocking")),
        ("asyncio", measured.named("redial asyncio")),
        ("peer", measured.best_peer(Some(Face::Blocking))),
        ("other", measured.best_peer(Some(Face::Asyncio))),
    ];
    let taking_part = drawn.into_iter();
    taking_part
        .filter_map(|(class, outcome)| Some((class, outcome?)))
        .collect()
}

fn bar(body: &mut String, class: &str, y: usize, outcome: &Outcome, ratio: f64) {
    let (name, baseline) = (outcome.contender.name, y + BAR - 2);
    let length = ratio.min(LIMIT) * UNIT;
    let end = LEFT as f64 + length;
    // Writing to a `String` never fails.
    let _ = writeln!(
        body,
        r#"<text class="end" x="{}" y="{baseline}">{name}</text><rect class="{class}" x="{LEFT}" y="{y}" width="{length:.1}" height="{BAR}" rx="2"/>"#,
        LEFT - 6
    );
    let mut label = end + 6.0;
    if ratio > LIMIT {
        let (tip, middle, bottom) = (end + 9.0, y as f64 + BAR as f64 / 2.0, y + BAR);
        let _ = writeln!(
            body,
            r#"<path class="{class}" d="M{end:.1} {y}L{tip:.1} {middle}L{end:.1} {bottom}z"/>"#
        );
        label += 9.0;
    }
    let said = format!("{} · {ratio:.2}×", units::time(outcome.nanos));
    text(body, "", label as usize, baseline, &said);
}

fn text(body: &mut String, class: &str, x: usize, y: usize, text: &str) {
    let _ = writeln!(
        body,
        r#"<text class="{class}" x="{x}" y="{y}">{text}</text>"#
    );
}
