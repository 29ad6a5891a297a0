//! A module that servers can load.

use std::path::Path;
use std::process::{self, Command};
use std::sync::OnceLock;
use std::{env, fs};

/// The name that the module gives itself.
pub const NAME: &str = "redialtest";

/// The file that it is in. It is compiled from C, by what links Rust programs.
pub fn path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/module.c");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        // Other test programs may be making it, or have it loaded.
        let own = target.join(format!("module-{}.so", process::id()));
        let mut compiler = Command::new("cc");
        compiler
            .args(["-shared", "-fPIC", "-o"])
            .arg(&own)
            .arg(source);
        let status = compiler.status().expect("cc");
        assert!(status.success(), "{compiler:?}: {status}");
        let path = target.join("module.so");
        fs::rename(own, &path).expect("the compiled module");
        path.display().to_string()
    })
}
