//! What the fuzzers in `tests/fuzz` run: each takes any bytes, and panics where the crate breaks a promise.
//!
//! It is here, and not there, because most of it is about what is not public. It is no part of the crate that others
//! build: only with `--cfg fuzzing`, and in the crate's own tests, which replay the corpus so that whatever was found
//! once stays mended.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a fuzzer learns of a fault"
)]

mod cuts;
mod decode_types;
mod decoder;
mod session;
mod url;

pub use decode_types::decode_types;
pub use decoder::decoder;
pub use session::session;
pub use url::url;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Runs `target` over the files of its corpus.
    fn replay(name: &str, target: fn(&[u8])) {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        if !tests.exists() {
            // The published package has neither the tests nor their corpus.
            return;
        }
        let entries = fs::read_dir(tests.join("fuzz/corpus").join(name)).unwrap();
        let mut inputs = 0;
        for entry in entries {
            let path = entry.unwrap().path();
            // A panic ends it: this says with which input.
            println!("{}", path.display());
            target(&fs::read(path).unwrap());
            inputs += 1;
        }
        assert!(inputs >= 10, "{inputs} inputs");
    }

    #[test]
    fn the_corpus_of_the_decoder_breaks_no_promise() {
        replay("decoder", decoder);
    }

    #[test]
    fn the_corpus_of_the_types_breaks_no_promise() {
        replay("decode_types", decode_types);
    }

    #[test]
    fn the_corpus_of_the_urls_breaks_no_promise() {
        replay("url", url);
    }

    #[test]
    fn the_corpus_of_the_sessions_breaks_no_promise() {
        replay("session", session);
    }
}
