//! Makes the page `redial::docs::reliability` of what the tests reported, or compares it with that.
//!
//! The tests leave their records (`tests/support/report.rs`) in the folder that `REDIAL_RECORD_RELIABILITY` names.
//! `tests/reliability.sh` runs them all and then this one with `REDIAL_RELIABILITY_PAGE=write`, which writes the page
//! anew. `tests/run.sh` says `compare`: the page must be what its own run saw, but for what was measured.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const PAGE: &str = "src/docs/reliability.md";

/// The rows of the scorecard.
const ROWS: [(u8, &str); 24] = [
    (1, "futures dropped"),
    (2, "cancelled while the reply is on its way"),
    (3, "late replies"),
    (4, "torn writes"),
    (5, "bytes that nobody asked for"),
    (6, "malformed replies"),
    (7, "fuzzing"),
    (8, "deep nesting"),
    (9, "memory for hostile lengths"),
    (10, "replies in small pieces, lines without end"),
    (11, "injection"),
    (12, "secrets"),
    (13, "certificates"),
    (14, "frozen, silent and slow servers"),
    (15, "one deadline for a call"),
    (16, "black holes"),
    (17, "restarts"),
    (18, "failover by sentinels"),
    (19, "writes to a deposed master"),
    (22, "truth about execution"),
    (23, "pools, stale connections, fork"),
    (24, "subscribers and blocking commands"),
    (25, "load and memory"),
    (26, "soak"),
];

/// One line of the page, of the records that say the same in several places.
#[derive(Default)]
struct Line {
    /// Where it was seen, and what was measured there.
    places: BTreeMap<String, String>,
    /// The binaries and tests that show it.
    tests: BTreeSet<(String, String)>,
}

/// Row, what was injected, how often, what came out.
type Key = (u8, String, String, String);

#[derive(Default)]
struct Records {
    lines: BTreeMap<Key, Line>,
    /// What could not be injected on this machine: row and reason.
    lacking: BTreeMap<u8, String>,
}

impl Records {
    fn read(folder: &Path) -> Self {
        let mut records = Self::default();
        for file in fs::read_dir(folder).expect("the folder of the records is there") {
            for line in fs::read_to_string(file.unwrap().path()).unwrap().lines() {
                records.add(line);
            }
        }
        records
    }

    fn add(&mut self, line: &str) {
        let fields: Vec<_> = line.split('\t').map(str::to_owned).collect();
        let [row, injected, count, outcome, place, measured, binary, test] = fields
            .try_into()
            .unwrap_or_else(|fields| panic!("not a record: {fields:?}"));
        let row = row.parse().unwrap();
        if count == "0" {
            self.lacking.insert(row, outcome);
            return;
        }
        let line = self
            .lines
            .entry((row, injected, count, outcome))
            .or_default();
        line.places.insert(place, measured);
        line.tests.insert((binary, plain_name(&test)));
    }
}

/// The name of a test without the module that says the protocol.
fn plain_name(test: &str) -> String {
    let test = test
        .strip_prefix("resp2::")
        .or_else(|| test.strip_prefix("resp3::"))
        .unwrap_or(test);
    test.strip_prefix("reliability::")
        .unwrap_or(test)
        .to_owned()
}

/// The page without the column of what was measured, and without what this machine can't show.
fn compared(page: &str, lacking: &BTreeMap<u8, String>) -> Vec<String> {
    page.lines()
        .filter(|line| line.starts_with("| ") && !lacking.contains_key(&row_of(line)))
        .map(|line| {
            let cells: Vec<_> = line.split(" | ").collect();
            let measured = 4;
            cells
                .into_iter()
                .enumerate()
                .filter(|(column, _)| *column != measured)
                .map(|(_, cell)| cell)
                .collect::<Vec<_>>()
                .join(" | ")
        })
        .collect()
}

