//! What a run says: on the terminal, as Markdown, as a picture.

pub mod markdown;
pub mod plot;
pub mod table;
