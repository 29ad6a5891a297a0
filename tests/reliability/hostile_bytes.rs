//! Replies that make no sense, too deep, too long, or in too many pieces.
