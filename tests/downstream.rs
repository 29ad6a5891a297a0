//! Whether a program can depend on the crate twice, with different features: in `tests/downstream` one library
//! uses the blocking client and knows of no other, one uses the tokio client, and one uses both of them.
//! Features are unified over a build, so `async` must take nothing away from the first.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn one_program_uses_both_faces_through_two_dependencies() {
    check("user");
}

#[test]
fn a_program_without_the_feature_async_builds() {
    check("plain");
}

/// Checks one package of a copy of `tests/downstream`, offline: everything it needs was needed for this test.
fn check(package: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("downstream-{package}"));
    copy(&root.join("tests/downstream"), &work, root);
    // The same versions as the crate's own; cargo takes out what these packages do not need.
    fs::copy(root.join("Cargo.lock"), work.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--package", package])
        .current_dir(&work)
        .env("CARGO_TARGET_DIR", work.with_file_name("downstream-target"))
        // What cargo set for this test is not meant for another workspace.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{package} does not build:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Copies the sources, with the path of the crate spelled out: the copy lies elsewhere.
fn copy(from: &Path, to: &Path, root: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target: PathBuf = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target, root);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.replace("\"../../..\"", &format!("{:?}", root.to_str().unwrap()));
        // An unchanged file keeps its date, and what was built of it stays good.
        if fs::read_to_string(&target).ok().as_deref() != Some(&text) {
            fs::write(&target, text).unwrap();
        }
    }
}