/// The row that a line of the page belongs to; zero for its head.
fn row_of(line: &str) -> u8 {
    let digits = line.trim_start_matches("| ");
    let digits = digits.split(' ').next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

fn page_of(records: &Records) -> String {
    let mut page = String::from(
        "| row | injected | times | came out | measured | where | test |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for ((row, injected, count, outcome), line) in &records.lines {
        let (_, title) = ROWS
            .iter()
            .find(|(number, _)| number == row)
            .unwrap_or_else(|| panic!("row {row} is not one of the scorecard"));
        let measured = measures(&line.places);
        let places = places(line.places.keys());
        let tests = tests(&line.tests);
        writeln!(
            page,
            "| {row} {title} | {injected} | {count} | {outcome} | {measured} | {places} | {tests} |"
        )
        .unwrap();
    }
    page
}

/// What was measured, each figure with its place where there are several.
fn measures(places: &BTreeMap<String, String>) -> String {
    let measured: Vec<_> = places
        .iter()
        .filter(|(_, measured)| !measured.is_empty())
        .collect();
    match measured.as_slice() {
        [] => "–".to_owned(),
        [(_, measured)] => (*measured).clone(),
        several => {
            let each: Vec<_> = several
                .iter()
                .map(|(place, measured)| format!("{}: {measured}", place.replace("Resp", "RESP")))
                .collect();
            each.join("; ")
        }
    }
}

/// `blocking, Resp2` and its like, told in few words.
fn places<'a>(places: impl Iterator<Item = &'a String>) -> String {
    let mut of_face: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for place in places {
        let (face, protocol) = place.split_once(", ").unwrap_or((place, ""));
        of_face.entry(face).or_default().insert(protocol);
    }
    let mut of_protocols: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (face, protocols) in of_face {
        let protocols: Vec<_> = protocols
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect();
        let protocols = protocols.join(" and ").replace("Resp", "RESP");
        of_protocols.entry(protocols).or_default().push(face);
    }
    let told: Vec<_> = of_protocols
        .iter()
        .map(|(protocols, faces)| match protocols.as_str() {
            "" => faces.join(" and "),
            protocols => format!("{}, {protocols}", faces.join(" and ")),
        })
        .collect();
    told.join("; ")
}

/// The binaries, then the tests, so that one command line can be made of them.
fn tests(tests: &BTreeSet<(String, String)>) -> String {
    let mut of_test: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (binary, test) in tests {
        of_test.entry(test).or_default().push(binary);
    }
    let told: Vec<_> = of_test
        .iter()
        .map(|(test, binaries)| format!("`{}: {test}`", binaries.join(", ")))
        .collect();
    told.join(", ")
}

/// What is to be done with the records.
#[derive(PartialEq, Eq)]
enum Wanted {
    Nothing,
    Compare,
    Write,
}

fn wanted() -> Wanted {
    match env::var("REDIAL_RELIABILITY_PAGE").as_deref() {
        Ok("compare") => Wanted::Compare,
        Ok("write") => Wanted::Write,
        Ok(other) => {
            panic!("REDIAL_RELIABILITY_PAGE is to be `compare` or `write`, and is `{other}`")
        }
        Err(_) => Wanted::Nothing,
    }
}

#[test]
fn the_page_has_every_row_of_the_scorecard_in_order() {
    if wanted() == Wanted::Write {
        return;
    }
    let page = fs::read_to_string(PAGE).unwrap();
    let mut told: Vec<_> = page
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(row_of)
        .filter(|row| *row != 0)
        .collect();
    told.dedup();
    let expected: Vec<_> = ROWS.iter().map(|(row, _)| *row).collect();
    assert_eq!(told, expected, "`bash tests/reliability.sh` writes {PAGE}");
}

#[test]
fn the_page_says_what_the_tests_saw() {
    let wanted = wanted();
    if wanted == Wanted::Nothing {
        println!("no records to compare with: `bash tests/reliability.sh` makes them");
        return;
    }
    let folder = env::var_os("REDIAL_RECORD_RELIABILITY").expect("a folder of records");
    let records = Records::read(Path::new(&folder));
    for (row, reason) in &records.lacking {
        println!("row {row} is not shown here: {reason}");
    }
    let page = page_of(&records);
    if wanted == Wanted::Write {
        assert!(
            records.lacking.is_empty(),
            "a machine that can't inject everything does not write the page"
        );
        fs::write(PAGE, page).unwrap();
        return;
    }
    let told = compared(&fs::read_to_string(PAGE).unwrap(), &records.lacking);
    let seen = compared(&page, &records.lacking);
    let missing: Vec<_> = told.iter().filter(|line| !seen.contains(line)).collect();
    let new: Vec<_> = seen.iter().filter(|line| !told.contains(line)).collect();
    assert!(
        missing.is_empty() && new.is_empty(),
        "`bash tests/reliability.sh` writes {PAGE} anew\nnot seen: {missing:#?}\nnot told: {new:#?}"
    );
}
